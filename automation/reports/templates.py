"""The reports' templates (templates/*.j2), read only when there is something to write."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from automation import dates
from automation.escaping import clean
from automation.reports.terminal import mark

if TYPE_CHECKING:
    import jinja2

FOLDER = Path(__file__).parent / "templates"
FONTS = Path(__file__).parent / "fonts"
COMMON = (FOLDER / "common.css", FOLDER / "sort.js")
"""What the desk's pages have in common with the reports."""


def environment(folder: Path) -> jinja2.Environment:
    """How all HTML templates are read: HTML is escaped, and texts hold nothing that steers a terminal or a reader."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    made.globals.update(mark=mark, readable=dates.readable, day=dates.day)
    return made


@cache
def template(name: str) -> jinja2.Template:
    """One of the reports' templates, read when it is first needed: jinja2 would delay the start of a browser."""
    reports = environment(FOLDER)
    reports.globals["font"] = _font
    return reports.get_template(name)


@cache
def _font() -> str:
    """The letters of Hindi, for machines that have none, as a data address for a style sheet."""
    return "data:font/woff2;base64," + base64.b64encode((FONTS / "noto-sans-devanagari.woff2").read_bytes()).decode()
