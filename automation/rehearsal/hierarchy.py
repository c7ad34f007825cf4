"""The hierarchy of the stand-in portal behind the paged lists: ministries, states, departments, organisations."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automation.rehearsal.offices import home
from automation.rehearsal.organisation_search import USUAL, Documents, as_stored, known_rows, organisations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from automation.rehearsal.switches import Switches

Row = dict[str, Any]

PAGE = 50
MISCOUNT = 20
OVERLAP = 10
_DESIGNATIONS = Path(__file__).parent / "data" / "designations.json"


@cache
def _designations() -> Sequence[str]:
    stored: Sequence[str] = json.loads(_DESIGNATIONS.read_text(encoding="utf-8"))
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


def _tops(kind: str, documents: Documents = USUAL) -> list[Row]:
    return [each for each in organisations(documents) if each["l1MapId"] is None and each["sbOrgType"] == kind]


@cache
def ministries(documents: Documents = USUAL) -> tuple[Row, ...]:
    """The ministries, and departments of ministries that stand among them (`hierarchyLevel` levelOne)."""
    tops = {each["orgName"]: each for each in _tops("ministry", documents)}
    inner = [
        each
        for each in organisations(documents)
        if each["l1OrgName"] in tops and each["orgName"].startswith("Department")
    ]
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
def _own(document: str, shape: str) -> dict[str | None, tuple[Row, ...]]:
    """A document's rows by the identifier of what is above them ("-1": no department); its departments under None.

    The `usual` shape is tidy; `split` is what the older search knows, in which departments have two rows.
    """
    own = home(document)
    stored = (own.split if shape == "split" else None) or own.usual
    if stored is None:
        return {None: ()}
    names = stored.departments
    below: dict[str | None, tuple[Row, ...]] = {
        parent: tuple(_row(number, name, "state", names.get(parent)) for number, name in rows.items())
        for parent, rows in stored.organisations.items()
    }
    return below | {None: tuple(_row(number, name, "state") for number, name in names.items())}


def _shape(switches: Switches) -> str:
    return "split" if "split-departments" in switches else "usual"


def _ours(state: str, switches: Switches) -> list[str]:
    """The documents whose state this is, by its identifier."""
    name = next((each["orgName"] for each in states() if each["identifier"] == state), "")
    return [each for each in switches.documents if home(each).state == name]


def _state_rows(identifier: str, switches: Switches) -> list[Row]:
    """The rows under another state, as the older search knows them."""
    name = next((each["orgName"] for each in states() if each["identifier"] == identifier), "")
    return [each for each in known_rows(switches) if each["l1OrgName"] == name and each["sbOrgType"] == "state"]


def departments(state: str, switches: Switches) -> list[Row]:
    """The departments of a state by its identifier."""
    ours = _ours(state, switches)
    if not ours:
        rows = _state_rows(state, switches)
        return [_row(each["sbOrgId"], each["orgName"], "state") for each in rows if each["l2OrgName"] is None]
    if switches.any("state-empty", "list-empty"):
        return []
    gone = switches.any("department-absent", "department-misplaced")
    moved = {pair[0] for name in ours if gone and (pair := home(name).moved)}
    return [each for name in ours for each in _own(name, _shape(switches))[None] if each["orgName"] not in moved]


def below(top: str, department: str | None, switches: Switches) -> list[Row]:
    """The organisations under a ministry or state (`top`), or under one of its departments."""
    if department is not None and "offices-empty" in switches:
        return []
    if department is not None:
        ours = _ours(top, switches)
        return [each for name in ours for each in _below(name, department, switches)]
    name = next((each["orgName"] for each in ministries(switches.documents) if each["identifier"] == top), "")
    inner = [each for each in known_rows(switches) if name and each["l1OrgName"] == name]
    return [_row(each["sbOrgId"], each["orgName"], "ministry", name) for each in inner]


def _below(document: str, department: str, switches: Switches) -> list[Row]:
    rows = [*_own(document, _shape(switches)).get(department, ())]
    if "department-misplaced" in switches and (moved := home(document).moved):
        foster = next(each for each in _own(document, "usual")[None] if each["orgName"] == moved[1])
        if department == foster["identifier"]:
            rows.append(_row("014100090000000000", moved[0], "state", moved[1]))
    return rows


def page(rows: Iterable[Row], query: str, offset: int, limit: int, switches: Switches) -> dict[str, Any]:
    """The `response` of a list: the rows that contain the query, a page of them, and how many there are."""
    wanted = query.strip().lower()
    rows = as_stored(rows, switches)
    fits = str.startswith if "search-by-beginning" in switches else str.__contains__
    found = [each for each in rows if fits(each["orgName"].lower(), wanted)]
    found = rows if "search-deaf" in switches or ("no-match-rows" in switches and not found) else found
    if "pages-overlap" in switches and offset:
        offset = max(0, offset - OVERLAP)
    count = len(found) + (MISCOUNT if "list-miscounted" in switches else 0)
    return {"count": count, "content": found[offset : offset + limit]}


def designations(text: str, number: int, size: int, switches: Switches) -> dict[str, Any]:
    """The `result` of the list of designations: a page of those that contain the text."""
    every: Sequence[str] = [] if "designations-empty" in switches else _designations()
    found = [each for each in every if text.strip().lower() in each.lower()]
    shown = found[number * size : (number + 1) * size]
    rows = [{"id": place, "designation": each, "status": "Active"} for place, each in enumerate(shown, number * size)]
    return {"totalcount": len(found), "data": rows}
