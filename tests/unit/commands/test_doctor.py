"""The doctor names each ailment of a machine with its mend, and says "cannot be judged" where it cannot know."""

from __future__ import annotations

import socket
import ssl
import sys
import tempfile
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

import pytest

from automation.commands import doctor
from automation.commands import doctor_network as network
from automation.commands.doctor import Finding, State
from automation.config import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Portal(BaseHTTPRequestHandler):
    """Answers with the status in the path, and remembers what it was asked."""

    asked: ClassVar[list[tuple[str, str]]]

    def do_HEAD(self) -> None:
        self.asked.append((self.command, self.headers["User-Agent"]))
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def serving() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    class Fresh(Portal):
        asked: ClassVar[list[tuple[str, str]]] = []

    with HTTPServer(("127.0.0.1", 0), Fresh) as server:
        thread = threading.Thread(target=partial(server.serve_forever, 0.01))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", Fresh.asked
        server.shutdown()
        thread.join()


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([(State.OK, True), (State.UNKNOWN, False)], 0),
        ([(State.OK, True), (State.MEND, False), (State.UNKNOWN, True)], 1),
        ([(State.OK, True), (State.UNKNOWN, True)], 4),
    ],
)
def test_the_exit_code_tells_fit_from_ailing_from_not_to_be_judged(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    states: list[tuple[State, bool]],
    code: int,
) -> None:
    findings = [Finding(state, "Thing", "words.", essential=essential) for state, essential in states]
    monkeypatch.setattr(doctor, "examine", lambda _: iter(findings))
    assert doctor.run(load(None, {}, {})) == code
    assert capsys.readouterr().out.splitlines()[0] == "[ok]   Thing: words."


def test_an_examination_that_fails_does_not_keep_the_others_from_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Finding:
        raise RuntimeError

    for name in ("python", "browser"):
        monkeypatch.setattr(doctor, name, fail)
    monkeypatch.setattr(network, "rehearsal", lambda: Finding(State.OK, "Portal", "starts."))
    findings = {finding.subject: finding for finding in doctor.examine(load(None, {}, {}))}
    assert findings["Python"].words == "could not be examined (RuntimeError)."
    assert findings["Browser"].state is State.UNKNOWN
    assert findings["Portal"].state is State.OK
    assert {"Packages", "Display", "Clock", "Proxy", "Reports", "Disk", "Temporary files"} <= set(findings)


def test_a_package_of_another_version_is_named_and_one_for_another_system_is_not(tmp_path: Path) -> None:
    pinned = tmp_path / "requirements.txt"
    pinned.write_text(
        "pytest==0.0.1 \\\n    --hash=sha256:00\nnot-here==1 ; sys_platform == 'other' \\\nnor-here==2 \\\n"
    )
    assert doctor.packages(pinned).words.startswith("not as pinned: pytest, nor-here; delete .venv")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.writable(tmp_path / "not" / "yet", "Reports").state is State.OK
    assert not (tmp_path / "not").exists()

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    finding = doctor.writable(tmp_path, "Reports")
    assert finding.state is State.MEND
    assert str(tmp_path) in finding.words


def test_a_disk_that_is_nearly_full_wants_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.room(tmp_path / "runs").subject == "Disk"
    monkeypatch.setattr(doctor, "ROOM", 10**18)
    assert doctor.room(tmp_path / "runs").state is State.MEND


def test_without_a_screen_the_guide_cannot_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert doctor.display({}).state is State.UNKNOWN
    assert doctor.display({"WAYLAND_DISPLAY": "wayland-0"}).state is State.OK
    monkeypatch.setattr(sys, "platform", "win32")
    assert doctor.display({}).state is State.OK


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, State.OK),
        (302, State.OK),
        (404, State.OK),
        (403, State.UNKNOWN),
        (429, State.UNKNOWN),
        (503, State.UNKNOWN),
    ],
)
def test_the_portal_is_asked_once_and_politely(status: int, state: State) -> None:
    with serving() as (address, asked):
        settings = load(None, {}, {"portal.url": f"{address}/{status}"}).settings
        findings = {finding.subject: finding for finding in network.portal(settings)}
    assert findings["Portal"].state is state
    assert findings["Clock"].state is State.OK
    assert "Certificate" not in findings
    assert asked == [("HEAD", settings.politeness.user_agent_suffix)]


def test_a_portal_that_cannot_be_reached_is_to_be_mended_and_its_clock_not_judged() -> None:
    settings = load(None, {}, {"portal.url": f"http://127.0.0.1:{closed_port()}/"}).settings
    portal, clock = network.portal(settings)
    assert portal.state is State.MEND
    assert clock.state is State.UNKNOWN


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (ssl.SSLCertVerificationError(1, "x"), State.MEND, "certificate is not trusted"),
        (socket.gaierror(-2, "x"), State.MEND, "the name portal.example is not known"),
        (OSError("Tunnel connection failed: 407 Proxy Authentication Required"), State.MEND, "name and password"),
        (OSError("Tunnel connection failed: 403 Forbidden"), State.MEND, "the proxy does not let us through"),
        (TimeoutError(), State.UNKNOWN, "did not answer in time"),
        (ConnectionResetError(), State.MEND, "refused or cut"),
        (HTTPException(), State.MEND, "refused or cut"),
        (OSError(101, "x"), State.MEND, "cannot be reached"),
    ],
)
def test_why_the_portal_gave_no_answer_comes_with_a_mend(error: Exception, state: State, said: str) -> None:
    finding = network.failed(error, "portal.example")
    assert finding.state is state
    assert finding.essential
    assert said in finding.words


def test_a_certificate_of_a_proxy_that_reads_along_is_said() -> None:
    assert network.certificate("Let's Encrypt").state is State.OK
    assert "reads along" in network.certificate("FortiGate CA").words


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "agrees"), (1, "agrees"), (10, "10 minutes behind"), (-10, "10 minutes ahead")]
)
def test_a_wrong_clock_is_said(minutes: int, said: str) -> None:
    assert said in network.clock(format_datetime(NOW + timedelta(minutes=minutes), usegmt=True), NOW).words


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_a_clock_with_nothing_to_compare_it_with_is_not_judged(date: str) -> None:
    assert network.clock(date, NOW).state is State.UNKNOWN


def test_a_proxy_is_named_without_its_credentials() -> None:
    port = closed_port()
    finding = network.proxy({"HTTPS_PROXY": f"http://anita:geheim@127.0.0.1:{port}"}, 1)
    assert finding.state is State.MEND
    assert "anita" not in finding.words
    assert "geheim" not in finding.words
    with socket.create_server(("127.0.0.1", 0)) as server:
        finding = network.proxy({"https_proxy": f"127.0.0.1:{server.getsockname()[1]}"}, 1)
    assert finding.state is State.OK
    assert network.proxy({}, 1).state is State.OK
    assert network.proxy({"HTTPS_PROXY": "http://proxy.example:eight"}, 1).state is State.MEND


def test_the_proxy_gets_its_credentials_and_the_portal_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://anita:p%3Aw@proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", "direct.example")
    by = network._connection(urlsplit("https://portal.example/x"), 1)
    assert (by.host, by.port) == ("proxy.example", 8080)
    assert by._tunnel_headers["Proxy-Authorization"] == "Basic YW5pdGE6cDp3"  # type: ignore[attr-defined]
    straight = network._connection(urlsplit("https://direct.example/x"), 1)
    assert straight.host == "direct.example"
