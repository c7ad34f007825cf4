"""Writes the requests for help beside the report: a table for Excel, and one covering letter for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import files
from automation.departments import requests
from automation.reports import letter, letter_docx

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from automation.config import Settings
    from automation.names.department import Department
    from automation.result import DepartmentsResult


LETTER = "covering-letter"


def write(  # noqa: PLR0913, PLR0917 (where, what and how to print it)
    folder: Path,
    found: DepartmentsResult,
    departments: tuple[Department, ...],
    settings: Settings,
    day: date,
    print_: Callable[[str, Path], str] | None = None,
    *,
    stand_in: str = "",
) -> str:
    """Write requests.csv and the covering letter (md, html, docx), and print its PDF; blank, or why a file is missing.

    Nothing is written where no request is to be raised; a letter from a `stand_in` says so in its first line.
    """
    asked = {each.name for each in found.results if each.request_for_help is not None}
    drafts = [requests.request(each, settings.state) for each in departments if each.name in asked]
    if not drafts:
        return ""
    names = [(each.department, each.organisation) for each in drafts]
    page = letter.page(names, settings.letter, day, stand_in)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files.write(folder / "requests.csv", requests.as_csv(drafts), encoding="utf-8-sig")
        files.write(folder / f"{LETTER}.md", letter.markdown(names, settings.letter, day, stand_in))
        files.write(folder / f"{LETTER}.html", page)
        files.write(folder / f"{LETTER}.docx", letter_docx.docx(names, settings.letter, day, stand_in))
    except OSError as error:
        return f"the folder cannot be written to ({error.strerror})"
    return print_(page, folder / f"{LETTER}.pdf") if print_ else ""
