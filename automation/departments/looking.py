"""What the audits share: the departments, the rows that may be each of them, and which row a department then is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from automation.departments import plan
from automation.departments.choosing import Candidate, chooser_of
from automation.departments.quality import findings
from automation.names.judging import Kinship, Match
from automation.portal.facts import CENTRE, Organisation
from automation.result import PICKABLE, DepartmentResult, DepartmentsResult, ListFinding, Proof

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from automation.departments.answered import Answers
    from automation.names.department import Department


def by_branch(
    departments: tuple[Department, ...], state: str, run: Callable[[tuple[Department, ...], str], DepartmentsResult]
) -> DepartmentsResult:
    """One audit of the state's departments and one of the central offices, told as one in the order of the list."""
    if state == CENTRE or not any(each.central for each in departments):
        return run(departments, state)
    parts = {
        place: tuple(each for each in departments if each.central is (place == CENTRE)) for place in (state, CENTRE)
    }
    found = [run(some, place) for place, some in parts.items() if some]
    ordered = [department for some in parts.values() for department in some]
    every = dict(zip(ordered, (result for each in found for result in each.results), strict=True))
    return DepartmentsResult(
        expected=len(departments),
        listed=sum(each.listed for each in found),
        searches=sum(each.searches for each in found),
        results=tuple(every[each] for each in departments),
        asked=tuple(proof for each in found for proof in each.asked),
        quality=tuple(finding for each in found for finding in each.quality),
    )


def of_branch(among: tuple[Department, ...], state: str, place: str) -> tuple[Department, ...]:
    """Those of a whole list that are audited together at `place`, as `by_branch` parts them."""
    return among if state == CENTRE else tuple(each for each in among if each.central is (place == CENTRE))


class Looking:
    """One audit as far as it has come: every row that it sees is held against every department."""

    def __init__(
        self,
        departments: tuple[Department, ...],
        state: str,
        progress: Callable[[int, int], None] | None = None,
        among: tuple[Department, ...] = (),
    ) -> None:
        """`progress` hears how many questions were put and how many there may be.

        `departments` are a share of `among`, the whole list: a row that fits another of its departments better is not
        theirs.
        """
        self.departments, self.state, self._progress = departments, state, progress
        self.chooser = chooser_of(among or departments, state)
        self.needs = {each: plan.needs(each, state) for each in departments}
        self.found: dict[Department, list[tuple[Candidate, Answers]]] = defaultdict(list)
        self._passed_over: dict[Department, list[tuple[Candidate, Answers]]] = defaultdict(list)
        self._of_others: dict[Department, list[Candidate]] = defaultdict(list)
        self._seen: set[Organisation] = set()

    def open(self) -> list[Department]:
        """The departments that are not yet surely found where they belong."""
        return [each for each in self.departments if not any(one.sure for one, _at in self.found.get(each, ()))]

    def tell(self, asked: int) -> None:
        """Say how far the audit has come."""
        if self._progress is not None:
            self._progress(asked, asked + 4 + len(self.open()) // 6)

    def take(self, rows: Iterable[Organisation], place: Answers) -> None:
        """Hold the rows of a list that were not seen before against the departments."""
        fresh = [row for row in dict.fromkeys(rows) if row not in self._seen]
        self._seen.update(fresh)
        for department, candidate in self.chooser.choose(fresh):
            if department in self.needs:
                pile = self._passed_over if candidate.passed_over else self.found
                pile[department].append((candidate, place))
            elif not candidate.passed_over:
                self._of_others[department].append(candidate)

    def look_again(self) -> None:
        """Give a department without a row one that was passed over, if no other department has taken it."""
        taken = {pair[0].row for each in self.departments if (pair := self.best(each))}
        taken |= {max(some, key=lambda each: each.rank).row for some in self._of_others.values()}
        for department, some in self._passed_over.items():
            for one, place in some if department not in self.found else ():
                if one.row not in taken:
                    match = Match(Kinship.NEAR, one.match.score, f"{one.match.why}; fits another one better")
                    self.found[department].append((replace(one, match=match), place))

    def best(self, department: Department) -> tuple[Candidate, Answers] | None:
        """The best row for a department, with its list; among equally good ones, one that the page does not hide."""
        return max(
            self.found.get(department, ()),
            key=lambda each: (*each[0].rank[:2], each[1].is_shown(each[0].row) is not False, each[0].rank),
            default=None,
        )

    def whole_result(
        self,
        results: Iterable[DepartmentResult],
        searches: int,
        asked: Iterable[Proof],
        rows: list[Organisation],
        quality: Iterable[ListFinding] = (),
    ) -> DepartmentsResult:
        """The whole result of an audit; `rows` are those that the answers held under our state."""
        every = tuple(results)
        return DepartmentsResult(
            expected=len(every),
            listed=sum(each.listing in PICKABLE for each in every),
            searches=searches,
            results=every,
            asked=tuple(dict.fromkeys(asked)),
            quality=(*quality, *findings(rows, self.chooser.matcher)),
        )
