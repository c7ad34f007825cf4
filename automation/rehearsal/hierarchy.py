"""The hierarchy of the stand-in portal behind the paged lists: ministries, states, departments, organisations."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automation.rehearsal.organisations import DELHI, as_stored, known_rows, organisations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from automation.rehearsal.switches import Switches

Row = dict[str, Any]

PAGE = 50
MISCOUNT = 20
OVERLAP = 10
_DATA = Path(__file__).parent / "data" / "hierarchy.json"
_WANDERER, _FOSTER = "Transport Department", "Revenue Department"


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return stored


def _row(identifier: str, name: str, kind: str, parent: str | None = None, **more: str | None) -> Row:
    return {
        "identifier": identifier,
        "orgName": name,
        "channel": name,
        "description": name,
        "parentOrgName": parent,
        "orgHierarchyFrameworkId": None,
        "orgHierarchyFrameworkStatus": None,
        "sbOrgType": kind,
        "sbOrgSubType": "department" if parent is None else "board",
        **more,
    }


def _tops(kind: str) -> list[Row]:
    return [each for each in organisations() if each["l1MapId"] is None and each["sbOrgType"] == kind]


@cache
def ministries() -> tuple[Row, ...]:
    """The ministries, and departments of ministries that stand among them (`hierarchyLevel` levelOne)."""
    tops = {each["orgName"]: each for each in _tops("ministry")}
    inner = [each for each in organisations() if each["l1OrgName"] in tops and each["orgName"].startswith("Department")]
    return (
        *(_row(each["sbOrgId"], name, "ministry", hierarchyLevel="levelZero") for name, each in tops.items()),
        *(
            _row(
                each["sbOrgId"],
                each["orgName"],
                "ministry",
                hierarchyLevel="levelOne",
                ministryOrStateId=tops[each["l1OrgName"]]["sbOrgId"],
            )
            for each in inner[: 107 - len(tops)]
        ),
    )


@cache
def states() -> tuple[Row, ...]:
    """The states and union territories, fewer than a page."""
    return tuple(_row(each["sbOrgId"], each["orgName"], "state", hierarchyLevel="levelZero") for each in _tops("state"))


@cache
def _delhi(shape: str) -> dict[str | None, tuple[Row, ...]]:
    """Delhi's rows by the identifier of what they stand below, "-1" for no department; its departments by None.

    The `usual` shape is tidy; `split` is what the older search knows, in which departments have two rows.
    """
    stored = _stored()[shape]
    names = stored["departments"]
    below: dict[str | None, tuple[Row, ...]] = {
        parent: tuple(_row(own, name, "state", names.get(parent)) for own, name in rows.items())
        for parent, rows in stored["organisations"].items()
    }
    return below | {None: tuple(_row(own, name, "state") for own, name in names.items())}


def _shape(switches: Switches) -> str:
    return "split" if "split-departments" in switches else "usual"


def _state_rows(identifier: str, switches: Switches) -> list[Row]:
    """The rows under another state, as the older search knows them."""
    name = next((each["orgName"] for each in states() if each["identifier"] == identifier), "")
    return [each for each in known_rows(switches) if each["l1OrgName"] == name and each["sbOrgType"] == "state"]


def departments(state: str, switches: Switches) -> list[Row]:
    """The departments of a state by its identifier."""
    delhi = next(each["identifier"] for each in states() if each["orgName"] == DELHI)
    if state != delhi:
        rows = _state_rows(state, switches)
        return [_row(each["sbOrgId"], each["orgName"], "state") for each in rows if each["l2OrgName"] is None]
    if switches.any("delhi-absent", "list-empty"):
        return []
    gone = switches.any("department-absent", "department-misplaced")
    return [each for each in _delhi(_shape(switches))[None] if not gone or each["orgName"] != _WANDERER]


def below(top: str, department: str | None, switches: Switches) -> list[Row]:
    """The organisations under a ministry or state (`top`), or under one of its departments."""
    if department is not None and "offices-empty" in switches:
        return []
    if department is not None:
        rows = [*_delhi(_shape(switches)).get(department, ())]
        foster = next(each for each in _delhi("usual")[None] if each["orgName"] == _FOSTER)
        if "department-misplaced" in switches and department == foster["identifier"]:
            rows.append(_row("014100090000000000", _WANDERER, "state", _FOSTER))
        return rows
    name = next((each["orgName"] for each in ministries() if each["identifier"] == top), "")
    inner = [each for each in known_rows(switches) if name and each["l1OrgName"] == name]
    return [_row(each["sbOrgId"], each["orgName"], "ministry", name) for each in inner]


def page(rows: Iterable[Row], query: str, offset: int, limit: int, switches: Switches) -> dict[str, Any]:
    """The `response` of a list: the rows that contain the query, a page of them, and how many there are."""
    wanted = query.strip().lower()
    rows = as_stored(rows, switches)
    found = [each for each in rows if wanted in each["orgName"].lower()]
    found = rows if "no-match-rows" in switches and not found else found
    if "pages-overlap" in switches and offset:
        offset = max(0, offset - OVERLAP)
    count = len(found) + (MISCOUNT if "list-miscounted" in switches else 0)
    return {"count": count, "content": found[offset : offset + limit]}


def designations(text: str, number: int, size: int, switches: Switches) -> dict[str, Any]:
    """The `result` of the list of designations: a page of those that contain the text."""
    every: Sequence[str] = [] if "designations-empty" in switches else _stored()["designations"]
    found = [each for each in every if text.strip().lower() in each.lower()]
    shown = found[number * size : (number + 1) * size]
    rows = [{"id": place, "designation": each, "status": "Active"} for place, each in enumerate(shown, number * size)]
    return {"totalcount": len(found), "data": rows}
