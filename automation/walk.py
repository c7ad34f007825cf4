"""Walks the steps of a flowchart once and tells the observers; knows no page, no person and no report."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from automation.checks import judge
from automation.model import CheckResult, NoAnswer, NoAnswerError, StepFunction, StepResult, UnreachedError, worst

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from automation.flowchart import Flowchart, Step


class Observer(Protocol):
    """Somebody who is told how the walk goes; it never decides a verdict."""

    def step_started(self, step: Step) -> None:
        """A box of the flowchart is entered."""
        ...

    def check_ended(self, step: Step, result: CheckResult) -> CheckResult:
        """A check has its verdict; the observer may hand it back with evidence added."""
        ...

    def step_ended(self, step: Step, result: StepResult) -> None:
        """A box of the flowchart is left."""
        ...


class Stopped(Exception):  # noqa: N818 (an interruption, not an error)
    """The walk was stopped; `results` holds every step, those not reached as `cannot_judge`."""

    def __init__(self, results: list[StepResult], cause: BaseException) -> None:
        super().__init__(str(cause))
        self.results = results
        self.cause = cause


def run(flowchart: Flowchart, steps: Mapping[str, StepFunction], observers: Sequence[Observer]) -> list[StepResult]:
    """Walk every step; one result for each, with every check of the flowchart in it.

    Raises Stopped, with the results so far and the rest as `cannot_judge`, when the browser is gone (NoAnswerError) or
    the user interrupts.
    """
    results: list[StepResult] = []
    stop: BaseException | None = None
    for step in flowchart.steps:
        if stop is None:
            result, stop = _walk(step, steps[step.id], observers)
        else:
            result = _ended(step, {}, 0.0, _reason(stop))
        results.append(result)
    if stop is not None:
        raise Stopped(results, stop)
    return results


def _walk(step: Step, function: StepFunction, observers: Sequence[Observer]) -> tuple[StepResult, BaseException | None]:
    started = time.monotonic()
    found: dict[str, CheckResult] = {}
    stop: BaseException | None = None
    reason = "an earlier finding of this step left nothing to look at"
    checks = {check.id: check for check in step.checks}
    for observer in observers:
        observer.step_started(step)
    try:
        for name, answer in function():
            result = judge(checks[name], answer)
            for observer in observers:
                result = observer.check_ended(step, result)
            found[name] = result
    except UnreachedError as error:
        reason = str(error)
    except (NoAnswerError, KeyboardInterrupt) as error:
        stop = error
        reason = _reason(stop)
    ended = _ended(step, found, time.monotonic() - started, reason)
    for observer in observers:
        observer.step_ended(step, ended)
    return ended, stop


def _reason(stop: BaseException) -> str:
    return "the run was interrupted before this" if isinstance(stop, KeyboardInterrupt) else str(stop)


def _ended(step: Step, found: dict[str, CheckResult], seconds: float, reason: str) -> StepResult:
    checks = tuple(found.get(check.id) or judge(check, NoAnswer(reason)) for check in step.checks)
    verdict = worst([check.verdict for check in checks])
    return StepResult(id=step.id, title=step.title, verdict=verdict, seconds=round(seconds, 3), checks=checks)
