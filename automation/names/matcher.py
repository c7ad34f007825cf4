"""Decides whether two names mean the same office: pure functions over prepared names; no browser."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from automation.flowchart import documents
from automation.names import judging
from automation.names.aligning import Pattern
from automation.names.department import Department
from automation.names.judging import Kinship, Match
from automation.names.knowledge import Knowledge, knowledge
from automation.names.prepared import Prepared
from automation.names.reading import Name, read

if TYPE_CHECKING:
    from collections.abc import Iterable


_BY_CHANCE = 0.75


class Government(StrEnum):
    """Whose the line "Under …" says a row is."""

    OURS = "ours"
    OTHER = "other"
    UNKNOWN = "unknown"


class Matcher:
    """Compares candidates with the departments of one list under one state."""

    def __init__(self, departments: Iterable[Department], state: str = "") -> None:
        """Prepare the list; the state is the usual document's unless named.

        A short name that several departments share never decides between them.
        """
        self.state = state or documents.load().state
        self.known = knowledge(self.state)
        self.departments = tuple(departments)
        self._owners: dict[str, list[Prepared]] = {}
        self.read = lru_cache(maxsize=200_000)(lambda text: read(text, self.known))
        self.government = lru_cache(maxsize=10_000)(lambda under: government(under, self.known))
        self._union = frozenset(self.read(name).words for name in self.known.union)
        self._union_wide = frozenset(self.read(name).words for name in self.known.union_wide)
        self._by_words = {self._bare(self.read(each.name)): each for each in reversed(self.departments)}
        self.prepared = {each: self.prepare(each) for each in self.departments}
        for prepared in self.prepared.values():
            for pattern in prepared.names:
                if pattern.short:
                    self._owners.setdefault(pattern.name.written[0], []).append(prepared)

    def prepare(self, department: Department) -> Prepared:
        """Make a department ready, whether it stands in the list or not."""
        main = self.read(department.name)
        others = [self.read(name) for name in (*department.aliases, department.short_name) if name]
        labels = [Pattern.of(main), *(Pattern.of(name, short=is_acronym(name, self.known)) for name in others)]
        return Prepared(
            department,
            tuple(sorted(labels, key=lambda each: each.short)),
            words=frozenset((*main.words, *main.written)),
            kinds=frozenset(main.words) & self.known.every_kind,
            any_kind=frozenset(word for each in labels for word in each.name.words)
            & self.known.kinds - self.known.weak,
            parent=frozenset(read(department.parent, self.known).words) if department.parent else frozenset(),
            homely=all(each.short or not self.known.home.isdisjoint(_own(each.name)) for each in labels),
            owners=self._owners,
        )

    def compare(self, department: Department, candidate: str, under: str = "") -> Match:
        """How a row of the dropdown fits a department; `under` is its "Under …" line, blank where it is not shown."""
        if self.government(under) is Government.OTHER:
            return Match(Kinship.DIFFERENT, 0.0, f"stands under {under.strip()}, another government")
        prepared = self.prepared.get(department) or self.prepare(department)
        name = self.read(candidate)
        match = judging.best(prepared, prepared.names, name, self.known)
        return match if self.government(under) is Government.OURS else self.unplaced(prepared, name, match)

    def unplaced(self, prepared: Prepared, candidate: Name, match: Match) -> Match:
        """A match of a row that nothing says is ours: a department of the Union may have the name, word for word.

        A name that the list gives first is believed, unless the whole Union's body is meant by it; for one of its other
        names a person has to look.
        """
        own = _own(candidate)
        if match.kinship is not Kinship.SAME or self._says_whose(candidate):
            return match
        first = sorted(own) == sorted(_own(prepared.names[0].name))
        reasons = {
            "where ministries sit": not self.known.seats.isdisjoint(candidate.words),
            "also the name of a body of the Union": own in self._union_wide or (own in self._union and not first),
            f"without “{self.state}”": prepared.homely and self._leaves_out_whose(prepared, candidate),
        }
        reason = next((each for each, holds in reasons.items() if holds), "")
        return Match(Kinship.NEAR, _BY_CHANCE, f"{match.why}; {reason}") if reason else match

    def _says_whose(self, name: Name) -> bool:
        """Whether a name holds the state's: with "New" before it, it is a seat of two governments and says nothing."""
        return any(word in self.known.home and before != "new" for before, word in pairwise(("", *name.words)))

    def _leaves_out_whose(self, prepared: Prepared, candidate: Name) -> bool:
        """Whether a name has all the body's words except the state's, which its acronym, such as "DJB", includes."""
        spelled = any(self.known.distinguishes(word) and word in prepared.words for word in candidate.words)
        acronym = any(raw in each.runs for raw in candidate.written for each in prepared.names)
        return spelled and not acronym and self.known.home.isdisjoint(candidate.words)

    def expected(self, name: str, short_name: str = "") -> Department:
        """The department of the list that has this name, whatever government's suffix; else one with this name only."""
        found = self._by_words.get(self._bare(self.read(name)))
        return found or Department(name, "other", short_name=short_name)

    def _bare(self, name: Name) -> tuple[str, ...]:
        return tuple(word for word in name.words if word not in self.known.home and word not in self.known.optional)


def _own(name: Name) -> tuple[str, ...]:
    """The words of a name before the first comma or bracket: without the government and the address."""
    return tuple(word for word, part in zip(name.words, name.parts, strict=True) if not part)


def is_acronym(name: Name, known: Knowledge) -> bool:
    """Whether a name is one abbreviation, alone or beside its kind, the state or the government."""
    bare = [word for word in name.words if word not in known.every_kind | known.home | known.optional | known.noise]
    return len(bare) == 1 and len(bare[0]) <= 9 and not known.known(bare[0]) and bare[0] not in known.places  # noqa: PLR2004


def government(under: str, known: Knowledge) -> Government:
    """Whose a row is, by its "Under …" line."""
    words = set(read(under, known).words)
    if words & known.home and "ministry" not in words:  # a ministry that sits here is not ours
        return Government.OURS
    return Government.OTHER if words & (known.elsewhere | known.centre) else Government.UNKNOWN
