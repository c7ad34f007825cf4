"""Workbooks and other files as bytes, made for the tests that read them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from html import escape
from typing import TYPE_CHECKING

import xlwt
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Rows = Iterable[Sequence[object]]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts, in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def xlsx(*sheets: Rows, names: Sequence[str] = (), hidden: Sequence[str] = (), errors: Sequence[str] = ()) -> bytes:
    """A workbook; a text that begins with = is a formula without a value; the cells of `errors` are errors."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if names else f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row))
        for place in errors:
            sheet[place].data_type = "e"
        sheet.sheet_state = "hidden" if sheet.title in hidden else "visible"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(rows: Rows) -> bytes:
    """A workbook as Excel 97 has it."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            style = xlwt.easyxf(num_format_str="DD-MM-YYYY") if isinstance(cell, date) else xlwt.Style.default_style
            sheet.write(line, place, cell, style)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _ods_cell(cell: object) -> str:
    if isinstance(cell, date | float | int):
        kind = "date" if isinstance(cell, date) else "float"
        value = "date-value" if isinstance(cell, date) else "value"
        told = f'office:value-type="{kind}" office:{value}="{cell}"'
        return f"<table:table-cell {told}><text:p>{cell}</text:p></table:table-cell>"
    text = str(cell)
    if text.startswith("="):
        return f'<table:table-cell table:formula="of:{escape(text)}"/>'
    if text.startswith("#"):
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f'<table:table-cell table:formula="of:=1/0" {kind}><text:p>{text}</text:p></table:table-cell>'
    if not text:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def ods(rows: Rows, manifest: str = "") -> bytes:
    """A workbook as LibreOffice has it."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    body = f'<office:spreadsheet><table:table table:name="Sheet1">{lines}</table:table></office:spreadsheet>'
    return zipped(
        {
            "mimetype": ODS,
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} {calc}>'
            f"<office:body>{body}</office:body></office:document-content>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def ole(stream: str) -> bytes:
    """The beginning of an old Office file that holds a stream of this name."""
    return OLE + bytes(512) + stream.encode("utf-16-le") + bytes(2048)
