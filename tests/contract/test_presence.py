"""Somebody is present only on a rehearsal portal that this very run started; nothing else makes anybody present."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from automation import cli, config, flowchart
from automation.acts import Act, Declined, NoHands
from automation.config import Portal
from automation.gate import channels
from automation.gate.channels import NobodyThere, Question, ScriptedThere, channel_for
from automation.gate.door import GateDoor
from automation.gate.machines import MARKS
from automation.gate.policy import AtCompanion, AtTerminal, Nobody, Policy, Scripted
from automation.gate.scripted import ScriptedHands
from automation.model import Effect, ExitCode, Reach, RefusedError, Verdict
from automation.portal.site import Addresses
from automation.rehearsal import Rehearsal
from automation.runs import run as running
from automation.runs import target as wiring
from automation.runs.options import Options
from tests.marks import proc
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from automation.browser import Pair

PERSONAL = {check.id for step in flowchart.load().steps for check in step.checks if check.reach is Reach.PERSON}
HARMFUL = [effect for effect in Effect if effect is not Effect.READ]


def answer_of(asked: Coroutine[Any, Any, str | None]) -> Any:
    """What comes of a question; in a thread of its own, since the browser has this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asked).result()


@dataclass
class Person:
    """The scripted person as the gate asks for it."""

    channel: ScriptedThere

    def absent(self) -> str | None:
        why: str | None = answer_of(self.channel.absent())
        return why

    def refusal(self, url: str, act: Act | None) -> str:
        question = Question("Send", Effect.SENDS_MESSAGE, "POST", url)
        return str(answer_of(self.channel.refusal(question, act)))


def person(url: str, secret: str) -> Person:
    return Person(ScriptedThere(Scripted(url, secret), Policy()))


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
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (the name that the server calls)

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


def test_the_scripted_person_says_yes_to_what_was_announced_on_its_own_portal_only(own: Rehearsal) -> None:
    somebody = person(own.url, own.secret)
    assert somebody.refusal(f"{own.url}/api/otp/v1/generate", Act.SEND_EMAIL_OTP) == ""
    assert somebody.refusal(f"{own.url}/api/otp/v1/generate", None)
    assert somebody.refusal("http://127.0.0.1:1/api/otp/v1/generate", Act.SEND_EMAIL_OTP)


def test_a_portal_beyond_this_machine_has_no_scripted_person() -> None:
    assert person("https://portal.example.gov.in", "secret").absent()


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
    monkeypatch.setattr(channels, "PROOF_SECONDS", 0.2)
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
    walked = smoke_run(secret=another.secret, about=PERSONAL)
    assert_nothing_was_done(walked.checks, walked.rehearsal)


def test_the_portal_flag_leaves_the_run_without_a_person(
    rehearsal: Rehearsal, smoke_run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way of `--portal URL`, with everything in the environment that might pretend to be somebody."""
    for name in ("CI", "GITHUB_ACTIONS", "IGOT_PERSON", "IGOT_YES", "IGOT_REHEARSAL", "IGOT_SECRET", "FORCE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("IGOT_REHEARSAL_SECRET", rehearsal.secret)
    settings = config.Settings(portal=Portal(url=f"{rehearsal.url}/public/signup", authorisation="Letter 1"))
    with wiring.target_of(settings, Options()) as found:
        target = found()
        assert target == wiring.Target(Addresses(f"{rehearsal.url}/public/signup", f"{rehearsal.url}/", guessed=True))
        walked = smoke_run(portal=replace_target(rehearsal, target), secret=target.secret, about=PERSONAL)
    assert_nothing_was_done(walked.checks, rehearsal)


def replace_target(rehearsal: Rehearsal, target: wiring.Target) -> Any:
    return SimpleNamespace(
        url=urlsplit(target.addresses.root)._replace(path="").geturl(),
        secret=target.secret,
        authority="",
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
        with wiring.target_of(settings, Options()) as found:
            target = found()
            policy = Policy(presence=wiring.presence_for(target))
            session: Any = SimpleNamespace(context=None, gate=SimpleNamespace(companion=""))
            hands = running.hands_for(session, target, 100)
        assert policy.presence == Nobody()
        assert isinstance(hands, NoHands)
        nobody = channel_for(policy, os.environ, piped=not terminal)
        assert isinstance(nobody, NobodyThere)
        assert answer_of(nobody.absent())
        question = Question("Send", Effect.SENDS_MESSAGE, "POST", url)
        assert all(answer_of(nobody.refusal(question, act)) for act in Act)


@contextmanager
def words_on_stdin(text: str, *, terminal: bool) -> Iterator[Any]:
    if not terminal:
        yield io.StringIO(text)
        return
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals; a stand-in of its console is tested")
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
    named = [*(flag for flag in flags if flag != "--confirm"), *config.KEYS]  # that one says how often to look again
    assert [name for name in named if any(part in name.lower() for part in forbidden)] == []


@proc
def test_the_secret_of_a_rehearsal_is_told_to_nobody(own: Rehearsal) -> None:
    """Neither on the command line nor in the environment of the child, where other programs could read it."""
    folder = f"/proc/{own.process.pid}"
    if not os.path.isdir(folder):  # noqa: PTH112 (one look)
        pytest.skip("this system has no /proc")
    for name in ("cmdline", "environ"):
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 (one look)
            assert own.secret.encode() not in file.read()
    assert len(own.secret) >= 32


def test_a_person_who_leaves_is_gone_for_the_rest_of_the_run(pair: Pair, settings: config.Settings) -> None:
    """The rehearsal dies; what answers at its address then gets no act."""
    portal = Rehearsal.start()
    target = wiring.Target(Addresses(portal.url, portal.url), portal.secret)
    with pair.window(running.policy_for(settings, target)) as session:
        door = GateDoor(session.context, session.gate, ScriptedHands(session.context, portal.url, 500), 500)
        assert door.absent() is None
        portal.stop()
        with Rehearsal.start(port=urlsplit(portal.url).port or 0) as stranger:
            assert isinstance(door.ask(Act.RECEIVE_EMAIL_OTP), Declined)
            assert isinstance(door.ask(Act.SEND_EMAIL_OTP), Declined)
            assert stranger.received() == []


def test_a_live_portal_without_permission_is_refused() -> None:
    settings = config.Settings(portal=Portal(url="https://portal.example.gov.in/public/signup"))
    with pytest.raises(RefusedError) as refusal, wiring.target_of(settings, Options()):
        pass
    assert refusal.value.exit_code is ExitCode.REFUSED


@pytest.mark.parametrize("live", [False, True])
def test_only_a_live_portal_is_told_who_is_asking(settings: config.Settings, live: bool) -> None:
    target = wiring.Target(Addresses("http://127.0.0.1:1", "http://127.0.0.1:1"), live=live)
    told = running.policy_for(settings, target).suffix
    assert told == (settings.politeness.user_agent_suffix if live else "")


def test_a_secret_is_made_anew_for_each_rehearsal(own: Rehearsal, another: Rehearsal) -> None:
    assert own.secret != another.secret


# --------------------------------------------------------------------------------------------------- at the terminal

_ASKS = """
import os, sys, http.client
if os.isatty(0):
    os.close(os.open(os.ttyname(0), os.O_RDWR))  # now this terminal is the one in front of this program
from automation.gate.control import GateProcess
from automation.gate.policy import AtTerminal, Policy
from automation.gate.receipts import Receipts
url, place, secret = sys.argv[1:]
with GateProcess() as process:
    presence, receipts = AtTerminal(url=url, secret=secret), Receipts(place + ".jsonl", "run")
    gate = process.open(Policy(portal=(url,), presence=presence, receipts=receipts))
    gate.browse()
    why = gate.absent()
    connection = http.client.HTTPConnection("127.0.0.1", int(gate.proxy.rpartition(":")[2]))
    status = 200
    while status == 200:  # what passed is tried once more
        connection.request("POST", url + "/api/otp/v1/generate", '{"key": "asha.verma@example.gov.in"}')
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    asked = gate.record().asked
    with open(place, "w") as file:
        print(repr(why), [each.answer for each in asked], file=file)
"""


@dataclass
class Screen:
    """What a person saw on a terminal of its own, what came of it, and what reached the portal."""

    shown: str
    told: str
    reached: list[str]


_SECRET = "of this run"


def at_a_terminal(
    folder: Path, typed: Callable[[str], str | None], *, secret: str = _SECRET, **environment: str
) -> Screen:
    """Run a program with a terminal in front of it; `typed` makes of the word that is shown what is typed.

    The portal is a rehearsal that knows `_SECRET`; the program knows `secret`.
    """
    reached: list[str] = []

    def answer(path: str) -> tuple[int, bytes]:
        if path.startswith("/rehearsal/proof?"):
            [challenge] = parse_qs(urlsplit(path).query)["challenge"]
            return 200, json.dumps(
                {"proof": hmac.new(_SECRET.encode(), challenge.encode(), "sha256").hexdigest()}
            ).encode()
        reached.append(path)
        return 200, b"{}"

    with server(answer) as url:
        pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals; a stand-in of its console is tested")
        master, slave = pty.openpty()
        command = [sys.executable, "-c", _ASKS, url, str(folder / "told"), secret]
        with subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env={**os.environ, **environment}
        ) as program:
            os.close(slave)
            shown = _sit_at(master, typed)
        assert program.returncode == 0, shown
    return Screen(shown, (folder / "told").read_text(), reached)


def _sit_at(master: int, typed: Callable[[str], str | None]) -> str:
    """Answer the first question on a terminal; everything that was shown until the program ended."""
    shown, answered = "", False
    try:
        while part := os.read(master, 4096):
            shown += part.decode(errors="replace")
            word = re.search(r"type (\w+) and press Enter", shown)
            if word and not answered:
                answered = True
                reply = typed(word[1])
                os.write(master, b"\x04" if reply is None else f"{reply}\n".encode())
    except OSError:
        pass  # the program has ended
    finally:
        os.close(master)
    return shown


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in MARKS:
        monkeypatch.delenv(name, raising=False)


def test_the_word_on_the_screen_lets_exactly_one_request_out(tmp_path: Path) -> None:
    screen = at_a_terminal(tmp_path, lambda word: word)
    assert screen.told.strip() == "None ['yes']"
    assert screen.reached == ["/api/otp/v1/generate"]  # and not its repetition
    for part in ("send a message", "POST http://127.0.0.1", "fields: key", "to: a•••@example.gov.in"):
        assert part in screen.shown
    assert "asha" not in screen.shown


@pytest.mark.parametrize("typed", ["yes", "y", "", "the word", None])
def test_anything_else_keeps_it(tmp_path: Path, typed: str | None) -> None:
    screen = at_a_terminal(tmp_path, lambda _: typed)
    assert "yes" not in screen.told
    assert screen.reached == []


@pytest.mark.parametrize("variable", [{"CI": "true"}, {"CI": ""}, {"GITHUB_ACTIONS": "true"}, {"TF_BUILD": "True"}])
def test_on_a_build_server_nobody_is_asked_even_at_a_terminal(tmp_path: Path, variable: dict[str, str]) -> None:
    """A program on a pseudo-terminal can read the word and type it back."""
    screen = at_a_terminal(tmp_path, lambda word: word, **variable)
    assert f"{next(iter(variable))} is set" in screen.told
    assert (screen.reached, "press Enter" in screen.shown) == ([], False)


def test_at_a_terminal_only_a_rehearsal_of_this_run_is_asked_about(tmp_path: Path) -> None:
    for secret in ("", "of another run"):
        screen = at_a_terminal(tmp_path, lambda word: word, secret=secret)
        assert "the companion window asks" in screen.told
        assert (screen.reached, "press Enter" in screen.shown) == ([], False)


@pytest.mark.parametrize("name", MARKS)
def test_what_a_build_server_sets_means_nobody_whatever_it_holds(name: str) -> None:
    for presence in (AtTerminal(), AtCompanion(visible=True)):
        for value in ("", "0", "false", "1"):
            why = answer_of(channel_for(Policy(presence=presence), {name: value}, piped=False).absent())
            assert f"{name} is set" in str(why)


@pytest.mark.parametrize(("environment", "piped"), [({"CI": "1"}, False), ({}, True), ({"CI": "1"}, True)])
def test_neither_ci_nor_a_pipe_can_be_asked(environment: dict[str, str], piped: bool) -> None:
    channel = channel_for(Policy(presence=AtTerminal()), environment, piped=piped)
    assert answer_of(channel.absent())
    assert answer_of(channel.refusal(Question("Send", Effect.SENDS_MESSAGE, "POST", "http://x/"), None))


def test_a_program_that_is_fed_by_a_pipe_has_nobody(tmp_path: Path) -> None:
    """Also when a terminal is there: `yes | igot …` is nobody's word."""
    with server(lambda _: (200, b"{}")) as url:
        command = [sys.executable, "-c", _ASKS, url, str(tmp_path / "told"), _SECRET]
        subprocess.run(command, input=b"yes\n" * 50, check=True, timeout=PATIENCE)
    assert "a pipe or a file" in (tmp_path / "told").read_text()
