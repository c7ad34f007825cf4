"""The history as a table for a terminal, as CSV, and as a page with a calendar of verdicts."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from automation.dates import day, readable
from automation.departments import tables
from automation.history.items import name
from automation.model import Verdict
from automation.reports.templates import template
from automation.reports.terminal import MARKS, mark, word
from automation.result import PICKABLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from automation.history.queries import Move, Past, Series

_NOTHING, _DOWN = "·", "m"
_COLUMNS = ("run", "started", "verdict", "exit_code", "form", "seconds", "expected", "listed", "cause", "maintenance")


def table(past: Sequence[Past], moves: Iterable[Move], days: Sequence[date], of: Series, *, colour: bool) -> list[str]:
    """A column a day, a row a step, then the departments that came and went; of a day its last run is shown."""
    columns = [[run for run in past if run.day == each.isoformat()] for each in days]
    steps = {step: stage.title for each in past for step, stage in each.steps.items()}
    place = f" from {of.place}" if of.place else ""
    lines = [f"{of.portal}{place}: {len(past)} runs from {day(days[0].isoformat())} to {day(days[-1].isoformat())}", ""]
    lines.append(f"  {'':<42}" + "".join(f"{each.day:>4}" for each in days))
    for step, title in steps.items():
        lines.append(
            f"  {step.rpartition('-')[2]}  {title:<39.39}"
            + "".join(_cell(runs, step, colour=colour) for runs in columns)
        )
    lines.append(f"  {'Departments that can be picked':<42}" + "".join(_count(runs) for runs in columns))
    signs = ", ".join(f"{mark(each, colour=colour)} {each.words.english}" for each in MARKS)
    lines += ["", f"  {signs}, {_DOWN} down in a planned maintenance, {_NOTHING} no run", ""]
    gone = list(came_and_went(past, moves))
    lines += gone or ["No department has come or gone."]
    forms = [
        f"{day(each.day)}  the form is {each.generation}, no longer {last.generation}" for last, each in shapes(past)
    ]
    return lines + forms


def _cell(runs: Sequence[Past], step: str, *, colour: bool) -> str:
    stages = [each.steps[step].verdict for each in runs if step in each.steps]
    if not stages:
        return f"{_NOTHING:>4}"
    if runs[-1].maintenance:
        return f"{_DOWN:>4}"
    return "   " + mark(Verdict(stages[-1]), colour=colour)


def _count(runs: Sequence[Past]) -> str:
    counted = [each.listed for each in runs if each.expected and not each.cause]
    return f"{counted[-1]:>4}" if counted else f"{_NOTHING:>4}"


def came_and_went(past: Sequence[Past], moves: Iterable[Move]) -> Iterable[str]:
    """A line for each department that came into the dropdown or left it."""
    days = {each.number: each.day for each in past}
    for each in moves:
        if (each.before in PICKABLE) is not (each.now in PICKABLE):
            said = "can be picked now" if each.now in PICKABLE else f"can no longer be picked ({word(each.now)})"
            yield f"{day(days[each.run])}  {name(each.key)} {said}"


def shapes(past: Sequence[Past]) -> list[tuple[Past, Past]]:
    """Each run with another form than the last one before it that recognised one, behind that one."""
    known = [each for each in past if each.generation]
    return [(last, each) for last, each in pairwise(known) if last.generation != each.generation]


def line_of(stands: Iterable[tuple[Past, str, str]], *, colour: bool) -> list[str]:
    """How one item stood, a line for each time that it changed."""
    lines: list[str] = []
    last = ""
    for past, value, said in stands:
        if value != last:
            sign = mark(Verdict(value), colour=colour) + " " if value in set(Verdict) else ""
            lines.append(f"{readable(past.started)}  {sign}{word(value)}{f': {said}' if said else ''}")
        last = value
    return lines


def csv(past: Iterable[Past], moves: Iterable[Move]) -> str:
    """A row for each run, with the departments that moved in it."""
    news: dict[int, list[str]] = {}
    for each in moves:
        news.setdefault(each.run, []).append(f"{name(each.key)}: {word(each.before)} → {word(each.now)}")
    rows = [(*_COLUMNS, "departments_that_moved")]
    rows += [
        (
            *(each.name, each.started, each.verdict, str(each.exit_code), each.generation, f"{each.seconds:.1f}"),
            *(str(each.expected), str(each.listed), each.cause, each.maintenance),
            "; ".join(news.get(each.number, [])),
        )
        for each in past
    ]
    return tables.as_csv(rows)


def page(
    past: Sequence[Past], checks: Sequence[Move], departments: Sequence[Move], of: Series, reports: Collection[str]
) -> str:
    """One page: the calendar, the departments' line, the steps' seconds; a run leads to its report, if among these."""
    steps = {step: stage.title for each in past for step, stage in each.steps.items()}
    names = {each.number: each for each in past}
    return template("history.html.j2").render(
        of=of,
        past=past,
        months=_months(past),
        steps=steps,
        words=word,
        name=name,
        names=names,
        report=lambda run: f"{run}/report.html" if run in reports else "",
        checks=checks,
        departments=departments,
        counts=Counter(each.verdict for each in past),
        line=_line([(each.started, each.listed) for each in past if each.expected and not each.cause]),
        seconds={
            step: _line([(each.started, each.steps[step].seconds) for each in past if step in each.steps])
            for step in steps
        },
        shapes=shapes(past),
        verdicts=tuple(Verdict),
    )


def _months(past: Iterable[Past]) -> dict[str, dict[str, list[Past]]]:
    """The days of each month that had runs."""
    months: dict[str, dict[str, list[Past]]] = {}
    for each in past:
        months.setdefault(each.day[:7], {}).setdefault(each.day, []).append(each)
    return months


_WIDTH, _HEIGHT = 600, 60


def _line(points: Sequence[tuple[str, float]]) -> Mapping[str, object]:
    """A line of at most 600 points for an SVG of 600 × 60, with its least, greatest and last value."""
    if not points:
        return {}
    step = max(1, len(points) // _WIDTH)
    values = [value for _, value in points]
    low, high = min(values), max(values)
    span, shown = (high - low) or 1.0, values[::step]
    across = _WIDTH / max(1, len(shown) - 1)
    path = " ".join(
        f"{place * across:.1f},{_HEIGHT - 4 - (value - low) / span * (_HEIGHT - 8):.1f}"
        for place, value in enumerate(shown)
    )
    return {"points": path, "low": low, "high": high, "last": values[-1], "first": points[0][0], "until": points[-1][0]}
