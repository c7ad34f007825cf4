"""One cause is said once, at the top, with what to do next."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from automation import flowchart
from automation.model import NO_FORM, Cause, Verdict
from automation.portal import obstacles
from automation.reports import html, terminal
from automation.reports.causes import NEXT
from automation.result import CheckResult, Environment, Hindrance, PortalInfo, Result, RunInfo, StepResult

if TYPE_CHECKING:
    from pathlib import Path

_NOT_A_WAY_IN = {Cause.ACT_FAILED}


def test_each_cause_that_can_end_a_run_has_a_next_step_in_both_languages() -> None:
    assert set(NEXT) == set(Cause) - _NOT_A_WAY_IN
    for english, hindi in NEXT.values():
        assert english.endswith(".")
        assert re.search("[ऀ-ॿ]", hindi)


def _hindered(cause: Cause, said: str) -> Result:
    chart = flowchart.load()
    reasons = iter((said, said))
    steps = tuple(
        StepResult(
            id=step.id,
            title=step.title,
            verdict=Verdict.CANNOT_JUDGE,
            seconds=0.1,
            checks=tuple(
                CheckResult(id=check.id, verdict=Verdict.CANNOT_JUDGE, documented=check.how, why=next(reasons, NO_FORM))
                for check in step.checks
            ),
        )
        for step in chart.steps
    )
    return Result(
        run=RunInfo(id="run", started=datetime(2026, 11, 29, tzinfo=UTC).isoformat(), seconds=1),
        portal=PortalInfo(url="https://portal.example.gov.in", rehearsal=False),
        verdict=Verdict.CANNOT_JUDGE,
        exit_code=4,
        hindrance=Hindrance(cause=cause, said=said),
        steps=steps,
        environment=Environment(igot="1", python="3", browser="none", os="none"),
    )


@pytest.mark.parametrize("status", [500, 503])
def test_an_outage_is_said_once_with_its_next_step(status: int) -> None:
    found = obstacles.obstacle(status, "Service Unavailable" if status == 503 else "")
    assert found is not None
    assert found.cause is not None
    told = terminal.render(_hindered(found.cause, found.why), colour=False)
    assert told.count(found.why) == 1
    assert NO_FORM not in told
    assert told.splitlines()[2:4] == [f"Nothing could be judged: {found.why}.", f"Next: {NEXT[found.cause][0]}"]


def test_the_page_says_the_next_step_in_both_languages(tmp_path: Path) -> None:
    said = "nothing answers at that address"
    page = html.render(_hindered(Cause.REFUSED, said), flowchart.load(), tmp_path)
    for sentence in NEXT[Cause.REFUSED]:
        assert sentence in page
