"""Planned maintenance: the windows of the settings, and whether a moment lies in one."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKLY = re.compile(r"(daily|[a-z]{3})\s+(\d\d:\d\d)\s*-\s*(\d\d:\d\d)\s+(\S.*)", re.IGNORECASE)
_DATED = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)\s+to\s+(\d{4}-\d\d-\d\d \d\d:\d\d)\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which the portal may be down, in this machine's own time, and why.

    A weekly one has a day (None: each) and two times of day; the second may lie on the next day. A dated one has two
    moments.
    """

    reason: str
    day: int | None = None
    hours: tuple[time, time] | None = None
    dated: tuple[datetime, datetime] | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it; both ends belong to it."""
        local = moment.astimezone().replace(tzinfo=None)
        if self.dated is not None:
            return self.dated[0] <= local <= self.dated[1]
        if self.hours is None:
            return False
        start, end = self.hours
        today, at = local.weekday(), local.time().replace(second=0, microsecond=0)
        if start <= end:
            return self._on(today) and start <= at <= end
        return (self._on(today) and at >= start) or (self._on((today - 1) % 7) and at <= end)

    def _on(self, day: int) -> bool:
        return self.day is None or self.day == day


def windows(text: str) -> tuple[Window, ...]:
    """The windows of a setting, such as “Sun 02:00-06:00 patches; 2026-12-05 22:00 to 2026-12-06 06:00 new servers”.

    Raises ValueError for a text that names no such time, or that ends before it begins.
    """
    return tuple(_window(each.strip()) for each in text.split(";") if each.strip())


def _window(text: str) -> Window:
    with suppress(ValueError):  # a day, an hour or a date that there is not
        if found := _WEEKLY.fullmatch(text):
            word = found[1].casefold()
            day = None if word == "daily" else _DAYS.index(word)
            return Window(found[4], day=day, hours=(time.fromisoformat(found[2]), time.fromisoformat(found[3])))
        if (found := _DATED.fullmatch(text)) and found[1] < found[2]:
            return Window(found[3], dated=(datetime.fromisoformat(found[1]), datetime.fromisoformat(found[2])))
    raise ValueError(text)


def planned(text: str, moment: datetime) -> str:
    """The reason of the window that a moment lies in; blank outside all of them."""
    return next((each.reason for each in windows(text) if each.holds(moment)), "")
