"""The dates that a document sets, as sentences in English and Hindi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.bilingual import Bilingual
from automation.flowchart.documents import DUE, Due

if TYPE_CHECKING:
    from datetime import date


def lines(due: Due, today: date) -> tuple[Bilingual, ...]:
    """A sentence for each date, the nearest first, and how many days are left or gone."""
    return tuple(_line(DUE[what], day, (day - today).days) for what, day in due.days())


def _line(what: Bilingual, day: date, left: int) -> Bilingual:
    number = f"{abs(left)} day{'s' * (abs(left) != 1)}"
    days = (f"{number} left", f"{left} दिन शेष") if left >= 0 else (f"{number} ago", f"{-left} दिन पहले")
    return Bilingual(
        f"Due by {day:%d.%m.%Y}: {what.english} ({days[0]}).", f"{day:%d.%m.%Y} तक: {what.hindi} ({days[1]})।"
    )
