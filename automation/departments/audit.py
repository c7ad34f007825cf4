"""Asks the portal's dropdown about every expected department and says what became of each, with the proof."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from automation.departments import plan
from automation.departments.asking import Asker, Progress, Search
from automation.departments.choosing import Place
from automation.departments.looking import Looking, by_branch, of_branch
from automation.departments.results import absent, found_as
from automation.portal.facts import CENTRE, Branch, Organisation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from automation.names.department import Department
    from automation.result import DepartmentResult, DepartmentsResult

_TEXTS, _PAIRS = attrgetter("texts"), attrgetter("pairs")
_WORTH_A_SEARCH, _WORTH_A_PAIR, _MOST_CUT = 6, 4, 2
_LEAST_ROOM = 12
_SEARCHES, _DEPARTMENTS = 3, 5
"""Up to three searches for five departments in all, the audit also asks what it need not ask."""


def run(  # noqa: PLR0913, PLR0917 (the ingredients of an audit, each named)
    departments: tuple[Department, ...],
    search: Search,
    state: str,
    progress: Progress = lambda _done, _all: None,
    known: str = "",
    saw: list[Organisation] | None = None,
    among: tuple[Department, ...] = (),
) -> DepartmentsResult:
    """The listing of every department, in the order of the list.

    `search` puts one question to the portal; `known` is an organisation that is surely there. `missing` is said only
    after every spelling of the department that must be was looked for and answered in full under State, and Centre was
    searched for names that carry our state's; three failures in a row end the audit, and what is open then is
    `cannot_judge`. `saw` is filled with the rows under our state that the answers held. Central offices are looked
    for under Centre alone. `among` is the whole list where `departments` are a share of it.
    """

    def one(some: tuple[Department, ...], place: str) -> DepartmentsResult:
        asker = Asker(search, "" if place == CENTRE else known)
        return _run(_Audit(some, asker, place, progress, of_branch(among, state, place)), saw)

    return by_branch(departments, state, one)


def _run(audit: _Audit, saw: list[Organisation] | None) -> DepartmentsResult:
    audit.ask_typed()
    audit.ask_together()
    audit.look_again()
    audit.ask_for_the_page()
    if audit.open() and audit.branch is Branch.STATE:
        audit.ask_centre()
    results = [audit.result(each) for each in audit.departments]
    rows = [row for row in audit.asked.rows if audit.chooser.ours(row)]
    if saw is not None:
        saw += rows
    return audit.whole_result(results, audit.asker.searches, audit.asker.proofs(), rows)


class _Audit(Looking):
    def __init__(
        self,
        departments: tuple[Department, ...],
        asker: Asker,
        state: str,
        progress: Progress,
        among: tuple[Department, ...],
    ) -> None:
        super().__init__(departments, state, progress, among)
        self.branch = Branch.CENTRE if state == CENTRE else Branch.STATE
        self.asker, self.asked = asker, asker.of(self.branch)
        self._left = [need for each in departments for need in self.needs[each]]
        self._tried: set[str] = set()

    def _ask(self, text: str, branch: Branch, parts: Iterable[str] = (), control: str = "") -> bool:
        """One question and its rows matched; whether the portal read it as meant."""
        self.tell(self.asker.searches)
        self._tried.add(text)
        reply = self.asker.ask(text, branch, parts, control)
        if reply is not None:
            self.take(reply.held, self.asker.of(branch))
        return reply is not None

    def _wanted(self) -> list[plan.Need]:
        """What has still to be looked for: the spellings of open departments that no text answered so far holds."""
        open_ = set(self.open())
        whole = self.asked.whole
        self._left = [each for each in self._left if each.department in open_ and not each.answered(whole)]
        return self._left

    def _often(self, text: str) -> int:
        """How many rows are known to hold a text."""
        return sum(text in row.name.lower() for row in self.asked.rows)

    def _type(self, least: int, texts: Callable[[plan.Need], Iterable[str]], *, must: bool = False) -> str | None:
        """Ask the text that serves most of what is wanted; None where none serves enough, or nothing is answered."""
        wanted = [each for each in self._wanted() if each.must or not must]
        counts = Counter(text for each in wanted for text in texts(each))
        text = plan.next_text(counts, self._tried, self._often, least)
        if text is not None and not self.asker.gave_up(self.branch):
            self._ask(text, self.branch)
            return text
        return None

    def ask_typed(self) -> None:
        """Ask for the marks of our own names, then for texts that each serve many departments not yet found."""
        for mark in self.chooser.matcher.known.marks if self.branch is Branch.STATE else ():
            self._ask(mark, self.branch)
        while self._type(_WORTH_A_SEARCH, _TEXTS):
            pass

    def ask_together(self) -> None:
        """What is left of each open department's spellings, many at a time where the server reads a regular expression.

        A row that is surely there stands in each question as a control; without it in the answer the server does not
        read the question so, and they are asked one by one.
        """
        while not self._control() and self._type(1, _TEXTS, must=True):
            pass
        control = self._control()
        parts = (*plan.EVERYWHERE, *self._parts()) if self.open() else ()
        while control and parts:
            if not all(self._batch(batch, control) for batch in plan.batched(parts, control, self._common)):
                control = ""
            parts = self._parts()
        if not control:
            self._one_by_one()

    def _parts(self) -> tuple[str, ...]:
        """What to ask for together: for each spelling the beginning of a word that was not asked for yet."""
        return plan.cover(self._wanted(), self.asked.answered | self.asked.failed.keys())

    def _control(self) -> str:
        """The name of a row that is surely there, without signs of a regular expression; blank while none is known."""
        return next((row.name for row in self.asked.rows if plan.is_plain(row.name)), "")

    def _batch(self, batch: list[str], control: str) -> bool:
        """Ask for several parts at once, in halves where the answer was cut; whether the portal reads that so."""
        if not self._ask(plan.any_of(batch, control), self.branch, batch, control):
            return False
        half = len(batch) // 2
        if half and not set(batch) <= self.asked.whole:
            return self._batch(batch[:half], control) and self._batch(batch[half:], control)
        return True

    def _one_by_one(self) -> None:
        """What must be asked, then, as far as there is room, what else a name may look like."""
        for letter in plan.HINDI if self._wanted() else ():
            self._ask(letter, self.branch)
        self._left += [each for department in self.open() for each in plan.dotted(department)]
        cut = 0
        while cut < _MOST_CUT and (text := self._type(_WORTH_A_PAIR, _PAIRS)):
            cut += text not in self.asked.whole
        while self._type(1, _TEXTS, must=True):
            pass
        room = max(_LEAST_ROOM, len(self.departments) * _SEARCHES // _DEPARTMENTS)
        while self.asker.searches < room and self._type(1, _TEXTS):
            pass

    def _common(self, part: str) -> bool:
        """Whether a part begins a word that stands in many names."""
        return part in plan.EVERYWHERE or (part.islower() and part in self.chooser.matcher.known.beginnings)

    def ask_for_the_page(self) -> None:
        """Whether the page shows what the answers held: texts that a person types, for rows that it has not shown."""
        for _again in range(2):
            best = [pair[0] for each in self.departments if (pair := self.best(each))]
            rows = [
                each.row for each in best if each.place is not Place.OTHER_BRANCH and each.row not in self.asked.looked
            ]
            for text in plan.shows([row.name for row in rows], self.asked.whole):
                if any(row not in self.asked.looked and plan.is_typed(text, row.name) for row in rows):
                    self._ask(text, self.branch)

    def ask_centre(self) -> None:
        """Names that carry our state's, under Centre."""
        for mark in self.chooser.matcher.known.marks:
            self._ask(mark, Branch.CENTRE)

    def result(self, department: Department) -> DepartmentResult:
        """The listing of one department, with its proof."""
        best = self.best(department)
        if best is None:
            return absent(department, self.needs[department], self.asker, self.state, self.branch)
        return found_as(department, *best, len(self.found[department]))
