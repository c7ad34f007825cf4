"""`igot flowchart accept`: from now on the flowchart that a run has seen is the documented one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from automation import flags, flowchart, home
from automation.drift import CHECK_OF
from automation.files import write
from automation.flowchart import Flowchart, documents, writing
from automation.model import ExitCode, UsageError, explained
from automation.result import DriftKind
from automation.runs import folders
from automation.saying import say

if TYPE_CHECKING:
    from pathlib import Path

    from automation.result import Result


def accept(result_file: Path, source: str, issued: str, place: Path | None = None) -> int:
    """Write the new documented flowchart to `place`; the old one stays beside it, named after its date.

    Raises UsageError where the file is no result, saw no form, or did not come to the form's end.
    """
    try:
        day = date.fromisoformat(issued)
    except ValueError:
        raise UsageError("--date should be a date such as 2026-01-31.") from None
    result = folders.read(result_file)
    document = result.run.document or documents.USUAL
    chart = flowchart.of(document)
    if not result.drift.live or result.portal.generation is None:
        raise UsageError(f"{result_file.name}: the run saw no sign-up form; accept a run that did.")
    if not all(box.reached for box in result.drift.live):
        raise UsageError(
            f"{result_file.name}: it did not come to the form's end; accept a run in which a person was present."
        )
    if not source.strip():
        raise UsageError("Name the source of the new flowchart with --source, such as its circular and number.")
    revised = _revised(chart, result, source, day)
    place = place or home.own("scenarios", document, documents.CHART)
    kept = place.with_name(f"flowchart-{chart.circular.date:%Y-%m-%d}.toml")
    with explained(f"{place}: cannot be written", "make room there"):
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() and not kept.exists():
            write(kept, place.read_text(encoding="utf-8"))
        write(place, writing.chart(revised, circular=True))
    say(f"Documented flowchart: {place} ({result.portal.generation}, {day:%d.%m.%Y}, {source})")
    return ExitCode.AS_DOCUMENTED


def _revised(chart: Flowchart, result: Result, source: str, day: date) -> Flowchart:
    """The chart with the live order; what the live form no longer has is no longer claimed."""
    gone = [CHECK_OF[line.part] for line in result.drift.lines if line.part and line.kind is DriftKind.MISSING]
    boxes = tuple(flowchart.Box(step=box.step, page=box.page, parts=box.parts) for box in result.drift.live)
    withdrawn = tuple(dict.fromkeys([*chart.withdrawn, *gone]))
    paper = {"generation": result.portal.generation, "source": source, "date": day}
    steps = [
        step.model_copy(update={"checks": tuple(check for check in step.checks if check.id not in withdrawn)})
        for step in chart.steps
    ]
    changed = {"circular": chart.circular.model_copy(update=paper), "steps": tuple(steps)}
    return chart.model_copy(update=changed | {"withdrawn": withdrawn, "boxes": boxes})


FLOWCHART = flags.Command(
    lambda _loaded, given: accept(given.result, given.source, given.date),
    flags=(
        flags.flag("action", choices=("accept",), help="what to do with it"),
        flags.flag("result", type=flags.path, metavar="result.json", help="the result of that run"),
        flags.text("--source", "TEXT", "where the new flowchart is issued"),
        flags.flag("--date", required=True, metavar="YYYY-MM-DD", help="its date"),
    ),
    examples=('accept runs/latest/result.json --date 2026-01-31 --source "Circular F.10 of 2026"',),
)
