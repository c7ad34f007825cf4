"""The project's own modules as syntax trees, for tests that say what may stand in them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

ROOT = Path(__file__).resolve().parents[1]


def mentioning(folder: str, words: Collection[str]) -> Iterator[tuple[str, ast.Module]]:
    """The modules of a folder in whose text one of the words stands, as the formatter writes it: path and tree."""
    for path, text in _texts(folder):
        if any(word in text for word in words):
            yield path, _tree(text)


@cache
def _texts(folder: str) -> list[tuple[str, str]]:
    every = sorted((ROOT / folder).rglob("*.py"))
    return [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in every]


@cache
def _tree(text: str) -> ast.Module:
    return ast.parse(text)
