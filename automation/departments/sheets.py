"""Tells by its bytes what a file is, and reads its lines of cells: CSV, XLSX, XLS, ODS; it knows no columns."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from automation import subprocesses
from automation.model import UsageError, explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

MOST_ROWS = 50_000
_MOST_BYTES = 500_000_000
_BLANKS = " \t\r\n\xa0\u200b\ufeff"
_HEAD = 40
"""How many lines of a CSV file are looked at to find out what parts its cells."""
_ASK = "ask for the list itself, as XLSX or CSV"
_SAVE = "copy the table into Excel, and save it as “Excel Workbook” or “CSV UTF-8”"
_UNPACK = "unpack it, and name the table that is in it"
_OPEN = "open it, take the password off and save it again"
_BEGINNINGS = (
    (b"%PDF", "a PDF", _ASK),
    (b"\x89PNG", "a picture (PNG)", _ASK),
    (b"\xff\xd8\xff", "a picture (JPEG)", _ASK),
    (b"GIF8", "a picture (GIF)", _ASK),
    (b"BM", "a picture (BMP)", _ASK),
    (b"II*\0", "a picture (TIFF)", _ASK),
    (b"MM\0*", "a picture (TIFF)", _ASK),
    (b"{\\rtf", "a text document (RTF)", _SAVE),
    (b"\x1f\x8b", "a packed file (GZIP)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7-Zip)", _UNPACK),
    (b"Rar!", "a packed file (RAR)", _UNPACK),
    (b"SQLite format 3", "a database (SQLite)", _SAVE),
    (b"MZ", "a program", _ASK),
    (b"\x7fELF", "a program", _ASK),
)
_MARKUP = (
    (r"<!doctype html|<html|<head|<meta|<table|<style", "a web page (HTML)", _SAVE),
    (r"<\?xml.*schemas-microsoft-com:office:spreadsheet", "an XML file of Excel 2003", _SAVE),
    (r"<\?xml", "an XML file", _SAVE),
    (r"BEGIN:VCARD", "a file of contacts (VCF)", _SAVE),
    (r"\[\s*\{|\{\s*\"", "a JSON file", _SAVE),
)
_PACKED = (  # a part of a workbook that is read, with nothing to say; else what it is, and what to do
    ("xl/workbook.xml", "", ""),
    ("xl/workbook.bin", "", ""),
    ("opendocument.spreadsheet", "", ""),
    ("opendocument", "a text, a drawing or slides (OpenDocument)", _SAVE),
    ("word/document.xml", "a text document (Word)", _SAVE),
    ("ppt/presentation.xml", "a file of slides (PowerPoint)", _SAVE),
    ("Index/Document.iwa", "a file of Apple Numbers", _SAVE),
    ("", "a ZIP archive", _UNPACK),
)
_LOCKED = ("behind a password", _OPEN)
_OLD = (  # the same of the streams of an old Office file
    ("EncryptedPackage", *_LOCKED),
    ("Workbook", "", ""),
    ("Book", "", ""),
    ("WordDocument", "a text document (Word)", _SAVE),
    ("PowerPoint Document", "a file of slides (PowerPoint)", _SAVE),
    ("", "an old Office file or a damaged workbook", _SAVE),
)
WORKBOOKS = _OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a table that are not blank, each with its number from 1; `name` is blank for CSV."""

    name: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises UsageError where it cannot be read."""
    with explained(f"{path.name}: cannot be read", "name another file", path):
        return path.read_bytes()


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


def sheets(path: Path, wanted: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Sheet]:
    """The table of a CSV file, or those of a workbook that are shown, or the one sheet that is `wanted`.

    Raises UsageError naming what the file is where it is no table, and for a damaged, protected or too long one.
    """
    data = read_bytes(path)
    for begins, *what in _BEGINNINGS:
        if data.startswith(begins):
            raise _no_table(path.name, *what)
    if data.startswith(WORKBOOKS):
        yield from _book(path, data, wanted)
        return
    text = decoded(path.name, data)
    for pattern, *what in _MARKUP:
        if re.match(rf"(?is)\s*(?:{pattern})", text[:2000]):
            raise _no_table(path.name, *what)
    yield Sheet("", _lines(path.name, _csv(path.name, text, is_header)))


def _no_table(name: str, what: str, mend: str) -> UsageError:
    return UsageError(f"{name}: is {what} and cannot be read as a table; {mend}.")


def _lines(name: str, lines: Iterator[tuple[int, Sequence[str]]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The lines that are not blank. Raises UsageError where they are too many."""
    found = tuple((number, tuple(cells)) for number, cells in lines if any(cell.strip(_BLANKS) for cell in cells))
    if len(found) > MOST_ROWS + 1:
        raise _too_long(name, len(found) - 1)
    return found


def _too_long(name: str, rows: int) -> UsageError:
    return UsageError(f"{name}: holds {rows:,} rows; at most {MOST_ROWS:,} can be read, so make two files of it.")


def _csv(name: str, text: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[tuple[int, list[str]]]:
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
        what, mend = _packed(name, data) if data.startswith(_ZIP) else _old(data)
        if what:
            raise _no_table(name, what, mend)
        most = str(MOST_ROWS + _HEAD)
        process = subprocesses.start(
            "automation.departments.workbook", str(path), wanted, most, stderr=subprocess.DEVNULL
        )
        with process:
            read = json.loads(process.communicate()[0] or "null")
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        read = None
    if read is None:
        raise UsageError(f"{name}: is a damaged workbook; get it once more, or save it again in Excel.")
    if "password" in read:
        raise _no_table(name, *_LOCKED)
    if wanted and not read["sheets"]:
        raise UsageError(f"{name}: has no sheet {wanted}; --sheet can be {', '.join(read['names'])}.")
    for sheet, height, rows in read["sheets"]:
        if height and not rows:
            raise _too_long(name, height - 1)
        yield Sheet(sheet, _lines(name, enumerate(rows, 1)))


def _packed(name: str, data: bytes) -> tuple[str, str]:
    """What a ZIP is where it is no workbook, and what to do. Raises UsageError if it is large, or as zipfile does."""
    with ZipFile(io.BytesIO(data)) as file:
        parts = file.infolist()
        if sum(part.file_size for part in parts) > _MOST_BYTES:
            raise UsageError(f"{name}: is larger than {_MOST_BYTES:,} bytes when unpacked; name a smaller table.")
        if any(part.flag_bits & 1 for part in parts):
            return _LOCKED
        names = {part.filename for part in parts}
        kind = file.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
        if "META-INF/manifest.xml" in names and b"encryption-data" in file.read("META-INF/manifest.xml"):
            return _LOCKED
    return next((what, mend) for part, what, mend in _PACKED if part in names or part in kind)


def _old(data: bytes) -> tuple[str, str]:
    """What an old Office file is where it is no workbook, and what to do."""
    return next((what, mend) for stream, what, mend in _OLD if stream.encode("utf-16-le") in data)
