"""The guide's sentences in English and Hindi, by kind and key; the texts themselves are in words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

Text = dict[str, str]
LANGUAGES = ("en", "hi")


@cache
def _words() -> dict[str, dict[str, Text]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def text(kind: str, key: str, **values: str) -> Text:
    """A sentence in both languages. Raises KeyError for one that is not there."""
    return {language: words.format(**values) for language, words in _words()[kind][key].items()}


def keys(kind: str) -> frozenset[str]:
    """The keys of one kind."""
    return frozenset(_words()[kind])
