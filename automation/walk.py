"""Walks the steps of a flowchart once and tells the observers; knows no page, no person and no report."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from automation.checks import judge
from automation.model import NoAnswer, NoAnswerError, StepFunction, UnreachedError
from automation.result import CheckResult, StepResult, worst

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from automation.flowchart import Flowchart, Step


class Observer(Protocol):
    """Somebody who is told how the walk goes; it never decides a verdict."""

    def step_started(self, step: Step) -> None:
        """A box of the flowchart is entered."""

    def check_ended(self, step: Step, result: CheckResult) -> CheckResult:
        """A check has its verdict; the observer may hand it back with evidence added."""

    def step_ended(self, step: Step, result: StepResult) -> None:
        """A box of the flowchart is left."""


class Stopped(Exception):  # noqa: N818 (an interruption, not an error)
    """The walk was stopped; `results` holds every step, those not reached as `cannot_judge`."""

    def __init__(self, results: list[StepResult], cause: BaseException) -> None:
        super().__init__(str(cause))
        self.results = results
        self.cause = cause


def run(
    flowchart: Flowchart, legs: Iterable[tuple[str, StepFunction]], observers: Sequence[Observer]
) -> list[StepResult]:
    """Walk every leg in its order; one result for each step, with every check of the flowchart in it.

    A leg is a step of the flowchart or a part of one: a form may ask in another order than the flowchart. Legs are
    taken one by one, since what comes later can depend on what was seen before.

    Raises Stopped, with the results so far and the rest as `cannot_judge`, when the browser is gone (NoAnswerError) or
    the user interrupts.
    """
    walked = {step.id: _Walked(step, flowchart.withdrawn) for step in flowchart.steps}
    stop: BaseException | None = None
    going: _Walked | None = None
    for name, function in legs:
        if going is not None and going.step.id != name:
            going.leave(observers)
        going = walked[name]
        stop = going.walk(function, observers)
        if stop is not None:
            break
    if going is not None:
        going.leave(observers)
    results = [each.result("" if stop is None else _reason(stop)) for each in walked.values()]
    if stop is not None:
        raise Stopped(results, stop)
    return results


class _Walked:
    """One step of the flowchart as far as it was walked, in one leg or in several."""

    def __init__(self, step: Step, withdrawn: Collection[str]) -> None:
        self.step, self._withdrawn = step, withdrawn
        self._checks = {check.id: check for check in step.checks}
        self._found: dict[str, CheckResult] = {}
        self._seconds = 0.0
        self._why = ""

    def walk(self, function: StepFunction, observers: Sequence[Observer]) -> BaseException | None:
        """Walk one leg; what stopped the walk, if anything did."""
        started = time.monotonic()
        self._why = self._why or "an earlier finding of this step left nothing to look at"
        for observer in observers:
            observer.step_started(self.step)
        try:
            for name, answer in function():
                if name in self._withdrawn:
                    continue
                result = judge(self._checks[name], answer)
                for observer in observers:
                    result = observer.check_ended(self.step, result)
                self._found[name] = result
        except UnreachedError as error:
            self._why = str(error)
        except (NoAnswerError, KeyboardInterrupt) as error:
            self._why = _reason(error)
            return error
        finally:
            self._seconds += time.monotonic() - started
        return None

    def leave(self, observers: Sequence[Observer]) -> None:
        """The walk goes on to another step."""
        for observer in observers:
            observer.step_ended(self.step, self.result(""))

    def result(self, stopped: str) -> StepResult:
        """What is known of the step; `stopped` is why the walk ended early, blank where it did not."""
        reason = self._why or stopped or "the walk did not come to this step"
        step = self.step
        checks = tuple(self._found.get(check.id) or judge(check, NoAnswer(reason)) for check in step.checks)
        verdict = worst([check.verdict for check in checks])
        seconds = round(self._seconds, 3)
        return StepResult(id=step.id, title=step.title, verdict=verdict, seconds=seconds, checks=checks)


def _reason(stop: BaseException) -> str:
    return "the run was interrupted before this" if isinstance(stop, KeyboardInterrupt) else str(stop)
