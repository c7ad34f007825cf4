"""The result as the one line and the exit code that Nagios, Icinga and similar programs expect of a plug-in."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum

from automation.escaping import for_plug_in
from automation.model import ExitCode, Listing, Verdict
from automation.result import Result, exit_code


class Status(IntEnum):
    """The exit codes of a plug-in."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


STATUS = {
    ExitCode.AS_DOCUMENTED: Status.OK,
    ExitCode.FINDINGS: Status.WARNING,
    ExitCode.USAGE: Status.UNKNOWN,
    ExitCode.INTERNAL: Status.UNKNOWN,
    ExitCode.CANNOT_JUDGE: Status.UNKNOWN,
    ExitCode.REFUSED: Status.UNKNOWN,
    ExitCode.INTERRUPTED: Status.UNKNOWN,
}
"""What each exit code is to the monitoring; findings are CRITICAL where one of them is a broken step."""
_WRONG = (Verdict.BROKEN, Verdict.CHANGED)


def status(result: Result, code: int) -> Status:
    """What a run that ended with this exit code is to the monitoring; the code knows what is accepted and planned."""
    known = STATUS[ExitCode(code)]
    return Status.CRITICAL if known is Status.WARNING and result.verdict is Verdict.BROKEN else known


def line(result: Result, code: int) -> str:
    """The line, ending with a newline: status, which portal, what was found, and the figures behind a bar."""
    found = "; ".join(filter(None, (*_steps(result), _departments(result), _hindrance(result, code))))
    said = f"{result.portal.head}: {found or result.verdict.words.english}"
    return _line(status(result, code), said, _figures(result))


def unknown(sentence: str) -> str:
    """The line where there is no result; the sentence says why."""
    return _line(Status.UNKNOWN, sentence)


def _line(state: Status, text: str, figures: str = "") -> str:
    return f"IGOT {state.name} - {for_plug_in(text)}" + (f" | {figures}" if figures else "") + "\n"


def _steps(result: Result) -> list[str]:
    """The steps that are wrong by name, the worst first."""
    named = [(verdict, [step.id for step in result.steps if step.verdict is verdict]) for verdict in _WRONG]
    return [f"{verdict} {', '.join(steps)}" for verdict, steps in named if steps]


def _departments(result: Result) -> str:
    found = result.departments
    return f"{found.unpickable} of {found.expected} departments cannot be picked" if found.expected else ""


def _hindrance(result: Result, code: int) -> str:
    """Why the run ends as it does, where its findings do not say so."""
    if result.maintenance:
        return f"down in the planned maintenance ({result.maintenance})"
    if result.hindrance:
        return f"nothing could be judged: {result.hindrance.said}"
    if code == ExitCode.AS_DOCUMENTED != exit_code(result.verdict, result.departments):
        return "nothing is worse than what was accepted"
    ends = {ExitCode.INTERRUPTED: "interrupted", ExitCode.CANNOT_JUDGE: "not everything could be judged"}
    return ends.get(ExitCode(code), "a file could not be written" if code == ExitCode.USAGE else "")


def _figures(result: Result) -> str:
    """The figures, each as label=value;warning;critical;least;most; the limits are only told and decide nothing."""
    checks = Counter(check.verdict for step in result.steps for check in step.checks)
    listings = Counter(each.listing for each in result.departments.results)
    steps, expected = sum(checks.values()), result.departments.expected
    figures = [f"seconds={result.run.seconds:.3f}s;;;0"]
    if steps:
        limits = {Verdict.CHANGED: "0;", Verdict.BROKEN: ";0"}
        figures += [f"{each}={checks[each]};{limits.get(each, ';')};0;{steps}" for each in Verdict]
    if expected:
        figures += [f"{each}={listings[each]};;;0;{expected}" for each in Listing if each is not Listing.CANNOT_JUDGE]
        figures += [
            f"unjudged={listings[Listing.CANNOT_JUDGE]};;;0;{expected}",
            f"searches={result.departments.searches};;;0",
        ]
    return " ".join(figures)
