"""By when a document wants something done, as sentences in English and Hindi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.flowchart.documents import DUE

if TYPE_CHECKING:
    from datetime import date

    from automation.flowchart.documents import Due


def lines(due: Due, today: date) -> tuple[tuple[str, str], ...]:
    """A sentence for each date, the nearest first, and how many days are left or gone."""
    return tuple(_line(*DUE[what], day, (day - today).days) for what, day in due.days())


def _line(what: str, what_hi: str, day: date, left: int) -> tuple[str, str]:
    days = (f"{left} days left", f"{left} दिन शेष") if left >= 0 else (f"{-left} days ago", f"{-left} दिन पहले")
    return (f"Due by {day:%d.%m.%Y}: {what} ({days[0]}).", f"{day:%d.%m.%Y} तक: {what_hi} ({days[1]})।")
