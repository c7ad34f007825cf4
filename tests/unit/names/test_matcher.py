"""Two spellings of one office are one; two offices stay two."""

from __future__ import annotations

import pytest

from automation.names.department import Department
from automation.names.index import Index
from automation.names.judging import Kinship
from automation.names.matcher import Matcher
from tests.alone import compare
from tests.tables import beside

ALONE, LISTED = beside(__file__, "alone.csv"), beside(__file__, "listed.csv")
"""Pairs that are compared by themselves, and as one of Delhi's departments: the rule that tells what they are."""
BEHIND_ITS_PARENT = "Home Department, Forensic Science Laboratory"
"""A name behind that of its parent is told where the two are compared, and is not found among many."""


def kinship(name, candidate, short_name=""):
    return compare(Department(name, "other", short_name=short_name), candidate).kinship


def named(row):
    return f"{row['rule']}: {row['candidate']}"


def is_as_told(found, told):
    """Whether a kinship is the one in a table, where "not same" leaves open which of the others it is."""
    return found is not Kinship.SAME if told == "not same" else found is Kinship(told)


@pytest.mark.parametrize("row", ALONE, ids=named)
def test_two_names_are_one_office_or_two_as_the_rule_says(row):
    department = Department(row["name"], "other", short_name=row["short_name"])
    match = compare(department, row["candidate"], row["under"], row["state"])
    assert is_as_told(match.kinship, row["kinship"]), match


@pytest.mark.parametrize("row", LISTED, ids=named)
def test_a_name_is_one_of_the_departments_or_another_office_as_the_rule_says(listed, index, row):
    match = listed.compare(listed.expected(row["name"]), row["candidate"], row["under"])
    assert is_as_told(match.kinship, row["kinship"]), match
    if match.kinship is Kinship.SAME and row["candidate"] != BEHIND_ITS_PARENT:  # it is found among many
        found = index.matches([(row["candidate"], row["under"])])
        assert row["name"] in {each.department.name for _row, each, _match in found}


def test_white_space_that_nobody_sees_makes_no_other_name():
    assert kinship("Delhi Transco Limited", " Delhi\u00a0Transco Ltd.  ") is Kinship.SAME
    assert kinship("Lok Nayak Hospital", "Loknayak\u200b Hosptial") is Kinship.SAME


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


def test_a_sector_without_a_comma_is_an_address_but_a_ward_is_not(listed):
    hospital = listed.expected("Dr. Baba Saheb Ambedkar Hospital")
    assert listed.compare(hospital, "Dr BSA Hospital Sec 6 Rohini").kinship is Kinship.SAME
    assert listed.compare(hospital, "Dr BSA Hospital Ward 6 Rohini").kinship is Kinship.DIFFERENT


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
