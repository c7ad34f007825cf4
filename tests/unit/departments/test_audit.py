"""The audit asks few questions and never takes an outage for a missing department."""

from __future__ import annotations

import re

import pytest

from automation.config import ROOT
from automation.departments import audit, expected, plan, requests
from automation.model import Listing, NoAnswer
from automation.names.department import Department
from automation.portal.facts import Branch, Organisation, Rows
from automation.result import Matched
from tests.lists import FILLER, Searched

LIST = expected.load(ROOT / "scenarios" / "delhi-2025" / "departments.csv")
TRANSPORT = Department("Transport Department", "department")
JAL = Department("Delhi Jal Board", "board", "Urban Development Department", "DJB")
METRO = Department("Delhi Metro Rail Corporation Limited", "corporation", "", "DMRC")
HELD = Organisation("Deptt. of Transport", "Delhi", "Delhi", "S_9_D_1")
OTHER = Organisation("Transport Department", "Goa", "Goa", "S_10_D_1")


def listings(portal, *departments):
    return [each.listing for each in audit.run(departments, portal, "Delhi").results]


def test_a_department_is_listed_and_an_absent_one_is_missing_with_its_request():
    result = audit.run((TRANSPORT, JAL), Searched((HELD, OTHER, *FILLER)), "Delhi")
    listed, missing = result.results
    assert (listed.listing, listed.by_search, listed.in_data) == (Listing.LISTED, True, True)
    assert listed.matched == Matched(name=HELD.name, mapId=HELD.map_id)
    assert (missing.listing, missing.in_data) == (Listing.MISSING, False)
    assert (missing.request_for_help or "").startswith("Organisation: Delhi Jal Board\n")
    assert (result.expected, result.listed) == (2, 1)


def test_the_same_name_in_another_state_is_not_ours():
    assert listings(Searched((OTHER, *FILLER)), TRANSPORT) == [Listing.MISSING]


def test_a_row_that_the_page_does_not_show_is_hidden_not_missing():
    portal = Searched((HELD, *FILLER), shows=lambda row: row is not HELD)
    assert listings(portal, TRANSPORT) == [Listing.HIDDEN]


def test_a_row_under_centre_is_misplaced_not_missing():
    metro = Organisation("Delhi Metro Rail Corporation Ltd.", "Ministry of Housing", "Ministry of Housing", "M_1")
    assert listings(Searched(FILLER, (metro,)), METRO) == [Listing.MISPLACED]


def test_central_offices_are_looked_for_under_centre_and_the_state_s_under_state():
    board = Department("Central Board of Direct Taxes", "board", "Ministry of Finance", "CBDT", central=True)
    posts = Department("Department of Posts", "department", "Ministry of Communications", central=True)
    central = Organisation("Central Board of Direct Taxes", "Ministry of Finance", "Ministry of Finance", "M_1")
    portal = Searched((HELD, *FILLER), (central, Organisation("Ministry of Coal", "", "", "M_2")))
    result = audit.run((board, TRANSPORT, posts), portal, "Delhi")
    assert [each.listing for each in result.results] == [Listing.LISTED, Listing.LISTED, Listing.MISSING]
    assert result.results[2].why.endswith("under Centre")
    assert result.searches == len(portal.asked)


def test_a_row_that_holds_only_the_short_name_is_found():
    row = Organisation("DMRC", "Delhi", "Delhi", "S_9_O_1")
    assert listings(Searched((HELD, row, *FILLER)), TRANSPORT, METRO) == [Listing.LISTED, Listing.LISTED]


def test_a_list_that_is_cut_never_makes_a_department_missing():
    portal = Searched((HELD, *FILLER), limit=1)
    assert listings(portal, JAL, METRO) == [Listing.CANNOT_JUDGE, Listing.CANNOT_JUDGE]


def test_a_search_that_does_not_go_by_its_text_makes_no_department_missing():
    def deaf(text, branch):
        return Rows(text, branch, 1 + len(FILLER), (HELD, *FILLER), (HELD.name,) if text in HELD.name.lower() else ())

    transport, jal = audit.run((TRANSPORT, JAL), deaf, "Delhi").results
    assert (transport.listing, jal.listing) == (Listing.LISTED, Listing.CANNOT_JUDGE)
    assert jal.why.startswith("the search does not go by what is typed: “")
    assert jal.request_for_help is None


def test_a_search_that_has_other_rows_for_what_it_does_not_find_goes_by_its_text_all_the_same():
    rows = Searched((HELD, *FILLER))

    def kind(text, branch):
        found = rows(text, branch)
        return found if found.held else Rows(text, branch, len(FILLER), FILLER, ())

    assert listings(kind, TRANSPORT, JAL) == [Listing.LISTED, Listing.MISSING]


def test_missing_is_said_only_if_centre_was_searched_too():
    rows = Searched((HELD, *FILLER))

    def centre_down(text, branch):
        return rows(text, branch) if branch is Branch.STATE else NoAnswer("the portal answered HTTP 503")

    assert [each.listing for each in audit.run((JAL,), centre_down, "Delhi").results] == [Listing.CANNOT_JUDGE]


def test_short_names_are_asked_one_by_one_where_the_server_reads_no_regular_expression():
    row = Organisation("DMRC", "Delhi", "Delhi", "S_9_O_1")
    plain = Organisation("Transport Department", "Delhi", "Delhi", "S_9_D_1")

    assert listings(Searched((plain, row, *FILLER), plain=True), METRO) == [Listing.LISTED]


def test_every_text_reads_alike_as_regular_expression_and_as_substring():
    texts = {
        text for department in LIST for need in plan.needs(department, "Delhi") for text in need.texts | need.parts
    }
    assert all(re.fullmatch(r"[a-z]{2,5}|[A-Z]{2,9}", text) for text in texts)


def test_initials_with_dots_and_hindi_names_are_found_though_no_fragment_holds_them():
    hospital = Department("Guru Teg Bahadur Hospital", "hospital")
    education = Department("Directorate of Education", "directorate")
    rows = [("Transport Department", "1"), ("G.T.B.H.", "2"), ("शिक्षा निदेशालय", "3")]
    found = Searched(tuple(Organisation(name, "Delhi", "Delhi", number) for name, number in rows))
    assert listings(found, TRANSPORT, hospital, education) == [Listing.LISTED] * 3


def test_no_department_of_several_words_is_called_missing_on_one_text_only():
    for department in LIST:
        musts = [need for need in plan.needs(department, "Delhi") if need.must]
        alone = [
            text
            for need in musts
            for text in need.texts
            if len(text) > 2 and all(each.answered([text]) for each in musts)
        ]
        assert not alone or len(plan.stems(department.name)) == 1, department.name


SPELLINGS = [
    (Department("Department of Forests and Wildlife", "department"), "Deptt. of Forrest and Wild Life"),
    (Department("Land and Building Department", "department"), "L&B Department, Vikas Bhawan"),
    (Department("Dr. Hedgewar Arogya Sansthan", "hospital", "", "HAS"), "Dr. H.A.S., Karkardooma"),
    (Department("University College of Medical Sciences", "hospital", "", "UCMS"), "UCMS"),
    (Department("Municipal Corporation of Delhi", "local body"), "दिल्ली नगर निगम"),
    (Department("Directorate of Vigilance", "directorate"), "Directorate of Viglance"),
]
"""Spellings that the matcher knows and that the beginning of no single word of the name finds."""


@pytest.mark.parametrize("reads", ["regular expressions", "substrings"])
@pytest.mark.parametrize(("department", "name"), SPELLINGS, ids=[name for _department, name in SPELLINGS])
def test_a_department_is_found_however_the_portal_spells_it(department, name, reads):
    row = Organisation(name, "Delhi", "Delhi", "S_9_O_1")
    portal = Searched((HELD, row, *FILLER), plain=reads == "substrings")
    assert listings(portal, department, TRANSPORT) == [Listing.LISTED, Listing.LISTED]


def test_listed_is_only_what_the_page_has_shown_for_a_text_that_a_person_types():
    row = Organisation("DMRC", "Delhi", "Delhi", "S_9_O_1")
    portal = Searched((HELD, row, *FILLER))
    [found] = audit.run((METRO,), portal, "Delhi").results
    assert found.queries == ("dmr",)
    assert ("dmr", Branch.STATE) in portal.asked
    hiding = Searched((HELD, row, *FILLER), shows=lambda each: each is not row)
    [found] = audit.run((METRO,), hiding, "Delhi").results
    assert (found.listing, found.by_search, found.queries[0]) == (Listing.HIDDEN, False, "dmr")


def test_what_is_hidden_is_told_with_the_text_that_a_person_would_type():
    row = Organisation("Delhi Metro Rail Corporation Ltd.", "Delhi", "Delhi", "S_9_O_1")
    portal = Searched((HELD, row, *FILLER), shows=lambda each: each is not row)
    [found] = audit.run((METRO,), portal, "Delhi").results
    assert found.listing is Listing.HIDDEN
    assert plan.is_typed(found.queries[0], row.name)
    assert not set("|^$") & set(found.queries[0])


def test_a_row_that_fits_another_department_better_which_stands_elsewhere_is_looked_at_again():
    dental = Department("Delhi Dental Council", "autonomous body", "", "DDC")
    dialogue = Department("Dialogue and Development Commission of Delhi", "autonomous body", "", "DDCD")
    rows = [Organisation(name, "Delhi", "Delhi", name) for name in ("Delhi Dental Council", "DDC Delhi")]
    assert listings(Searched((*rows, *FILLER)), dental, dialogue) == [Listing.LISTED, Listing.NEAR_NAME]
    assert listings(Searched((rows[1], *FILLER)), dental, dialogue) == [Listing.LISTED, Listing.MISSING]


def test_what_a_person_types_is_the_beginning_of_a_word():
    name = "Guru Teg Bahadur Hospital"
    assert [plan.is_typed(text, name) for text in ("teg", "hosp", "gu", "eg bah", "pital")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_an_answer_that_was_cut_and_so_lacks_the_control_is_not_taken_for_a_portal_that_reads_no_expressions():
    rows = [Organisation(f"A.B. Office {number}", "Goa", "Goa", str(number)) for number in range(600)]
    portal = Searched((*rows, HELD, Organisation("Delhi Jal Nigam", "Delhi", "Delhi", "9")))
    audit.run((METRO, JAL), portal, "Delhi")
    assert sum("|" in text for text, _branch in portal.asked) > 1


def test_a_request_keeps_to_the_limits_of_the_request_page():
    long = Department("Dr. B.R. Sur's Homoeopathic/Medical College (Hospital) & Research " * 4, "hospital")
    name = requests.organisation_name(long.name)
    assert len(name) <= 150
    assert re.fullmatch(r"[A-Za-z0-9_ \-&,()]+", name)
    details = requests.request(long, "Delhi").text.split("Details: ")[1]
    assert len(details) <= 500
