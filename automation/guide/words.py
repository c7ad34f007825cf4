"""The guide's sentences by kind and key; the texts themselves are in words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from automation import limits
from automation.bilingual import Bilingual


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def text(kind: str, key: str, **values: str) -> Bilingual:
    """A sentence; it may name the portal's limits. Raises KeyError for one that is not there."""
    found, known = _words()[kind][key], {**limits.IN_TEXTS, **values}
    return Bilingual(found["en"].format(**known), found["hi"].format(**known))


def keys(kind: str) -> frozenset[str]:
    """The keys of one kind."""
    return frozenset(_words()[kind])
