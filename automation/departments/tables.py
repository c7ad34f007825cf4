"""Reads tables (CSV, Excel) as people write them; says file and line of what cannot be read."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from automation.escaping import for_table
from automation.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its file's name, its columns as written, and its rows, each with the line it ends on."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_text(path: Path) -> str:
    """A file as text. Raises UsageError where it cannot be read or is not UTF-8 (with or without a byte order mark)."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be read ({error.strerror}); name another file.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(
            f"{path.name}, line {line}: is not UTF-8; in Excel choose “CSV UTF-8” and save it again."
        ) from None


def read_table(path: Path, needed: Iterable[str]) -> Table:
    """The rows of an Excel file, or of a CSV file with commas or semicolons; names of columns lose case and spaces.

    Raises UsageError, naming file and line, where the file cannot be read or a needed column is missing.
    """
    if path.suffix.casefold() == ".xlsx":
        return _needing(_sheet(path), needed)
    text = read_text(path)
    first = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        columns = tuple(reader.fieldnames or ())
        reader.fieldnames = [column.strip().casefold() for column in columns]
        rows = tuple((reader.line_num, _whole(path.name, reader.line_num, row)) for row in reader)
    except csv.Error as error:
        raise UsageError(f"{path.name}, line {reader.line_num}: cannot be read as CSV ({error}).") from None
    return _needing(Table(path.name, columns, rows), needed)


def _needing(table: Table, needed: Iterable[str]) -> Table:
    absent = set(needed) - {column.strip().casefold() for column in table.columns}
    if absent:
        raise UsageError(f"{table.file}, line 1: the column {' and '.join(sorted(absent))} is missing.")
    return table


def _sheet(path: Path) -> Table:
    """The first sheet of an Excel file; empty rows are left out."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be read ({error.strerror}); name another file.") from None
    except (InvalidFileException, BadZipFile, KeyError, ValueError):
        raise UsageError(f"{path.name}: is no Excel file; save it in Excel as “Excel Workbook”.") from None
    try:
        lines = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    finally:
        book.close()
    columns = tuple(lines[0]) if lines else ()
    names = [column.strip().casefold() for column in columns]
    rows = tuple(
        (number, dict(zip(names, cells, strict=False))) for number, cells in enumerate(lines[1:], start=2) if any(cells)
    )
    return Table(path.name, columns, rows)


def _whole(file: str, line: int, row: dict[str, str | None]) -> dict[str, str]:
    if None in row:
        raise UsageError(f"{file}, line {line}: has more cells than columns; put quotes round a name with a comma.")
    return {column: cell or "" for column, cell in row.items()}


def as_csv(rows: Iterable[Iterable[str]], end: str = "\r\n") -> str:
    """Rows as a table for a spreadsheet, which takes no cell for a formula; write it with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerows([for_table(cell) for cell in row] for row in rows)
    return text.getvalue()
