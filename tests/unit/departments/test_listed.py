"""Paged that page: what scrolling, searching and the data say of a department, and that few questions are put."""

from __future__ import annotations

import pytest

from automation.config import ROOT
from automation.departments import expected, listed
from automation.model import Listing, NoAnswer
from automation.names.department import Department
from automation.portal.facts import Rows
from tests.lists import Paged

LIST = expected.load(ROOT / "scenarios" / "delhi-2025" / "departments.csv")
TRANSPORT = Department("Transport Department", "department")
REVENUE = Department("Revenue Department", "department")
HAJ = Department("Delhi State Haj Committee", "autonomous body", "Revenue Department")
JAL = Department("Delhi Jal Board", "board", "Urban Development Department", "DJB")


FILLER = tuple(f"Office of Stationery {number}" for number in range(120))


def listing(lists, *departments):
    return [each.listing for each in listed.run(departments, lists, "Delhi").results]


def test_what_scrolling_shows_is_listed():
    [found] = listed.run((TRANSPORT,), Paged(["Transport Department", *FILLER]), "Delhi").results
    assert (found.listing, found.by_scroll, found.in_data) == (Listing.LISTED, True, True)


def test_what_only_a_search_shows_is_listed_with_advice_what_to_type():
    [found] = listed.run((TRANSPORT,), Paged([*FILLER, "Transport Department"]), "Delhi").results
    assert (found.listing, found.by_scroll, found.by_search) == (Listing.LISTED, False, True)
    typed = found.why.partition("“")[2].partition("”")[0]
    assert typed
    assert typed in "transport department"
    assert "search box" in found.why


def test_what_the_data_hold_and_nothing_shows_is_hidden():
    lists = Paged([*FILLER, "Transport Department"], hides={"Transport Department"})
    [found] = listed.run((TRANSPORT,), lists, "Delhi").results
    assert (found.listing, found.by_search, found.in_data) == (Listing.HIDDEN, False, True)


def test_what_stands_below_another_department_is_misplaced():
    lists = Paged(["Revenue Department", *FILLER], {"Revenue Department": ["Transport Department"]})
    assert listing(lists, TRANSPORT, REVENUE, HAJ) == [Listing.MISPLACED, Listing.LISTED, Listing.MISSING]


def test_what_stands_below_its_own_department_is_listed():
    lists = Paged(["Revenue Department", *FILLER], {"Revenue Department": ["Delhi State Haj Committee"]})
    assert listing(lists, HAJ, REVENUE) == [Listing.LISTED, Listing.LISTED]


def test_what_is_nowhere_is_missing_with_its_request():
    [missing] = listed.run((TRANSPORT,), Paged(FILLER), "Delhi").results
    assert (missing.listing, missing.in_data, missing.by_scroll) == (Listing.MISSING, False, False)
    assert (missing.request_for_help or "").startswith("Organisation: Transport Department")


def test_a_department_among_the_ministries_is_misplaced():
    lists = Paged(FILLER, ministries=["Delhi Jal Board", "Ministry of Finance"])
    assert listing(lists, JAL) == [Listing.MISPLACED]


@pytest.mark.parametrize(
    "lists",
    [Paged([]), Paged(FILLER, extra=20), Paged(FILLER, dead=True)],
    ids=["an empty list", "a list that counts more than it holds", "a search that does nothing"],
)
def test_a_list_that_cannot_be_known_makes_nothing_missing(lists):
    assert listing(lists, TRANSPORT) == [Listing.CANNOT_JUDGE]


def test_a_list_below_a_department_that_cannot_be_known_makes_nothing_missing():
    class Lying(Paged):
        def stand(self, parent, *, fresh=False):
            self.extra = 5 * (parent is not None)
            return super().stand(parent, fresh=fresh)

    lists = Lying(["Revenue Department", *FILLER], {"Revenue Department": ["Delhi Waqf Board"]})
    assert listing(lists, HAJ, REVENUE, TRANSPORT) == [Listing.CANNOT_JUDGE, Listing.LISTED, Listing.CANNOT_JUDGE]


def test_a_list_that_counts_less_than_it_holds_is_searched_for_what_it_did_not_show():
    assert listing(Paged([*FILLER, "Transport Department"], extra=-40), TRANSPORT) == [Listing.LISTED]
    assert listing(Paged(FILLER, extra=-40), TRANSPORT) == [Listing.CANNOT_JUDGE]


def test_an_outage_makes_nothing_missing():
    class Down(Paged):
        def stand(self, parent, *, fresh=False):
            return NoAnswer("the portal answered HTTP 500")

    assert listing(Down(FILLER), TRANSPORT) == [Listing.CANNOT_JUDGE]


def test_rows_left_by_another_list_are_not_taken_for_those_of_this_one():
    class Carrying(Paged):
        """A page that keeps the rows of the list before, until it is opened afresh."""

        before: tuple[str, ...] = ()

        def stand(self, parent, *, fresh=False):
            self.before = () if fresh or self.at is None else tuple(row.name for row in self.rows())
            return super().stand(parent, fresh=fresh)

        def scroll(self):
            reply = super().scroll()
            shown = (*self.before, *(reply.shown or ()))[:50]
            return Rows("", reply.branch, reply.count, reply.held, shown)

    education = Department("Delhi Board of School Education", "board", "Directorate of Education")
    schools = [f"School {number}" for number in range(60)]
    lists = Carrying(
        ["Revenue Department", "Directorate of Education"],
        {"Directorate of Education": [*schools], "Revenue Department": ["Delhi State Haj Committee", *schools[:40]]},
    )
    directorate = Department("Directorate of Education", "directorate")
    others = [Department(f"Office {number} of Schools", "other", "Directorate of Education") for number in range(3)]
    found = listed.run((directorate, education, *others, REVENUE, HAJ), lists, "Delhi").results
    assert found[-1].listing is Listing.LISTED
    assert found[-1].by_scroll is True
    assert lists.fresh == 1
    assert found[1].listing is Listing.MISSING


@pytest.mark.parametrize(
    ("designations", "kind"),
    [((0, 0), "designations_empty"), ((50, 201), "designations_cut"), ((201, 201), None)],
)
def test_a_list_of_designations_that_ends_too_soon_is_a_finding_of_its_own(designations, kind):
    result = listed.run((TRANSPORT,), Paged(["Transport Department"], designations=designations), "Delhi")
    assert [each.kind for each in result.quality if each.kind.startswith("designations")] == ([kind] if kind else [])


def test_that_no_department_has_an_office_is_told_only_where_each_list_was_read():
    own, office = ["Revenue Department", "Transport Department"], {"Transport Department": ["Office of Buses"]}
    nothing: dict[str, list[str]] = {}
    for below, asked, told in (
        (nothing, (HAJ, REVENUE), True),
        (office, (HAJ, REVENUE), False),
        (nothing, (REVENUE,), False),
    ):
        quality = listed.run(asked, Paged(own, below), "Delhi").quality
        assert ("organisations_empty" in {each.kind for each in quality}) is told


def test_one_department_alone_is_looked_for_below_the_parent_that_the_whole_list_names():
    lists = Paged(["Revenue Department", "Transport Department"], {"Revenue Department": ["Delhi State Haj Committee"]})
    alone = listed.run((HAJ,), lists, "Delhi").results
    known = listed.run((HAJ,), lists, "Delhi", known=(REVENUE, HAJ)).results
    assert [each.listing for each in (*alone, *known)] == [Listing.LISTED, Listing.LISTED]


def test_what_is_not_in_our_list_may_stand_anywhere_and_is_looked_for_everywhere():
    lists = Paged(["Revenue Department", "Transport Department"], {"Revenue Department": ["Office of Something"]})
    something = Department("Office of Something", "other")
    found = listed.run((something,), lists, "Delhi", known=(REVENUE, HAJ)).results[0]
    assert (found.listing, found.under) == (Listing.MISPLACED, "Delhi > Revenue Department")


def test_a_central_office_is_looked_for_below_the_ministries_and_a_state_s_beside_it_in_the_state():
    finance, board = (
        Department("Ministry of Finance", "department", central=True),
        Department("Central Board of Direct Taxes", "board", "Ministry of Finance", "CBDT", central=True),
    )
    posts = Department("Department of Posts", "department", central=True)
    below = {"Ministry of Finance": ["Central Board of Direct Taxes"]}
    lists = Paged(["Transport Department"], below, ministries=["Ministry of Coal", "Ministry of Finance"])
    result = listed.run((finance, TRANSPORT, board, posts), lists, "Delhi")
    assert [each.listing for each in result.results] == [*[Listing.LISTED] * 3, Listing.MISSING]
    assert {each.list for each in result.results[3].proof} >= {"Centre", "Centre > Ministry of Coal"}
    assert "Government of India" in (result.results[3].request_for_help or "")


HEALTH = Department("Department of Health and Family Welfare", "department")
HOSPITAL = Department("Guru Teg Bahadur Hospital", "hospital", "Department of Health and Family Welfare", "GTBH")
TWICE = ["Department of Health & Family Welfare", "Transport Department", "Department of Health and Family Welfare"]


def test_what_stands_below_the_second_row_of_its_department_is_listed_and_the_two_rows_are_a_finding():
    lists = Paged(TWICE, {"Department of Health and Family Welfare": ["Guru Teg Bahadur Hospital"]})
    result = listed.run((HOSPITAL, HEALTH), lists, "Delhi")
    assert [each.listing for each in result.results] == [Listing.LISTED, Listing.LISTED]
    [finding] = [each for each in result.quality if each.kind == "split"]
    assert "2 rows for one department" in finding.why
    assert "officials are split between them" in finding.why


def test_what_stands_below_no_department_is_listed_with_advice_what_to_choose():
    lists = Paged(["Transport Department"], {"N/A": ["Guru Teg Bahadur Hospital"]})
    [found] = listed.run((HOSPITAL,), lists, "Delhi").results
    assert (found.listing, found.under) == (Listing.LISTED, "Delhi")
    assert "choose “N/A” as the department" in found.why


def test_an_office_is_not_called_missing_where_the_form_does_not_offer_the_list_below_no_department():
    class Newer(Paged):
        def stand(self, parent, *, fresh=False):
            if parent and parent.name == "N/A":
                return NoAnswer("“N/A” is not offered")
            return super().stand(parent, fresh=fresh)

    office, department = listed.run((HOSPITAL, HEALTH), Newer(["Transport Department"]), "Delhi").results
    assert (office.listing, department.listing) == (Listing.CANNOT_JUDGE, Listing.MISSING)
    assert "what stands directly below Delhi cannot be: “N/A” is not offered" in office.why


def test_nothing_is_called_missing_before_every_list_was_read_and_the_proof_names_each():
    lists = Paged([*TWICE, "Revenue Department"], {"Revenue Department": ["Delhi State Haj Committee"]})
    [missing] = listed.run((HOSPITAL,), lists, "Delhi").results
    assert missing.listing is Listing.MISSING
    places = {*(f"Delhi > {name}" for name in (*TWICE, "Revenue Department", "N/A")), "Delhi"}
    assert {each.list for each in missing.proof} == places
    assert [name for verb, name in lists.asked if verb == "stand"][1:3] == [TWICE[0], TWICE[2]]


def test_one_list_that_cannot_be_read_makes_nothing_missing():
    class Broken(Paged):
        def stand(self, parent, *, fresh=False):
            if parent and parent.name == "Transport Department":
                return NoAnswer("the portal answered HTTP 500")
            return super().stand(parent, fresh=fresh)

    [found] = listed.run((HOSPITAL,), Broken(TWICE), "Delhi").results
    assert found.listing is Listing.CANNOT_JUDGE
    assert "Transport Department" in found.why


def test_a_long_list_below_a_department_is_known_to_its_last_row():
    schools = [
        f"Govt. School No. {number:03}, {place}" for number in range(48) for place in ("Narela", "Saket", "Rohini")
    ]
    lists = Paged(["Directorate of Education"], {"Directorate of Education": [*schools, "G.T.B. Hospital"]})
    assert listing(lists, HOSPITAL) == [Listing.MISPLACED]


def test_a_list_that_fails_once_is_read_on_a_fresh_page_after_the_others():
    class Failing(Paged):
        def stand(self, parent, *, fresh=False):
            reply = super().stand(parent, fresh=fresh)
            failed = parent and parent.name == "Transport Department" and self.asked.count(("stand", parent.name)) == 1
            return NoAnswer("the portal answered HTTP 500") if failed else reply

    lists = Failing(["Revenue Department", "Transport Department"], {"Transport Department": ["G.T.B. Hospital"]})
    assert listing(lists, HOSPITAL) == [Listing.MISPLACED]
    assert lists.fresh == 1
