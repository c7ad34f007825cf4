"""Somebody is present only on a rehearsal portal that this very run started; nothing else makes anybody present."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import pty
import socket
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from automation import cli, config, flowchart
from automation.acts import Act, Declined
from automation.commands import smoke as smoke_command
from automation.config import Portal
from automation.gate import scripted
from automation.gate.door import GateDoor
from automation.gate.presence import Nobody
from automation.gate.scripted import ScriptedPerson
from automation.gate.session import guarded
from automation.model import Effect, ExitCode, NoAnswerError, Reach, RefusedError, Verdict
from automation.portal.site import Addresses
from automation.rehearsal import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PERSONAL = {check.id for step in flowchart.load().steps for check in step.checks if check.reach is Reach.PERSON}
HARMFUL = [effect for effect in Effect if effect is not Effect.READ]


def person(url: str, secret: str) -> ScriptedPerson:
    return ScriptedPerson(SimpleNamespace(pages=[]), url, secret, timeout=100)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def own() -> Iterator[Rehearsal]:
    with Rehearsal.start() as portal:
        yield portal


@pytest.fixture(scope="module")
def another() -> Iterator[Rehearsal]:
    with Rehearsal.start() as portal:
        yield portal


@contextmanager
def server(answer: Callable[[str], tuple[int, bytes]]) -> Iterator[str]:
    """A server on loopback that answers any GET with what `answer` makes of its path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=partial(running.serve_forever, 0.05), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


# ------------------------------------------------------------------------------------------ who proves what to whom


def test_on_its_own_rehearsal_the_scripted_person_is_there(own: Rehearsal) -> None:
    assert person(own.url, own.secret).absent() is None


@pytest.mark.parametrize("secret", ["", " ", "0" * 64, "None"])
def test_a_wrong_secret_makes_nobody_present(own: Rehearsal, secret: str) -> None:
    assert person(own.url, secret).absent()


def test_another_rehearsal_on_this_machine_has_nobody(own: Rehearsal, another: Rehearsal) -> None:
    assert person(another.url, own.secret).absent()
    assert person(own.url, another.secret).absent()


def test_a_rehearsal_that_people_started_has_nobody() -> None:
    """One without a secret, as `python -m automation.rehearsal` alone would start it."""
    with Rehearsal.start() as portal:
        assert person(portal.url, "").absent()


def proof_of(secret: str, path: str) -> str:
    challenge = parse_qs(urlsplit(path).query).get("challenge", [""])[0]
    return hmac.new(secret.encode(), challenge.encode(), hashlib.sha256).hexdigest()


JUNK = {
    "nothing": (200, b""),
    "not found": (404, b"{}"),
    "a page": (200, b"<html></html>"),
    "a list": (200, b"[]"),
    "a number": (200, b"1"),
    "null": (200, b"null"),
    "no proof": (200, b"{}"),
    "an empty proof": (200, b'{"proof": ""}'),
    "yes": (200, b'{"proof": true}'),
    "another kind": (200, b'{"proof": {"proof": 1}}'),
    "letters of other scripts": (200, '{"proof": "अआइ"}'.encode()),
    "half a letter": (200, rb'{"proof": "\ud800"}'),
    "broken letters": (200, b'{"proof": "\xff"}'),
}


@pytest.mark.parametrize("kind", JUNK)
def test_a_server_that_answers_anything_else_has_nobody(kind: str) -> None:
    with server(lambda _: JUNK[kind]) as url:
        assert person(url, "secret").absent()


def test_the_challenge_itself_is_no_proof() -> None:
    def echo(path: str) -> tuple[int, bytes]:
        return 200, json.dumps({"proof": urlsplit(path).query.partition("=")[2]}).encode()

    with server(echo) as url:
        assert person(url, "secret").absent()


def test_a_proof_is_good_for_its_own_challenge_only() -> None:
    """A server that once saw a proof of the right portal cannot show it again."""
    seen: list[bytes] = []

    def replay(path: str) -> tuple[int, bytes]:
        seen.append(json.dumps({"proof": proof_of("secret", path)}).encode())
        return 200, seen[0]

    with server(replay) as url:
        somebody = person(url, "secret")
        assert somebody.absent() is None  # the first answer was made for its challenge
        assert somebody.absent()
        assert person(url, "secret").absent()
        assert len(set(seen)) == 3


def test_a_proof_under_an_empty_secret_counts_for_nothing() -> None:
    with server(lambda path: (200, json.dumps({"proof": proof_of("", path)}).encode())) as url:
        assert person(url, "").absent()


def test_the_proof_is_asked_for_again_before_every_act(own: Rehearsal) -> None:
    """The portal may have gone in between, and another server may have taken its port."""
    portal = Rehearsal.start()
    somebody = person(portal.url, portal.secret)
    assert somebody.absent() is None
    portal.stop()
    assert somebody.absent()
    with Rehearsal.start(port=urlsplit(portal.url).port or 0):
        assert somebody.absent()


def test_a_dead_server_has_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert person(f"http://127.0.0.1:{port}", "secret").absent()


def test_a_server_that_never_answers_has_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripted, "_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert person(f"http://127.0.0.1:{listener.getsockname()[1]}", "secret").absent()


# ---------------------------------------------------------------------------------------------------- a whole run


def assert_nothing_was_done(checks: dict[str, Any], portal: Rehearsal) -> None:
    assert {name: checks[name].verdict for name in PERSONAL} == dict.fromkeys(PERSONAL, Verdict.NEEDS_PERSON)
    assert {effect: portal.received(effect) for effect in HARMFUL} == {effect: [] for effect in HARMFUL}
    assert portal.outbox() == []
    assert portal.received(Effect.READ)


def test_a_whole_run_on_a_portal_that_it_did_not_start_sends_nothing(smoke_run: Any) -> None:
    walked = smoke_run(person=False)
    assert_nothing_was_done(walked.checks, walked.rehearsal)
    assert walked.result.portal.rehearsal is False
    assert {each.effect for each in walked.result.gate.allowed} == {Effect.READ}


def test_a_whole_run_with_the_secret_of_another_rehearsal_sends_nothing(smoke_run: Any, another: Rehearsal) -> None:
    walked = smoke_run(secret=another.secret)
    assert_nothing_was_done(walked.checks, walked.rehearsal)


def test_the_portal_flag_leaves_the_run_without_a_person(
    rehearsal: Rehearsal, smoke_run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way of `--portal URL`, with everything in the environment that might pretend to be somebody."""
    for name in ("CI", "GITHUB_ACTIONS", "IGOT_PERSON", "IGOT_YES", "IGOT_REHEARSAL", "IGOT_SECRET", "FORCE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("IGOT_REHEARSAL_SECRET", rehearsal.secret)
    settings = config.Settings(portal=Portal(url=f"{rehearsal.url}/public/signup", authorisation="Letter 1"))
    with smoke_command.target_of(settings, smoke_command.Options()) as target:
        assert target == smoke_command.Target(Addresses(f"{rehearsal.url}/public/signup", f"{rehearsal.url}/"))
        walked = smoke_run(portal=replace_target(rehearsal, target), secret=target.secret)
    assert_nothing_was_done(walked.checks, rehearsal)


def replace_target(rehearsal: Rehearsal, target: smoke_command.Target) -> Any:
    return SimpleNamespace(
        url=urlsplit(target.addresses.root)._replace(path="").geturl(),
        secret=target.secret,
        received=rehearsal.received,
    )


# ------------------------------------------------------------------------------------------------ what makes nobody


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://localhost:1/", "https://portal.example.gov.in/"])
@pytest.mark.parametrize("terminal", [False, True])
def test_neither_terminal_nor_pipe_nor_variable_makes_somebody_present(
    url: str, terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CI", "IGOT_PERSON", "IGOT_YES", "YES", "IGOT_INTERACTIVE"):
        monkeypatch.setenv(name, "1")
    with words_on_stdin("yes\n" * 50, terminal=terminal) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        settings = config.Settings(portal=Portal(url=url, authorisation="Letter 1"))
        with smoke_command.target_of(settings, smoke_command.Options()) as target:
            somebody = smoke_command._person(SimpleNamespace(context=None), target, 100)  # type: ignore[arg-type]
        assert isinstance(somebody, Nobody)
        assert somebody.absent()
        assert not any(somebody.consents(act) for act in Act)


@contextmanager
def words_on_stdin(text: str, *, terminal: bool) -> Iterator[Any]:
    if not terminal:
        yield io.StringIO(text)
        return
    master, slave = pty.openpty()
    try:
        os.write(master, text.encode())
        with os.fdopen(slave, encoding="utf-8") as stdin:
            yield stdin
    finally:
        os.close(master)


def test_no_flag_and_no_setting_says_yes_or_carries_a_secret() -> None:
    forbidden = [
        "yes",
        "force",
        "otp",
        "password",
        "secret",
        "token",
        "person",
        "present",
        "confirm",
        "unsafe",
        "allow",
    ]
    flags = [
        word
        for action in cli.parser()._subparsers._group_actions  # type: ignore[union-attr]
        for sub in action.choices.values()  # type: ignore[union-attr]
        for word in sub._option_string_actions
    ]
    assert len(flags) > 10
    named = [*flags, *config.KEYS]
    assert [name for name in named if any(part in name.lower() for part in forbidden)] == []


def test_the_secret_of_a_rehearsal_is_told_to_nobody(own: Rehearsal) -> None:
    """Neither on the command line nor in the environment of the child, where other programs could read it."""
    folder = f"/proc/{own.process.pid}"
    if not os.path.isdir(folder):  # noqa: PTH112 (one look)
        pytest.skip("this system has no /proc")
    for name in ("cmdline", "environ"):
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 (one look)
            assert own.secret.encode() not in file.read()
    assert len(own.secret) >= 32


def test_a_person_who_leaves_is_gone_for_the_rest_of_the_run(browser: Any, settings: config.Settings) -> None:
    """The rehearsal dies; what answers at its address then gets no act."""
    portal = Rehearsal.start()
    target = smoke_command.Target(Addresses(portal.url, portal.url), portal.secret)
    with guarded(settings, [portal.url], shared=browser) as session:
        door = GateDoor(session.context, session.fence, smoke_command._person(session, target, 500), 500)
        assert door.absent() is None
        portal.stop()
        with Rehearsal.start(port=urlsplit(portal.url).port or 0) as stranger:
            assert isinstance(door.ask(Act.RECEIVE_EMAIL_OTP), Declined)
            assert isinstance(door.ask(Act.SEND_EMAIL_OTP), Declined)
            assert stranger.received() == []


def test_a_live_portal_without_permission_is_refused() -> None:
    settings = config.Settings(portal=Portal(url="https://portal.example.gov.in/public/signup"))
    with pytest.raises(RefusedError) as refusal, smoke_command.target_of(settings, smoke_command.Options()):
        pass
    assert refusal.value.exit_code is ExitCode.REFUSED


@pytest.mark.parametrize("live", [False, True])
def test_only_a_live_portal_is_told_who_is_asking(
    settings: config.Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, live: bool
) -> None:
    told: list[str] = []

    def no_browser(*_: object, suffix: str, **__: object) -> None:
        told.append(suffix)
        raise NoAnswerError("enough seen")

    monkeypatch.setattr(smoke_command, "guarded", no_browser)
    target = smoke_command.Target(Addresses("http://127.0.0.1:1", "http://127.0.0.1:1"), live=live)
    with pytest.raises(NoAnswerError):
        smoke_command.smoke(settings, target, flowchart.load(), (), folder=tmp_path)
    assert told == [settings.politeness.user_agent_suffix if live else ""]


def test_a_secret_is_made_anew_for_each_rehearsal(own: Rehearsal, another: Rehearsal) -> None:
    assert own.secret != another.secret
