"""Chooses for each department its row among those that the portal holds: pure, whatever brought the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from automation.names.department import Department
from automation.names.index import Index
from automation.names.judging import Kinship, Match
from automation.names.matcher import Government, Matcher
from automation.portal.facts import CENTRE, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_EQUALLY = 0.005
_UNION = "India"


class Place(StrEnum):
    """Where a row stands, seen from the department it may be, from best to worst."""

    RIGHT = "right"
    OTHER_PARENT = "other parent"
    OTHER_BRANCH = "other branch"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row that may be a department; `passed_over` where the row fits another department better."""

    row: Organisation
    match: Match
    place: Place
    passed_over: bool = False

    @property
    def sure(self) -> bool:
        """Whether this is surely the department, where it belongs."""
        return self.match.kinship is Kinship.SAME and self.place is Place.RIGHT

    @property
    def rank(self) -> tuple[bool, bool, bool, float]:
        """What makes one candidate better than another."""
        right = self.place is Place.RIGHT
        return (self.place is not Place.OTHER_BRANCH, self.match.kinship is Kinship.SAME, right, self.match.score)


class Chooser:
    """Knows the departments of one list; asked with the rows, it says which row each of them is."""

    def __init__(self, matcher: Matcher, *, central: bool = False) -> None:
        """Prepare the index and the parents; `central`: the list is one of central offices, and so are the rows."""
        self.matcher, self._index, self._central = matcher, Index(matcher), central
        self._named = {each.name.casefold(): each for each in matcher.departments}

    def ours(self, row: Organisation) -> bool:
        """Whether a row stands under our state, or is central as we are; the state's own row is no department."""
        if self._central:
            return self.matcher.known.elsewhere.isdisjoint(self.matcher.read(row.top).words)
        return bool(row.top) and self.matcher.government(row.top) is Government.OURS

    def choose(self, rows: Iterable[Organisation]) -> Iterator[tuple[Department, Candidate]]:
        """Pairs of a department and a row that may be it; a row that fits another one better is `passed_over`."""
        every = list(rows)
        home = [row for row in every if self.ours(row)]
        away = [row for row in every if not self.ours(row) and row.top and self._speaks_of_us(row.name)]
        places = [(row, self.matcher.state if self._central else row.top) for row in home]
        for row, department, match, best in self._fitting(places):
            yield department, Candidate(row, match, self._place(department, row), passed_over=not best)
        for row, department, match, best in self._fitting([(row, "") for row in away]):
            if match.kinship is Kinship.SAME and best:
                yield department, Candidate(row, match, Place.OTHER_BRANCH)

    def _speaks_of_us(self, name: str) -> bool:
        return not self.matcher.known.home.isdisjoint(self.matcher.read(name).words)

    def _fitting(
        self, rows: Sequence[tuple[Organisation, str]]
    ) -> Iterator[tuple[Organisation, Department, Match, bool]]:
        fits: dict[int, list[tuple[Department, Match]]] = defaultdict(list)
        for place, prepared, match in self._index.matches((row.name, under) for row, under in rows):
            fits[place].append((prepared.department, match))
        for place, some in fits.items():
            best = dict(_settled(some))
            for department, match in some:
                yield rows[place][0], department, best.get(department, match), department in best

    def _place(self, department: Department, row: Organisation) -> Place:
        parents = [each for each in row.under.split(" > ")[not self._central :] if each != CENTRE]
        if not parents or (self._central and not department.parent):
            return Place.RIGHT
        each, seen = department, {""}
        while all(self.matcher.compare(each, parent).kinship is Kinship.DIFFERENT for parent in parents):
            above = each.parent.casefold()
            if above in seen:
                return Place.OTHER_PARENT
            seen.add(above)
            each = self._named.get(above) or Department(each.parent, "other")
        return Place.RIGHT


@lru_cache(maxsize=16)
def chooser_of(departments: tuple[Department, ...], state: str) -> Chooser:
    """The chooser of a list under one state or the Centre: made once, for several look-ups in the same list."""
    return Chooser(Matcher(departments, _UNION if state == CENTRE else state), central=state == CENTRE)


def _settled(some: list[tuple[Department, Match]]) -> list[tuple[Department, Match]]:
    """The departments that one row may be: the one it fits best, or all that it fits as well as one another."""
    top = max(match.score for _department, match in some)
    best = [(department, match) for department, match in some if match.score >= top - _EQUALLY]
    same = [pair for pair in best if pair[1].kinship is Kinship.SAME]
    if len(same) < 2:  # noqa: PLR2004
        return best
    return [
        (department, Match(Kinship.NEAR, match.score, f"{match.why}; fits {_others(department, same)} as well"))
        for department, match in same
    ]


def _others(department: Department, same: list[tuple[Department, Match]]) -> str:
    return " and ".join(other.name for other, _match in same if other is not department)
