"""Compares the documented flowchart with the form that was seen: what is renamed, moved, missing, extra or blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from automation.model import Verdict
from automation.portal.facts import Part
from automation.portal.fields import FIELDS
from automation.result import CheckResult, Drift, DriftKind, DriftLine, LiveBox, StepResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from automation.flowchart import Flowchart

STEP_OF = {part: row.step for part, row in FIELDS.items() if row.step}
CHECK_OF = {part: row.at for part, row in FIELDS.items() if row.at != row.step}
_DOCUMENTED = tuple(CHECK_OF)
_PLAIN_STEPS = ("step-1", "step-2", "step-7")


def not_reached(pages: Sequence[Iterable[str]]) -> list[str]:
    """The parts on pages of a form that were not seen, by their fields; the last page has the end of the form."""
    found = [part for page in pages for field in sorted(page) for part, row in FIELDS.items() if row.asked == field]
    return [*found, *(part for part, step in STEP_OF.items() if step == "step-6")] if pages else []


def words(part: str, language: str = "en") -> str:
    """A part in words; an unknown one by its own name."""
    return FIELDS[part].words.in_(language) if part in FIELDS else part.removeprefix("other:")


def compare(
    chart: Flowchart, steps: Sequence[StepResult], pages: Sequence[Sequence[str]], later: Iterable[str] = ()
) -> Drift:
    """The drift of a walk; none where the document describes no form.

    `pages` are the parts seen, page by page; `later` those known to stand on pages not reached.

    What is said of order looks at the parts that the flowchart names; an OTP belongs to the step after its field.
    """
    if not pages or not chart.circular.generation:
        return Drift()
    checks = {check.id: check for step in steps for check in step.checks}
    documented = _documented(chart)
    seen = {part: number for number, page in enumerate(pages, start=1) for part in page}
    odd = _moved([part for page in pages for part in _grouped(page)], [*documented]) | _apart(chart, seen)
    lines = [_step_line(chart, step) for step in steps if step.id in _PLAIN_STEPS[:2]]
    lines += [
        _line(part, checks, page=seen.get(part), moved=part in odd, later=part in {*later})
        for part in documented
        if part in CHECK_OF
    ]
    turns = {Part.NEXT, *([Part.STEPPER] if max(documented.values()) > 1 else [])}
    lines += [_extra(part) for part in seen if part not in documented and part not in turns]
    lines += [_step_line(chart, step) for step in steps if step.id in _PLAIN_STEPS[2:]]
    return Drift(lines=tuple(lines), live=tuple(_boxes(pages, later)))


def _documented(chart: Flowchart) -> dict[str, int]:
    """The documented parts in their order, each with its page of the form."""
    return {part: box.page for box in chart.boxes for part in box.parts} or dict.fromkeys(_DOCUMENTED, 1)


def _apart(chart: Flowchart, seen: Mapping[str, int]) -> set[str]:
    """Parts on another page than documented. A circular knows one page: there it means steps spread over several."""
    if chart.boxes:
        return {part for part, page in _documented(chart).items() if seen.get(part, page) != page}
    torn = {step for step in STEP_OF.values() if len({seen[part] for part in seen if STEP_OF.get(part) == step}) > 1}
    return {part for part in seen if STEP_OF.get(part) in torn}


def _step_line(chart: Flowchart, step: StepResult) -> DriftLine:
    text = next((each.text for each in chart.steps if each.id == step.id), step.title)
    telling = next((check for check in step.checks if check.verdict is step.verdict), None)
    said = (telling.observed or telling.why) if telling else ""
    kind = DriftKind.MOVED if telling and telling.id == "step-2.form" else _kind(step.verdict)
    if step.verdict is Verdict.AS_DOCUMENTED:
        kind, said = DriftKind.AS_DOCUMENTED, "as documented"
    return DriftLine(step=step.id, part="", documented=text, seen=said, verdict=step.verdict, kind=kind)


def _kind(verdict: Verdict) -> DriftKind:
    match verdict:
        case Verdict.AS_DOCUMENTED:
            return DriftKind.AS_DOCUMENTED
        case Verdict.CHANGED:
            return DriftKind.RENAMED
        case Verdict.BROKEN:
            return DriftKind.MISSING
        case Verdict.NEEDS_PERSON | Verdict.CANNOT_JUDGE:
            return DriftKind.BLOCKED
        case _:
            assert_never(verdict)


def _line(part: str, checks: Mapping[str, CheckResult], *, page: int | None, moved: bool, later: bool) -> DriftLine:
    check = checks.get(CHECK_OF[part])
    verdict = check.verdict if check else Verdict.CANNOT_JUDGE
    kind, said = _kind(verdict), (check.observed or check.why) if check else ""
    if page is not None and kind in {DriftKind.AS_DOCUMENTED, DriftKind.BLOCKED}:
        kind, verdict = DriftKind.AS_DOCUMENTED, Verdict.AS_DOCUMENTED
        if moved:
            kind, verdict = DriftKind.MOVED, Verdict.CHANGED
            said = f"It stands in another place: on page {page} of the form, in another order than documented."
    elif later and kind is not DriftKind.MISSING:
        kind = DriftKind.BLOCKED
    return DriftLine(step=STEP_OF[part], part=part, documented=words(part), seen=said, verdict=verdict, kind=kind)


def _extra(part: str) -> DriftLine:
    step = STEP_OF.get(part, "")
    said = f"The form has something that the circular does not name: {words(part)}."
    return DriftLine(step=step, part=part, documented="–", seen=said, verdict=Verdict.CHANGED, kind=DriftKind.EXTRA)


def _grouped(page: Sequence[str]) -> list[str]:
    """A page's parts as the flowchart counts them: fields that stand together, then their OTPs."""
    order: list[str] = []
    codes: list[str] = []
    for part in page:
        if STEP_OF.get(part) == "step-4":
            codes.append(part)
        elif STEP_OF.get(part) == "step-3" or part not in STEP_OF:
            order.append(part)
        else:
            order += [*codes, part]
            codes = []
    return order + codes


def _moved(order: Iterable[str], documented: list[str]) -> set[str]:
    """The fewest parts that must have moved for the rest to be in the documented order; help lines are not counted."""
    counted = [part for part in order if part in documented and not part.endswith("_help")]
    runs: list[list[str]] = []
    for part in counted:
        before = (run for run in runs if documented.index(run[-1]) < documented.index(part))
        runs.append([*max(before, key=len, default=[]), part])
    kept = max(runs, key=len, default=[])
    return set(counted) - set(kept)


def _boxes(pages: Sequence[Sequence[str]], later: Iterable[str]) -> list[LiveBox]:
    """The live form as boxes of a flowchart: parts that follow one another and belong to one step are one box."""
    boxes = [LiveBox(step=name) for name in _PLAIN_STEPS[:2]]
    hidden = [part for part in _DOCUMENTED if part in set(later) and not any(part in page for page in pages)]
    for number, page in enumerate([*pages, hidden], start=1):
        for part in _grouped(page):
            step = STEP_OF.get(part)
            if step is None:
                continue
            last = boxes[-1]
            if last.step == step and last.page == number:
                boxes[-1] = last.model_copy(update={"parts": (*last.parts, part)})
            else:
                boxes.append(LiveBox(step=step, page=number, parts=(part,), reached=number <= len(pages)))
    return [*boxes, LiveBox(step=_PLAIN_STEPS[2])]
