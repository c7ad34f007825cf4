"""The hierarchy of the stand-in portal behind the paged lists: ministries, states, departments, organisations."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automation.rehearsal.organisations import DELHI, known_rows, organisations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from automation.rehearsal.switches import Switches

Row = dict[str, Any]

PAGE = 50
MISCOUNT = 20
OVERLAP = 10
SCHOOLS = 140
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


def _number(department: int, organisation: int = 0) -> str:
    return f"0141{department:07}{organisation:08}"


@cache
def _delhi() -> tuple[Row, ...]:
    names = _stored()["departments"]
    return tuple(_row(_number(place), name, "state") for place, name in enumerate(names, start=1))


@cache
def _below(department: str) -> tuple[Row, ...]:
    """The organisations under a department of Delhi, by the department's identifier."""
    found = next((each for each in _delhi() if each["identifier"] == department), None)
    if found is None:
        return ()
    parent, place = found["orgName"], int(department[4:11])
    names = _stored()["organisations"].get(parent, ())
    return tuple(_row(_number(place, each), name, "state", parent) for each, name in enumerate(names, start=1))


@cache
def _split() -> dict[str | None, tuple[Row, ...]]:
    """Delhi as the older search knows it: offices by their department's identifier, the departments by None.

    A parent that has no row of its very name has a second one; offices without a parent stand below no department.
    """
    odd = json.loads(_DATA.with_name("split.json").read_text(encoding="utf-8"))
    rows = [each for each in organisations() if each["l1OrgName"] == DELHI and each["sbOrgType"] == "state"]
    alone = [each for each in rows if each["l2OrgName"] is None]
    tops = {each["orgName"]: each["sbOrgId"] for each in alone if each["mapId"] not in odd["below_none"]}
    more = [each["l2OrgName"] for each in rows if each["l2OrgName"]]
    more += [f"Sub-Divisional Magistrate Office, {place}" for place in odd["places"]]
    more += [f"Municipal Zone Office, {zone}" for zone in odd["zones"]]
    for name in more:
        tops.setdefault(name, _number(90_000 + len(tops)))
    below: dict[str | None, list[Row]] = {None: [_row(each, name, "state") for name, each in tops.items()], "-1": []}
    for each in rows:
        if each["l2OrgName"] or each["mapId"] in odd["below_none"]:
            parent = tops.get(each["l2OrgName"], "-1")
            below.setdefault(parent, []).append(_row(each["sbOrgId"], each["orgName"], "state", each["l2OrgName"]))
    education, places = "Directorate of Education", odd["places"]
    for number in range(SCHOOLS):
        name = f"Govt. Co-ed Senior Secondary School No. {number + 1:03}, {places[number % len(places)]}"
        below[tops[education]].append(_row(_number(95_000, number), name, "state", education))
    return {parent: tuple(some) for parent, some in below.items()}


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
    if "split-departments" in switches:
        return [*_split()[None]]
    gone = switches.any("department-absent", "department-misplaced")
    return [each for each in _delhi() if not gone or each["orgName"] != _WANDERER]


def below(top: str, department: str | None, switches: Switches) -> list[Row]:
    """The organisations under a ministry or state (`top`), or under one of its departments."""
    if department is not None and "split-departments" in switches:
        return [*_split().get(department, ())]
    if department is not None and department != "-1":
        rows = [*_below(department)]
        foster = next(each for each in _delhi() if each["orgName"] == _FOSTER)
        if "department-misplaced" in switches and department == foster["identifier"]:
            rows.append(_row(_number(9_000), _WANDERER, "state", _FOSTER))
        return rows
    name = next((each["orgName"] for each in ministries() if each["identifier"] == top), "")
    inner = [each for each in known_rows(switches) if name and each["l1OrgName"] == name]
    return [_row(each["sbOrgId"], each["orgName"], "ministry", name) for each in inner]


def page(rows: Iterable[Row], query: str, offset: int, limit: int, switches: Switches) -> dict[str, Any]:
    """The `response` of a list: the rows that contain the query, a page of them, and how many there are."""
    wanted = query.strip().lower()
    found = [each for each in rows if wanted in each["orgName"].lower()]
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
