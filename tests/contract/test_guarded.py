"""The one way to a browser: it refuses to start where anything would get round the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from automation import cli
from automation.browser import finder, guard, launched, selftest
from automation.config import BrowserSettings
from automation.gate.control import GateProcess
from automation.gate.policy import Policy
from automation.model import ExitCode, NoAnswerError, RefusedError
from tests.marks import scripts

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Playwright

    from automation.browser import Pair
    from automation.rehearsal import Rehearsal

STATUS = "path => fetch(path).then(answer => answer.status)"


def test_a_guarded_context_reads_the_portal_and_can_be_sealed(playwright: Playwright, rehearsal: Rehearsal) -> None:
    with launched(None, playwright) as pair, pair.window(Policy(portal=(rehearsal.url,))) as session:
        page = session.context.new_page()
        answer = page.goto(rehearsal.url + "/public/signup")
        assert answer is not None
        assert answer.status == 200
        session.gate.seal()
        assert page.evaluate(STATUS, "/") == 403
        session.gate.browse()
        assert page.evaluate(STATUS, "/") == 200


def test_a_context_that_nobody_gave_a_way_out_has_none(pair: Pair, rehearsal: Rehearsal) -> None:
    context = pair.browser.new_context()
    answer = context.new_page().goto(rehearsal.url)
    context.close()
    assert answer is not None
    assert answer.status == 403
    assert rehearsal.received() == []


@scripts
@pytest.mark.parametrize("flag", ["--remote-debugging-port=0", "--remote-debugging-port=9333"])
def test_a_browser_that_another_program_could_steer_is_refused(
    playwright: Playwright, tmp_path: Path, flag: str
) -> None:
    """A wrapper named in browser.executable can add what it likes."""
    own = finder.find(playwright, BrowserSettings())
    assert isinstance(own, finder.Found)
    real = own.value if own.kind == "executable" else playwright.chromium.executable_path
    wrapper = tmp_path / "browser"
    wrapper.write_text(f'#!/bin/sh\nexec "{real}" {flag} "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    steered = BrowserSettings(executable=str(wrapper))
    with pytest.raises(RefusedError, match="another program could press") as caught, launched(steered, playwright):
        pass
    assert caught.value.exit_code is ExitCode.REFUSED


WITHOUT = {
    "the flag that keeps WebRTC in": tuple(flag for flag in finder.ARGS if "webrtc" not in flag),
    "the exception by which the browser finds the gate": tuple(flag.partition(", EXCLUDE")[0] for flag in finder.ARGS),
}


@pytest.mark.parametrize("missing", WITHOUT)
def test_without_a_flag_the_self_test_refuses(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(finder, "ARGS", WITHOUT[missing])
    with pytest.raises(RefusedError, match="does not hold") as caught, launched(BrowserSettings(), playwright):
        pass
    assert caught.value.exit_code is ExitCode.REFUSED


def test_without_the_proxy_the_self_test_refuses(playwright: Playwright, monkeypatch: pytest.MonkeyPatch) -> None:
    direct = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
    monkeypatch.setattr(selftest, "proxied", lambda _: direct)
    with pytest.raises(RefusedError, match="marker-post"), launched(BrowserSettings(), playwright):
        pass


def test_a_marked_request_that_is_never_tried_proves_nothing(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing.js"
    nothing.write_text("export const fire = () => 1;\n", encoding="utf-8")
    monkeypatch.setattr(selftest, "_FIRE", nothing)
    monkeypatch.setattr(selftest, "TRIED_MS", 100.0)
    with pytest.raises(RefusedError, match="did not come to it"), launched(BrowserSettings(), playwright):
        pass


def test_a_gate_that_dies_before_the_launch_is_one_sentence(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dead(GateProcess):
        def __init__(self) -> None:
            super().__init__()
            self.process.kill()
            self.process.wait()

    monkeypatch.setattr(guard, "GateProcess", Dead)
    with pytest.raises(NoAnswerError, match="run igot again"), launched(BrowserSettings(), playwright):
        pass


def test_no_flag_and_no_variable_skips_the_self_test() -> None:
    """Nothing but the launch itself decides on it: the function takes no such argument and reads no environment."""
    flags = [
        word
        for action in cli.parser()._subparsers._group_actions  # type: ignore[union-attr]
        for sub in action.choices.values()  # type: ignore[union-attr]
        for word in sub._option_string_actions
    ]
    assert not [flag for flag in flags if any(part in flag for part in ("test", "skip", "gate", "prove", "trust"))]
    names = {*selftest.prove.__code__.co_names, *guard.launched.__wrapped__.__code__.co_names}  # type: ignore[attr-defined]
    assert "environ" not in names
    assert "prove" in names
