"""Asks the questions of a flowchart in order and tells the observers; knows no page, no person and no report."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from automation.checks import judge
from automation.flowchart import Check, Flowchart, Step, questions
from automation.model import Answer, By, NoAnswer, NoAnswerError, UnreachedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from automation.result import CheckResult, StepResult


class Observer(Protocol):
    """Somebody who is told how the walk goes; it never decides a verdict."""

    def step_started(self, step: Step) -> None:
        """A box of the flowchart is entered."""

    def check_ended(self, step: Step, result: CheckResult) -> CheckResult:
        """A check has its verdict; the observer may hand it back with evidence added."""

    def step_ended(self, step: Step, result: StepResult) -> None:
        """A box of the flowchart is left."""


class Answering(Protocol):
    """Answers the questions, and on the way those that must come before them."""

    def listen(self, begin: Callable[[str], None], hear: Callable[[str, Answer], None]) -> None:
        """Each further question is told to `begin` before anything is done for it, and its answer to `hear`."""

    def answer(self, name: str) -> Answer:
        """The answer to one question. Raises UnreachedError where the browser fails at it."""


class Stopped(Exception):  # noqa: N818 (an interruption, not an error)
    """The walk was stopped; `results` holds every step, those not reached as `cannot_judge`."""

    def __init__(self, results: list[StepResult], cause: BaseException) -> None:
        super().__init__(str(cause))
        self.results = results
        self.cause = cause


def run(  # noqa: PLR0913 (what is asked of whom for whom, each named)
    flowchart: Flowchart,
    names: Iterable[str],
    asked: Answering,
    observers: Sequence[Observer],
    *,
    by: By = By.LOOK,
    whole: bool = True,
) -> list[StepResult]:
    """Ask every question in its order; one result for each step, with every check of the flowchart in it.

    Names are taken one by one, since what comes later can depend on what was seen before. Where the browser fails at a
    question, the rest of that step is left out. With `whole` false only what was asked for is in the results, and also
    what the flowchart has beside its checks. `by` is who takes the official's part.

    Raises Stopped, with the results so far and the rest as `cannot_judge`, when the browser is gone (NoAnswerError) or
    the user interrupts.
    """
    walk = _Walk(flowchart, observers, by, whole=whole)
    asked.listen(walk.begin, walk.hear)
    stop: BaseException | None = None
    try:
        for name in names:
            if walk.wants(name):
                try:
                    asked.answer(name)
                except UnreachedError as error:
                    walk.give_up(str(error))
    except (NoAnswerError, KeyboardInterrupt) as error:
        stop = error
    walk.leave()
    if stop is None:
        return walk.results("")
    why = "the run was interrupted before this" if isinstance(stop, KeyboardInterrupt) else str(stop)
    raise Stopped(walk.results(why), stop)


class _Walk:
    """How far it has come: the box that is being walked, and what was found in each."""

    def __init__(self, chart: Flowchart, observers: Sequence[Observer], by: By, *, whole: bool) -> None:
        self._observers, self._by, self._whole = observers, by, whole
        self._boxes = [_Box(step, chart.withdrawn, whole=whole) for step in chart.steps]
        self._asking = {question: box for box in self._boxes for question in box.checks}
        self._going: _Box | None = None
        self._at: _Box | None = None
        self._clock = time.monotonic()

    def wants(self, name: str) -> bool:
        """The next question; false where no box claims it, or its box is left because the browser failed there.

        Raises KeyError for one that there is not.
        """
        box = self._asking.get(name)
        if box is None:
            questions()[name]  # one that nobody can ask is a mistake of ours
            return False
        box.wanted.add(name)
        if box is not self._at:
            self._at, box.failed = box, ""
            if self._whole:  # else it is entered when it begins: what it needs comes first
                self._enter(box)
        return not box.failed

    def give_up(self, why: str) -> None:
        """The browser failed; the rest of the box is not asked."""
        if self._at is not None:
            self._at.failed = why

    def _enter(self, box: _Box) -> None:
        if box is not self._going:
            self.leave()
            self._going = box
            for observer in self._observers:
                observer.step_started(box.step)

    def begin(self, name: str) -> None:
        """A question is put: the box before it is left as it stands, and pictured so."""
        if box := self._asking.get(name):
            self._enter(box)

    def hear(self, name: str, answer: Answer) -> None:
        """An answer has come, to the question that was put or to one before it, which may belong to another box."""
        box = self._asking.get(name)
        if box is None:  # what a check needs may stand in no flowchart, or in another
            return
        self._enter(box)
        now = time.monotonic()
        box.seconds, self._clock = box.seconds + now - self._clock, now
        result = judge(box.checks[name], answer, self._by)
        for observer in self._observers:
            result = observer.check_ended(box.step, result)
        box.found[name] = result

    def leave(self) -> None:
        """The box is left."""
        going, self._going = self._going, None
        if going is not None:
            for observer in self._observers:
                observer.step_ended(going.step, going.result(""))

    def results(self, stopped: str) -> list[StepResult]:
        """Every box; `stopped` is why the walk ended early, blank where it did not."""
        return [box.result(stopped) for box in self._boxes if self._whole or box.claims()]


class _Box:
    """One step of the flowchart as far as it was walked."""

    def __init__(self, step: Step, withdrawn: Iterable[str], *, whole: bool) -> None:
        self.step, self._whole = step, whole
        self.checks = {check.question: check for check in step.checks if check.id not in {*withdrawn}}
        self.checks |= {} if whole else {check.question: check for check in step.questions}
        self.found: dict[str, CheckResult] = {}
        self.seconds = 0.0
        self.failed = ""
        self.wanted: set[str] = set()

    def claims(self) -> list[Check]:
        """What stands in the result."""
        if self._whole:
            return list(self.checks.values())
        return [self.checks[name] for name in dict.fromkeys((*self.found, *sorted(self.wanted)))]

    def result(self, stopped: str) -> StepResult:
        """What is known of the step."""
        reason = NoAnswer(self.failed or stopped or "the walk did not come to this step")
        checks = [self.found.get(check.question) or judge(check, reason) for check in self.claims()]
        return self.step.begun(self.seconds).judged(checks)
