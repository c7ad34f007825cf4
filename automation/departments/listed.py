"""Audits departments that stand in lists below one another: scrolls, searches, and compares page and data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from automation.departments import plan
from automation.departments.levels import LETTERS, Level, Lists
from automation.departments.listed_results import absent, list_findings, present, split
from automation.departments.looking import Looking, by_branch, of_branch
from automation.departments.results import outage
from automation.model import NoAnswer
from automation.names.department import Department
from automation.portal.facts import CENTRE, NothingSent, Organisation, Rows, SearchReply
from automation.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from automation.departments.asking import Progress
    from automation.result import DepartmentResult, DepartmentsResult

_MOST_TEXTS = 60
_GIVE_UP_AFTER = 3
_TOO_FEW = 0.2
_SURE = 45
"""Rows of a list that its first page shows whatever else stands on it."""


def run(  # noqa: PLR0913 (the audit's ingredients, each named)
    departments: tuple[Department, ...],
    lists: Lists,
    state: str,
    progress: Progress = lambda _done, _all: None,
    saw: list[Organisation] | None = None,
    *,
    known: tuple[Department, ...] = (),
    among: tuple[Department, ...] = (),
) -> DepartmentsResult:
    """The listing of every department, in the order of the list.

    First the audit scrolls the state's own list to its end, and searches it until it knows every row that the portal
    claims to have, or has asked for every name that could be there. Then, while a department is not found, it does
    the same in the list below each row, beginning with the rows that may be its parent. A department is `missing`
    only where all these lists were read to their ends. For central offices the ministries are the own list. `saw`
    gets the rows that the answers held. `known` is the whole list that `departments` are a part of: it tells what
    stands above them. `among` is the whole list too: a row that fits another of its departments better is not theirs.
    """

    def one(some: tuple[Department, ...], place: str) -> DepartmentsResult:
        own = lists.centrally() if place == CENTRE else lists
        peers = of_branch(among, state, place)
        return _run(some, _Audit(some, own, place, progress, known, (*peers, *_ancestors(peers, known))), saw)

    return by_branch(departments, state, one)


def _run(departments: tuple[Department, ...], audit: _Audit, saw: list[Organisation] | None) -> DepartmentsResult:
    first = audit.read_own_list()
    if first is not None:
        return outage(departments, first)
    audit.search_own_list()
    audit.read_below()
    audit.ask_centre()
    audit.look_again()
    rows = [row for level in audit.levels for row in level.rows]
    if saw is not None:
        saw += rows
    return audit.whole_result(
        [audit.result(each) for each in departments],
        audit.questions,
        (proof for level in audit.levels for proof in level.proofs.values()),
        rows,
        (*list_findings(audit.levels, audit.lists.designations(), audit.state), *split(audit.found, audit.levels)),
    )


class _Audit(Looking):
    def __init__(  # noqa: PLR0913, PLR0917 (the audit's ingredients, each named)
        self,
        departments: tuple[Department, ...],
        lists: Lists,
        state: str,
        progress: Progress,
        known: tuple[Department, ...],
        among: tuple[Department, ...],
    ) -> None:
        super().__init__((*departments, *_ancestors(departments, known)), state, progress, among)
        self._asked_for = frozenset(departments)
        self._known = known
        self._named = {each.name.casefold(): each for each in self.departments}
        self.lists = lists
        self._failures: list[str] = []
        self._unread: dict[Organisation, str] = {}
        self.own, self.centre = Level(state), Level("Centre")
        self.levels = [self.own]
        self.questions = 0

    def _ask(self, question: Callable[[], SearchReply]) -> Rows | NothingSent | NoAnswer:
        self.tell(self.questions)
        self.questions += 1
        reply = question()
        if isinstance(reply, Rows):
            self._failures.clear()
        else:
            self._failures.append(reply.why)
        return reply

    def _gave_up(self) -> bool:
        return len(self._failures) >= _GIVE_UP_AFTER

    def read_own_list(self) -> NoAnswer | None:
        """The state's own list, scrolled to its end; why nothing can be said where it does not come."""
        reply = self._ask(lambda: self.lists.stand(None))
        if isinstance(reply, Rows):
            self.own.entered(reply)
            reply = self._ask(self.lists.scroll)
        if not isinstance(reply, Rows):
            return NoAnswer(reply.why)
        self.own.went_down(reply)
        if not self.own.rows:
            return NoAnswer("the list of departments came empty, which can also be a fault of the portal's server")
        self.take(self.own.rows, self.own)
        return None

    def _search(self, level: Level, text: str) -> bool:
        reply = self._ask(lambda: self.lists.find(text))
        if not isinstance(reply, Rows):
            return False
        level.answered(reply)
        self.take(level.rows, level)
        return True

    def search_own_list(self) -> None:
        """Rows that scrolling does not reach, to the last one; else every name that may be there is asked for."""
        self._search_through(self.own, {each.name: 0.5 for each in (*self.open(), *self._known)})
        self._look_at(self.own)

    def _search_through(self, level: Level, likely: dict[str, float]) -> None:
        for _text in range(_MOST_TEXTS):
            if level.complete or level.miscounted or self._gave_up():
                return
            text = level.next_text(likely, _TOO_FEW) or level.next_text(self._odd(level) | likely)
            if text is None or not self._search(level, text):
                break
        if not level.complete:
            wanted = [need for each in self.open() for need in self.needs[each] if need.must]
            for part in plan.cover(wanted, level.whole | level.proofs.keys()):
                if level.miscounted or self._gave_up():
                    return
                self._search(level, part.lower())

    def _odd(self, level: Level) -> dict[str, float]:
        """What rows that look like none of the others may hold: other spellings, any letter, any two of known rows."""
        spellings = {need.spelling: 0.1 for each in self.open() for need in self.needs[each]}
        return LETTERS | level.pairs() | spellings

    def _look_at(self, level: Level) -> None:
        """Bring on the page what the data hold and nothing has shown yet: by few texts, then each by one of its own."""
        best = [pair for each in self.departments if (pair := self.best(each))]
        rows = [one.row for one, place in best if place is level]
        shared = plan.shows([row.name for row in rows if not level.is_shown(row)], level.proofs.keys())
        for text in shared:
            self._look_for(level, text, [row for row in rows if plan.is_typed(text, row.name)])
        for row in rows:
            for text in (level.telling(row), row.name.strip().lower()):
                self._look_for(level, text, [row])

    def _look_for(self, level: Level, text: str, rows: list[Organisation]) -> None:
        if text not in level.proofs and not self._gave_up() and not all(level.is_shown(row) for row in rows):
            self._search(level, text)

    def _sought(self) -> list[Department]:
        """What was asked for and is not yet surely found."""
        return [each for each in self.open() if each in self._asked_for]

    def _above(self, department: Department) -> Iterator[Organisation]:
        """Every row of the own list that may stand above a department, at whatever distance."""
        seen: set[str] = set()
        above = department.parent.casefold()
        while above and above not in seen:
            seen.add(above)
            parent = self._named[above]
            yield from (candidate.row for candidate, place in self.found.get(parent, ()) if place is self.own)
            above = parent.parent.casefold()

    def _by_likelihood(self) -> list[Organisation]:
        """The rows below which a department that is not found may stand: its parents, no department, the rest."""
        parents = Counter(row for each in self._sought() for row in dict.fromkeys(self._above(each)))
        ours = {candidate.row for each in self.found.values() for candidate, _place in each}
        others = () if self.own.miscounted else self.own.rows  # then nothing can be called missing
        rest = sorted((row for row in others if row not in parents), key=lambda row: row not in ours)
        return [*sorted(parents, key=lambda row: (-parents[row], row.name)), Organisation.none(self.state), *rest]

    def read_below(self) -> None:
        """The list below each row of the own one, until all that was asked for is found; a failed one once more."""
        carried = False
        rows = self._by_likelihood()
        for row in rows:
            if not self._sought() or self._gave_up():
                return
            level = Level(f"{self.state} > {plain(row.name)}", parent=row)
            if not self._read_below(level, carried=carried):
                rows += [row] if row not in self._unread and not row.is_none else []
                self._unread[row] = self._failures[-1]
                continue
            self._unread.pop(row, None)
            carried = carried or bool(level.rows)
            self._search_through(level, {})
            self._look_at(level)

    def _read_below(self, level: Level, *, carried: bool) -> bool:
        """One list below a department; on a fresh page after a failure, and where rows of another are in its way.

        A failed list can block those after it (FACTS §11.4), and the rows of one stay in the next.
        """
        for fresh in (bool(self._failures), True)[: 1 + carried]:
            reply = self._ask(lambda fresh=fresh: self.lists.stand(level.parent, fresh=fresh))  # type: ignore[misc]
            if not isinstance(reply, Rows):
                return False
            level.entered(reply)
            if level not in self.levels:
                self.levels.append(level)
            self.take(level.rows, level)
            if level.complete and not any(at is level for each in self.found.values() for _one, at in each):
                return True  # none of ours is below it, so there is nothing to bring on the page
            reply = self._ask(self.lists.scroll)
            if not isinstance(reply, Rows):
                return False
            level.went_down(reply)
            self.take(level.rows, level)
            if level.scrolled is not None and level.scrolled >= set(list(level.rows)[:_SURE]):
                break
        return True

    def ask_centre(self) -> None:
        """Names that carry our state's name, in the list of ministries."""
        if not self._sought() or self._gave_up() or self.state == CENTRE:
            return
        self.levels.append(self.centre)
        central = self.lists.centrally()
        if isinstance(self._ask(lambda: central.stand(None)), Rows):
            reply = self._ask(lambda: central.find(self.chooser.matcher.known.marks[0]))
            if isinstance(reply, Rows):
                self.centre.answered(reply)
                self.take(self.centre.rows, self.centre)

    def result(self, department: Department) -> DepartmentResult:
        """The listing of one department, with its proof."""
        best = self.best(department)
        if best is not None and isinstance(best[1], Level):
            return present(department, best[0], best[1], len(self.found[department]))
        return absent(department, self.levels, self.state, self._doubt(department))

    def _doubt(self, department: Department) -> str:
        """Why a department that was not found cannot be called missing; blank where it can."""
        if self._gave_up():
            return self._failures[-1]
        for row, why in self._unread.items():
            if not row.is_none:
                return f"the list below {row.name} could not be read: {why}"
            if department.kind != "department":  # which the portal keeps in the state's own list
                return f"in no list that can be read; what stands directly below {self.state} cannot be: {why}"
        for level in self.levels:
            if level is not self.centre and not level.complete and self._may_hide(level, department):
                return f"the list of {level.name} could not be known to its end; search for it by hand"
        return "" if self.centre.proofs or self.state == CENTRE else "Centre could not be searched"

    def _may_hide(self, level: Level, department: Department) -> bool:
        """Whether a list that is not known to its last row may hold a department; the own one, a list that does."""
        musts = [need for need in self.needs[department] if need.must]
        return level is self.own or level.miscounted or not all(need.answered(level.whole) for need in musts)


def _ancestors(departments: tuple[Department, ...], known: tuple[Department, ...]) -> tuple[Department, ...]:
    """The departments above these that are not among them, up to the top; they are looked for as well."""
    ours = {each.name.casefold() for each in departments}
    others = {each.name.casefold(): each for each in known}
    found: dict[str, Department] = {}
    for above in (each.parent for each in departments):
        while above and above.casefold() not in ours | found.keys():
            parent = found[above.casefold()] = others.get(above.casefold()) or Department(above, "department")
            above = parent.parent  # noqa: PLW2901 (one step up)
    return tuple(found.values())
