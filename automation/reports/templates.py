"""The reports' templates (templates/*.j2), read only when there is something to write."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from automation.escaping import clean

if TYPE_CHECKING:
    import jinja2

FOLDER = Path(__file__).parent / "templates"
FONTS = Path(__file__).parent / "fonts"


@cache
def template(name: str) -> jinja2.Template:
    """One of them, with HTML escaped. A browser is up sooner as long as nobody asks."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.globals["font"] = _font
    return environment.get_template(name)


@cache
def _font() -> str:
    """The letters of Hindi, for machines that have none, as a data address for a style sheet."""
    return "data:font/woff2;base64," + base64.b64encode((FONTS / "noto-sans-devanagari.woff2").read_bytes()).decode()
