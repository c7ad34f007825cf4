"""People and monitors are told of a run: to sinks on this machine, that are there or are not."""

from __future__ import annotations

import email
import email.policy
import json
import socket
import threading
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller

from automation.config import Loaded, Notify, Report, Settings
from automation.model import By, Cause, Listing, Verdict
from automation.runs import clock, telling
from automation.runs.remembering import remembered
from tests.made import made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from automation.result import Result

NOBODY = "127.0.0.1:9"


class Hook:
    """A sink for webhooks and pings; `asked` are method, path with query, and body; `answer` is its status."""

    def __init__(self, port: int) -> None:
        self.port, self.answer = port, 200
        self.asked: list[tuple[str, str, str]] = []

    @property
    def paths(self) -> list[str]:
        return [urlsplit(path).path for _, path, _ in self.asked]


@contextmanager
def hook() -> Iterator[Hook]:
    class Taking(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            taken.asked.append((self.command, self.path, body))
            self.send_response(taken.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815 (http.server's name)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    taken = Hook(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield taken
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def sink() -> Iterator[Hook]:
    with hook() as running:
        yield running


class Letters:
    """What an SMTP server has taken."""

    def __init__(self) -> None:
        self.taken: list[email.message.EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


@pytest.fixture
def post() -> Iterator[tuple[Letters, int]]:
    letters = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(letters, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield letters, port
    finally:
        server.stop()


def settled(folder: Path, **notify: str) -> Loaded:
    settings = Settings(report=Report(folder=str(folder)), notify=Notify.model_validate(notify))
    return Loaded(settings, dict.fromkeys(settings.flat(), "default"))


def told(loaded: Loaded, result: Result) -> Result:
    return telling.notified(remembered(result, loaded), loaded)


def mail(port: int) -> str:
    return f"mailto://127.0.0.1:{port}?from=igot@example.gov.in&to=head@example.gov.in&mode=insecure"


FINE, BROKEN = made("2026-11-01"), made("2026-11-02", {"step-4": Verdict.BROKEN}, {"Office A": Listing.MISSING})


def test_a_letter_by_mail_holds_the_digest_in_both_languages(tmp_path: Path, post: tuple[Letters, int]) -> None:
    letters, port = post
    result = told(settled(tmp_path, to=mail(port)), BROKEN)
    assert result.notes == ()
    (letter,) = letters.taken
    assert letter["Subject"] == "iGOT registration: broken"
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "step-4.check is broken" in text
    assert "जो ठीक नहीं है" in text
    assert "Missing, and nobody has asked for them yet: 1" in text


def test_a_webhook_gets_it_too_and_a_rehearsal_says_so(tmp_path: Path, sink: Hook) -> None:
    told(settled(tmp_path, to=f"json://127.0.0.1:{sink.port}/hook"), made("2026-11-01", rehearsal=True))
    ((method, path, body),) = sink.asked
    assert (method, path) == ("POST", "/hook")
    assert json.loads(body)["title"] == "REHEARSAL: iGOT registration: as documented"
    assert json.loads(body)["message"].count("REHEARSAL") == 1


@pytest.mark.parametrize(
    ("when", "days", "told_on"),
    [
        ("always", "fine fine broken broken out", [1, 2, 3, 4, 5]),
        ("on-findings", "fine fine broken broken out", [3, 4, 5]),
        ("on-change", "fine fine broken broken fine", [1, 3, 5]),
        ("on-change", "broken out out broken broken", [1, 2, 4]),  # an outage, once, and its end
        ("on-change", "broken out otherwise broken broken", [1, 2, 3, 4]),
    ],
)
def test_who_is_told_when(tmp_path: Path, sink: Hook, when: str, days: str, told_on: list[int]) -> None:
    loaded = settled(tmp_path, to=f"json://127.0.0.1:{sink.port}", when=when)
    kinds: dict[str, dict[str, Any]] = {
        "fine": {},
        "broken": {"steps": {"step-4": Verdict.BROKEN}},
        "out": {"cause": Cause.REFUSED},
        "otherwise": {"cause": Cause.MAINTENANCE},
    }
    heard = []
    for day, kind in enumerate(days.split(), start=1):
        before = len(sink.asked)
        told(loaded, made(f"2026-11-0{day}", **kinds[kind]))
        heard += [day] * (len(sink.asked) - before)
    assert heard == told_on


def test_a_run_that_no_history_has_is_told_by_its_verdict_and_not_by_the_letter_of_others(
    tmp_path: Path, sink: Hook
) -> None:
    loaded = settled(tmp_path, to=f"json://127.0.0.1:{sink.port}", when="on-findings")
    remembered(FINE, loaded)
    telling.notified(BROKEN, loaded)
    message = json.loads(sink.asked[0][2])["message"]
    assert "broken" in message
    assert "Nothing was looked at" not in message


def test_a_run_with_a_person_tells_nobody(tmp_path: Path, sink: Hook) -> None:
    at = f"http://127.0.0.1:{sink.port}/"
    loaded = settled(tmp_path, to=f"json://127.0.0.1:{sink.port}", when="always", ping=at, push=at)
    told(loaded, made("2026-11-01", person=By.PRESENT))
    assert sink.asked == []


def test_what_could_not_be_told_is_told_by_the_next_run(tmp_path: Path, sink: Hook) -> None:
    loaded = settled(tmp_path, to=f"json://127.0.0.1:{sink.port}")
    sink.answer = 500
    result = told(loaded, BROKEN)
    assert result.notes == ("json 1 could not be told (it was not taken); the next run tries again.",)
    assert (result.verdict, result.exit_code) == (BROKEN.verdict, BROKEN.exit_code)
    sink.answer, sink.asked = 200, []
    assert told(loaded, made("2026-11-03", {"step-4": Verdict.BROKEN}, {"Office A": Listing.MISSING})).notes == ()
    assert [json.loads(body)["title"] for _, _, body in sink.asked] == ["iGOT registration: broken"]
    told(loaded, made("2026-11-04", {"step-4": Verdict.BROKEN}, {"Office A": Listing.MISSING}))
    assert len(sink.asked) == 1


def test_of_two_runs_at_once_that_tell_nobody_both_messages_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = settled(tmp_path, to=f"json://{NOBODY}", when="always")
    first, second = (remembered(made(f"2026-11-0{day}"), loaded) for day in (1, 2))

    def down(*_: str) -> str:
        monkeypatch.setattr("automation.notify.send", lambda *_: "down")
        telling.notified(second, loaded)  # begins and ends while the first one still tries
        return "down"

    monkeypatch.setattr("automation.notify.send", down)
    telling.notified(first, loaded)
    assert len(json.loads((tmp_path / telling.PENDING).read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize("address", [mail(9), f"json://{NOBODY}", "nothing://x"])
def test_a_sink_that_is_down_or_none_costs_a_note_and_never_the_verdict(tmp_path: Path, address: str) -> None:
    result = told(settled(tmp_path, to=address), BROKEN)
    (note,) = result.notes
    assert "could not be told" in note
    assert "@" not in note
    assert (result.verdict, result.exit_code, result.changed is None) == (BROKEN.verdict, BROKEN.exit_code, False)


def test_one_address_that_is_down_keeps_nothing_from_the_others(tmp_path: Path, sink: Hook) -> None:
    loaded = settled(tmp_path, to=f"json://{NOBODY} json://127.0.0.1:{sink.port}")
    assert len(told(loaded, BROKEN).notes) == 1
    assert len(sink.asked) == 1
    told(loaded, made("2026-11-03", {"step-4": Verdict.BROKEN}, {"Office A": Listing.MISSING}))
    assert len(sink.asked) == 1  # what it has taken is not sent to it again


def test_at_quiet_times_it_waits(tmp_path: Path, sink: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = settled(tmp_path, to=f"json://127.0.0.1:{sink.port}", quiet="daily 20:00-07:00 night")
    night, morning = (datetime.fromisoformat(f"2026-11-02T{hour}:00:00").astimezone() for hour in (23, 10))
    monkeypatch.setattr(clock, "now", lambda: night)
    assert told(loaded, BROKEN).notes == ()
    assert sink.asked == []
    monkeypatch.setattr(clock, "now", lambda: morning)
    told(loaded, made("2026-11-03", {"step-4": Verdict.BROKEN}, {"Office A": Listing.MISSING}))
    assert len(sink.asked) == 1


def test_no_address_stands_in_any_file_or_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    key = "key-8812"
    result = told(settled(tmp_path, to=f"json://user:{key}@{NOBODY}/{key}", ping=f"http://{NOBODY}/{key}"), BROKEN)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).decode(errors="replace")
    assert len(result.notes) == 2
    assert key not in kept + "".join(capfd.readouterr()) + caplog.text + result.model_dump_json()


def test_a_dead_mans_switch_hears_the_start_and_the_end(tmp_path: Path, sink: Hook) -> None:
    loaded = settled(tmp_path, ping=f"http://127.0.0.1:{sink.port}/ping/7?create=1")
    telling.begun(loaded)
    told(loaded, FINE)
    telling.begun(loaded)
    told(loaded, BROKEN)
    assert sink.paths == ["/ping/7/start", "/ping/7", "/ping/7/start", "/ping/7/fail"]
    assert {path.partition("?")[2] for _, path, _ in sink.asked} == {"create=1"}


def test_a_push_monitor_hears_up_and_down(tmp_path: Path, sink: Hook) -> None:
    loaded = settled(tmp_path, push=f"http://127.0.0.1:{sink.port}/api/push/7")
    for result in (FINE, BROKEN):
        told(loaded, result)
    asked = [parse_qs(urlsplit(path).query) for _, path, _ in sink.asked]
    assert asked == [
        {"status": ["up"], "msg": ["iGOT registration: as documented"], "ping": ["9500"]},
        {"status": ["down"], "msg": ["iGOT registration: broken"], "ping": ["9500"]},
    ]


def test_a_monitor_that_is_down_costs_a_note(tmp_path: Path) -> None:
    loaded = settled(tmp_path, ping=f"http://{NOBODY}/", push=f"http://{NOBODY}/")
    telling.begun(loaded)
    notes = told(loaded, FINE).notes
    assert [note.split(" could")[0] for note in notes] == ["The address of notify.ping", "The address of notify.push"]


def test_with_no_address_nothing_is_sent_and_nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> str:
        pytest.fail("somebody was told")

    for name in ("send", "started", "ended", "pushed"):
        monkeypatch.setattr(f"automation.notify.{name}", refuse)
    loaded = settled(tmp_path)
    telling.begun(loaded)
    assert told(loaded, BROKEN).notes == ()
    assert not (tmp_path / telling.PENDING).exists()


def test_what_waits_without_end_is_cut(tmp_path: Path) -> None:
    loaded = settled(tmp_path, to=f"json://{NOBODY}", when="always")
    for day in range(1, 26):
        told(loaded, made(f"2026-11-{day:02}"))
    waiting = json.loads((tmp_path / telling.PENDING).read_text(encoding="utf-8"))
    assert len(waiting) == 20
    assert "25.11.2026" in waiting[-1]["body"]


@pytest.mark.parametrize("text", ["{", '{"a": 1}', "[3]", '[{"to": "json 1"}]'])
def test_a_broken_file_of_what_waits_is_begun_anew(tmp_path: Path, sink: Hook, text: str) -> None:
    (tmp_path / telling.PENDING).write_text(text, encoding="utf-8")
    assert told(settled(tmp_path, to=f"json://127.0.0.1:{sink.port}"), BROKEN).notes == ()
    assert len(sink.asked) == 1
