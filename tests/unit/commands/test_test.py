"""`igot test` sets up what the tests need, a light browser where Debian has one, and tells how the tests went."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from automation import bootstrap, browser, fetch
from automation.browser import finder
from automation.commands import test as command
from automation.config import load
from automation.model import NoAnswerError


@pytest.mark.parametrize(
    ("kind", "value", "root", "installs"),
    [
        ("executable", "/usr/bin/chromium", True, True),
        ("executable", "/usr/bin/chromium", False, False),
        ("executable", "/usr/bin/chromium-headless-shell", True, False),
        ("bundled", "/home/x/chrome-headless-shell", True, False),
        ("channel", "chrome", True, False),
    ],
)
def test_on_debian_the_tests_get_the_shell(monkeypatch, kind, value, root, installs):
    @contextmanager
    def started():
        yield None

    ran = []
    monkeypatch.setattr(browser, "started", started)
    monkeypatch.setattr(browser, "ensure", lambda *_: finder.Found(kind, value, value))
    monkeypatch.setattr(fetch, "is_debian_root", lambda: root)

    def fail(commands):
        ran.extend(commands)
        return "no network"

    monkeypatch.setattr(fetch, "run_all", fail)
    command._ensure_browser(load(None, {}, {}))
    assert bool(ran) is installs
    if installs:
        assert ran[-1][-1] == "chromium-headless-shell"


@pytest.fixture
def pytest_runs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What `igot test` would start; the first word of its arguments is the exit code."""
    started: list[list[str]] = []

    def run(words: list[str], **options: object) -> SimpleNamespace:
        started.append(words)
        return SimpleNamespace(returncode=int(words[-1]))

    monkeypatch.setattr(bootstrap, "set_up_tests", lambda _: None)
    monkeypatch.setattr(command, "_ensure_browser", lambda _: None)
    monkeypatch.setattr(subprocess, "run", run)
    return started


@pytest.mark.parametrize(("pytests", "ours"), [(0, 0), (1, 1), (2, 130), (3, 3), (4, 3), (5, 4)])
def test_igot_test_tells_how_the_tests_went(pytest_runs: list[list[str]], pytests: int, ours: int) -> None:
    assert command.run(load(None, {}, {}), ["-k", "gate", str(pytests)]) == ours
    assert pytest_runs[0][1:] == ["-m", "pytest", "-n", "4", "--dist", "worksteal", "-k", "gate", str(pytests)]


def test_igot_test_leaves_the_number_of_processes_to_who_names_one(pytest_runs: list[list[str]]) -> None:
    command.run(load(None, {}, {}), ["-n0", "0"])
    assert pytest_runs[0][1:] == ["-m", "pytest", "-n0", "0"]


def test_igot_test_says_why_its_packages_cannot_be_had(
    pytest_runs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise bootstrap.SetUpError("there is no network")

    monkeypatch.setattr(bootstrap, "set_up_tests", fail)
    with pytest.raises(NoAnswerError, match="there is no network"):
        command.run(load(None, {}, {}))
    assert not pytest_runs
