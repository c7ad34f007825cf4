"""The one escaping for each way out of the program: a terminal, a plug-in's line, a spreadsheet, Markdown, HTML."""

from __future__ import annotations

import html
import re

_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
"""What steers a terminal or turns the order of letters round; the joiners that Hindi needs are not among it."""
_OWN = re.compile("(\x1b\\[[0-9]{2}m[✓≠✗○?]\x1b\\[0m)")
_FORMULA = ("=", "+", "-", "@")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])|&(?=#?\w+;)")
SHOWN_FOR_IT = "\ufffd"


def clean(text: str) -> str:
    """The text with U+FFFD for each character that could steer a terminal or turn letters round; lines, tabs stay."""
    return _STEERS.sub(SHOWN_FOR_IT, text)


def for_terminal(line: str) -> str:
    """One line for a terminal, whatever names are in it; our own coloured marks of a verdict stay coloured."""
    parts = _OWN.split(re.sub(r"[\t\r\n]", " ", line))
    return "".join(part if place % 2 else clean(part) for place, part in enumerate(parts))


def for_plug_in(text: str) -> str:
    """A text in the one line of a monitoring plug-in, where a bar begins the figures."""
    return for_terminal(text).replace("|", "/")


def for_table(cell: str) -> str:
    """A cell that is text to every spreadsheet, on one line or several, and never a formula."""
    text = clean(re.sub(r"[\t\r]", " ", cell))
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def for_markdown(text: str) -> str:
    """A text that stands in a line or a cell of Markdown as it is."""
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", clean(re.sub(r"[\t\r\n]+", " ", text)))


def for_page(text: str) -> str:
    """A text inside an element or an attribute of HTML."""
    return html.escape(clean(text))
