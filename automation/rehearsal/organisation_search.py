"""The organisations of the stand-in portal and the search for them, quirks included (FACTS §1.3)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from automation.flowchart import documents as documents_
from automation.rehearsal.offices import common, home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from automation.rehearsal.switches import Switches

Row = dict[str, Any]
Documents = tuple[str, ...]
USUAL: Documents = (documents_.USUAL,)

DEFAULT_LIMIT = 100
CAPPED_AT, DEAF_ROWS = 10, 40
_LONGEST_PATTERN = 200
# A group that repeats inside a repetition can keep the search busy for ages; the portal's database would time out.
_RUNAWAY = re.compile(r"[*+}][^()]*\)\s*[*+{]")


@cache
def organisations(documents: Documents = USUAL) -> tuple[Row, ...]:
    """Every row in the shape of the portal's answer, in the order of the data (the portal sorts nothing)."""
    rows = list(common())
    for place, columns in sorted((each for name in documents for each in home(name).rows), key=lambda each: each[0]):
        rows.insert(place, columns)
    return tuple(_row(number, each) for number, each in enumerate(rows, start=1))


def _row(number: int, columns: Sequence[Any]) -> Row:
    name, l1, l2, kind, map_id, org_id = columns
    parts = map_id.split("_")
    l1_id = "_".join(parts[:2]) if l1 else None
    l2_id = "_".join(parts[:4]) if l2 else None
    return {
        "id": number,
        "orgName": name,
        "channel": name,
        "mapId": map_id,
        "orgCode": f"ORG{number:05}",
        "parentMapId": l2_id or l1_id,
        "sbOrgId": org_id,
        "sbRootOrgId": org_id,
        "sbOrgType": kind,
        "sbOrgSubType": "board" if l2 else "department",
        "l1MapId": l1_id,
        "l2MapId": l2_id,
        "l3MapId": None,
        "l1OrgName": l1,
        "l2OrgName": l2,
    }


@cache
def more_organisations(own: frozenset[str]) -> tuple[Row, ...]:
    """Two hundred made-up offices of states other than our own."""
    states = [each for each in organisations() if each["l1MapId"] is None and each["sbOrgType"] == "state"]
    others = [each for each in states if each["orgName"] not in own]
    return tuple(_office(number, others[number % len(others)]) for number in range(200))


def _office(number: int, state: Row) -> Row:
    name = f"District Planning Office {number + 1}, {state['orgName']}"
    map_id = f"{state['mapId']}_O_{9000 + number}"
    return _row(90_000 + number, (name, state["orgName"], None, "state", map_id, f"0199{number:015}"))


@cache
def added_departments(document: str) -> tuple[Row, ...]:
    """Departments that have asked to be listed, and now are."""
    own = home(document)
    code = next((columns[4] for columns in common() if columns[0] == own.state and columns[1] is None), "")
    return tuple(
        _row(95_000 + number, (name, own.state, None, "state", f"{code}_O_{9500 + number}", f"0198{number:015}"))
        for number, name in enumerate(own.added)
    )


def known_rows(switches: Switches) -> Iterator[Row]:
    """The rows that this portal holds today."""
    rows: Iterable[Row] = organisations(switches.documents)
    own = frozenset(home(name).state for name in switches.documents)
    if "state-empty" in switches:
        rows = (each for each in rows if own.isdisjoint({each["l1OrgName"], each["orgName"]}))
    yield from rows
    if "departments-added" in switches:
        for name in switches.documents:
            yield from added_departments(name)
    if "more-organisations" in switches:
        yield from more_organisations(own)


def as_stored(rows: Iterable[Row], switches: Switches) -> list[Row]:
    """The rows with their names as the portal's master list has some (FACTS §12.5), where that is switched on."""
    if "encoded-names" not in switches:
        return [*rows]
    names = ("orgName", "l1OrgName", "l2OrgName")
    return [each | {key: _encoded(each[key]) for key in names if each.get(key)} for each in rows]


def _encoded(name: str) -> str:
    encoded = name.replace("&", "&amp;").replace("'", "&#039;")
    gap = {0: "  ", 1: "&nbsp;", 2: " \u200b"}.get(len(name) % 6, " ")
    return encoded.replace(" ", gap, 1)


def complaint(filters: dict[str, Any]) -> str | None:
    """What the portal says to a search without the right filters, or None."""
    if "identifier" in filters:
        return None if filters["identifier"] else "Identifier list is empty"
    if "orgName" not in filters or "parentType" not in filters:
        return "Need identifier OR orgName and parentType in Filters"
    if not filters["orgName"]:
        return "OrgName is empty in search request."
    return None if filters["parentType"] else "ParentType is empty in search request"


def pattern_of(text: str) -> re.Pattern[str] | None:
    """The typed text as the regular expression that the portal takes it for, or None where that is an error."""
    if len(text) > _LONGEST_PATTERN or _RUNAWAY.search(text):
        return None
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error:
        return None


def search(filters: dict[str, Any], limit: int, switches: Switches) -> dict[str, Any]:
    """The `result` of a search whose filters are complete; an error in the expression gives an empty one."""
    if "search-empty-200" in switches:
        return {"count": 0, "response": []}
    rows = as_stored(known_rows(switches), switches)
    if "centre-empty" in switches:
        rows = [each for each in rows if each["sbOrgType"] == "state"]
    if "identifier" in filters:
        wanted = set(filters["identifier"])
        found = [each for each in rows if wanted & {each["sbOrgId"], each["mapId"]}]
    else:
        text = str(filters["orgName"])
        pattern = pattern_of(re.escape(text) if "plain-search" in switches else text)
        if pattern is None:
            return {}
        kind = "state" if "centre-crossed" in switches else filters["parentType"]
        found = [each for each in rows if each["sbOrgType"] == kind and pattern.search(each["orgName"])]
        if "search-deaf" in switches:
            found = [each for each in rows if each["sbOrgType"] == kind][:DEAF_ROWS]
        if "no-match-rows" in switches and not found:
            found = [each for each in rows if each["sbOrgType"] == kind][:CAPPED_AT]
    if "search-capped" in switches:
        return {"count": len(found), "response": found[:CAPPED_AT]}
    shown = found[:limit]
    if "search-null-name" in switches and shown:
        shown = [*shown, shown[0] | {"orgName": None}]
    return {"count": len(shown), "response": shown}


def children(parent: str, switches: Switches) -> list[Row]:
    """The rows of the chained lists: `ministry` or `state` gives the top rows, a mapId those below it (FACTS §1.4)."""
    rows = {each["mapId"]: each for each in as_stored(known_rows(switches), switches)}
    if parent in {"ministry", "state"}:
        return [each for each in rows.values() if each["l1MapId"] is None and each["sbOrgType"] == parent]
    above = {own: each["parentMapId"] for own, each in rows.items()}
    alone = {own for own, other in above.items() if other == own or other not in rows}  # their parent has no row
    return [each for own, each in rows.items() if (each["l1MapId"] if own in alone else above[own]) == parent]
