"""Pictures, a trace and a video are kept when they are wanted, the films of unattended looks alone."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from automation.config import Report
from automation.evidence.films import Films
from automation.model import NoAnswerError, UsageError
from automation.runs.repetition import adapted
from automation.symptoms.scenario import Scenario

if TYPE_CHECKING:
    from pathlib import Path

    from automation.config import Settings
    from tests.conftest import SmokeRun, Walked


BOXES = ("step-1", "step-2", "step-3")


def looked(smoke_run: SmokeRun, settings: Settings, *defects: str, **films: Any) -> Walked:
    report = Report(**{"screenshot": "off", **films})
    known = settings.model_copy(update={"report": report})
    return smoke_run(defects, person=False, settings=known, about=BOXES)


def test_a_trace_of_a_look_is_kept_and_can_be_opened(smoke_run: SmokeRun, settings: Settings) -> None:
    run = looked(smoke_run, settings, "register-link-dead", tracing="retain-on-failure")
    with zipfile.ZipFile(run.folder / "trace.zip") as trace:
        assert "trace.trace" in trace.namelist()
    assert any("trace.zip" in note for note in run.result.notes)


@pytest.mark.thorough
def test_a_trace_that_is_for_failures_alone_is_dropped_when_all_is_well(
    smoke_run: SmokeRun, settings: Settings
) -> None:
    run = looked(smoke_run, settings, tracing="retain-on-failure")
    assert run.result.exit_code == 0
    assert not (run.folder / "trace.zip").exists()


@pytest.mark.thorough
def test_pictures_mean_what_they_mean_for_a_test(smoke_run: SmokeRun, settings: Settings) -> None:
    """pytest-playwright: `on` of each, `only-on-failure` of what failed, `off` of nothing."""
    taken = {
        wish: {path.stem for path in looked(smoke_run, settings, *broken, screenshot=wish).folder.rglob("*.jpg")}
        for wish, broken in (("on", ["register-link-dead"]), ("only-on-failure", ["register-link-dead"]), ("off", []))
    }
    found = {"step-2.register-leads"}
    assert taken["only-on-failure"] == found < taken["on"]
    assert {*BOXES} <= taken["on"]
    assert taken["off"] == set()


def test_what_is_repeated_is_never_filmed(settings: Settings) -> None:
    """Nobody can paint the official's particulars over on a film."""
    filmed = settings.model_copy(update={"report": Report(video="on", tracing="on")})
    scenario = Scenario(title="t", symptom="department-missing")
    report = adapted(filmed, scenario, {}).report
    assert (report.video, report.tracing) == ("off", "on")


@pytest.mark.parametrize("films", [{"tracing": "on"}, {"video": "retain-on-failure"}])
def test_a_run_in_which_codes_are_typed_is_never_filmed(tmp_path: Path, films: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="codes and the password"):
        Films(tmp_path, **films, unattended=False)


def test_a_video_is_kept_or_asked_for_in_one_sentence(smoke_run: SmokeRun, settings: Settings) -> None:
    try:
        run = looked(smoke_run, settings, "register-link-dead", video="on")
    except NoAnswerError as error:
        said, films = str(error), []
    else:
        said, films = " ".join(run.result.notes), list((run.folder / "video").glob("*.webm"))
    assert ("filmed" in said and films) or said == (  # a machine's own browser comes without Playwright's ffmpeg
        "A video needs Playwright's own ffmpeg, which is not installed; "
        "run `.venv/bin/playwright install ffmpeg`, or leave out --video."
    )
