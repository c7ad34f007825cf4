"""A sentence or a word in the two languages of the circular."""

from __future__ import annotations

from typing import NamedTuple


class Bilingual(NamedTuple):
    """The same in English and in Hindi; files and results spell it as two keys, `x` and `x_hi`."""

    english: str
    hindi: str

    def in_(self, language: str) -> str:
        """The one of them: `hi` or else English."""
        return self.hindi if language == "hi" else self.english
