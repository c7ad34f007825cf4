"""Reads every table that people bring, by its columns in English or Hindi; says file and line of what is wrong."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from automation.departments.sheets import Sheet, decoded, read_bytes, sheets
from automation.escaping import for_table
from automation.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_TITLES = 20
"""How many lines may stand above the header."""
_MOST_NAMED, _LONGEST_NAMED = 8, 30
_PRIVATE = frozenset({"officials"})
"""No message shows a word of these tables, since it might be somebody's name."""
_FREE = frozenset({"date", "note", "by", "reference", "mapId"})
"""The columns in which a date may stand."""
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_WRONG = (
    (r"=.*", "is a formula without a value; copy the column in Excel and paste it as values"),
    (
        r"#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)",
        "is an error of a formula; mend the formula in Excel",
    ),
    (r"\d+([.,]\d+)?E\+\d+", "was shortened by Excel; format the column as text and type the number again"),
)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-\d+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its file's name, its columns as written, and its rows, each with the line it ends on.

    A row has a text for each of the columns, by the column's own name where it is one of `columns.toml`.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


@dataclass(frozen=True, slots=True)
class _Header:
    """A line that is the header or might be: its sheet, its place among the lines, its columns' names and cells."""

    sheet: Sheet
    place: int
    names: tuple[str, ...]
    written: tuple[str, ...]

    @property
    def line(self) -> int:
        return self.sheet.lines[self.place][0]


def read_text(path: Path) -> str:
    """A file as text. Raises UsageError where it cannot be read, naming the line where it is not UTF-8."""
    return decoded(path.name, read_bytes(path))


@cache
def columns(kind: str) -> dict[str, list[str]]:
    """The columns of a kind of table, each with what heads it; the first word of either script is the usual one."""
    file = Path(__file__).with_name("data") / "columns.toml"
    every: dict[str, dict[str, list[str]]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return every[kind]


@cache
def _known(kind: str) -> dict[str, str]:
    return {_spelled(word): column for column, words in columns(kind).items() for word in words}


def _spelled(text: str) -> str:
    """A heading without case, blanks and marks."""
    return re.sub(r"[\s_\-.*:/()\u200b-\u200d\ufeff]+", " ", unicodedata.normalize("NFC", text)).strip().casefold()


def read_table(path: Path, kind: str, needed: Iterable[str], sheet: str = "", *, may_be_empty: bool = False) -> Table:
    """The rows of a CSV file or of a workbook: its first sheet with the `needed` columns of `kind`, or that of `sheet`.

    Title lines above the header and blank rows are left out. Raises UsageError, one sentence with file and line, for
    what cannot be read and for every cell that is no text of its column; of a list of people it shows no cell.
    """
    wanted = set(needed)
    header = _header(path, kind, wanted, sheet)
    if not wanted <= set(header.names):
        raise UsageError(_absent(path.name, kind, [each for each in columns(kind) if each in wanted], header))
    for name in header.names:
        if name and header.names.count(name) > 1:
            raise UsageError(f"{path.name}, line {header.line}: two columns are {name}; delete or rename one of them.")
    rows = tuple(_rows(path.name, kind, wanted, header))
    if not rows and not may_be_empty:
        raise UsageError(f"{path.name}: holds no row below the header in line {header.line}; at least one is needed.")
    return Table(path.name, tuple(filter(None, header.written)), rows)


def _header(path: Path, kind: str, wanted: set[str], sheet: str) -> _Header:
    """The line that heads the table, or the one that comes nearest. Raises UsageError where there is no line."""
    known, best = _known(kind), None

    def names(cells: Sequence[str]) -> tuple[str, ...]:
        return tuple(known.get(_spelled(cell), _spelled(cell)) for cell in cells)

    for each in sheets(path, sheet, lambda cells: wanted <= set(names(cells))):
        for place, (_line, cells) in enumerate(each.lines[:_TITLES]):
            found = _Header(each, place, names(cells), tuple(cell.strip() for cell in cells))
            if wanted <= set(found.names):
                return found
            if best is None or _likeness(found, known) > _likeness(best, known):
                best = found
    if best is None:
        raise UsageError(f"{path.name}: is empty; name a file with a table.")
    return best


def _likeness(header: _Header, known: dict[str, str]) -> tuple[int, bool]:
    return len(set(header.names) & set(known.values())), sum(map(bool, header.names)) > 1


def _absent(file: str, kind: str, wanted: Sequence[str], header: _Header) -> str:
    """What is said of a header that lacks columns: which there are, which are expected."""
    known = _known(kind)
    meant = {
        written: known[near[0]]
        for name, written in zip(header.names, header.written, strict=True)
        if name not in columns(kind) and (near := get_close_matches(name, list(known), n=1, cutoff=0.75))
    }
    every = [each for each in header.written if each]
    if kind in _PRIVATE:
        every = [each for each in every if _spelled(each) in known or each in meant]
    shown = [f"“{each[:_LONGEST_NAMED]}”" for each in every[:_MOST_NAMED]]
    others = sum(map(bool, header.written)) - len(shown)
    shown += [f"{others} of other names"] if others else []
    lacking = [each for each in wanted if each not in header.names]
    hindi = {each: next(word for word in columns(kind)[each] if not word.isascii()) for each in wanted}
    expected = ", ".join(f"{each} ({word})" for each, word in hindi.items())
    hint = "".join(f"; “{written}” is perhaps {column}" for written, column in meant.items() if column in lacking)
    sheet = f", sheet {header.sheet.name}" if header.sheet.name else ""
    missing = f"columns {', '.join(lacking)} are" if lacking[1:] else f"column {lacking[0]} is"
    found = ", ".join(shown)
    return f"{file}{sheet}, line {header.line}: the {missing} missing; found: {found}; wanted: {expected}{hint}."


def _rows(file: str, kind: str, wanted: set[str], header: _Header) -> Iterator[tuple[int, dict[str, str]]]:
    last = max(header.names.index(each) for each in wanted)
    for line, cells in header.sheet.lines[header.place + 1 :]:
        if any(cells[len(header.names) :]):
            raise UsageError(f"{file}, line {line}: has more cells than columns; put quotes round a name with a comma.")
        if last >= len(cells):
            raise UsageError(f"{file}, line {line}: ends before the column {header.names[last]}; fill it in.")
        padded = (*cells, *[""] * (len(header.names) - len(cells)))
        row = {name: _text(cell) for name, cell in zip(header.names, padded, strict=True) if name}
        for name in columns(kind).keys() & row.keys():
            if why := _wrong(name, padded[header.names.index(name)]):
                raise UsageError(f"{file}, line {line}: the {name} {why}.")
        yield line, row


def _text(cell: str) -> str:
    """A cell as text, without the apostrophe that our own tables put before what a spreadsheet takes for a formula."""
    return re.sub(r"^'(?=\s*[=+\-@])", "", cell)


def _wrong(name: str, cell: str) -> str:
    """What is wrong with a cell in words, blank for nothing."""
    if found := _CONTROL.search(cell):
        kind = "a NUL character" if found[0] == "\0" else f"a character that cannot be read (U+{ord(found[0]):04X})"
        return f"holds {kind}; delete it and type the text again"
    text = cell.strip()
    if name not in _FREE and _DATE.fullmatch(text):
        return "is a date; format the column as text and type it again"
    return next((why for pattern, why in _WRONG if re.fullmatch(pattern, text, re.DOTALL)), "")


def as_csv(rows: Iterable[Iterable[str]], end: str = "\r\n") -> str:
    """Rows as a table for a spreadsheet, which takes no cell for a formula; write it with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerows([for_table(cell) for cell in row] for row in rows)
    return text.getvalue()
