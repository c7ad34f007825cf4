"""What a file is by its bytes, and the lines of cells in it: CSV, XLSX, XLS, ODS; it knows no column."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zlib
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from automation import child
from automation.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

MOST_ROWS = 50_000
_MOST_BYTES = 500_000_000
_HEAD = 40
"""How many lines of a CSV file are looked at to find out what parts its cells."""
_SAVE = "open it in its own program and save the table as “Excel Workbook” or “CSV UTF-8”."
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a packed file (GZIP)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7-Zip)"),
    (b"Rar!", "a packed file (RAR)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_MARKUP = (
    (r"<!doctype html|<html|<head|<meta|<table|<style", "a web page (HTML)"),
    (r"<\?xml.*schemas-microsoft-com:office:spreadsheet", "an XML table of Excel 2003"),
    (r"<\?xml", "an XML file"),
    (r"BEGIN:VCARD", "a file of contacts (VCF)"),
    (r"\[\s*\{|\{\s*\"", "a JSON file"),
)
_PACKED = (  # a part of a workbook that is read, with nothing to say; else what it is
    ("xl/workbook.xml", ""),
    ("xl/workbook.bin", ""),
    ("opendocument.spreadsheet", ""),
    ("opendocument", "a text, a drawing or slides (OpenDocument)"),
    ("word/document.xml", "a text document (Word)"),
    ("ppt/presentation.xml", "slides (PowerPoint)"),
    ("Index/Document.iwa", "an Apple Numbers table"),
    ("", "a ZIP archive"),
)
_OLD = (  # the same of the streams of an old Office file
    ("EncryptedPackage", "behind a password"),
    ("Workbook", ""),
    ("Book", ""),
    ("WordDocument", "a text document (Word)"),
    ("PowerPoint Document", "slides (PowerPoint)"),
    ("", "an old Office file"),
)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
Cell = str | date


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a table that are not blank, each with its number from 1; `name` is blank for CSV."""

    name: str
    lines: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises UsageError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be read ({error.strerror}); name another file.") from None


def decoded(name: str, data: bytes) -> str:
    """Bytes as text: UTF-8 or UTF-16, with or without a byte order mark, else Windows' cp1252.

    Raises UsageError, naming the line, for none of them and for UTF-8 that is broken in places.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.count(0) * 10 > len(data):
        encodings = ["utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"]
    else:
        some_is_utf8 = re.search("[^\0-\x7f\ufffd]", data.decode("utf-8", "replace"))
        encodings = ["utf-8-sig"] if some_is_utf8 else ["utf-8-sig", "cp1252"]
    line = 1
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
    raise UsageError(f"{name}, line {line}: is damaged or not UTF-8; in Excel choose “CSV UTF-8” and save it again.")


def sheets(path: Path, wanted: str, is_header: Callable[[Sequence[Cell]], bool]) -> Iterator[Sheet]:
    """The table of a CSV file, or those of a workbook that are shown, or the one sheet that is `wanted`.

    Raises UsageError naming what the file is where it is no table, and for a damaged, protected or too long one.
    """
    data = read_bytes(path)
    if what := next((what for begins, what in _BEGINNINGS if data.startswith(begins)), ""):
        raise _no_table(path.name, what)
    if data.startswith((_OLE, _ZIP)):
        yield from _book(path, data, wanted)
        return
    text = decoded(path.name, data)
    if what := next((what for pattern, what in _MARKUP if re.match(rf"(?is)\s*(?:{pattern})", text[:2000])), ""):
        raise _no_table(path.name, what)
    yield Sheet("", _lines(path.name, _csv(path.name, text, is_header)))


def _no_table(name: str, what: str) -> UsageError:
    if "password" in what:
        return UsageError(f"{name}: is {what}; open it in Excel, take the password off and save it again.")
    return UsageError(f"{name}: is {what}, not a table; {_SAVE}")


def _lines(name: str, lines: Iterator[tuple[int, Sequence[Cell]]]) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """The lines that are not blank. Raises UsageError where they are too many."""
    found = tuple((number, tuple(cells)) for number, cells in lines if any(map(_filled, cells)))
    if len(found) > MOST_ROWS + 1:
        raise _too_long(name, len(found) - 1)
    return found


def _filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip(" \t\r\n\xa0\u200b\ufeff"))


def _too_long(name: str, rows: int) -> UsageError:
    return UsageError(f"{name}: holds {rows:,} rows; at most {MOST_ROWS:,} can be read, so make two files of it.")


def _csv(name: str, text: str, is_header: Callable[[Sequence[Cell]], bool]) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV file, each with the number that it ends on."""
    named = re.match(r'"?sep=(.)"?[\r\n]+', text)
    text = text[named.end() :] if named else text
    begin = text[:100_000]
    fits = (
        each
        for each in ",;\t"
        if any(map(is_header, islice(csv.reader(io.StringIO(begin, newline=""), delimiter=each), _HEAD)))
    )
    delimiter = named[1] if named else next(fits, max(",;\t", key=begin.count))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    above, begins = int(bool(named)), 1
    try:
        for cells in reader:
            yield reader.line_num + above, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise UsageError(
            f"{name}, line {begins + above}: a quotation mark is not closed, or stands inside a cell; close it, or "
            "write it twice."
        ) from None


def _book(path: Path, data: bytes, wanted: str) -> Iterator[Sheet]:
    """The sheets of a workbook, which a process of its own reads."""
    name = path.name
    try:
        if what := _packed(name, data) if data.startswith(_ZIP) else _old(data):
            raise _no_table(name, what)
        most = str(MOST_ROWS + _HEAD)
        process = child.start("automation.departments.workbook", str(path), wanted, most, stderr=subprocess.DEVNULL)
        with process:
            read = json.loads(process.communicate()[0] or "null")
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        read = None
    if read is None:
        raise UsageError(f"{name}: is a damaged workbook; get it once more, or save it again in Excel.")
    if "password" in read:
        raise _no_table(name, "behind a password")
    if wanted and not read["sheets"]:
        raise UsageError(f"{name}: has no sheet {wanted}; --sheet can be {', '.join(read['names'])}.")
    for sheet, height, rows in read["sheets"]:
        if height and not rows:
            raise _too_long(name, height - 1)
        cells = ([each if isinstance(each, str) else date.fromisoformat(*each) for each in row] for row in rows)
        yield Sheet(sheet, _lines(name, enumerate(cells, 1)))


def _packed(name: str, data: bytes) -> str:
    """What a ZIP is where it is no workbook. Raises UsageError for one too large, and what zipfile raises."""
    with ZipFile(io.BytesIO(data)) as file:
        parts = file.infolist()
        if sum(part.file_size for part in parts) > _MOST_BYTES:
            raise UsageError(f"{name}: is larger than {_MOST_BYTES:,} bytes when unpacked; name a smaller table.")
        if any(part.flag_bits & 1 for part in parts):
            return "behind a password"
        names = {part.filename for part in parts}
        kind = file.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
        if "META-INF/manifest.xml" in names and b"encryption-data" in file.read("META-INF/manifest.xml"):
            return "behind a password"
    return next(what for part, what in _PACKED if part in names or part in kind)


def _old(data: bytes) -> str:
    """What an old Office file is where it is no workbook."""
    return next(what for stream, what in _OLD if stream.encode("utf-16-le") in data)
