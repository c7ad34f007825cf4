"""A run keeps to what it promises of its portal: a second look before an alarm, one budget, one ledger."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from automation import flowchart
from automation.config import Politeness
from automation.departments.ledger import Raised
from automation.model import Answer, No, Verdict
from automation.names.department import Department
from automation.portal.site import Addresses
from automation.runs.options import Options
from automation.runs.progress import Progress
from automation.runs.repetition import Repetition
from automation.runs.run import Run
from automation.runs.target import Target
from automation.steps import Visit
from automation.symptoms.scenario import Scenario
from tests.looked import smoke
from tests.parts import part
from tests.portals import Portal

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from automation.browser import Pair
    from automation.config import Settings
    from automation.rehearsal import Rehearsal
    from automation.result import Result, StepResult

ABSENT = Department("Office of Nothing Whatever", "department")
LINK = "step-5.help-link"


def looked(
    portal: Rehearsal,
    pair: Pair,
    settings: Settings,
    folder: Path,
    *,
    raised: tuple[Raised, ...] = (),
    confirm: int = 0,
) -> Result:
    return smoke(
        settings,
        Target(Addresses(portal.url, portal.url)),
        pair,
        part(flowchart.load(), ("step-1.landing",) if raised else (LINK,)),
        (ABSENT,) if raised else (),
        folder=folder,
        progress=Progress(sys.stderr),
        raised=raised,
        confirm=confirm,
    )


def test_a_finding_that_stays_is_said_with_both_looks(pair: Pair, settings: Settings, tmp_path: Path) -> None:
    with Portal.start(defects=["organisation-help-missing"]) as portal:
        result = looked(portal, pair, settings, tmp_path, confirm=1)
    check = next(each for step in result.steps for each in step.checks if each.id == LINK)
    assert (check.verdict, result.verdict) == (Verdict.BROKEN, Verdict.BROKEN)
    assert check.first is not None
    assert check.first.verdict is Verdict.BROKEN


def test_a_finding_that_was_a_moments_outage_is_not_said(
    pair: Pair, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed = Run.confirmed
    with Portal.start(defects=["organisation-help-missing"]) as portal:

        def after_a_while(*given: Any) -> list[StepResult]:
            portal.switch(off=["organisation-help-missing"])
            return confirmed(*given)

        monkeypatch.setattr(Run, "confirmed", after_a_while)
        result = looked(portal, pair, settings, tmp_path, confirm=1)
    check = next(each for step in result.steps for each in step.checks if each.id == LINK)
    assert check.verdict is Verdict.AS_DOCUMENTED
    assert check.first is not None
    assert check.first.verdict is Verdict.BROKEN
    assert result.exit_code == 0


def test_an_interruption_of_a_second_look_ends_all_looks_and_is_noted_once(
    pair: Pair, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed, looks = Run.confirmed, list[str]()

    def interrupted(_: Visit, name: str) -> Answer:
        looks.append(name)
        if len(looks) > 1:
            raise KeyboardInterrupt
        return No("It is still not there.")

    def from_then_on(*given: Any) -> list[StepResult]:
        monkeypatch.setattr(Visit, "answer", interrupted)
        return confirmed(*given)

    monkeypatch.setattr(Run, "confirmed", from_then_on)
    with Portal.start(defects=["organisation-help-missing"]) as portal:
        result = looked(portal, pair, settings, tmp_path, confirm=3)
    assert len(looks) == 2
    assert result.notes.count("The run was interrupted.") == 1
    assert (result.verdict, result.exit_code) == (Verdict.BROKEN, 130)


def test_on_a_rehearsal_nothing_is_looked_at_twice_unless_it_is_asked_for() -> None:
    ours, other = Target(Addresses("x", "x"), secret="s"), Target(Addresses("x", "x"))
    assert (Options().looks(ours), Options().looks(other), Options(confirm=3).looks(ours)) == (0, 1, 3)


def test_what_was_asked_for_already_is_not_drafted_again(pair: Pair, settings: Settings, tmp_path: Path) -> None:
    sent = Raised(ABSENT.name, date(2026, 1, 1), "AB", "1")
    with Portal.start() as portal:
        drafted = looked(portal, pair, settings, tmp_path, raised=(replace(sent, department="another"),))
        left = looked(portal, pair, settings, tmp_path, raised=(sent,))
    assert drafted.departments.results[0].request_for_help
    assert left.departments.results[0].request_for_help is None
    assert any(ABSENT.name in note for note in left.notes)


def test_the_attempts_of_one_run_share_one_budget(pair: Pair, settings: Settings, tmp_path: Path) -> None:
    with Portal.start() as portal:
        told = Scenario.model_validate({"title": "x", "symptom": "group-list-empty"})

        def spent(budget: int) -> tuple[int, Repetition]:
            few = settings.model_copy(update={"politeness": Politeness(pace_ms=0, requests=budget)})
            run = Repetition(few, told, Target(Addresses(portal.url, portal.url)), (ABSENT,), tmp_path)
            run.repeat(pair, 5, Progress(sys.stderr))
            return sum(entry.count for gate in run.gates for entry in gate.allowed), run

        one, _ = spent(2000)
        budget = one // 5 * 2
        passed, run = spent(budget)
    assert passed <= budget
    assert any("budget" in note for note in run.notes)
