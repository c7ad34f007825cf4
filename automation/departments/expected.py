"""Reads the list of departments that officials must be able to pick; says file and line of everything wrong in it."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from automation.departments.tables import read_table
from automation.flowchart import documents
from automation.model import UsageError
from automation.names.department import Department
from automation.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from automation.config import Loaded

COLUMNS = ("name", "kind", "parent", "short_name", "aliases", "note", "branch")
KINDS = frozenset(
    [
        "department",
        "directorate",
        "local body",
        "autonomous body",
        "board",
        "corporation",
        "university",
        "hospital",
        "other",
    ]
)


def of(loaded: Loaded) -> tuple[Department, ...]:
    """The departments of the list that the settings name, if any. Raises UsageError as `load` does."""
    if not loaded.settings.departments.file:
        return ()
    return load(loaded.path("departments.file"), loaded.settings.departments.sheet)


def load(path: Path, sheet: str = "") -> tuple[Department, ...]:
    """The departments of a table, in its order: any state's, at least one; aliases are parted by "|".

    Raises UsageError, naming file and line, also for an unknown parent and for parents in a circle.
    """
    table = read_table(path, "departments", ["name", "kind"], sheet)
    seen: dict[tuple[str, str], int] = {}
    rows = {line: _department(table.file, line, row, seen) for line, row in table.rows}
    _check_parents(table.file, rows)
    return tuple(rows.values())


def ours(typed: str, departments: Iterable[Department]) -> Department:
    """The department of a list that goes by this name, short name or another name, else a new one of it."""
    folded = " ".join(typed.split()).casefold()
    names = {each: {each.name, each.short_name, *each.aliases} for each in departments}
    known = (each for each, own in names.items() if folded in {name.casefold() for name in own})
    return next(known, Department(typed, "other"))


def _check_parents(file: str, rows: Mapping[int, Department]) -> None:
    """Raises UsageError for a parent in neither this list nor ours (the Union may be), and for parents in a circle."""
    own = {
        word.casefold(): each
        for each in reversed(tuple(rows.values()))
        for word in filter(None, (*each.aliases, each.short_name, each.name))
    }
    for line, each in rows.items():
        parent = each.parent.casefold()
        if not parent or each.central or (parent not in own and parent in _ours()):
            continue
        if parent not in own:
            near = get_close_matches(parent, [*own], n=1, cutoff=0.8)
            hint = f"write {own[near[0]].name}" if near else "add its row, or leave the parent blank"
            raise UsageError(f"{file}, line {line}: the parent {each.parent} is not in the list; {hint}.")
        above, way = own[parent], [each.name]
        while above.name not in way and above.parent.casefold() in own:
            way.append(above.name)
            above = own[above.parent.casefold()]
        if above.name == each.name:
            circle = " under ".join([*way, each.name])
            raise UsageError(f"{file}, line {line}: the parents go round in a circle ({circle}); correct one of them.")


@cache
def _ours() -> frozenset[str]:
    """The names in the lists of all documents, in small letters."""
    files = [documents.file(name, documents.LIST) for name in documents.names()]
    tables = [read_table(each, "departments", ["name", "aliases"]) for each in files if each.is_file()]
    names = (name for each in tables for _line, row in each.rows for name in (row["name"], *row["aliases"].split("|")))
    return frozenset(plain(name).casefold() for name in names)


def _department(file: str, line: int, row: dict[str, str], seen: dict[tuple[str, str], int]) -> Department:
    cells = {column: plain(row.get(column, "")) for column in COLUMNS}
    name, kind, branch = cells["name"], cells["kind"].casefold(), cells["branch"].casefold()
    key = (name.casefold(), cells["parent"].casefold())
    if not name:
        raise UsageError(f"{file}, line {line}: the name is blank; fill it in or delete the row.")
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, n=1)
        hint = f"perhaps {near[0]}" if near else "choose one"
        raise UsageError(f"{file}, line {line}: the kind is not one of {', '.join(sorted(KINDS))}; {hint}.")
    if key in seen:
        raise UsageError(f"{file}, line {line}: the name already stands in line {seen[key]}; delete one of them.")
    seen[key] = line
    if branch not in {"", "state", "centre", "center"}:
        raise UsageError(f"{file}, line {line}: the branch is neither state nor centre; a blank one is state.")
    aliases = tuple(alias.strip() for alias in cells["aliases"].split("|") if alias.strip())
    return Department(name, kind, cells["parent"], cells["short_name"], aliases, branch.startswith("cent"))
