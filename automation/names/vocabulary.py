"""Finds the words of a list that one word can be, mistyped or shortened, without comparing it with each of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from automation.names.aligning import likeness
from automation.names.sounds import consonants, folded

if TYPE_CHECKING:
    from automation.names.knowledge import Knowledge

_SHORTEST_PREFIX, _LONGEST_DRAWN = 3, 5
_MOST_SLIPS = 2


class Vocabulary:
    """Words, each with the numbers it was added under."""

    def __init__(self, known: Knowledge) -> None:
        """Start without words."""
        self._known = known
        self._numbers: dict[str, set[int]] = defaultdict(set)
        self._by_letter: dict[str, dict[str, str]] = defaultdict(dict)
        self._by_prefix: dict[str, set[str]] = defaultdict(set)
        self._by_tail: dict[str, set[str]] = defaultdict(set)
        self._by_consonants: dict[tuple[str, str], set[str]] = defaultdict(set)

    def add(self, word: str, number: int) -> None:
        """Take in a word under a number."""
        self._numbers[word].add(number)
        sound = folded(word)
        self._by_tail[word[1:]].add(word)
        self._by_letter[word[:1]][word] = word
        self._by_letter[sound[:1]][word] = sound
        for stop in range(_SHORTEST_PREFIX, len(word) - 1):
            self._by_prefix[word[:stop]].add(word)
        self._by_consonants[sound[:1], consonants(sound)].add(word)

    def like(self, word: str) -> set[int]:
        """The numbers of the words that this one can be."""
        sound = folded(word)
        could = self._by_prefix.get(word, set()) | self._by_consonants.get((sound[:1], consonants(sound)), set())
        could = could | self._by_tail.get(word[1:], set()) | self._by_tail.get(word, set())  # another first letter
        could = could | {word[1:]} if word[1:] in self._numbers else could
        for letter, form in {word[:1]: word, sound[:1]: sound}.items():
            near = process.extract(
                form, self._by_letter.get(letter, {}), scorer=OSA.distance, score_cutoff=_MOST_SLIPS, limit=None
            )
            could = could.union(other for _form, _distance, other in near)
        if len(word) <= _LONGEST_DRAWN and word[1:] == consonants(word[1:]):
            could = could.union(self._by_letter.get(word[:1], ()))
        return {number for other in could if likeness(word, other, self._known) for number in self._numbers[other]}
