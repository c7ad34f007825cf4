"""What the runs of some days come to: what works, what has changed, what is asked for, when nothing could be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from automation.history import queries
from automation.history.changes import compare
from automation.history.items import CHECK, DEPARTMENT, LISTS, Items, kind, name
from automation.model import By, Listing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from automation.departments.ledger import Raised
    from automation.history.queries import Past, Series
    from automation.result import Changed


@dataclass(frozen=True, slots=True)
class Summary:
    """Some days of a series, from `first` to `until`.

    `last` is the latest run that nothing stood in the way of, `now` how the items stand after these days, `changed`
    how they stood otherwise before them (None where there was no run before), `waiting` the requests for departments
    that are still missing, `out` the runs that were hindered, `idle` the days without a run, `unasked` how many
    departments are missing with no request sent. `attended`: a present person took part in some of them.
    """

    of: Series
    first: date
    until: date
    runs: int
    last: Past | None
    now: Items
    changed: Changed | None
    waiting: tuple[Raised, ...]
    overdue_days: int
    out: tuple[Past, ...]
    idle: tuple[date, ...]
    unasked: int
    attended: bool

    @property
    def missing(self) -> int:
        """How many departments are missing."""
        return len(_missing(self.now))


def of_days(
    database: sqlite3.Connection, of: Series, days: tuple[date, date], raised: Sequence[Raised], overdue_days: int
) -> Summary:
    """What the runs of a series from one day to another, both included, come to."""
    first, until = days
    every = [each for each in queries.runs(database, of) if each.day <= until.isoformat()]
    past = [each for each in every if each.day >= first.isoformat()]
    earlier = [each for each in every if each.day < first.isoformat()]
    now = _present(database, of, every)
    before = queries.standing(database, of, earlier[-1].number) if earlier else {}
    since = next((each for each in reversed(earlier) if not each.cause), None)
    asked = {each.department.casefold() for each in raised}
    missing = {each.casefold() for each in _missing(now)}
    return Summary(
        of=of,
        first=first,
        until=until,
        runs=len(past),
        last=next((each for each in reversed(past) if not each.cause), None),
        now=now,
        changed=compare(before, now, since.started, since.name) if since else None,
        waiting=tuple(each for each in raised if each.department.casefold() in missing and each.on <= until),
        overdue_days=overdue_days,
        out=tuple(each for each in past if each.cause),
        idle=tuple(_idle(first, until, {each.day for each in past})),
        unasked=sum(each.casefold() not in asked for each in _missing(now)),
        attended=any(each.person == By.PRESENT for each in past),
    )


def _present(database: sqlite3.Connection, of: Series, past: Sequence[Past]) -> Items:
    """How the items stand, without what the last audit or the last walk did not ask for any more."""
    if not past:
        return {}
    items = queries.standing(database, of, past[-1].number)
    audits = [each for each in past if each.expected and not each.cause]
    walks = [each for each in past if each.steps and not each.cause]
    for last, kinds in ((audits[-1:], {DEPARTMENT, "request", kind(LISTS)}), (walks[-1:], {CHECK})):
        if last:
            asked = queries.asked(database, last[0])
            items = {key: state for key, state in items.items() if kind(key) not in kinds or key in asked}
    return items


def _missing(items: Items) -> list[str]:
    return [name(key) for key, state in items.items() if state.value == Listing.MISSING]


def _idle(first: date, until: date, days: set[str]) -> list[date]:
    every = (first + timedelta(days=each) for each in range((until - first).days + 1))
    return [each for each in every if each.isoformat() not in days]
