"""Finds the candidates that a department could be among very many, by its rarest words; each name is read once."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from automation.departments.aligning import likeness
from automation.departments.judging import Kinship, best
from automation.departments.names import Government
from automation.departments.reading import folded, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from automation.departments.aligning import Pattern
    from automation.departments.judging import Match
    from automation.departments.names import Matcher, Prepared
    from automation.departments.reading import Name

_RAREST = 2


class Index:
    """The departments of a matcher by the words, acronyms and run-together words that a candidate must hold one of.

    A candidate that is the same as a department holds each of its telling words or a form of it; one that is near
    holds most. So it is enough to look under the rarest two words of each name.
    """

    def __init__(self, matcher: Matcher) -> None:
        """Index every department of the matcher."""
        self._known, self._matcher = matcher.known, matcher
        self._prepared: list[Prepared] = list(matcher.prepared.values())
        self._places: dict[str, set[int]] = defaultdict(set)
        self._acronyms: dict[str, set[int]] = defaultdict(set)
        self._joined: dict[str, set[int]] = defaultdict(set)
        self._sounds: dict[str, set[int]] = defaultdict(set)
        self._likes: dict[str, frozenset[int]] = {}
        patterns = [(number, each) for number, one in enumerate(self._prepared) for each in (*one.names, *one.short)]
        often = Counter(word for _number, each in patterns for word in set(each.name.words))
        for number, pattern in patterns:
            self._add(number, pattern, often)
        self._words_by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._places:
            self._words_by_letter[folded(word)[:1]].append(word)
            self._sounds[folded(word)] |= self._places[word]

    def _add(self, number: int, pattern: Pattern, often: Counter[str]) -> None:
        name, known = pattern.name, self._known
        telling = [
            place
            for place, word in enumerate(name.words)
            if word not in known.kinds and word not in known.weak and word not in known.optional and word not in known.home
        ]
        for place in sorted(telling, key=lambda each: often[name.words[each]])[:_RAREST]:
            self._places[name.words[place]].add(number)
            self._places[name.written[place]].add(number)
        for acronym in pattern.runs:
            self._acronyms[acronym].add(number)
        for one, other in zip(name.written, name.written[1:], strict=False):
            self._joined[folded(one + other)].add(number)

    def matches(self, rows: Iterable[tuple[str, str]]) -> Iterator[tuple[int, Prepared, Match]]:
        """Each row, by its place, that is the same as a department or near it; a row is a name and its "Under …" line."""
        for place, (text, under) in enumerate(rows):
            if self._matcher.government(under) is Government.OTHER:
                continue
            name = read(text, self._known)
            for number in self._could_be(name):
                match = best(self._prepared[number], name, self._known)
                if match.kinship is not Kinship.DIFFERENT:
                    yield place, self._prepared[number], match

    def _could_be(self, name: Name) -> set[int]:
        found: set[int] = set()
        for word, raw in zip(name.words, name.written, strict=True):
            like = self._likes.get(raw)
            if like is None:
                like = self._likes[raw] = frozenset(self._like(word, raw))
            found |= like
        for one, other in zip(name.written, name.written[1:], strict=False):
            found |= self._sounds.get(folded(one + other), frozenset())
        return found

    def _like(self, word: str, raw: str) -> Iterator[int]:
        """The departments under whose rarest words this one, or a form of it, stands."""
        for meaning in {word, raw, *self._known.meanings.get(raw, ())}:
            yield from self._places.get(meaning, ())
        yield from self._acronyms.get(raw, ())
        sound = folded(raw)
        yield from self._joined.get(sound, ())
        if raw in self._known.elsewhere or raw in self._known.kinds or raw.isdigit():
            return
        for other in self._words_by_letter.get(sound[:1], ()):
            if other != raw and likeness(raw, other, self._known):
                yield from self._places[other]
