"""The walk visits every box once, and what it does not reach is recorded."""

from __future__ import annotations

import pytest

from automation import flowchart, walk
from automation.model import By, No, NoAnswer, NoAnswerError, UnreachedError, Verdict, Yes
from tests.asked import Asked, names

CHART = flowchart.load()


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
    results = walk.run(CHART, names(CHART), Asked(), [])
    assert [check.id for step in results for check in step.checks] == [
        check.id for step in CHART.steps for check in step.checks
    ]
    assert {step.verdict for step in results} == {Verdict.AS_DOCUMENTED}


def test_a_check_that_is_not_asked_is_recorded_as_not_judged():
    asked = [name for name in names(CHART) if not name.startswith("step-3") or name == "step-3.name"]
    third = walk.run(CHART, asked, Asked(), [])[2]
    assert third.verdict is Verdict.CANNOT_JUDGE
    assert sum(check.verdict is Verdict.CANNOT_JUDGE for check in third.checks) == len(third.checks) - 1


def test_a_fault_in_one_box_leaves_the_others_alone():
    results = walk.run(CHART, names(CHART), Asked({"step-5.known": No("so")}), [])
    assert [step.verdict for step in results].count(Verdict.BROKEN) == 1


def test_where_the_browser_fails_the_rest_of_that_box_is_left_out_and_the_walk_goes_on():
    asked = Asked({"step-3.name": UnreachedError("the browser could not do it")})
    results = walk.run(CHART, names(CHART), asked, [])
    assert {check.why for check in results[2].checks} == {"the browser could not do it"}
    assert [name for name in asked.asked if name.startswith("step-3")] == ["step-3.name"]
    assert results[3].verdict is Verdict.AS_DOCUMENTED


@pytest.mark.parametrize("error", [NoAnswerError("the browser was closed"), KeyboardInterrupt()])
def test_a_stop_records_what_was_found_and_the_rest_as_not_judged(error):
    asked = Asked({"step-4.email-send": No("so"), "step-4.mobile-send": error})
    with pytest.raises(walk.Stopped) as stopped:
        walk.run(CHART, names(CHART), asked, [])
    results = stopped.value.results
    assert len(results) == len(CHART.steps)
    assert results[3].verdict is Verdict.BROKEN
    assert {step.verdict for step in results[4:]} == {Verdict.CANNOT_JUDGE}
    assert all(check.why for step in results[4:] for check in step.checks)


def test_observers_hear_of_each_box_once_and_may_add_evidence():
    watcher = Watcher()
    results = walk.run(CHART, names(CHART), Asked(), [watcher])
    assert watcher.told[:2] == [("started", "step-1"), ("ended", "step-1")]
    assert len(watcher.told) == 2 * len(CHART.steps)
    assert results[0].checks[0].evidence == ("seen.jpg",)


@pytest.mark.parametrize("whole", [True, False])
def test_a_box_is_left_before_anything_is_done_for_the_next(whole):
    watcher = Watcher()

    class Acting(Asked):
        def answer(self, name):
            self.begin(name)
            watcher.told.append(("acts", name))
            self.hear(name, Yes("well"))

    walk.run(CHART, ["step-2.form", "step-5.known"], Acting(), [watcher], whole=whole)
    assert watcher.told.index(("ended", "step-2")) < watcher.told.index(("acts", "step-5.known"))


def test_a_check_that_is_not_in_the_flowchart_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        walk.run(CHART, ["step-1.invented"], Asked(), [])


def test_what_a_report_asks_for_brings_what_it_needs_and_nothing_else():
    asked = Asked(before={"step-4.email-sent": "step-3.email-taken", "step-3.email-taken": "step-2.form"})
    watcher = Watcher()
    results = walk.run(CHART, ["step-4.email-sent"], asked, [watcher], whole=False, by=By.SCRIPTED)
    assert [check.id for step in results for check in step.checks] == [
        "step-2.form",
        "step-3.email-taken",
        "step-4.email-sent",
    ]
    assert [name for word, name in watcher.told if word == "ended"] == ["step-2", "step-3", "step-4"]


def test_each_check_says_who_verified_it():
    asked = Asked({"step-4.email-box": NoAnswer("down")})
    checks = {
        check.id: check for step in walk.run(CHART, names(CHART), asked, [], by=By.PRESENT) for check in step.checks
    }
    assert checks["step-3.name"].by is By.LOOK
    assert checks["step-4.email-sent"].by is By.PRESENT
    assert checks["step-4.email-box"].by is None
