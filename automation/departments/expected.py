"""Reads the list of departments that officials must be able to pick; says file and line of everything wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.departments.tables import read_table
from automation.model import UsageError
from automation.portal.facts import plain

if TYPE_CHECKING:
    from pathlib import Path

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
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Department:
    """One row of the list; `aliases` are other official names of the same office, `central` is one of the Union's."""

    name: str
    kind: str
    parent: str = ""
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    central: bool = False


def load(path: Path) -> tuple[Department, ...]:
    """The departments of a CSV file, in its order: any state's, at most 50,000.

    The file is UTF-8 with or without a byte order mark, with commas or with Excel's semicolons; aliases are parted by
    "|". Raises UsageError, naming file and line.
    """
    table = read_table(path, ["name", "kind"])
    seen: dict[tuple[str, str], int] = {}
    rows = tuple(_department(table.file, line, row, seen) for line, row in table.rows)
    if not rows:
        raise UsageError(f"{path.name}: holds no department; at least one row is needed.")
    if len(rows) > MOST_ROWS:
        raise UsageError(
            f"{path.name}: holds {len(rows)} departments; at most {MOST_ROWS} can be looked for at a time."
        )
    return rows


def _department(file: str, line: int, row: dict[str, str], seen: dict[tuple[str, str], int]) -> Department:
    cells = {column: plain(row.get(column, "")) for column in COLUMNS}
    name, kind = cells["name"], cells["kind"].casefold()
    key = (name.casefold(), cells["parent"].casefold())
    if not name:
        raise UsageError(f"{file}, line {line}: the name is blank; fill it in or delete the row.")
    if kind not in KINDS:
        raise UsageError(f"{file}, line {line}: the kind is not one of {', '.join(sorted(KINDS))}.")
    if key in seen:
        raise UsageError(f"{file}, line {line}: the name already stands in line {seen[key]}; delete one of them.")
    seen[key] = line
    if cells["branch"].casefold() not in {"", "state", "centre", "center"}:
        raise UsageError(f"{file}, line {line}: the branch is neither state nor centre; a blank one is state.")
    aliases = tuple(alias.strip() for alias in cells["aliases"].split("|") if alias.strip())
    return Department(
        name, kind, cells["parent"], cells["short_name"], aliases, cells["branch"].casefold().startswith("cent")
    )
