"""Asks the portal's dropdown about every expected department and says what became of each, with the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from automation.departments import plan
from automation.departments.names import Kinship, Match, compare
from automation.departments.requests import draft
from automation.model import DepartmentResult, DepartmentsResult, Listing, NoAnswer
from automation.portal.facts import Branch, Organisation, Rows, SearchReply

if TYPE_CHECKING:
    from automation.departments.expected import Department

Search = Callable[[str, Branch], SearchReply]
Progress = Callable[[int, int], None]
_GIVE_UP_AFTER = 3
_PROOFS = 2


@dataclass(slots=True)
class _Seen:
    """What the searches of one branch brought."""

    rows: dict[Organisation, str] = field(default_factory=dict)
    shown: set[Organisation] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    any_rows: bool = False
    failures_in_a_row: int = 0

    def take(self, query: str, reply: SearchReply, state: str) -> None:
        """Add one answer."""
        if not isinstance(reply, Rows):
            self.failed[query] = reply.why
            self.failures_in_a_row += 1
            return
        self.failures_in_a_row = 0
        self.answered.add(query)
        self.any_rows = self.any_rows or bool(reply.held)
        if not reply.capped:
            self.whole.add(query)
        for row in reply.held:
            if _is_ours(row, reply.branch, state):
                self.rows.setdefault(row, query)
                if reply.shown is None or any(" ".join(row.name.split()) in text for text in reply.shown):
                    self.shown.add(row)


def run(
    departments: tuple[Department, ...], search: Search, state: str, progress: Progress = lambda _done, _all: None
) -> DepartmentsResult:
    """The listing of every department, in the order of the list.

    `search` puts one question to the portal. `missing` is said only after two different fragments were answered in
    full under State, and Centre was searched for
    names that carry our state's; three failures in a row end the audit, and what is open then is
    `cannot_judge`.
    """
    audit = _Audit(departments, search, state, progress)
    audit.ask(Branch.STATE, plan.cover(departments, _PROOFS))
    for _ in range(_PROOFS):
        unproven = [each for each in departments if audit.unproven(each)]
        audit.ask(Branch.STATE, plan.cover(unproven, 1, audit.state_rows.answered | audit.state_rows.failed.keys()))
    audit.ask_short_names([each for each in departments if audit.open(each)])
    if any(audit.open(each) for each in departments):
        audit.ask(Branch.CENTRE, plan.marks_of(state))
    results = tuple(audit.result(each) for each in departments)
    listed = sum(result.listing in {Listing.LISTED, Listing.NEAR_NAME} for result in results)
    return DepartmentsResult(expected=len(results), listed=listed, searches=audit.searches, results=results)


class _Audit:
    def __init__(self, departments: tuple[Department, ...], search: Search, state: str, progress: Progress) -> None:
        self._departments, self._search, self._state, self._progress = departments, search, state, progress
        self.state_rows, self.centre_rows = _Seen(), _Seen()
        self._compare = cache(compare)
        self.alternatives: set[str] = set()
        self.searches = 0

    def ask(self, branch: Branch, fragments: Iterable[str]) -> None:
        """Put the questions that have not been answered yet, until the portal fails three times in a row."""
        seen = self.state_rows if branch is Branch.STATE else self.centre_rows
        fresh = [fragment for fragment in fragments if fragment not in seen.answered]
        for place, fragment in enumerate(fresh, start=1):
            if seen.failures_in_a_row >= _GIVE_UP_AFTER:
                seen.failed.setdefault(fragment, "not asked, because the search had failed three times in a row")
                continue
            self._progress(self.searches, self.searches + len(fresh) - place + 1)
            seen.take(fragment, self._search(fragment, branch), self._state)
            self.searches += 1

    def best(self, department: Department, seen: _Seen) -> tuple[Organisation, Match] | None:
        """The row that fits best, if any fits at all; each pair is compared once."""
        matches = [(row, self._compare(department, row.name)) for row in seen.rows]
        fitting = [(row, match) for row, match in matches if match.kinship is not Kinship.DIFFERENT]
        return max(fitting, key=lambda pair: (pair[1].kinship is Kinship.SAME, pair[1].score), default=None)

    def open(self, department: Department) -> bool:
        """Whether no row that the page shows fits yet."""
        found = self.best(department, self.state_rows)
        return found is None or found[0] not in self.state_rows.shown

    def unproven(self, department: Department) -> bool:
        """Whether it is still open and fewer than two of its fragments were answered in full."""
        whole = sum(part in self.state_rows.whole for part in plan.fragments(department))
        return self.open(department) and whole < _PROOFS

    def ask_short_names(self, departments: list[Department]) -> None:
        """Ask for rows that hold only a short name: many at a time where the server reads a regular expression.

        A row that is surely there stands in each question as a control; without it in the answer the server does not
        read the question so, and the short names are asked one by one.
        """
        names = [name for each in departments for name in plan.short_names(each)]
        control = next((row.name for row in self.state_rows.rows if plan.is_plain(row.name)), None)
        found: list[str] = []
        for some in plan.batched(names) if control else ():
            self.searches += 1
            reply = self._search(plan.any_of(some, control or ""), Branch.STATE)
            if not isinstance(reply, Rows) or reply.capped or not any(row.name == control for row in reply.held):
                found += some
                continue
            self.alternatives.update(some)
            held = " ".join(row.name.lower() for row in reply.held if _is_ours(row, Branch.STATE, self._state))
            found += [name for name in some if plan.stands_in(name, held)]
        self.ask(Branch.STATE, dict.fromkeys(found if control else names))

    def result(self, department: Department) -> DepartmentResult:
        """The listing of one department, with its proof."""
        found = self.best(department, self.state_rows)
        if found is not None:
            return self._found(department, *found)
        elsewhere = self.best(department, self.centre_rows)
        if elsewhere is not None and elsewhere[1].kinship is Kinship.SAME:
            row, match = elsewhere
            why = f"found under Centre{f' > {row.under}' if row.under else ''}, not under State ({match.why})"
            return self._result(
                department, Listing.MISPLACED, why, row=row, match=match, shown=row in self.centre_rows.shown
            )
        return self._absent(department)

    def _found(self, department: Department, row: Organisation, match: Match) -> DepartmentResult:
        shown = row in self.state_rows.shown
        why = f"{match.why}; found by “{self.state_rows.rows[row]}”"
        if not shown:
            return self._result(
                department,
                Listing.HIDDEN,
                f"the portal holds it, the list does not show it ({why})",
                row,
                match,
                shown=False,
            )
        listing = Listing.LISTED if match.kinship is Kinship.SAME else Listing.NEAR_NAME
        return self._result(department, listing, why, row, match, shown=True)

    def _absent(self, department: Department) -> DepartmentResult:
        seen, mine = self.state_rows, plan.fragments(department)
        whole = [fragment for fragment in mine if fragment in seen.whole]
        cut = [fragment for fragment in mine if fragment in seen.answered and fragment not in seen.whole]
        reason = next((seen.failed[fragment] for fragment in mine if fragment in seen.failed), "")
        centre = self.centre_rows.answered
        if not seen.any_rows:
            why = reason or "every answer was empty, which can be a fault of the portal's server"
        elif len(whole) < min(_PROOFS, len(mine)):
            why = reason or f"the list was cut for {', '.join(cut) or 'every fragment'}; narrow the search"
        elif not centre:
            why = "Centre could not be searched"
        else:
            short = [name for name in plan.short_names(department) if name in seen.answered | self.alternatives]
            tried = ", ".join(f"“{fragment}”" for fragment in (*whole, *short))
            why = f"not among the rows found for {tried} under State, nor under Centre"
            return self._result(department, Listing.MISSING, why)
        return self._result(department, Listing.CANNOT_JUDGE, why)

    def _result(  # noqa: PLR0913 (one record of the result, field by field)
        self,
        department: Department,
        listing: Listing,
        why: str,
        row: Organisation | None = None,
        match: Match | None = None,
        *,
        shown: bool | None = None,
    ) -> DepartmentResult:
        asked = self.state_rows.answered | self.alternatives
        missing = listing is Listing.MISSING
        return DepartmentResult(
            name=department.name,
            listing=listing,
            matched=row.name if row else None,
            under=row.under if row else None,
            score=round(match.score, 3) if match else 0.0,
            why=why,
            queries=tuple(
                part for part in (*plan.fragments(department), *plan.short_names(department)) if part in asked
            ),
            by_search=False if missing else shown,
            in_data=False if missing else (True if row else None),
            request_for_help=draft(department, self._state) if missing else None,
        )


def _is_ours(row: Organisation, branch: Branch, state: str) -> bool:
    """Under State, a row whose top parent is our state; under Centre, a row that names our state itself."""
    if branch is Branch.STATE:
        return state.casefold() in row.top.casefold() or (
            not row.top and row.name.strip().casefold() == state.casefold()
        )
    return state.casefold() in row.name.casefold() or "gnctd" in row.name.casefold()


def outage(departments: tuple[Department, ...], reason: NoAnswer) -> DepartmentsResult:
    """The audit that could not be made: nothing is said of any department."""
    results = tuple(
        DepartmentResult(name=each.name, listing=Listing.CANNOT_JUDGE, why=reason.why) for each in departments
    )
    return DepartmentsResult(expected=len(results), results=results)
