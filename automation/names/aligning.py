"""Compares the words of two names: which mean the same, and which are left over; it draws no conclusion."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from automation.names.sounds import consonants, folded

if TYPE_CHECKING:
    from automation.names.knowledge import Knowledge
    from automation.names.reading import Name

_LONGEST_ACRONYM = 9
_SHORT, _LONG = 4, 7
_INITIALS = range(2, 5)


@dataclass(slots=True)
class Pattern:
    """An expected name made ready: where each word stands, and which of its runs each acronym can mean."""

    name: Name
    places: dict[str, int] = field(default_factory=dict)
    runs: dict[str, frozenset[int]] = field(default_factory=dict)
    short: bool = False

    @classmethod
    def of(cls, name: Name, *, short: bool = False) -> Pattern:
        """The pattern of a name; a `short` one is an acronym, which only itself can match."""
        places: dict[str, int] = {}
        for place in range(len(name.words) - 1, -1, -1):
            places[name.words[place]] = places[name.written[place]] = place
        return cls(name, places, {} if short else _runs(name), short)


@dataclass(slots=True)
class Alignment:
    """What is left of either name once the words that mean the same are paired, and how the others were paired."""

    ours: list[int]
    theirs: list[int]
    typing_errors: list[tuple[str, str]]
    shortened: list[tuple[str, str]]


def _runs(name: Name) -> dict[str, frozenset[int]]:
    """Initials of every run of two words and more -> the words they stand for; "B.R." gives both its letters.

    They are taken with and without those of words like "and": "DTTE" and "DOTATE".
    """
    runs: dict[str, frozenset[int]] = {}
    with_joints = [joint + own for joint, own in zip(name.joints, name.initials, strict=True)]
    for each in (name.initials, with_joints):
        for start, acronym in enumerate(name.initials):
            for stop in range(start + 1, len(name.initials)):
                acronym += each[stop]  # noqa: PLW2901 (it grows with the run)
                if len(acronym) > _LONGEST_ACRONYM:
                    break
                runs.setdefault(acronym, frozenset(range(start, stop + 1)))
    return runs


def align(pattern: Pattern, theirs: Name, known: Knowledge) -> Alignment:
    """Pair the words of a candidate with those of an expected name."""
    mine = pattern.name
    free = set(range(len(mine.words)))
    left: list[int] = []
    result = Alignment([], [], [], [])
    for place, word in enumerate(theirs.words):
        own = pattern.places.get(word, pattern.places.get(theirs.written[place]))
        if own is None:
            left.append(place)
        else:
            free.discard(own)
            free -= {other for other in free if mine.words[other] == mine.words[own]}
    if left and not pattern.short:
        left = _pair_joined(mine, theirs, free, left, known, result)
        left = _pair_likes(mine, theirs, free, left, known, result)
        left = _pair_acronyms(pattern, theirs, free, left, known, result)
    result.ours, result.theirs = sorted(free), left
    return result


def _pair_likes(  # noqa: PLR0913, PLR0917 (the state of one alignment)
    mine: Name, theirs: Name, free: set[int], left: list[int], known: Knowledge, result: Alignment
) -> list[int]:
    rest: list[int] = []
    order = sorted(free)
    for place in left:
        raw, meanings = theirs.written[place], known.meanings.get(theirs.written[place], ())
        for own in order:
            ours = mine.written[own]
            if mine.words[own] in meanings or theirs.words[place] in known.meanings.get(ours, ()):
                result.shortened.append((raw, mine.words[own]))
            elif _typing_error(raw, ours, known):
                result.typing_errors.append((raw, ours))
            elif _shortened(raw, ours, known):
                result.shortened.append((raw, ours))
            else:
                continue
            free.discard(own)
            order.remove(own)
            break
        else:
            if not any(_typing_error(raw, word, known) for word in mine.written):
                rest.append(place)
    return rest


def _pair_joined(  # noqa: PLR0913, PLR0917 (the state of one alignment)
    mine: Name, theirs: Name, free: set[int], left: list[int], known: Knowledge, result: Alignment
) -> list[int]:
    """One word that is two words in the other name: "Loknayak", "Janak Puri"."""
    gone: set[int] = set()
    for place in left:
        if known.known(theirs.written[place]):
            continue
        for own in sorted(free):
            if own + 1 in free and _run_together(mine.written[own] + mine.written[own + 1], theirs.written[place]):
                free -= {own, own + 1}
                gone.add(place)
                result.typing_errors.append((theirs.written[place], f"{mine.written[own]} {mine.written[own + 1]}"))
                break
    for place in left:
        if place in gone or place + 1 not in left or place + 1 in gone:
            continue
        words = known.known(theirs.written[place]) and known.known(theirs.written[place + 1])
        both = theirs.written[place] + theirs.written[place + 1]
        for own in sorted(free):
            if both == mine.written[own] or (
                not (words or mine.written[own] in known.direction) and _run_together(both, mine.written[own])
            ):
                free.discard(own)
                gone |= {place, place + 1}
                result.typing_errors.append((f"{theirs.written[place]} {theirs.written[place + 1]}", mine.written[own]))
                break
    return [place for place in left if place not in gone]


def _pair_acronyms(  # noqa: PLR0913, PLR0917 (the state of one alignment)
    pattern: Pattern, theirs: Name, free: set[int], left: list[int], known: Knowledge, result: Alignment
) -> list[int]:
    """An acronym on their side that stands for a run of our words, or one on ours for a run of theirs.

    One with a meaning of its own, "SC" or "MCD", stands for no part of another name.
    """
    rest: list[int] = []
    telling = {place for place, word in enumerate(pattern.name.words) if known.distinguishes(word)}
    for place in left:
        raw = theirs.written[place]
        run = pattern.runs.get(raw)
        if run is None or ((known.known(raw) or raw in known.bodies) and not telling <= run):
            rest.append(place)
            continue
        free -= run
        result.shortened.append((raw, " ".join(pattern.name.written[each] for each in sorted(run))))
    initials = [own for own in free if len(pattern.name.written[own]) in _INITIALS]
    if rest and initials and len(free) < len(pattern.name.words):
        runs = _runs(theirs)
        for own in initials:
            meant = runs.get(pattern.name.written[own])
            if meant is not None:
                free.discard(own)
                result.shortened.append((pattern.name.written[own], " ".join(theirs.written[e] for e in sorted(meant))))
                rest = [place for place in rest if place not in meant]
    return rest


@lru_cache(maxsize=65_536)
def _sounds_like(one: str, other: str) -> bool:
    longer = max(len(one), len(other))
    if abs(len(one) - len(other)) > 2 or longer < 3 or one.isdigit() or other.isdigit():  # noqa: PLR2004
        return False
    left, right = folded(one), folded(other)
    if left == right:
        return True
    if min(len(one), len(other)) < _SHORT:
        return False
    if longer <= _SHORT:
        return len(one) == len(other) == _SHORT and one[0] == other[0] and OSA.distance(one, other) == 1
    if left[:1] == right[:1] and len(left) > _SHORT and consonants(left) == consonants(right):
        return True
    most = 1 if longer <= _LONG else 2
    return min(OSA.distance(one, other, score_cutoff=most), OSA.distance(left, right, score_cutoff=most)) <= most


def _run_together(both: str, whole: str) -> bool:
    left, right = folded(both), folded(whole)
    return left == right or (len(right) > _LONG and OSA.distance(left, right, score_cutoff=1) <= 1)


@lru_cache(maxsize=262_144)
def _typing_error(one: str, other: str, known: Knowledge) -> bool:
    """The same word with a typing error; two words that both exist, or short ones, never count as the same."""
    if one == other:
        return True
    if not _sounds_like(one, other):
        return not (known.known(one) and known.known(other)) and _swapped(one, other, known)
    if known.known(one) and known.known(other):
        return False
    return one not in known.elsewhere and one not in known.direction and other not in known.direction


def _swapped(one: str, other: str, known: Knowledge) -> bool:
    """The same letters in another order; of three, two neighbours swapped in a word that exists ("Jla" for "Jal")."""
    if sorted(one) != sorted(other):
        return False
    if len(one) >= _SHORT:
        return True
    exists = known.known(one) or known.known(other)
    return exists and len(one) == _SHORT - 1 and one[0] == other[0] and OSA.distance(one, other) == 1


@lru_cache(maxsize=65_536)
def _prefix(short: str, whole: str) -> bool:
    if len(short) < 3 or len(whole) < len(short) + 2 or short[0] != whole[0]:  # noqa: PLR2004
        return False
    if whole.startswith(short):
        return True
    letters = iter(whole)
    return len(short) <= 5 and not set(short[1:]) & set("aeiou") and all(letter in letters for letter in short)  # noqa: PLR2004


@lru_cache(maxsize=262_144)
def _shortened(short: str, whole: str, known: Knowledge) -> bool:
    """Whether the first is cut ("Homoeo.") or drawn together ("Mktg.") from the second, and no word of its own."""
    own = known.known(short) or short in known.elsewhere or short in known.direction
    return not own and _prefix(short, whole)


def likeness(one: str, other: str, known: Knowledge) -> bool:
    """Whether a word can be another one, mistyped or shortened."""
    return _typing_error(one, other, known) or _shortened(one, other, known)
