"""A browser is found in a fixed order, downloaded only on need, and its absence is one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from automation import fetch
from automation.browser import finder
from automation.config import BrowserSettings
from automation.model import NoAnswerError

if TYPE_CHECKING:
    from playwright.sync_api import Playwright


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser; programs are files under the folder that is returned."""
    for name in finder._PROGRAMS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    places = {
        name: (title, (str(tmp_path / name),), windows) for name, (title, _, windows) in finder._INSTALLED.items()
    }
    monkeypatch.setattr(finder, "_INSTALLED", places)
    monkeypatch.setattr(fetch, "is_root", lambda: False)
    return tmp_path


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def pretended(folder: Path) -> Playwright:
    return cast("Playwright", SimpleNamespace(chromium=SimpleNamespace(executable_path=str(folder / "own-chromium"))))


def found(folder: Path, **settings: Any) -> finder.Found:
    result = finder.find(pretended(folder), BrowserSettings(**settings))
    assert isinstance(result, finder.Found)
    return result


def test_the_order_is_own_then_chrome_then_edge_then_chromium(machine: Path) -> None:
    names = ("own-chromium", "chrome", "msedge", "chromium-headless-shell", "chromium", "chromium-browser")
    there = [program(machine / name) for name in names]
    kinds = []
    for path in there:
        kinds.append((found(machine).kind, Path(found(machine).value).name))
        path.unlink()
    assert kinds == [
        ("bundled", "own-chromium"),
        ("channel", "chrome"),
        ("channel", "msedge"),
        ("executable", "chromium-headless-shell"),
        ("executable", "chromium"),
        ("executable", "chromium-browser"),
    ]


def test_a_window_is_never_shown_with_a_browser_that_has_none(machine: Path) -> None:
    program(machine / "chromium-headless-shell")
    assert isinstance(finder.find(pretended(machine), BrowserSettings(headed=True)), finder.NotFound)
    program(machine / "chromium")
    assert Path(found(machine, headed=True).value).name == "chromium"


def test_a_configured_browser_goes_before_all_others(machine: Path) -> None:
    program(machine / "own-chromium")
    mine = program(machine / "with space" / "mine")
    program(machine / "msedge")
    assert found(machine, executable=str(mine)).value == str(mine)
    assert found(machine, channel="msedge").value == "msedge"
    assert found(machine, channel="chrome-beta").value == "chrome-beta"


def test_chrome_is_found_in_the_program_folders_of_windows(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROGRAMFILES", str(machine / "Program Files"))
    program(machine / "Program Files" / "Google/Chrome/Application/chrome.exe")
    assert found(machine).value == "chrome"


@pytest.mark.parametrize(
    "settings",
    [{"channel": "chrome"}, {"executable": "/nowhere/chrome"}],
)
def test_a_configured_browser_that_is_not_there_is_never_replaced(
    machine: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> None:
    program(machine / "chromium")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing may be downloaded"))
    with pytest.raises(NoAnswerError, match="config"):
        finder.ensure(pretended(machine), BrowserSettings(**settings))


def test_nothing_is_downloaded_when_a_browser_is_there(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(machine / "chromium")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing may be downloaded"))
    assert finder.ensure(pretended(machine), BrowserSettings()).kind == "executable"


def test_playwrights_own_is_downloaded_first_and_said(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def download(command: list[str], **_: object) -> SimpleNamespace:
        assert command[1:] == ["-m", "playwright", "install", "chromium"]
        program(machine / "own-chromium")
        return SimpleNamespace(returncode=0, stdout=b"", stderr=b"")

    monkeypatch.setattr(subprocess, "run", download)
    assert finder.ensure(pretended(machine), BrowserSettings()).kind == "bundled"
    assert "downloading Playwright's Chromium" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("headed", "there", "asked"),
    [
        (False, "chromium-headless-shell", ["chromium", "chromium-headless-shell"]),
        (False, "chromium", ["chromium", "chromium-headless-shell", "chromium"]),
        (True, "chromium", ["chromium", "chromium"]),
    ],
)
def test_root_on_debian_gets_debians_chromium_when_the_download_fails(
    machine: Path, monkeypatch: pytest.MonkeyPatch, headed: bool, there: str, asked: list[str]
) -> None:
    said = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        said.append(command)
        if command[1] == "install" and command[-1] == there:
            program(machine / there)
        return SimpleNamespace(returncode=command[0] != "apt-get", stdout=b"", stderr=b"Error: getaddrinfo ENOTFOUND")

    monkeypatch.setattr(fetch, "is_root", lambda: True)
    monkeypatch.setattr(Path, "exists", lambda _: True)
    program(machine / "apt-get")
    monkeypatch.setattr(subprocess, "run", run)
    assert Path(finder.ensure(pretended(machine), BrowserSettings(headed=headed)).value).name == there
    assert [command[-1] for command in said if "install" in command] == asked


def test_when_nothing_can_be_had_one_sentence_says_what_was_tried_and_what_to_do(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = SimpleNamespace(returncode=1, stdout=b"", stderr=b"at x\nError: getaddrinfo ENOTFOUND cdn.example\nat y")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(NoAnswerError) as caught:
        finder.ensure(pretended(machine), BrowserSettings())
    said = str(caught.value)
    assert "\n" not in said
    assert "downloading Playwright's Chromium failed (the server's name is not known here" in said
    assert "install Chrome, Edge or Chromium" in said


def test_the_launch_closes_the_ways_out_and_keeps_the_sandbox(machine: Path) -> None:
    found = finder.Found("executable", "/x", "x")
    options = finder.launch_options(found, 4711, "abc")
    assert options["chromium_sandbox"] is True
    assert options["headless"] is True
    assert options["executable_path"] == "/x"
    assert {"--disable-quic", "--webrtc-ip-handling-policy=disable_non_proxied_udp"} <= set(options["args"])
    assert "--ignore-certificate-errors-spki-list=abc" in options["args"]
    assert options["proxy"] == {"server": "http://127.0.0.1:4711", "bypass": "<-loopback>"}
    assert finder.sandbox_note() == ""


def test_root_runs_without_the_sandbox_and_is_told_so(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "is_root", lambda: True)
    found = finder.Found("bundled", "/x", "x")
    assert finder.launch_options(found, 1, "")["chromium_sandbox"] is False
    assert "without its sandbox" in finder.sandbox_note()


def test_a_bare_debian_gets_the_library_that_playwright_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def run_all(commands: list[list[str]]) -> str:
        ran.extend(command[1] for command in commands)
        return "it is missing" if len(commands) == 1 else ""

    monkeypatch.setattr(fetch, "_loads", lambda _: False)
    monkeypatch.setattr(fetch, "run_all", run_all)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(fetch, "is_debian_root", lambda: True)
    fetch.ensure_driver()
    assert ran == ["-m", "update", "install", "-m"]
    monkeypatch.setattr(fetch, "is_debian_root", lambda: False)
    with pytest.raises(NoAnswerError, match="run apt-get install libatomic1 as root"):
        fetch.ensure_driver()


def test_a_machine_that_has_the_library_is_not_even_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_loads", lambda _: True)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing need be started"))
    fetch.ensure_driver()
