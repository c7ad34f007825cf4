"""A sentence or a word in the two languages of the circular."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LANGUAGES = ("en", "hi")


class Bilingual(NamedTuple):
    """The same in English and in Hindi; files and results spell it as two keys, `x` and `x_hi`."""

    english: str
    hindi: str

    def in_(self, language: str) -> str:
        """The one of them: `hi`, or else English; where there is no Hindi, English too."""
        return (self.hindi if language == "hi" else "") or self.english

    def after(self, first: Bilingual) -> Bilingual:
        """Both, `first` before it."""
        return Bilingual(f"{first.english} {self.english}", f"{first.hindi} {self.hindi}")


class Worded(StrEnum):
    """A set of values, each with the words by which people know it: `BROKEN = "broken", "it is broken", "Hindi"`."""

    words: Bilingual

    def __new__(cls, value: str, english: str = "", hindi: str = "") -> Self:
        """The value alone is what files hold."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = Bilingual(english, hindi)
        return member


def paired(table: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The table of a file, in which each `x` of `names` and its `x_hi` have become one pair."""
    both = [name for name in names if {name, f"{name}_hi"} <= table.keys()]
    rest = {key: value for key, value in table.items() if key.removesuffix("_hi") not in both}
    return rest | {name: (table[name], table[f"{name}_hi"]) for name in both}
