"""Results of several places side by side: steps, departments, causes; as text, a page, CSV, and for machines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from automation import dates
from automation.departments import tables
from automation.escaping import for_terminal
from automation.model import Cause, ExitCode, Listing, Verdict
from automation.reports.causes import NEXT
from automation.reports.templates import template
from automation.reports.terminal import LISTINGS, mark
from automation.result import PortalInfo, Record, Result, exit_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NOTHING = "·"
_MOST = 20


class PlaceColumn(Record):
    """One result: `label` is its place, or where that would name several, its run. `cause` is what stood in the way."""

    label: str
    run: str
    started: str
    verdict: Verdict
    exit_code: int
    generation: str | None
    cause: Cause | None
    said: str
    expected: int
    listed: int
    unjudged: int

    @property
    def pickable(self) -> str:
        """How many departments can be picked, as far as that was judged; blank where none was looked for."""
        if not self.expected:
            return ""
        if self.unjudged == self.expected:
            return "no department could be judged"
        lost = f", {self.unjudged} could not be judged" if self.unjudged else ""
        return f"{self.listed} of {self.expected} departments can be picked{lost}"


class StepRow(Record):
    """A step or a check: its verdict at each place, in the order of the columns; null where it was not looked at."""

    id: str
    title: str
    differs: bool
    verdicts: tuple[Verdict | None, ...]

    @property
    def judged_otherwise(self) -> bool:
        """Whether two places that could judge it differ."""
        return len(set(self.verdicts) - {None, Verdict.CANNOT_JUDGE}) > 1


class DepartmentRow(Record):
    """A department: its listing at each place, in the order of the columns; null where it was not looked at."""

    name: str
    differs: bool
    listings: tuple[Listing | None, ...]


class Places(Record):
    """The whole table: first what two places judged otherwise, then what differs, then the rest.

    It holds only the checks that differ; readers see those that two places judged differently. A department differs
    where two places judged it differently; `cannot_judge` does not count as a difference.
    """

    schema_version: int = 1
    portal: PortalInfo
    exit_code: int
    places: tuple[PlaceColumn, ...]
    steps: tuple[StepRow, ...]
    checks: tuple[StepRow, ...]
    departments: tuple[DepartmentRow, ...]
    notes: tuple[str, ...]

    @property
    def differing(self) -> tuple[DepartmentRow, ...]:
        """The departments that two places judged otherwise."""
        return tuple(each for each in self.departments if each.differs)

    @property
    def alike(self) -> Mapping[Listing, int]:
        """How many departments stand so at each place that judged them; what no place judged is `cannot_judge`."""
        counts = Counter(next(iter(_judged(each)), Listing.CANNOT_JUDGE) for each in self.departments)
        differing = Counter(next(iter(_judged(each))) for each in self.differing)
        return {each: counts[each] - differing[each] for each in LISTINGS if counts[each] > differing[each]}

    @property
    def lonely(self) -> int:
        """How many departments only some of the places that looked for them could judge."""
        return sum(Listing.CANNOT_JUDGE in each.listings and any(_judged(each)) for each in self.departments)


def beside(results: Sequence[Result]) -> Places:
    """The table of some results on one portal, in the order given; the exit code is that of the worst."""
    labels, notes = _labels(results)
    steps, checks = _steps(results), _checks(results)
    moved = {each.id.partition(".")[0] for each in checks}
    rows = [each.model_copy(update={"differs": each.differs or each.id in moved}) for each in steps]
    return Places(
        portal=results[0].portal,
        exit_code=int(worst_code(results)),
        places=tuple(_column(label, each) for label, each in zip(labels, results, strict=True)),
        steps=tuple(sorted(rows, key=lambda each: (not each.judged_otherwise, not each.differs))),
        checks=tuple(checks),
        departments=tuple(sorted(_departments(results), key=lambda each: not each.differs)),
        notes=tuple(notes),
    )


def worst_code(results: Iterable[Result]) -> ExitCode:
    """The exit code of the worst: a finding outweighs what could not be judged (DESIGN, exit codes).

    One that was interrupted counts by what it had found.
    """
    stopped = ExitCode.INTERRUPTED
    codes = {
        exit_code(each.verdict, each.departments) if each.exit_code == stopped else each.exit_code for each in results
    }
    if ExitCode.FINDINGS in codes:
        return ExitCode.FINDINGS
    return ExitCode.AS_DOCUMENTED if codes == {ExitCode.AS_DOCUMENTED} else ExitCode.CANNOT_JUDGE


def _labels(results: Sequence[Result]) -> tuple[list[str], list[str]]:
    """What each column is called, and a sentence where a place is not enough for that."""
    often = Counter(each.run.place for each in results)
    labels, notes = [], []
    for each in results:
        place, run = each.run.place, each.run.id
        labels.append(place if place and often[place] == 1 else f"{place} ({run})" if place else run)
    for place, count in often.items():
        if not place:
            notes.append(f"Without a place, and so under the name of its run: {count}; --place names one.")
        elif count > 1:
            notes.append(f"From {place}, and so with the names of their runs: {count}.")
    return labels, notes


def _column(label: str, result: Result) -> PlaceColumn:
    audit, hindrance = result.departments, result.hindrance
    return PlaceColumn(
        label=label,
        run=result.run.id,
        started=result.run.started,
        verdict=result.verdict,
        exit_code=result.exit_code,
        generation=result.portal.generation,
        cause=hindrance.cause if hindrance else None,
        said=hindrance.said if hindrance else "",
        expected=audit.expected,
        listed=audit.listed,
        unjudged=sum(each.listing is Listing.CANNOT_JUDGE for each in audit.results),
    )


def _steps(results: Sequence[Result]) -> list[StepRow]:
    titles = {step.id: step.title for each in results for step in each.steps}
    found = [{step.id: step.verdict for step in each.steps} for each in results]
    return [_row(name, titles[name], [each.get(name) for each in found]) for name in sorted(titles)]


def _checks(results: Sequence[Result]) -> list[StepRow]:
    every = {check.id: check.documented for each in results for step in each.steps for check in step.checks}
    found = [{check.id: check.verdict for step in each.steps for check in step.checks} for each in results]
    rows = (_row(name, documented, [each.get(name) for each in found]) for name, documented in every.items())
    return [row for row in rows if row.differs]


def _row(name: str, title: str, verdicts: Sequence[Verdict | None]) -> StepRow:
    differs = len({each for each in verdicts if each is not None}) > 1
    return StepRow(id=name, title=title, differs=differs, verdicts=tuple(verdicts))


def _departments(results: Sequence[Result]) -> list[DepartmentRow]:
    """A row a department; the second of two offices of one name is another row."""
    found = []
    for each in results:
        seen = Counter[str]()
        listings: dict[tuple[str, int], Listing] = {}
        for one in each.departments.results:
            listings[one.name, seen[one.name]] = one.listing
            seen[one.name] += 1
        found.append(listings)
    keys = dict.fromkeys(key for listings in found for key in listings)
    rows = [DepartmentRow(name=key[0], differs=False, listings=tuple(each.get(key) for each in found)) for key in keys]
    return [each.model_copy(update={"differs": len(set(_judged(each))) > 1}) for each in rows]


def _judged(row: DepartmentRow) -> Iterable[Listing]:
    return (each for each in row.listings if each is not None and each is not Listing.CANNOT_JUDGE)


# ---------------------------------------------------------------------------------------------------------- for readers


def terminal(of: Places, *, colour: bool) -> str:
    """A column a place, a row a step, then departments and causes; ends with a newline."""
    lines = [of.portal.head, *_legend(of, colour=colour), ""]
    lines.append(f"    {'':<42}" + "".join(f"{number:>4}" for number in range(1, len(of.places) + 1)))
    for step in of.steps:
        lines.append(_line(step, f"{step.id.rpartition('-')[2]}  {step.title:<39.39}", colour=colour))
        lines += [
            _line(each, f"   {each.id:<39.39}", colour=colour)
            for each in of.checks
            if each.id.partition(".")[0] == step.id and each.judged_otherwise
        ]
    lines += ["", *_told(of), *_hindered(of), *(f"Note: {each}" for each in of.notes)]
    return "".join(f"{for_terminal(line)}\n" for line in lines)


def _legend(of: Places, *, colour: bool) -> list[str]:
    width = max(len(each.label) for each in of.places)
    return [
        f"  {number}  {each.label:<{width}}  {dates.readable(each.started)}  {mark(each.verdict, colour=colour)}"
        f" {each.verdict.words.english}" + (f"; {each.pickable}" if each.pickable else "")
        for number, each in enumerate(of.places, start=1)
    ]


def _line(row: StepRow, head: str, *, colour: bool) -> str:
    cells = (f"   {mark(each, colour=colour)}" if each else f"{_NOTHING:>4}" for each in row.verdicts)
    return f"  {'!' if row.differs else ' '} {head}" + "".join(cells)


def _told(of: Places) -> list[str]:
    if not of.departments:
        return ["No departments were looked for."]
    lines = [f"Departments that stand otherwise from place to place: {len(of.differing)} of {len(of.departments)}"]
    for each in of.differing[:_MOST]:
        listings = (f"{number} {one.words.english}" for number, one in enumerate(each.listings, start=1) if one)
        lines.append(f"  ! {each.name}: {', '.join(listings)}")
    more = len(of.differing) - _MOST
    lines += [f"  … and {more} more; --html or --csv has them all"] if more > 0 else []
    alike = ", ".join(f"{count} {listing.words.english}" for listing, count in of.alike.items())
    lines += [f"  The same wherever they were judged: {alike}"] if alike else []
    return lines + ([f"  Judged at some of the places only: {of.lonely}"] if of.lonely else [])


def _hindered(of: Places) -> list[str]:
    return [
        f"What stood in the way at {number}, {each.label}: {each.said}. {NEXT[each.cause].english}"
        for number, each in enumerate(of.places, start=1)
        if each.cause
    ]


def csv(of: Places) -> str:
    """A row a step, a check that differs, a department, and the causes; a column a place. With a byte order mark."""
    rows: list[tuple[str, ...]] = [("kind", "name", "differs", *(each.label for each in of.places))]
    kinds = [("step", each) for each in of.steps] + [("check", each) for each in of.checks]
    rows += [(kind, f"{each.id} {each.title}", *_cells(each.differs, each.verdicts)) for kind, each in kinds]
    rows += [("department", each.name, *_cells(each.differs, each.listings)) for each in of.departments]
    causes = [each.said for each in of.places]
    rows += [("in the way", "", *_cells(len(set(causes)) > 1, causes))] if any(causes) else []
    return "\ufeff" + tables.as_csv(rows)


def _cells(differs: bool, values: Iterable[str | None]) -> tuple[str, ...]:  # noqa: FBT001 (from the table)
    return ("yes" if differs else "", *(each or "" for each in values))


def page(of: Places) -> str:
    """One self-contained page."""
    return template("places.html.j2").render(of=of, next=NEXT)
