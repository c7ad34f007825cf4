"""Reads the list of departments that officials must be able to pick; says file and line of everything wrong in it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.model import UsageError

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("name", "kind", "parent", "short_name", "aliases", "note")
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


@dataclass(frozen=True, slots=True)
class Department:
    """One row of the list; `aliases` are other official names of the same office."""

    name: str
    kind: str
    parent: str = ""
    short_name: str = ""
    aliases: tuple[str, ...] = ()


def load(path: Path) -> tuple[Department, ...]:
    """The departments of a CSV file, in its order.

    The file is UTF-8 with or without a byte order mark, with commas or with Excel's semicolons; aliases are parted by
    "|". Raises UsageError, naming file and line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be read ({error.strerror}); name another file.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path.name}: is not UTF-8; in Excel choose “CSV UTF-8” and save it again.") from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    absent = {"name", "kind"} - set(reader.fieldnames or ())
    if absent:
        raise UsageError(f"{path.name}, line 1: the column {' and '.join(sorted(absent))} is missing.")
    seen: dict[str, int] = {}
    rows = [_department(path.name, reader.line_num, row, seen) for row in reader]
    if not rows:
        raise UsageError(f"{path.name}: holds no department; at least one row is needed.")
    return tuple(rows)


def _department(file: str, line: int, row: dict[str, str | None], seen: dict[str, int]) -> Department:
    cells = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
    name, key = cells["name"], cells["name"].casefold()
    if not name:
        raise UsageError(f"{file}, line {line}: the name is blank; fill it in or delete the row.")
    if cells["kind"] not in KINDS:
        raise UsageError(f"{file}, line {line}: the kind is not one of {', '.join(sorted(KINDS))}.")
    if key in seen:
        raise UsageError(f"{file}, line {line}: the name already stands in line {seen[key]}; delete one of them.")
    seen[key] = line
    aliases = tuple(alias.strip() for alias in cells["aliases"].split("|") if alias.strip())
    return Department(name, cells["kind"], cells["parent"], cells["short_name"], aliases)
