"""Asks the portal's dropdown about every expected department and says what became of each, with the proof."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from automation.departments import plan
from automation.departments.asking import Asker, Progress, Search
from automation.departments.choosing import Candidate, Place, chooser_of
from automation.departments.quality import findings
from automation.departments.results import absent, found_as, outage
from automation.model import Listing
from automation.portal.facts import Branch
from automation.result import DepartmentsResult

if TYPE_CHECKING:
    from collections.abc import Iterable

    from automation.departments.expected import Department
    from automation.portal.facts import Organisation
    from automation.result import DepartmentResult

__all__ = ["outage", "run"]


def run(  # noqa: PLR0913, PLR0917 (the ingredients of an audit, each named)
    departments: tuple[Department, ...],
    search: Search,
    state: str,
    progress: Progress = lambda _done, _all: None,
    known: str = "",
    saw: list[Organisation] | None = None,
) -> DepartmentsResult:
    """The listing of every department, in the order of the list.

    `search` puts one question to the portal; `known` is an organisation that is surely there. `missing` is said only
    after every name of the department was asked for and answered in full under State, and Centre was searched for
    names that carry our state's; three failures in a row end the audit, and what is open then is `cannot_judge`.
    `saw` is filled with the rows under our state that the answers held.
    """
    audit = _Audit(departments, Asker(search, known), state, progress)
    audit.ask_fragments()
    audit.ask_together()
    audit.ask_for_the_page()
    if audit.open():
        audit.ask_centre()
    results = tuple(audit.result(each) for each in departments)
    listed = sum(result.listing in {Listing.LISTED, Listing.NEAR_NAME} for result in results)
    rows = audit.rows()
    if saw is not None:
        saw += rows
    return DepartmentsResult(
        expected=len(results),
        listed=listed,
        searches=audit.asker.searches,
        results=results,
        asked=audit.asker.proofs(),
        quality=findings(rows, audit.chooser.matcher),
    )


class _Audit:
    def __init__(self, departments: tuple[Department, ...], asker: Asker, state: str, progress: Progress) -> None:
        self._departments, self._state, self._progress, self.asker = departments, state, progress, asker
        self.chooser = chooser_of(departments, state)
        self._needs = {each: plan.needs(each) for each in departments}
        self._found: dict[Department, list[Candidate]] = defaultdict(list)
        self._seen: set[Organisation] = set()

    def rows(self) -> list[Organisation]:
        """The rows under our state that the answers held."""
        return [row for row in self.asker.of(Branch.STATE).rows if self.chooser.ours(row)]

    def open(self) -> list[Department]:
        """The departments that are not yet surely in the data where they belong."""
        return [each for each in self._departments if not any(one.sure for one in self._found.get(each, ()))]

    def _ask(self, text: str, branch: Branch, parts: Iterable[str] = (), control: str = "") -> bool:
        """One question and its rows matched; whether the portal read it as meant."""
        open_ = len(self.open())
        self._progress(self.asker.searches, self.asker.searches + 4 + open_ // 6)
        reply = self.asker.ask(text, branch, parts, control)
        if reply is None:
            return False
        fresh = [row for row in dict.fromkeys(reply.held) if row not in self._seen]
        self._seen.update(fresh)
        for department, candidate in self.chooser.choose(fresh):
            self._found[department].append(candidate)
        return True

    def ask_fragments(self) -> None:
        """Fragments of which each serves several departments, typed as they are; what is found drops out."""
        asked: set[str] = set()
        while not self.asker.gave_up(Branch.STATE):
            wanted = [replace(self._needs[each][0], times=1) for each in self.open()]
            text = plan.next_fragment(plan.still_open(wanted, asked), asked)
            if text is None:
                return
            asked.add(text)
            self._ask(text, Branch.STATE)

    def ask_together(self) -> None:
        """What is left of each open department's names, many at a time where the server reads a regular expression.

        A row that is surely there stands in each question as a control; without it in the answer the server does not
        read the question so, and the parts are asked one by one.
        """
        asked = self.asker.of(Branch.STATE)
        wanted = [need for each in self.open() for need in self._needs[each]]
        parts = [*plan.cover(wanted, asked.whole, asked.failed.keys())]
        while parts and not self._control() and not self.asker.gave_up(Branch.STATE):
            self._one_by_one([parts.pop(0)])
        control = self._control()
        if not control:
            self._one_by_one(parts)
            return
        every = [*plan.EVERYWHERE, *parts] if wanted else []
        for batch in plan.batched(every, control, self._common):
            self._batch(batch, control)

    def _control(self) -> str:
        """A row that is surely there and whose name reads alike as a regular expression; blank while none is known."""
        return next((row.name for row in self.asker.of(Branch.STATE).rows if plan.is_plain(row.name)), "")

    def _batch(self, batch: list[str], control: str) -> None:
        if not self._ask(plan.any_of(batch, control), Branch.STATE, batch, control):
            self._one_by_one(batch)
        elif not set(batch) <= self.asker.of(Branch.STATE).whole and len(batch) > 1:  # the answer was cut
            half = len(batch) // 2
            self._batch(batch[:half], control)
            self._batch(batch[half:], control)

    def _one_by_one(self, parts: Iterable[str]) -> None:
        for part in parts:
            if part not in plan.EVERYWHERE:
                self._ask(part.lower(), Branch.STATE, [part])

    def _common(self, part: str) -> bool:
        """Whether a fragment begins a word that stands in many names."""
        return part in plan.EVERYWHERE or (plan.is_fragment(part) and self.chooser.matcher.known.begins(part))

    def ask_for_the_page(self) -> None:
        """Whether the page shows what the answers held: plain texts for the rows that it was not asked to show yet."""
        asked = self.asker.of(Branch.STATE)
        for _again in range(2):
            rows = [best.row for each in self._departments if (best := self._best(each)) and self._unlooked(best)]
            typed = {proof.query for proof in asked.proofs.values()}
            for text in plan.shows([row.name for row in rows], typed):
                if any(row not in asked.looked and text in row.name.lower() for row in rows):
                    self._ask(text, Branch.STATE)

    def ask_centre(self) -> None:
        """Names that carry our state's, under Centre."""
        for mark in plan.marks_of(self._state):
            self._ask(mark, Branch.CENTRE)

    def _unlooked(self, candidate: Candidate) -> bool:
        asked = self.asker.of(Branch.STATE)
        return candidate.place is not Place.OTHER_BRANCH and candidate.row not in asked.looked

    def _best(self, department: Department) -> Candidate | None:
        """The row that a department is: one in its place before others, but none that the page hides."""
        asked = self.asker.of(Branch.STATE)

        def rank(each: Candidate) -> tuple[object, ...]:
            hidden = each.row in asked.looked and each.row not in asked.shown
            return (*each.rank[:2], not hidden, each.rank)

        return max(self._found.get(department, ()), key=rank, default=None)

    def result(self, department: Department) -> DepartmentResult:
        """The listing of one department, with its proof."""
        best = self._best(department)
        if best is None:
            return absent(department, self._needs[department], self.asker, self._state)
        branch = Branch.CENTRE if best.place is Place.OTHER_BRANCH else Branch.STATE
        return found_as(department, best, len(self._found[department]), self.asker.of(branch))
