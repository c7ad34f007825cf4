"""Finds the candidates that a department could be among very many, by its rarest words; each name is read once."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from automation.names.judging import Kinship, Match, best
from automation.names.matcher import Government, Matcher
from automation.names.reading import Name, read
from automation.names.sounds import folded
from automation.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from automation.names.aligning import Pattern
    from automation.names.prepared import Prepared

_INITIALS_AT_MOST = 3
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name of a department as sets of words, each set the bits of a whole number.

    `proper` are words that are no common ones, `must` those without which nothing is near. `missable` is how many
    telling words a near candidate may lack; `loose` marks a name with initials in it, which stand for other words.
    """

    number: int
    pattern: Pattern
    every: int
    telling: int
    proper: int
    must: int
    missable: int
    loose: bool
    strong: frozenset[str]
    weak: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Like:
    """What one word of a candidate can be: words of ours, and so names to look at; in `runs` several words of one."""

    words: int
    entries: frozenset[int]
    runs: tuple[tuple[int, int], ...]


class Index:
    """The departments of a matcher by the words, acronyms and run-together words that a candidate must hold one of.

    A candidate that is the same as a department holds each of its telling words or a form of it; one that is near
    holds at least two and at least half. So it is enough to look under the rarest words of each name.
    """

    def __init__(self, matcher: Matcher) -> None:
        """Index every department of the matcher."""
        self._known, self._matcher = matcher.known, matcher
        self._prepared: list[Prepared] = list(matcher.prepared.values())
        self._bits: dict[tuple[str, str], int] = {}
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._vocabulary = Vocabulary(matcher.known)
        self._rare: dict[int, set[int]] = defaultdict(set)
        self._acronyms: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._joined: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._sounds: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._likes: dict[str, _Like] = {}
        self._entries: list[_Entry] = []
        patterns = [(number, each) for number, one in enumerate(self._prepared) for each in one.names]
        often = Counter(word for _number, each in patterns for word in set(each.name.words))
        for number, pattern in patterns:
            self._add(number, pattern, often)

    def matches(self, rows: Iterable[tuple[str, str]]) -> Iterator[tuple[int, Prepared, Match]]:
        """Each row, by its place, that is a department or near it; a row is a name and its "Under …" line."""
        seen: dict[str, tuple[tuple[Prepared, Match, Match], ...]] = {}
        for place, (text, under) in enumerate(rows):
            if self._matcher.government(under) is Government.OTHER:
                continue
            found = seen.get(text)
            if found is None:
                found = tuple(self._judged(read(text, self._known)))
                if len(seen) < _REMEMBERED:
                    seen[text] = found
            ours = self._matcher.government(under) is Government.OURS
            for prepared, match, unplaced in found:
                yield place, prepared, match if ours else unplaced

    def _judged(self, name: Name) -> Iterator[tuple[Prepared, Match, Match]]:
        """The departments that a name is or is near: with the match where a row is ours, and where nothing says so."""
        for number, patterns in self._could_be(name).items():
            prepared = self._prepared[number]
            match = best(prepared, patterns, name, self._known)
            if match.kinship is not Kinship.DIFFERENT:
                yield prepared, match, self._matcher.unplaced(prepared, name, match)

    def _bit(self, word: str, raw: str) -> int:
        bit = self._bits.get((word, raw))
        if bit is None:
            bit = self._bits[word, raw] = len(self._bits)
            self._by_word[word].add(bit)
            self._by_word[raw].add(bit)
            self._vocabulary.add(raw, bit)
            for meaning in self._known.meanings.get(raw, ()):
                self._by_word[meaning].add(bit)
        return bit

    def _add(self, number: int, pattern: Pattern, often: Counter[str]) -> None:
        name, place = pattern.name, len(self._entries)
        bits = [self._bit(word, raw) for word, raw in zip(name.words, name.written, strict=True)]
        telling = [
            each
            for each, word in enumerate(name.words)
            if self._known.distinguishes(word)
            and (word != "general" or not each or name.words[each - 1] != "directorate")
        ]
        telling = telling or [each for each, word in enumerate(name.words) if word in self._known.kinds]
        missable = max(0, len(telling) - max(2, (len(telling) + 1) // 2))
        rarest = sorted(telling, key=lambda each: often[name.words[each]])[: max(2, missable + 1)]
        for each in rarest:
            self._rare[bits[each]].add(place)
            self._sounds[folded(name.written[each])].append((place, 1 << bits[each]))
        for acronym, run in pattern.runs.items():
            self._acronyms[acronym].append((place, _mask(bits[each] for each in run)))
        for each, (one, other) in enumerate(zip(name.written, name.written[1:], strict=False)):
            self._joined[folded(one + other)].append((place, _mask(bits[each : each + 2])))
        loose = any(len(word) <= _INITIALS_AT_MOST and not self._known.known(word) for word in name.written)
        self._entries.append(
            _Entry(
                number,
                pattern,
                every=_mask(bits),
                telling=_mask(bits[each] for each in telling),
                proper=_mask(bits[each] for each in telling if not self._known.known(name.words[each])),
                must=_mask(bits[each] for each in telling if self._known.directs(name.words[each])),
                missable=missable,
                loose=loose and not pattern.short,
                strong=frozenset() if pattern.short else frozenset(name.words) & self._known.kinds - self._known.weak,
                weak=frozenset() if pattern.short else frozenset(name.words) & self._known.weak,
            )
        )

    def _could_be(self, name: Name) -> dict[int, list[Pattern]]:
        """The departments worth a thorough comparison with a candidate, each with the names that are."""
        likes = [self._like(word, raw) for word, raw in zip(name.words, name.written, strict=True)]
        covered, entries = 0, set[int]()
        runs: dict[int, int] = defaultdict(int)
        for like in likes:
            covered |= like.words
            entries |= like.entries
            for place, words in like.runs:
                runs[place] |= words
        joined = set[int]()
        for first, (one, other) in enumerate(pairwise(name.written)):
            for place, words in self._sounds.get(folded(one + other), ()):
                runs[place] |= words
                joined |= {first, first + 1}
        firm, soft = self._ruling_out(name, likes, joined)
        kinds = self._kinds(name)
        odd = any(not like.words and not self._known.known(raw) for like, raw in zip(likes, name.written, strict=True))
        found: dict[int, list[Pattern]] = {}
        for place in entries | runs.keys():
            entry = self._entries[place]
            if all(words & entry.every for words in firm) and (
                entry.loose
                or (
                    all(words & entry.every for words in soft)
                    and _enough(entry, covered | runs.get(place, 0), odd=odd)
                    and (place in runs or not _clash(entry, kinds))
                )
            ):
                found.setdefault(entry.number, []).append(entry.pattern)
        return found

    def _ruling_out(self, name: Name, likes: list[_Like], joined: set[int]) -> tuple[list[int], list[int]]:
        """The words of a candidate that a department must have: surely, and unless its initials stand for them.

        Words that are one word when `joined`, "Re-development", need not stand in it by themselves.
        """
        known = self._known
        firm: list[int] = []
        soft: list[int] = []
        for place, (word, raw) in enumerate(zip(name.words, name.written, strict=True)):
            bracket = name.parts[place] in name.brackets
            if (
                (word in known.elsewhere and not known.called_after(word, name.ending(place)))
                or word in known.centre
                or (
                    raw != "new"
                    and not bracket
                    and (name.parts[place] == 0 or raw not in known.locators)
                    and (raw in known.part or raw in known.direction or raw in known.bodies)
                )
            ):
                firm.append(likes[place].words)
            elif place not in joined and not bracket and name.parts[place] == 0 and self._hard(word, raw):
                soft.append(likes[place].words)
        return firm, soft

    def _hard(self, word: str, raw: str) -> bool:
        known = self._known
        soft = word in known.places or raw in known.optional or raw == "new"
        return not soft and known.known(raw) and known.distinguishes(word)

    def _kinds(self, name: Name) -> tuple[frozenset[str], frozenset[str]]:
        """What sorts of body a candidate says it is: in its first part the strong ones, anywhere the weak ones."""
        known = self._known
        strong = {
            meaning
            for word, raw, part in zip(name.words, name.written, name.parts, strict=True)
            if part == 0 and part not in name.brackets and word in known.kinds and word not in known.weak
            for meaning in (word, *known.meanings.get(raw, ()))
        }
        return frozenset(strong), known.weak & set(name.words)

    def _like(self, word: str, raw: str) -> _Like:
        found = self._likes.get(raw)
        if found is None:
            bits: set[int] = set()
            for meaning in {word, raw, *self._known.meanings.get(raw, ())}:
                bits |= self._by_word.get(meaning, set())
            if raw not in self._known.elsewhere and raw not in self._known.kinds and not raw.isdigit():
                bits |= self._vocabulary.like(raw)
            entries = frozenset(entry for bit in bits for entry in self._rare.get(bit, ()))
            runs = (*self._acronyms.get(raw, ()), *self._joined.get(folded(raw), ()))
            found = self._likes[raw] = _Like(_mask(bits), entries, runs)
        return found


def _mask(bits: Iterable[int]) -> int:
    return sum({1 << bit for bit in bits})


def _clash(entry: _Entry, kinds: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether a candidate is surely another sort of body than a name's."""
    strong, weak = kinds
    if not strong:
        return False
    return not strong & entry.strong if entry.strong else bool(entry.weak) and not entry.weak & weak


def _enough(entry: _Entry, covered: int, *, odd: bool) -> bool:
    """Whether a candidate holds enough of a name's words; `odd` is that it holds a word nobody knows."""
    lacking = entry.telling & ~covered
    if not lacking:
        return True
    if lacking & entry.must:
        return False
    if odd and lacking.bit_count() == 1:
        return True
    if lacking.bit_count() > entry.missable:
        return False
    return not lacking & entry.proper or bool(entry.telling & covered & entry.proper)
