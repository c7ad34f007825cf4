"""Names as the portal holds them, made readable: entities decoded, white space tidied."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MOST_ENCODED = 4

DEVANAGARI = re.compile(r"[\u0900-\u097f]")


def decoded(text: str) -> str:
    """A text with its HTML entities as the characters that they stand for, however often they were encoded.

    The portal's own list has "Training &amp; Testing" (FACTS §12.5). An "&" without a semicolon stays: "R&D".
    """
    for _ in range(_MOST_ENCODED):
        before, text = text, _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
        if text == before:
            break
    return text


def spelled(text: str | None) -> str:
    """A text with every run of white space, no-break and zero-width ones too, as one space."""
    return re.sub(r"[\s\u00a0\u200b\u200c\u200d\ufeff]+", " ", text or "").strip()


def plain(text: str | None) -> str:
    """A text as a person should read it: its entities decoded, every run of white space as one space."""
    return spelled(decoded(text or ""))
