"""A request for a list is told from any other, and the lists page as the portal's do."""

from __future__ import annotations

import pytest

from automation.endpoints import effect_of
from automation.model import Effect
from automation.portal.paged_lists import Entry, ListName, Page, Question, page_of, question
from automation.rehearsal import hierarchy
from automation.rehearsal.switches import Switches

LISTS = "/apis/public/v8"
SEARCH = f"{LISTS}/org/hierarchy/search"
HEALTHY = Switches()
DELHI = next(row["identifier"] for row in hierarchy.states() if row["orgName"] == "Delhi")


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        (
            f"{LISTS}/org/hierarchy/ministry/search",
            {"request": {"query": "fin"}},
            Question(ListName.MINISTRY, "fin", 0),
        ),
        (f"{LISTS}/org/hierarchy/state/search", {"request": {"offset": 50}}, Question(ListName.STATE, "", 50)),
        (
            SEARCH,
            {"request": {"filters": {"sbOrgType": "state", "levelZeroOrgId": "7"}, "query": "x", "offset": 50}},
            Question(ListName.DEPARTMENT, "x", 50, ("7",)),
        ),
        (
            SEARCH,
            {"request": {"filters": {"levelZeroOrgId": "7", "levelOneOrgId": "-1", "hierarchyRequestType": "All"}}},
            Question(ListName.ORGANISATION, "", 0, ("7", "-1")),
        ),
        (SEARCH, {"request": {"filters": {"sbOrgType": "state"}}}, Question(ListName.STATE, "", 0)),
        (SEARCH, {"request": {"filters": {"sbOrgType": "ministry"}}}, Question(ListName.MINISTRY, "", 0)),
        (
            f"{LISTS}/designation/search",
            {"pageNumber": 2, "pageSize": 50, "searchString": "clerk"},
            Question(ListName.DESIGNATION, "clerk", 100),
        ),
        ("/api/org/ext/v2/signup/search", {"request": {}}, None),
        (SEARCH, "no object", None),
    ],
)
def test_a_request_says_which_list_asks_for_what(path, body, expected):
    assert question("POST", path, body) == expected
    assert question("GET", path, body) is None
    assert effect_of("POST", path) is Effect.READ


def test_the_rows_of_an_answer_are_read_and_an_answer_without_a_list_is_none():
    rows = [{"identifier": "1", "orgName": "A"}, {"identifier": "2", "orgName": None}, "odd"]
    body = {"result": {"response": {"count": 9, "content": rows}}}
    assert page_of(ListName.DEPARTMENT, body) == Page(9, (Entry("1", "A"),))
    named = {"result": {"result": {"totalcount": 1, "data": [{"designation": "Clerk"}]}}}
    assert page_of(ListName.DESIGNATION, named) == Page(1, (Entry("Clerk", "Clerk"),))
    assert page_of(ListName.STATE, {"result": {"response": "Failed due to unknown reason"}}) is None
    assert page_of(ListName.STATE, {}) is None


def page(rows, query="", offset=0, switches=HEALTHY):
    return hierarchy.page(rows, query, offset, 50, switches)


def test_delhi_has_more_departments_and_one_of_them_more_organisations_than_scrolling_reaches():
    departments = hierarchy.departments(DELHI, HEALTHY)
    assert len(departments) >= 150
    below = [hierarchy.below(DELHI, row["identifier"], HEALTHY) for row in departments]
    assert max(map(len, below)) >= 150
    assert len(hierarchy.ministries()) > 100
    assert len({row["identifier"] for row in departments}) == len(departments)


def test_a_page_holds_fifty_rows_and_a_query_is_part_of_a_name():
    departments = hierarchy.departments(DELHI, HEALTHY)
    first, second = page(departments), page(departments, offset=50)
    assert (len(first["content"]), first["count"]) == (50, len(departments))
    assert first["content"][0] != second["content"][0]
    found = page(departments, "TRANSPORT ")
    assert found["count"] == len(found["content"]) > 0
    assert all("transport" in row["orgName"].lower() for row in found["content"])


def test_pages_that_overlap_never_show_ten_rows():
    departments = hierarchy.departments(DELHI, HEALTHY)
    overlapping = Switches(["pages-overlap"])
    shown = page(departments)["content"] + page(departments, offset=50, switches=overlapping)["content"]
    assert len({row["identifier"] for row in shown}) == 90
