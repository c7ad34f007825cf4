"""Audits the departments where they stand in lists below one another: scrolled, searched, and held against the data."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from automation.departments import plan
from automation.departments.choosing import Candidate, chooser_of
from automation.departments.expected import Department
from automation.departments.judging import Kinship
from automation.departments.levels import Level, Lists
from automation.departments.listed_results import absent, list_findings, present
from automation.departments.quality import findings
from automation.departments.results import outage
from automation.model import Listing, NoAnswer
from automation.portal.facts import NothingSent, Organisation, Rows, SearchReply
from automation.result import DepartmentResult, DepartmentsResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from automation.departments.asking import Progress

_MOST_TEXTS = 60
_GIVE_UP_AFTER = 3
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
) -> DepartmentsResult:
    """The listing of every department, in the order of the list.

    The state's own list is scrolled to its end and searched until every row that the portal claims to have is known, or
    every name that could be there was asked for; then the lists below the parents of what was not found. `missing` is
    said only where that is proven. `saw` is filled with the rows that the answers held. `known` is the whole list
    of which `departments` are a part: it tells what stands above them, and of what is not in it nobody knows the place.
    """
    audit = _Audit(departments, lists, state, progress, known)
    first = audit.read_own_list()
    if first is not None:
        return outage(departments, first)
    audit.search_own_list()
    audit.read_below_parents()
    audit.ask_centre()
    results = tuple(audit.result(each) for each in departments)
    rows = [row for level in audit.levels for row in level.rows]
    if saw is not None:
        saw += rows
    return DepartmentsResult(
        expected=len(results),
        listed=sum(each.listing in {Listing.LISTED, Listing.NEAR_NAME} for each in results),
        searches=audit.questions,
        results=results,
        asked=tuple(dict.fromkeys(proof for level in audit.levels for proof in level.asked.values())),
        quality=(*list_findings(audit.levels, lists.designations(), state), *findings(rows, audit.chooser.matcher)),
    )


class _Audit:
    def __init__(
        self,
        departments: tuple[Department, ...],
        lists: Lists,
        state: str,
        progress: Progress,
        known: tuple[Department, ...],
    ) -> None:
        self._departments = (*departments, *_ancestors(departments, known))
        self._known = frozenset(known)
        self._lists, self._state, self._progress = lists, state, progress
        self.chooser = chooser_of(self._departments, state)
        self._needs = {each: plan.needs(each) for each in self._departments}
        self._found: dict[Department, list[tuple[Candidate, Level]]] = defaultdict(list)
        self._seen: set[Organisation] = set()
        self._failures: list[str] = []
        self._unread: dict[str, str] = {}
        self.own = Level()
        self.centre = Level()
        self.levels = [self.own]
        self.questions = 0

    def _ask(self, question: Callable[[], SearchReply]) -> Rows | NothingSent | NoAnswer:
        self._progress(self.questions, self.questions + 4 + len(self._open()) // 6)
        self.questions += 1
        reply = question()
        if isinstance(reply, Rows):
            self._failures.clear()
        else:
            self._failures.append(reply.why)
        return reply

    def _gave_up(self) -> bool:
        return len(self._failures) >= _GIVE_UP_AFTER

    def _match(self, level: Level) -> None:
        fresh = [row for row in level.rows if row not in self._seen]
        self._seen.update(fresh)
        for department, candidate in self.chooser.choose(fresh):
            self._found[department].append((candidate, level))

    def _open(self) -> list[Department]:
        """The departments that are not yet surely found in their place."""
        return [each for each in self._departments if not any(one.sure for one, _level in self._found.get(each, ()))]

    def read_own_list(self) -> NoAnswer | None:
        """The state's own list, scrolled to its end; why nothing can be said where it does not come."""
        reply = self._ask(lambda: self._lists.stand(None))
        if isinstance(reply, Rows):
            self.own.entered(reply)
            reply = self._ask(self._lists.scroll)
        if not isinstance(reply, Rows):
            return NoAnswer(reply.why)
        self.own.went_down(reply)
        if not self.own.rows:
            return NoAnswer("the list of departments came empty, which can also be a fault of the portal's server")
        self._match(self.own)
        return None

    def _search(self, level: Level, text: str) -> bool:
        reply = self._ask(lambda: self._lists.find(text))
        if not isinstance(reply, Rows):
            return False
        level.answered(reply)
        self._match(level)
        return True

    def search_own_list(self) -> None:
        """Rows that scrolling does not reach, to the last one; else every name that may be there is asked for."""
        own = self.own
        for _text in range(_MOST_TEXTS):
            text = None if own.complete or own.miscounted or self._gave_up() else own.next_text(self._likely())
            if text is None or not self._search(own, text):
                break
        if not own.complete:
            self._ask_names(own, self._open())
        self._look_at(own)

    def _likely(self) -> dict[str, float]:
        """What is still open, and how likely it stands in the own list: as others of its parent and kind do."""
        seen: Counter[tuple[str, str]] = Counter()
        every: Counter[tuple[str, str]] = Counter()
        for each in self._departments:
            every[each.parent, each.kind] += 1
            seen[each.parent, each.kind] += each in self._found
        return {
            each.name: (seen[each.parent, each.kind] + 0.2) / (every[each.parent, each.kind] + 1)
            for each in self._open()
        }

    def _look_at(self, level: Level) -> None:
        """Bring on the page what the data hold and nothing has shown yet."""
        for department in self._departments:
            best = self._best(department)
            if best is None or best[1] is not level or level.is_shown(best[0].row) or self._gave_up():
                continue
            for text in (level.telling(best[0].row), best[0].row.name.strip().lower()):
                if not level.is_shown(best[0].row) and text not in level.asked:
                    self._search(level, text)

    def _ask_names(self, level: Level, departments: Iterable[Department]) -> None:
        """Every name of these departments, where the list could not be known to its last row."""
        wanted = [need for each in departments for need in self._needs[each]]
        for part in plan.cover(wanted, _answered(level), frozenset()):
            if level.miscounted or self._gave_up():
                return
            if part.lower() not in level.asked:
                self._search(level, part.lower())

    def _parents(self) -> list[tuple[Organisation, list[Department]]]:
        """The rows of the own list below which open departments should stand, the one with most of them first."""
        below: dict[Organisation, list[Department]] = defaultdict(list)
        for department in self._open():
            row = self._above(department)
            if row is not None:
                below[row].append(department)
        return sorted(below.items(), key=lambda pair: (-len(pair[1]), pair[0].name))

    def _above(self, department: Department) -> Organisation | None:
        """The row of a department's nearest ancestor that stands in the own list."""
        named = {each.name.casefold(): each for each in self._departments}
        seen: set[str] = set()
        above = department.parent
        while above and above.casefold() not in seen:
            seen.add(above.casefold())
            parent = named.get(above.casefold())
            best = self._best(parent) if parent else None
            if best and best[1] is self.own and best[0].match.kinship is Kinship.SAME:
                return best[0].row
            above = parent.parent if parent else ""
        return None

    def read_below_parents(self) -> None:
        """The lists below the parents of what was not found, each once."""
        carried = False
        for row, departments in self._parents():
            if self._gave_up():
                return
            level = Level(row)
            if not self._read_below(level, carried=carried):
                self._unread.update(dict.fromkeys((each.name for each in departments), self._failures[-1]))
                continue
            carried = carried or bool(level.rows)
            if not level.complete:
                self._ask_names(level, departments)
                self._unread.update(
                    (each.name, f"the list below {row.name} could not be known to its end")
                    for each in departments
                    if plan.still_open(self._needs[each], _answered(level))
                )
            self._look_at(level)

    def _read_below(self, level: Level, *, carried: bool) -> bool:
        """One list below a department; on a fresh page where rows of the list before are in its way (FACTS §11.4)."""
        for fresh in (False, True)[: 1 + carried]:
            reply = self._ask(lambda fresh=fresh: self._lists.stand(level.parent, fresh=fresh))  # type: ignore[misc]
            if not isinstance(reply, Rows):
                return False
            level.entered(reply)
            if level not in self.levels:
                self.levels.append(level)
            if not reply.held:
                return True
            self._match(level)
            if level.complete and not any(at is level for each in self._found.values() for _one, at in each):
                return True  # none of ours is below it, so there is nothing to bring on the page
            reply = self._ask(self._lists.scroll)
            if not isinstance(reply, Rows):
                return False
            level.went_down(reply)
            self._match(level)
            if level.scrolled is not None and level.scrolled >= set(list(level.rows)[:_SURE]):
                break
        return True

    def ask_centre(self) -> None:
        """Names that carry our state's name, in the list of ministries."""
        if not self._open() or self._gave_up():
            return
        self.levels.append(self.centre)
        reply = self._ask(lambda: self._lists.centre(plan.marks_of(self._state)[0]))
        if isinstance(reply, Rows):
            self.centre.answered(reply)
        self._match(self.centre)

    def _best(self, department: Department) -> tuple[Candidate, Level] | None:
        """The row that a department is, with its list: one in its place and on the page before others."""
        return max(
            self._found.get(department, ()),
            key=lambda each: (*each[0].rank[:2], each[1].is_shown(each[0].row), each[0].rank),
            default=None,
        )

    def result(self, department: Department) -> DepartmentResult:
        """The listing of one department, with its proof."""
        best = self._best(department)
        if best is not None:
            return present(department, *best, len(self._found[department]))
        return absent(department, self.own, self._above(department), self._state, self._doubt(department))

    def _doubt(self, department: Department) -> str:
        """Why a department that was not found cannot be called missing; blank where it can."""
        if self._gave_up():
            return self._failures[-1]
        if department.name in self._unread:
            return self._unread[department.name]
        if self._known and department not in self._known and not department.parent:
            return "nobody has told under which department it stands, and the lists below were not all looked through"
        if self.own.miscounted:
            return "the portal counts more rows than it hands over, so the list cannot be known to its end"
        if not self.own.complete and plan.still_open(self._needs[department], _answered(self.own)):
            return "the list has rows that neither scrolling nor searching brought; search for it by hand"
        return "" if self.centre.asked else "Centre could not be searched"


def _ancestors(departments: tuple[Department, ...], known: tuple[Department, ...]) -> tuple[Department, ...]:
    """What stands above some departments and is not among them, up to the top; they are looked for as well."""
    ours = {each.name.casefold() for each in departments}
    others = {each.name.casefold(): each for each in known}
    found: dict[str, Department] = {}
    for department in departments:
        above = department.parent
        while above and above.casefold() not in ours | found.keys():
            parent = found[above.casefold()] = others.get(above.casefold()) or Department(above, "department")
            above = parent.parent
    return tuple(found.values())


def _answered(level: Level) -> set[str]:
    """The texts that a list answered in full, as the plan spells them: acronyms are in capitals."""
    return level.whole | {text.upper() for text in level.whole}
