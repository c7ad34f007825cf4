"""The stand-in portal searches organisations as the real one does, quirks included (FACTS §1.3)."""

from __future__ import annotations

from typing import Any

import pytest

from automation.rehearsal.organisation_search import children, complaint, organisations, search
from automation.rehearsal.switches import Switches

DELHI = "Delhi"


def found(text: str, kind: str = "state", limit: int = 500, *switches: str, variant: str = "") -> dict[str, Any]:
    chosen = Switches(switches, [variant] if variant else ())
    return search({"orgName": text, "parentType": kind}, limit, chosen)


def test_the_text_is_a_regular_expression_whatever_the_case() -> None:
    names = [row["orgName"] for row in found("^directorate of .*education")["response"]]
    assert names
    assert all(name.lower().startswith("directorate of") for name in names)


@pytest.mark.parametrize("text", ["education (", "[", "*", "a" * 300, "(a+)+$"])
def test_an_expression_that_fails_gives_an_empty_answer_without_a_list(text: str) -> None:
    assert found(text) == {}


def test_no_match_gives_an_empty_list() -> None:
    assert found("no such office") == {"count": 0, "response": []}


def test_center_and_state_are_kept_apart() -> None:
    assert {row["sbOrgType"] for row in found("ministry", "ministry")["response"]} == {"ministry"}
    assert not found(f"^{DELHI}$", "ministry")["response"]
    assert len(found(f"^{DELHI}$")["response"]) == 1


def test_the_rest_is_cut_off_at_the_limit() -> None:
    everything = found(".", limit=500)
    assert everything["count"] == len(everything["response"]) == 500


def test_a_row_has_every_field_of_the_portals_answer() -> None:
    below = next(row for row in organisations() if row["l2OrgName"])
    assert set(below) == {
        *("id", "orgName", "channel", "mapId", "orgCode", "parentMapId", "sbOrgId", "sbRootOrgId"),
        *("sbOrgType", "sbOrgSubType", "l1MapId", "l2MapId", "l3MapId", "l1OrgName", "l2OrgName"),
    }
    assert below["parentMapId"] == below["l2MapId"]
    assert below["mapId"].startswith(below["l1MapId"])


def test_every_top_row_of_the_data_is_there() -> None:
    tops = {row["orgName"] for row in organisations() if row["l1MapId"] is None}
    assert {row["l1OrgName"] for row in organisations() if row["l1MapId"]} <= tops


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ({}, "Need identifier OR orgName and parentType in Filters"),
        ({"orgName": "", "parentType": "state"}, "OrgName is empty in search request."),
        ({"orgName": "health", "parentType": ""}, "ParentType is empty in search request"),
        ({"identifier": []}, "Identifier list is empty"),
        ({"orgName": "health", "parentType": "state"}, None),
    ],
)
def test_a_search_without_its_filters_is_refused_with_a_sentence(filters: dict[str, Any], text: str | None) -> None:
    assert complaint(filters) == text


def test_a_search_by_identifier_finds_the_row() -> None:
    row = organisations()[0]
    assert search({"identifier": [row["sbOrgId"]]}, 10, Switches())["response"] == [row]


def test_the_older_lists_lead_down_the_hierarchy() -> None:
    delhi = next(row for row in children("state", Switches()) if row["orgName"] == DELHI)
    below = children(delhi["mapId"], Switches())
    assert below
    assert {row["l1OrgName"] for row in below} == {DELHI}


def test_defects_of_the_search() -> None:
    assert not [row for row in found(".", "state", 5000, "state-empty")["response"] if row["l1OrgName"] == DELHI]
    assert found("education", "state", 500, "search-empty-200") == {"count": 0, "response": []}
    capped = found("education", "state", 500, "search-capped")
    assert (len(capped["response"]), capped["count"] > 10) == (10, True)
    assert found("education", "state", 500, "search-null-name")["response"][-1]["orgName"] is None


def test_a_variant_lists_two_hundred_more_organisations_of_other_states() -> None:
    more = found(".", "state", 5000, variant="more-organisations")
    assert more["count"] == found(".", "state", 5000)["count"] + 200
    assert DELHI not in {row["l1OrgName"] for row in more["response"][-200:]}
