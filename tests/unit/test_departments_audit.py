"""The audit asks few questions and never takes an outage for a missing department."""

from __future__ import annotations

import re

from automation.config import ROOT
from automation.departments import audit, expected, plan, requests
from automation.departments.expected import Department
from automation.model import Listing, NoAnswer
from automation.portal.facts import Branch, Organisation, Rows
from automation.result import Matched
from tests.lists import FILLER, Searched

LIST = expected.load(ROOT / "scenarios" / "departments.csv")
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


def test_a_row_that_holds_only_the_short_name_is_found():
    row = Organisation("DMRC", "Delhi", "Delhi", "S_9_O_1")
    assert listings(Searched((HELD, row, *FILLER)), TRANSPORT, METRO) == [Listing.LISTED, Listing.LISTED]


def test_a_list_that_is_cut_never_makes_a_department_missing():
    portal = Searched((HELD, *FILLER), limit=1)
    assert listings(portal, JAL, METRO) == [Listing.CANNOT_JUDGE, Listing.CANNOT_JUDGE]


def test_missing_is_said_only_if_centre_was_searched_too():
    rows = Searched((HELD, *FILLER))

    def centre_down(text, branch):
        return rows(text, branch) if branch is Branch.STATE else NoAnswer("the portal answered HTTP 503")

    assert [each.listing for each in audit.run((JAL,), centre_down, "Delhi").results] == [Listing.CANNOT_JUDGE]


def test_short_names_are_asked_one_by_one_where_the_server_reads_no_regular_expression():
    row = Organisation("DMRC", "Delhi", "Delhi", "S_9_O_1")
    plain = Organisation("Transport Department", "Delhi", "Delhi", "S_9_D_1")

    def substring(text, branch):
        every = (plain, row, *FILLER) if branch is Branch.STATE else ()
        held = tuple(each for each in every if text.lower() in each.name.lower())
        return Rows(text, branch, len(held), held, tuple(each.name for each in held))

    assert [each.listing for each in audit.run((METRO,), substring, "Delhi").results] == [Listing.LISTED]


def test_every_fragment_reads_alike_as_regular_expression_and_as_substring():
    parts = {part for department in LIST for need in plan.needs(department) for part in need.parts}
    assert all(re.fullmatch(r"[a-z]{3,5}|[A-Z]{2,9}", part) for part in parts)


def test_initials_with_dots_and_hindi_names_are_found_though_no_fragment_holds_them():
    hospital = Department("Guru Teg Bahadur Hospital", "hospital")
    education = Department("Directorate of Education", "directorate")
    rows = [("Transport Department", "1"), ("G.T.B.H.", "2"), ("शिक्षा निदेशालय", "3")]
    found = Searched(tuple(Organisation(name, "Delhi", "Delhi", number) for name, number in rows))
    assert listings(found, TRANSPORT, hospital, education) == [Listing.LISTED] * 3


def test_no_department_is_called_missing_on_one_fragment_only():
    needs = [plan.needs(department)[0] for department in LIST]
    assert [need.department.name for need in needs if need.times < 2] == []


def test_a_request_keeps_to_the_limits_of_the_request_page():
    long = Department("Dr. B.R. Sur's Homoeopathic/Medical College (Hospital) & Research " * 4, "hospital")
    name = requests.organisation_name(long.name)
    assert len(name) <= 150
    assert re.fullmatch(r"[A-Za-z0-9_ \-&,()]+", name)
    details = requests.draft(long, "Delhi").split("Details: ")[1]
    assert len(details) <= 500
