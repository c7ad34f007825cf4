"""Two spellings of one office are one; two offices stay two."""

from __future__ import annotations

import pytest

from automation.names.department import Department
from automation.names.index import Index
from automation.names.matcher import Kinship, Matcher, compare


def kinship(name, candidate, short_name=""):
    return compare(Department(name, "other", short_name=short_name), candidate).kinship


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Transport Department", "TRANSPORT  DEPARTMENT"),
        ("Transport Department", "Deptt. of Transport, GNCTD"),
        ("Directorate of Education", "Dte. of Education, Govt. of NCT of Delhi"),
        ("Department of Health and Family Welfare", "Department of Health & Family Welfare"),
        ("Delhi Transco Limited", " Delhi\u00a0Transco Ltd.  "),
        ("Delhi Technological University", "Technological University, Delhi"),
        ("Department of Tourism", "Department of Toursim, GNCTD"),
        ("Directorate of Education", "Directorate of Education / शिक्षा निदेशालय, दिल्ली"),
        ("Lieutenant Governor's Secretariat", "Secretariat of The Lt. Governor, Delhi"),
    ],
)
def test_spellings_of_one_office_are_the_same(name, candidate):
    assert kinship(name, candidate) is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Delhi Dental Council", "Delhi Nursing Council"),
        ("Finance Department", "Services Department"),
        ("Office of the District Magistrate, South District", "Office of the District Magistrate, West District"),
        ("Directorate of Education", "Deputy Director of Education, District East"),
        ("Department of Training and Technical Education", "Directorate of Training: UTCS"),
        ("Lok Nayak Hospital", "Guru Teg Bahadur Hospital"),
        ("Hindi Academy", "Urdu Academy"),
        ("Delhi Metro Rail Corporation Limited", "Delhi Financial Corporation"),
    ],
)
def test_two_offices_are_never_the_same(name, candidate):
    assert kinship(name, candidate) is not Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate", "short_name"),
    [
        ("Centralised Accident and Trauma Services", "CATS", "CATS"),
        ("Indraprastha Power Generation Company Limited", "IPGCL, Himadri", "IPGCL"),
        ("Directorate of Education", "Department of Education", ""),
        ("Guru Teg Bahadur Hospital", "G.T.B. Hospital, Dilshad Garden", ""),
        ("Chacha Nehru Bal Chikitsalaya", "CNBC Hospital", ""),
        ("Land and Building Department", "L&B Department, Vikas Bhawan", ""),
        ("Janakpuri Super Speciality Hospital", "Janak Puri Super Specialty Hospital", ""),
        ("Delhi Transport Corporation", "दिल्ली परिवहन निगम", ""),
        ("Rao Tula Ram Memorial Hospital", "राव तुला राम स्मारक अस्पताल", ""),
        ("Office of the District Magistrate, East District", "Deputy Commissioner (East), Delhi", ""),
        ("Industrial Training Institute, Pusa", "ITI Pusa, New Delhi-110012", ""),
        (
            "Delhi Technological University",
            "Delhi Technological University (formerly Delhi College of Engineering)",
            "",
        ),
        ("Delhi Police", "Police, Delhi (GNCTD)", ""),
        ("Lok Nayak Hospital", "Loknayak\u200b Hosptial", ""),
    ],
)
def test_short_names_addresses_and_hindi_spell_the_same_office(name, candidate, short_name):
    assert kinship(name, candidate, short_name) is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate", "under"),
    [
        ("Finance Department", "Finance Department", "Haryana"),
        ("Revenue Department", "Department of Revenue", "Ministry of Finance"),
        ("Revenue Department", "Department of Revenue", "Ministry of Finance, New Delhi"),
        ("Finance Department", "Finance Department, Uttar Pradesh", ""),
        ("Delhi Commission for Women", "National Commission for Women", ""),
        ("Lal Bahadur Shastri Hospital", "Lal Bahadur Shastri Hosp., Varanasi", ""),
        ("Directorate of Vigilance", "Vigilance Department, MCD", ""),
        ("Industrial Training Institute, Pusa", "ITI Mayur Vihar", "Delhi"),
        ("Office of the District Magistrate, East District", "O/o DM (North East)", "Delhi"),
        ("Municipal Corporation of Delhi", "MCD Rohini Zone", "Delhi"),
        ("Delhi Power Company Limited", "Power Department", "Delhi"),
        ("Directorate of Education", "Directorate of Education - Sports Branch", "Delhi"),
        ("Deen Dayal Upadhyaya College", "Deen Dayal Upadhyay Hosp.", "Delhi"),
        ("Delhi Police", "Delhi Police Academy", "Delhi"),
        ("Delhi Police", "Police", ""),
        ("Finance Department", "Art & Culture Department", "Delhi"),
    ],
)
def test_another_government_a_child_a_sibling_or_another_kind_of_body_is_different(name, candidate, under):
    assert compare(Department(name, "other"), candidate, under).kinship is Kinship.DIFFERENT


def test_a_short_name_that_two_departments_share_is_for_a_person_to_look_at():
    minorities = Department("Delhi Minorities Commission", "autonomous body", short_name="DMC")
    medical = Department("Delhi Medical Council", "autonomous body", short_name="DMC")
    matcher = Matcher((minorities, medical))
    assert matcher.compare(minorities, "DMC").kinship is Kinship.NEAR
    assert matcher.compare(minorities, "Delhi Medical Council (DMC)").kinship is Kinship.DIFFERENT


def test_a_name_with_a_word_that_nobody_knows_in_its_address_is_for_a_person_to_look_at():
    assert kinship("Burari Hospital", "Burari Hospital, Xanadupur") is Kinship.NEAR


@pytest.mark.parametrize("state", ["Haryana", "Uttar Pradesh", "Jammu and Kashmir"])
def test_another_states_list_is_matched_from_that_state(state):
    department = Department("Home Department", "department")
    assert compare(department, f"Deptt. of Home, Govt. of {state}", f"{state} > Home", state).kinship is Kinship.SAME
    assert compare(department, "Home Department, GNCTD", state=state).kinship is Kinship.DIFFERENT
    assert compare(department, "Home Department", "Delhi", state).kinship is Kinship.DIFFERENT


def test_a_match_says_why():
    department = Department("Forensic Science Laboratory", "department")
    assert compare(department, "Labratory of Forensic Sci.").why == ("sci = science; labratory = laboratory")
    assert compare(Department("Transport Department", "department"), "Deptt. of Transport").why == (
        "deptt = department; word order"
    )
    assert compare(department, "Forensic Science Laboratory, Haryana").why == (
        "speaks of “haryana”, another government or place"
    )


@pytest.mark.parametrize("candidate", ["G.T.B. Hospital", "Guru Tegbahadur Hospital", "Guru Teg Gahadur Hosp."])
def test_initials_and_words_run_together_are_found_among_many_candidates(candidate):
    matcher = Matcher([Department("Guru Teg Bahadur Hospital", "hospital")])
    rows = [("Transport Department", "Delhi"), (candidate, "Delhi")]
    assert [(place, match.kinship) for place, _each, match in Index(matcher).matches(rows)] == [(1, Kinship.SAME)]


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Dr. Baba Saheb Ambedkar Hospital", "Dr. Baba Saheb Ambedkar Medical College"),
        ("Directorate of Employment", "Employment Exchange (Technical), Pusa"),
        ("Directorate of Employment", "Employment Exchange, Kirby Place"),
        ("Lok Nayak Hospital", "Lok Nayak Polytechnic"),
        ("Directorate of Higher Education", "Department of Higher Education, Ministry of Education"),
        ("Office of the District Magistrate, West District", "Deputy Commissioner of Police, West District"),
        ("Delhi Jal Board", "Delhi Jal Board, Bombay"),
        ("Delhi Jal Board", "Delhi Jal Board, Haryana House"),
    ],
)
def test_two_kinds_of_body_that_are_both_named_are_two_bodies(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.DIFFERENT


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Dr. Baba Saheb Ambedkar Hospital", "Dr. Baba Saheb Ambedkar Medical College & Hospital"),
        ("Nehru Homoeopathic Medical College and Hospital", "Nehru Homoeopathic Medical College"),
        ("Agricultural Produce Marketing Committee, Azadpur", "Azadpur Mandi Samiti"),
        ("Delhi State Industrial and Infrastructure Development Corporation Limited", "DSIIDC, Bombay Life Building"),
        ("Department of Trade and Taxes", "Sales Tax Department (Trade & Taxes), Delhi"),
    ],
)
def test_a_kind_left_out_a_building_called_after_a_town_or_two_names_at_once_are_one_body(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.SAME


@pytest.mark.parametrize("candidate", ["Directorate of Education (Sports)", "Directorate of Education (Horticulture)"])
def test_a_common_word_in_brackets_can_be_a_branch(candidate):
    assert kinship("Directorate of Education", candidate) is Kinship.NEAR


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("Animal Husbandry Unit", ("Department of Animal Husbandry and Dairying", ""), Kinship.NEAR),
        ("Animal Husbandry Unit", ("Department of Animal Husbandry & Dairying, New Delhi", ""), Kinship.NEAR),
        ("Animal Husbandry Unit", ("Department of Animal Husbandry and Dairying", "Delhi"), Kinship.SAME),
        ("Animal Husbandry Unit", ("Department of Animal Husbandry and Dairying, GNCTD", ""), Kinship.SAME),
        ("Animal Husbandry Unit", ("Animal Husbandry Department", ""), Kinship.SAME),
        ("Department of Social Welfare", ("Department of Social Welfare", ""), Kinship.SAME),
        ("Department of Tourism", ("Department of Tourism", ""), Kinship.SAME),
    ],
)
def test_another_name_that_a_department_of_the_union_has_needs_a_government(listed, index, name, row, expected):
    assert listed.compare(listed.expected(name), *row).kinship is expected
    found = index.matches([row])
    assert [match.kinship for _row, each, match in found if each.department.name == name] == [expected]


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Office of the State Commissioner for Persons with Disabilities", "O/o State Commr. for PwD, Delhi"),
        ("Office of the State Commissioner for Persons with Disabilities", "State Commissioner (PWD)"),
        ("Principal Accounts Office", "Pr. A/cs Office"),
        ("Department of Forests and Wildlife", "Forest & W.L. Deptt."),
        ("Department of Forests and Wildlife", "D/o Forests & W/L"),
        ("Revenue Department", "D/o Revenue"),
        ("Delhi Financial Corporation", "Delhi Finance Corporation"),
        ("Office of the Chief Electoral Officer", "Chief Election Officer, Delhi"),
        ("Office of the District Magistrate, North East District", "O/o DM (NE), Nand Nagri"),
        ("Office of the District Magistrate, East District", "D.C. (E), Delhi"),
        ("Office of the District Magistrate, South West District", "DM S/W"),
        ("Dada Dev Matri Avum Shishu Chikitsalaya", "D.D.M.A.S. Chikitsalaya, Dabri"),
        ("Department of Training and Technical Education", "DOTATE"),
        ("Public Works Department", "Pwd, Delhi"),
    ],
)
def test_abbreviations_of_offices_are_spelled_out(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Public Works Department", "State Commissioner for PwD, Delhi"),
        ("Public Works Department", "Commissioner, PWD"),
        ("Office of the State Commissioner for Persons with Disabilities", "PWD, Delhi"),
        ("Finance Department", "Delhi Financial Corporation"),
        ("Office of the Chief Electoral Officer", "State Election Commission"),
        ("Office of the District Magistrate, East District", "DM (W)"),
        ("Office of the District Magistrate, East District", "e-District Delhi"),
        ("Services Department", "Department S"),
    ],
)
def test_abbreviations_stand_for_nothing_else(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.DIFFERENT


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Delhi Jal Board", "Delhi Jla Board"),
        ("Department of Art, Culture and Languages", "Deptt. of Atr, Culture & Languages"),
        ("Delhi Commission for Other Backward Classes", "Delhi Comission for Othr Backwrad Clases"),
        ("Department for the Welfare of SC/ST/OBC", "Welfare of Schedled Castes / Scheduled Tribs / OBC Deptt."),
        ("Office of the District Magistrate, Central District", "DM Centrel District"),
        (
            "Delhi SC/ST/OBC/Minorities and Handicapped Financial and Development Corporation Limited",
            "Delhi SC ST OBC Minority & Handicaped Finance and Development Corporation",
        ),
    ],
)
def test_slips_in_short_words_and_within_phrases_are_mended(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Office of the District Magistrate, West District", "DM Weast"),
        ("Office of the District Magistrate, East District", "DM Weast"),
        ("Office of the District Magistrate, South District", "DM Nroth"),
        ("State Transport Authority", "TSA"),
        ("Department of Art, Culture and Languages", "Department of Rat Control"),
    ],
)
def test_a_slip_that_can_be_of_two_words_is_not_mended(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is not Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Office of the District Magistrate, West District", "DM West, Rampura"),
        ("Directorate of Employment", "Directorate of Employment, Kirby Place"),
        ("Bhagwan Mahavir Hospital", "Bhagwan Mahavir Hospital, Peetampura"),
        ("Guru Teg Bahadur Hospital", "GTB Hospital, Dilshad Gardan"),
        ("Department of Trade and Taxes", "Department of Trade & Taxes, Vyapar Bhawan, ITO"),
    ],
)
def test_localities_and_buildings_of_delhi_are_addresses(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Bhagwan Mahavir Hospital", "Bhagwan Mahavir Hospital, Rampur"),
        ("Indira Gandhi Hospital, Dwarka", "Indira Gandhi Hospital, Rohini"),
        ("Land and Building Department", "Department of Land, Horticulture Bhawan Section"),
    ],
)
def test_towns_elsewhere_and_other_places_are_no_addresses(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is not Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Department of Forests and Wildlife", "Forest Deptt, A Block, Vikas Bhawan"),
        ("Directorate of Information and Publicity", "D.I.P., Block No. 9, Old Secretariat"),
        ("Guru Gobind Singh Indraprastha University", "GGSIP Univ., Sector 16C, Dwarka"),
        ("Delhi Subordinate Services Selection Board", "DSSSB, FC-18, Karkardooma"),
        ("Department of Health and Family Welfare", "H & FW Deptt., 9th Level, Delhi Sectt"),
        ("Department of Trade and Taxes", "DT & T, Vyapar Bhawan"),
        ("Revenue Department", "Divl. Commissioner Office"),
        ("Office of the State Commissioner for Persons with Disabilities", "Commissioner for PwDs, Delhi"),
        ("National Law University, Delhi", "Natl. Law Univ. Delhi, Sector 14, Dwarka"),
    ],
)
def test_blocks_sectors_and_spaced_initials_are_read(listed, index, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.SAME
    assert [row for row, each, _match in index.matches([(candidate, "")]) if each.department.name == name]


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Directorate of Education", "Directorate of Education, Zone 11"),
        ("Development Department", "Block Development Office, Najafgarh"),
        ("Public Works Department", "PWD Circle M-11"),
        ("Department of Women and Child Development", "CDPO Nangloi, WCD"),
        ("Delhi Skill and Entrepreneurship University", "DSEU Pusa Campus"),
        ("Department of Trade and Taxes", "Ward 63, Trade and Taxes"),
        (
            "Govind Ballabh Pant Institute of Postgraduate Medical Education and Research",
            "G.B. Pant Polytechnic, Okhla",
        ),
    ],
)
def test_numbered_parts_campuses_and_officers_below_are_others(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.DIFFERENT


@pytest.mark.parametrize(
    ("candidate", "under", "expected"),
    [
        ("DGHS, Nirman Bhawan", "", Kinship.NEAR),
        ("DGHS, Nirman Bhawan", "Delhi", Kinship.SAME),
        ("DGHS (GNCTD), Nirman Bhawan", "", Kinship.SAME),
        ("DGHS, Karkardooma", "", Kinship.SAME),
    ],
)
def test_a_row_where_ministries_sit_needs_a_government(listed, candidate, under, expected):
    name = "Directorate General of Health Services, GNCTD"
    assert listed.compare(listed.expected(name), candidate, under).kinship is expected


@pytest.mark.parametrize(
    ("state", "name", "candidate"),
    [
        ("Haryana", "Finance Department", "Finance Deptt., Haryana Civil Secretariat, Chandigarh"),
        ("Haryana", "Excise and Taxation Department", "Excise & Taxation Commissioner, Panchkula"),
        ("Haryana", "Women and Child Development Department", "महिला एवं बाल विकास विभाग, हरियाणा"),
        ("Uttar Pradesh", "Public Works Department", "Lok Nirman Vibhag, U.P."),
        ("Uttar Pradesh", "Finance Department", "वित्त विभाग, उ.प्र. शासन"),
        ("Uttar Pradesh", "Uttar Pradesh Power Corporation Limited", "UPPCL, Shakti Bhawan, Lucknow"),
    ],
)
def test_the_towns_and_the_initials_of_another_state_are_its_own(state, name, candidate):
    assert compare(Department(name, "other"), candidate, state=state).kinship is Kinship.SAME


@pytest.mark.parametrize(
    ("state", "name", "candidate"),
    [
        ("Haryana", "Office of the Deputy Commissioner, Karnal", "Deputy Commissioner, Kaithal"),
        ("Haryana", "Finance Department", "Finance Department, Lucknow"),
        ("Uttar Pradesh", "Home Department", "Home Department, Panchkula"),
        ("Delhi", "Home Department", "Home Department, U.P."),
        ("Delhi", "Finance Department", "Finance Department, Secunderabad"),
    ],
)
def test_another_states_towns_are_not(state, name, candidate):
    assert compare(Department(name, "other"), candidate, state=state).kinship is Kinship.DIFFERENT


@pytest.mark.parametrize(
    ("name", "candidate", "under", "expected"),
    [
        (
            "Delhi Institute of Hotel Management and Catering Technology",
            "Institute of Hotel Management, Pusa",
            "",
            "near",
        ),
        (
            "Delhi Institute of Hotel Management and Catering Technology",
            "Institute of Hotel Management",
            "Delhi",
            "same",
        ),
        ("Delhi Financial Corporation", "Financial Corporation", "", "near"),
        ("Delhi Financial Corporation", "DFC, Connaught Place", "", "same"),
        ("New Delhi Municipal Council", "NDMC", "", "same"),
        ("New Delhi Municipal Council", "Municipal Council, New Delhi", "", "same"),
        ("Delhi Medical Council", "State Medical Council", "", "same"),
        ("Directorate General of Health Services, GNCTD", "Directorate General of Health Services", "", "near"),
        ("Directorate General of Health Services, GNCTD", "Directorate General of Health Services, Delhi", "", "same"),
    ],
)
def test_a_name_that_leaves_out_the_state_its_own_always_holds_needs_a_government(
    listed, name, candidate, under, expected
):
    assert listed.compare(listed.expected(name), candidate, under).kinship == expected


def test_a_sector_without_a_comma_is_an_address_but_a_ward_is_not(listed):
    hospital = listed.expected("Dr. Baba Saheb Ambedkar Hospital")
    assert listed.compare(hospital, "Dr BSA Hospital Sec 6 Rohini").kinship is Kinship.SAME
    assert listed.compare(hospital, "Dr BSA Hospital Ward 6 Rohini").kinship is Kinship.DIFFERENT


@pytest.mark.parametrize(
    ("name", "candidate", "expected"),
    [
        ("Directorate of Education", "Education Department, Delhi Cantonment Board", Kinship.DIFFERENT),
        ("Directorate of Vigilance", "Vigilance Department, Delhi Jal Board", Kinship.DIFFERENT),
        ("Department of Environment", "Environment Department, Okhla Bank", Kinship.DIFFERENT),
        ("Delhi Jal Board", "DJB, Delhi Jal Board", Kinship.SAME),
        ("Delhi Transport Corporation", "Delhi Transport Corpn. (A Govt. of NCT of Delhi Undertaking)", Kinship.SAME),
        ("Delhi Transport Corporation", "DTC, Scindia House", Kinship.SAME),
        ("Chief Minister's Office", "C.M.'s Office, Delhi Secretariat", Kinship.SAME),
    ],
)
def test_a_department_of_a_body_that_has_departments_is_that_bodys(listed, name, candidate, expected):
    assert listed.compare(listed.expected(name), candidate).kinship is expected


@pytest.mark.parametrize(
    ("name", "candidate", "under"),
    [
        ("Office of the District Magistrate, Central District", "Deputy Commissioner, MCD", ""),
        ("Delhi Commission for Other Backward Classes", "Deptt for the Wel. of SC, ST & OBC", "Delhi"),
        ("Principal Accounts Office", "Finance (Accounts) Deptt., Delhi Sectt.", "Delhi"),
        ("Ayurvedic and Unani Tibbia College and Hospital", "AYUSH Dte, Tibbia College Complex", ""),
    ],
)
def test_acronyms_with_a_meaning_and_what_follows_a_parent_are_no_other_body(listed, name, candidate, under):
    assert listed.compare(listed.expected(name), candidate, under).kinship is not Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Delhi Metro Rail Corporation Limited", "DMRC"),
        ("Forensic Science Laboratory", "Home Department, Forensic Science Laboratory"),
        ("Directorate of AYUSH", "AYUSH Dte, Tibbia College Complex"),
    ],
)
def test_acronyms_of_a_whole_name_and_a_body_after_its_parent_are_that_body(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate, "Delhi").kinship is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate", "expected"),
    [
        ("Delhi Transco Limited", "Delhi Transco Limited (SLDC)", Kinship.NEAR),
        ("Directorate of Education", "Directorate of Education (SSA)", Kinship.NEAR),
        ("Delhi Transco Limited", "Delhi Transco Limited (DTL)", Kinship.SAME),
        ("Burari Hospital", "Burari Hospital (BUH)", Kinship.SAME),
        ("Delhi State Legal Services Authority", "DSLSA (Central Office), Patiala House", Kinship.SAME),
    ],
)
def test_an_acronym_in_brackets_is_the_names_own_or_a_branch(listed, name, candidate, expected):
    assert listed.compare(listed.expected(name), candidate).kinship is expected


@pytest.mark.parametrize("slip", ["North Est", "North Esat", "Noth East"])
def test_a_slip_in_a_direction_of_two_words_is_never_the_other_direction(listed, index, slip):
    candidate = f"Office of the District Magistrate, {slip} District"
    found = {each.department.name: match.kinship for _row, each, match in index.matches([(candidate, "Delhi")])}
    assert found.pop("Office of the District Magistrate, North East District") is Kinship.SAME
    assert Kinship.SAME not in found.values()
    west = listed.expected("Office of the District Magistrate, North West District")
    assert listed.compare(west, candidate).kinship is not Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Shahjahanabad Redevelopment Corporation", "Shahjahanbad Re-development Corporation"),
        (
            "Shaheed Rajguru College of Applied Sciences for Women",
            "Shaheed Raj Guru College of Applied Science for Woman",
        ),
    ],
)
def test_one_word_that_is_written_as_two_known_ones_is_found_among_many_candidates(index, name, candidate):
    found = index.matches([(candidate, "Delhi")])
    assert [each.department.name for _row, each, match in found if match.kinship is Kinship.SAME] == [name]


def test_a_word_in_brackets_and_one_behind_them_make_no_phrase():
    central = Department("Office of the District Magistrate, Central District", "other")
    assert compare(central, "District Magistrate (Central) Office", "Delhi").kinship is Kinship.SAME
