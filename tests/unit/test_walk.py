"""The walk visits every box once, and what it does not reach is recorded."""

from __future__ import annotations

import pytest

from automation import flowchart, walk
from automation.model import No, NoAnswer, NoAnswerError, UnreachedError, Verdict, Yes

CHART = flowchart.load()


GOOD = Yes("so")


def answering(step, answer=GOOD):
    return lambda: iter([(check.id, answer) for check in step.checks])


def steps(**others):
    return [(step.id, others.get(step.id.replace("-", "_"), answering(step))) for step in CHART.steps]


def raising(error, first=()):
    def function():
        yield from first
        raise error

    return function


class Watcher:
    def __init__(self):
        self.told = []

    def step_started(self, step):
        self.told.append(("started", step.id))

    def check_ended(self, step, result):
        return result.model_copy(update={"evidence": ("seen.jpg",)})

    def step_ended(self, step, result):
        self.told.append(("ended", step.id))


def test_a_good_walk_has_every_check_of_the_flowchart_in_order():
    results = walk.run(CHART, steps(), [])
    assert [check.id for step in results for check in step.checks] == [
        check.id for step in CHART.steps for check in step.checks
    ]
    assert {step.verdict for step in results} == {Verdict.AS_DOCUMENTED}


def test_a_check_that_a_step_forgets_is_recorded_as_not_judged():
    forgetful = {"step_3": lambda: iter([("step-3.name", Yes("so"))])}
    third = walk.run(CHART, steps(**forgetful), [])[2]
    assert third.verdict is Verdict.CANNOT_JUDGE
    assert sum(check.verdict is Verdict.CANNOT_JUDGE for check in third.checks) == len(third.checks) - 1


def test_a_fault_in_one_box_leaves_the_others_alone():
    results = walk.run(CHART, steps(step_5=answering(CHART.steps[4], No("so"))), [])
    assert [step.verdict for step in results].count(Verdict.BROKEN) == 1


def test_a_box_with_nothing_to_look_at_does_not_stop_the_walk():
    results = walk.run(CHART, steps(step_3=raising(UnreachedError("there was no form"))), [])
    assert results[2].verdict is Verdict.CANNOT_JUDGE
    assert results[2].checks[0].why == "there was no form"
    assert results[3].verdict is Verdict.AS_DOCUMENTED


@pytest.mark.parametrize("error", [NoAnswerError("the browser was closed"), KeyboardInterrupt()])
def test_a_stop_records_what_was_found_and_the_rest_as_not_judged(error):
    first = [("step-4.email-send", No("so"))]
    with pytest.raises(walk.Stopped) as stopped:
        walk.run(CHART, steps(step_4=raising(error, first)), [])
    results = stopped.value.results
    assert len(results) == len(CHART.steps)
    assert results[3].verdict is Verdict.BROKEN
    assert {step.verdict for step in results[4:]} == {Verdict.CANNOT_JUDGE}
    assert all(check.why for step in results[4:] for check in step.checks)


def test_observers_hear_of_each_box_once_and_may_add_evidence():
    watcher = Watcher()
    results = walk.run(CHART, steps(), [watcher])
    assert watcher.told[:2] == [("started", "step-1"), ("ended", "step-1")]
    assert len(watcher.told) == 2 * len(CHART.steps)
    assert results[0].checks[0].evidence == ("seen.jpg",)


def test_a_check_that_is_not_in_the_flowchart_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        walk.run(CHART, steps(step_1=lambda: iter([("step-1.invented", NoAnswer("x"))])), [])
