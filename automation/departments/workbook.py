"""Reads a workbook in a process of its own, so that a damaged one ends that process at worst; prints JSON."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, is_zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

_TOLD = (  # what a workbook says of a cell and its reader would leave out: a formula without a value, an error
    (
        re.compile(rb'(<c [^>]*?)(?: t="\w+")?>(<f\b[^>]*?(?:/>|>[^<]*</f>))(?:<v ?/>|<v></v>)?</c>'),
        rb'\1 t="str">\2<v>=</v></c>',
    ),
    (re.compile(rb'(<c [^>]*?)t="e"'), rb'\1t="str"'),
    (
        re.compile(
            rb"<table:table-cell(?![^>]*office:value-type)([^>]*table:formula=[^>]*?)(?:/>|></table:table-cell>)"
        ),
        rb'<table:table-cell office:value-type="string"\1><text:p>=</text:p></table:table-cell>',
    ),
    (re.compile(rb'office:string-value=""( calcext:value-type="error")'), rb"\1"),
)


def read(data: bytes, wanted: str, most: int) -> dict[str, object]:
    """The visible sheets, or the `wanted` one: name, height, and the rows where there are at most `most`.

    A cell is a text, a date as 2025-06-30; a formula without a value is “=”, an error as it is shown. Raises what the
    readers raise.
    """
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = [each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible]
    chosen = [each for each in book.sheet_names if each == wanted] if wanted else names
    heights = {name: book.get_sheet_by_name(name).height for name in chosen}
    told = CalamineWorkbook.from_filelike(io.BytesIO(_told(data))) if min(heights.values(), default=0) <= most else book
    rows = {
        name: told.get_sheet_by_name(name).to_python(skip_empty_area=False) if height <= most else []
        for name, height in heights.items()
    }
    return {
        "names": names,
        "sheets": [(name, heights[name], [list(map(_cell, row)) for row in lines]) for name, lines in rows.items()],
    }


def _told(data: bytes) -> bytes:
    """The workbook with what its reader would leave out."""
    if not is_zipfile(io.BytesIO(data)):
        return data
    with ZipFile(io.BytesIO(data)) as file:
        parts = {part.filename: file.read(part) for part in file.infolist()}
    changed = dict(parts)
    for name in parts:
        if name == "content.xml" or name.startswith("xl/worksheets/"):
            for pattern, told in _TOLD:
                changed[name] = pattern.sub(told, changed[name])
    if changed == parts:
        return data
    new = io.BytesIO()
    with ZipFile(new, "w", ZIP_DEFLATED) as file:
        for name, content in changed.items():
            file.writestr(name, content)
    return new.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


if __name__ == "__main__":
    try:
        answer = read(Path(sys.argv[1]).read_bytes(), sys.argv[2], int(sys.argv[3]))
    except PasswordError:
        answer = {"password": True}
    except CalamineError as error:
        sys.exit(str(error))
    json.dump(answer, sys.stdout)
