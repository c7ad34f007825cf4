"""The result as a page of plain text for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from automation import dates
from automation.escaping import for_terminal
from automation.model import NO_FORM, Listing, Verdict
from automation.reports.causes import NEXT
from automation.result import UNPICKABLE, Changed, CheckResult, DriftKind, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = {
    Verdict.AS_DOCUMENTED: ("✓", 32),
    Verdict.CHANGED: ("≠", 33),
    Verdict.BROKEN: ("✗", 31),
    Verdict.NEEDS_PERSON: ("○", 36),
    Verdict.CANNOT_JUDGE: ("?", 35),
}
LISTINGS = (
    *(Listing.MISSING, Listing.HIDDEN, Listing.MISPLACED),
    *(Listing.CANNOT_JUDGE, Listing.NEAR_NAME, Listing.LISTED),
)
"""The listings, the worst news first."""
FORM = "step-2.form"
_COLUMN = 40
_UNTOLD = frozenset({Verdict.AS_DOCUMENTED, Verdict.NEEDS_PERSON})


def mark(verdict: Verdict, *, colour: bool = False) -> str:
    """One sign for a verdict; it differs by shape, not only by colour."""
    sign, code = MARKS[verdict]
    return f"\x1b[{code}m{sign}\x1b[0m" if colour else sign


def render(result: Result, *, colour: bool) -> str:
    """The whole result, ending with a newline."""
    lines = [f"{result.portal.head}; the official's part: {result.run.person.words.english}"]
    lines += [f"Document: {result.run.document}"] if result.run.document else []
    lines += [f"iGOT {result.run.journey}: {headline(result)}{_unpickable(result)}"]
    lines += [*hindrance(result), *changed(result), *(each.observed for each in _form(result))]
    lines += [f"With permission: {result.portal.authorisation}"] if result.portal.authorisation else []
    lines += [""]
    reasons = Counter(unjudged(check) for step in result.steps for check in step.checks)
    once = {result.hindrance.said, NO_FORM} if result.hindrance else set[str]()
    for step in result.steps:
        good = sum(check.verdict is Verdict.AS_DOCUMENTED for check in step.checks)
        title = step.title if len(step.title) <= _COLUMN else f"{step.title[: _COLUMN - 1]}…"
        lines.append(
            f"  {mark(step.verdict, colour=colour)} {step.number}  {title:<{_COLUMN}}"
            f" {step.verdict.words.english:<15} {good}/{len(step.checks)} checks  {step.seconds:5.1f} s"
        )
        for check in step.checks:
            if (reason := unjudged(check)) in once:
                continue
            more = reasons.pop(reason, 0) - 1 if reason else 0
            if more >= 0 and (check.verdict not in _UNTOLD or check.first):
                lines.append(_finding(check, colour) + f" (and so are {more} more)" * bool(more))
    lines += _drift(result)
    lines += _departments(result)
    lines += [f"Gate: {sentence}." for sentence in result.gate.unknown]
    lines += [f"Note: {note}" for note in result.notes]
    return "".join(f"{for_terminal(line)}\n" for line in lines)


def headline(result: Result) -> str:
    """The verdict in words; an audit alone has walked no step of the flowchart, so it says nothing of it."""
    if result.steps or result.verdict is not Verdict.AS_DOCUMENTED:
        return result.verdict.words.english
    return "the departments alone"


def hindrance(result: Result) -> list[str]:
    """What stood in the way of the whole run, and what to do next; nothing where nothing did."""
    if result.hindrance is None:
        return []
    said = result.hindrance.said
    return [f"Nothing could be judged: {said}.", f"Next: {NEXT[result.hindrance.cause].english}"]


def changed(result: Result) -> list[str]:
    """What has changed since the last run that could judge; nothing where no history was kept."""
    now = result.changed
    if result.maintenance:
        return [f"The portal is down in a planned maintenance ({result.maintenance})."]
    if now is None or result.hindrance is not None:
        return []
    if not now.since:
        return ["This is the first run of the history."]
    lost = [f"  {now.unknown} that were judged then could not be judged now."] if now.unknown else []
    if now.nothing:
        return [f"Nothing has changed since {dates.readable(now.since)}.", *lost]
    return [f"Changed since {dates.readable(now.since)}:", *changes(now), *lost]


def changes(now: Changed) -> list[str]:
    """A line for each change, the worst first; of departments at most some are named."""
    lines = [f"  New: {each.name}: {each.said or word(each.now)}" for each in now.new]
    lines += _named("Can no longer be picked", now.vanished) + [f"  The form has changed: {now.form}"] * bool(now.form)
    lines += [f"  No longer: {each.name}: {each.said or word(each.before)}" for each in now.gone]
    return lines + _named("Can be picked now", now.appeared)


def _named(words: str, names: Sequence[str]) -> list[str]:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return [f"  {words}: {', '.join(names[:_MOST])}{more}"] if names else []


def word(value: str) -> str:
    """A verdict or a listing as people say it."""
    return next((each.words.english for each in (*Verdict, *Listing) if each == value), value)


def _form(result: Result) -> list[CheckResult]:
    """The check that says that the form is another one, which is what an official notices first."""
    checks = (check for step in result.steps for check in step.checks)
    return [check for check in checks if check.id == FORM and check.verdict is Verdict.CHANGED]


def unjudged(check: CheckResult) -> str:
    """Why a check was not judged, or what is otherwise at it, blank elsewhere; one reason for several is one line."""
    if check.verdict is Verdict.CANNOT_JUDGE:
        return check.why
    return check.observed if check.verdict is Verdict.CHANGED else ""


def _unpickable(result: Result) -> str:
    """What the first line adds: a flowchart that works does not help officials whose department is missing."""
    count = result.departments.unpickable
    return f"; {count} of {result.departments.expected} departments cannot be picked" if count else ""


def _finding(check: CheckResult, colour: bool) -> str:  # noqa: FBT001 (passed through)
    said = check.observed or check.why
    first = f" (the first look: {check.first.observed})" if check.first else ""
    return f"       {mark(check.verdict, colour=colour)} {check.id}: {said}{first}"


def _drift(result: Result) -> list[str]:
    counts = Counter(line.kind for line in result.drift.lines if line.kind is not DriftKind.AS_DOCUMENTED)
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return ["", f"The circular and the portal differ: {told}; both flowcharts are in the report."] if told else []


def _departments(result: Result) -> list[str]:
    audit = result.departments
    if not audit.results:
        return [""]
    counts = Counter(each.listing for each in audit.results)
    if set(counts) == {Listing.CANNOT_JUDGE}:
        return ["", f"Departments: none of the {audit.expected} could be looked for", ""]
    told = ", ".join(f"{counts[each]} {each.words.english}" for each in LISTINGS if counts[each])
    lines = ["", f"Departments: {audit.listed} of {audit.expected} can be picked ({told}; {audit.searches} searches)"]
    news = [f"  {each.listing.words.english:<10} {each.name}" for each in audit.results if each.listing in UNPICKABLE]
    more = [f"  … and {len(news) - _MOST} more, in the report"] if len(news) > _MOST else []
    if audit.quality:
        lines.append(f"  The portal's list itself: {len(audit.quality)} oddities, in the report")
    changed = Counter(each.kind for each in audit.changes)
    if changed:
        lines.append(f"  Since the earlier audit: {', '.join(f'{count} {kind}' for kind, count in changed.items())}")
    return [*lines, *news[:_MOST], *more, ""]


_MOST = 10
