"""A browser is started by the one launch there is, and whatever keeps it from starting is one sentence."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from automation import fetch
from automation.browser import finder, guard
from automation.config import BrowserSettings
from automation.model import NoAnswerError
from tests.marks import scripts

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Playwright


@scripts
def test_a_browser_that_does_not_start_is_one_sentence(tmp_path: Path, playwright: Playwright) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'Missing X server or $DISPLAY' >&2\nexit 1\n")
    broken.chmod(0o755)
    found = finder.Found("executable", str(broken), "the broken one")
    with pytest.raises(NoAnswerError) as caught:
        guard._launch(playwright, found, finder.launch_options(found, 9, ""))
    assert str(caught.value) == (
        "The broken one does not start: there is no screen to show a window on; leave out --headed."
    )


@pytest.mark.parametrize("headed", [True, False])
def test_a_window_is_looked_for_in_a_browser_that_has_one(
    monkeypatch: pytest.MonkeyPatch, playwright: Playwright, headed: bool
) -> None:
    asked: list[bool] = []

    def ensure(_: Playwright, settings: BrowserSettings) -> finder.Found:
        asked.append(settings.headed)
        raise NoAnswerError("none")

    monkeypatch.setattr(finder, "ensure", ensure)
    with pytest.raises(NoAnswerError), guard.launched(BrowserSettings(), playwright, headed=headed):
        pass
    assert asked == [headed]


@pytest.mark.skipif(shutil.which("false") is None, reason="needs a program that fails")
def test_a_failing_command_is_explained_in_a_line() -> None:
    assert fetch.run_all([["false"]]) == "no reason was given"
    assert fetch.run_all([["/nowhere/apt-get"]]) == "No such file or directory"
