"""A request that does more than read is held until the person answers; then exactly these bytes leave, or none."""

from __future__ import annotations

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from automation.gate import exchange, proxy
from automation.gate.certificates import Authority
from automation.gate.policy import Policy
from automation.gate.proxy import Window
from automation.gate.receipts import Receipts
from automation.model import Effect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from automation.acts import Act
    from automation.gate.channels import Question

SILENT = "/public/silent"
SEND, VERIFY, READ = "/api/otp/v1/generate", "/api/otp/v1/verify", "/public/signup"
BODY = b'{"request": {"type": "phone", "key": "9000000042"}}'
AUTHORITY = Authority()


class Person:
    """Somebody who answers when the test says so; None is a yes."""

    unannounced = True

    def __init__(self) -> None:
        self.asked: asyncio.Queue[Question] = asyncio.Queue()
        self.answers: asyncio.Queue[str | Exception] = asyncio.Queue()

    async def absent(self) -> str | None:
        return None

    async def refusal(self, question: Question, act: Act | None) -> str:
        await self.asked.put(question)
        answer = await self.answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class Stage:
    """A browsing window, its person, and what reached the portal behind it."""

    window: Window
    person: Person
    port: int
    url: str
    arrived: list[bytes] = field(default_factory=list)

    async def client(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    def bytes_for(self, path: str, body: bytes) -> bytes:
        host = self.url.removeprefix("http://")
        method = "POST" if body else "GET"
        head = f"{method} {self.url}{path} HTTP/1.1\r\nHost: {host}\r\n"
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        return f"{head}{length}\r\n".encode() + body

    async def ask(self, path: str, body: bytes = BODY) -> int:
        """The status that the page gets; 0 when it gets none."""
        reader, writer = await self.client()
        try:
            writer.write(self.bytes_for(path, body))
            line = await reader.readline()
        except ConnectionError:
            return 0
        finally:
            writer.close()
        return int(line.split(b" ")[1]) if line else 0

    def last_answer(self) -> str:
        return str(self.window.record.as_json()["asked"][-1]["answer"])


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    arrived: list[bytes] = []

    async def portal(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if SILENT.encode() in head:
            arrived.append(head.split(b"\r\n")[0])
            await reader.read()
            writer.close()
            return
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        arrived.append(head.split(b"\r\n")[0] + b" " + await reader.readexactly(int(lengths[0]) if lengths else 0))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        writer.close()

    server = await asyncio.start_server(portal, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    receipts = Receipts(str(Path(tempfile.mkdtemp()) / "consents.jsonl"), "run")
    window = Window(Policy(portal=(url,), receipts=receipts), AUTHORITY, {}, piped=True)
    window.channel = person = Person()
    window.keeper._unannounced = True
    port = await window.listen()
    window.browse()
    yield Stage(window, person, port, url, arrived)
    window.close()
    server.close()


async def until(holds: Callable[[], bool]) -> None:
    """Let the gate go on until something holds."""
    while not holds():  # noqa: ASYNC110 (the gate has no event for a test)
        await asyncio.sleep(0)


def play(scene: Callable[[Stage], Coroutine[None, None, None]]) -> None:
    """Run a scene on a stage of its own; it must be over within five seconds."""

    async def run() -> None:
        async with asyncio.timeout(5), stage() as set_up:
            await scene(set_up)

    with ThreadPoolExecutor(1) as pool:  # a browser of other tests may have this thread
        pool.submit(asyncio.run, run()).result()


def test_after_a_yes_exactly_these_bytes_leave() -> None:
    async def scene(on: Stage) -> None:
        page = asyncio.create_task(on.ask(SEND))
        question = await on.person.asked.get()
        assert on.arrived == []
        assert (question.effect, question.recipient) == (Effect.SENDS_MESSAGE, "••••••0042")
        on.person.answers.put_nowait("")
        assert await page == 200
        assert on.arrived == [b"POST %s HTTP/1.1 %s" % (SEND.encode(), BODY)]

    play(scene)


@pytest.mark.parametrize("answer", ["the person said no", ValueError("the channel broke")])
def test_after_anything_but_a_yes_nothing_leaves(answer: str | Exception) -> None:
    async def scene(on: Stage) -> None:
        on.person.answers.put_nowait(answer)
        assert await on.ask(SEND) == 403
        assert on.arrived == []

    play(scene)


def test_no_answer_in_time_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "ANSWER_SECONDS", 0.02)

    async def scene(on: Stage) -> None:
        assert await on.ask(SEND) == 403
        assert "in time" in on.last_answer()
        assert on.arrived == []

    play(scene)


@pytest.mark.parametrize(("path", "body"), [(SEND, BODY), (SEND, b"{}"), (VERIFY, BODY)])
def test_while_a_person_thinks_a_second_request_is_refused(path: str, body: bytes) -> None:
    async def scene(on: Stage) -> None:
        page = asyncio.create_task(on.ask(SEND))
        await on.person.asked.get()
        assert await on.ask(path, body) == 403
        on.person.answers.put_nowait("")
        assert await page == 200
        assert len(on.arrived) == 1

    play(scene)


def test_the_same_again_is_not_covered_by_the_yes() -> None:
    async def scene(on: Stage) -> None:
        on.person.answers.put_nowait("")
        assert await on.ask(SEND) == 200
        assert await on.ask(SEND) == 403
        assert len(on.arrived) == 1

    play(scene)


def test_a_page_that_has_gone_gets_nothing_sent_for_it() -> None:
    async def scene(on: Stage) -> None:
        _, writer = await on.client()
        writer.write(on.bytes_for(SEND, BODY))
        await on.person.asked.get()
        writer.close()
        await writer.wait_closed()
        await until(lambda: all(exchange.gone() for exchange in on.window._live))
        on.person.answers.put_nowait("")
        await until(lambda: on.window.record.as_json()["asked"])
        assert "no longer waits" in on.last_answer()
        assert on.arrived == []

    play(scene)


def test_sealing_while_a_person_thinks_takes_the_request_back() -> None:
    async def scene(on: Stage) -> None:
        page = asyncio.create_task(on.ask(SEND))
        await on.person.asked.get()
        on.window.seal()
        on.person.answers.put_nowait("")
        assert await page == 0
        assert "sealed" in on.last_answer()
        assert on.arrived == []

    play(scene)


def slow_to_connect(window: Window) -> tuple[asyncio.Event, asyncio.Event]:
    """Set once the gate turns to the portal; to be set for it to go on."""
    waiting, going_on, connect = asyncio.Event(), asyncio.Event(), window.upstream.take

    async def slowly(*given: object, **more: object) -> object:
        waiting.set()
        await going_on.wait()
        return await connect(*given, **more)  # type: ignore[arg-type]

    window.upstream.take = slowly  # type: ignore[assignment, method-assign]
    return waiting, going_on


def test_the_gate_is_busy_until_what_a_person_allowed_has_its_answer() -> None:
    async def scene(on: Stage) -> None:
        waiting, going_on = slow_to_connect(on.window)
        page = asyncio.create_task(on.ask(VERIFY))
        await on.person.asked.get()
        assert on.window.keeper.busy
        on.person.answers.put_nowait("")
        await waiting.wait()
        assert on.window.keeper.busy
        going_on.set()
        assert await page == 200
        await until(lambda: not on.window.keeper.busy)

    play(scene)


def test_the_gate_is_busy_no_more_when_what_a_person_allowed_cannot_reach_the_portal() -> None:
    async def scene(on: Stage) -> None:
        on.person.answers.put_nowait("")
        on.url = "http://127.0.0.1:9"
        on.window.policy = Policy(portal=(on.url,), receipts=on.window.policy.receipts)
        assert await on.ask(VERIFY) == 502
        assert not on.window.keeper.busy

    play(scene)


def test_sealing_while_a_connection_is_being_made_sends_nothing() -> None:
    async def scene(on: Stage) -> None:
        waiting, going_on = slow_to_connect(on.window)
        page = asyncio.create_task(on.ask(READ, b""))
        await waiting.wait()
        on.window.seal()
        going_on.set()
        assert await page == 0
        assert on.arrived == []

    play(scene)


def test_after_a_credential_a_read_waits_and_is_let_go() -> None:
    async def scene(on: Stage) -> None:
        on.person.answers.put_nowait("")
        assert await on.ask(VERIFY) == 200
        late = asyncio.create_task(on.ask(READ, b""))
        await until(lambda: not on.window._settled.is_set())
        assert len(on.arrived) == 1
        on.window.browse()
        assert await late == 200

    play(scene)


def test_a_page_that_nobody_looks_at_never_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "SETTLE_SECONDS", 0.02)

    async def scene(on: Stage) -> None:
        on.person.answers.put_nowait("")
        assert await on.ask(VERIFY) == 200
        assert await on.ask(READ, b"") == 403
        assert len(on.arrived) == 1

    play(scene)


def test_no_more_connections_are_taken_than_the_gate_can_look_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "MAX_CONNECTIONS", 2)

    async def scene(on: Stage) -> None:
        idle = [await on.client() for _ in range(2)]
        await until(lambda: len(on.window._live) == 2)
        assert await on.ask(READ, b"") == 0
        for _, writer in idle:
            writer.close()

    play(scene)


@pytest.mark.parametrize(
    ("limit", "sent", "reached"),
    [
        ("IDLE_SECONDS", "", 0),
        ("IDLE_SECONDS", "GET {url}/ HT", 0),
        ("REQUEST_SECONDS", "POST {url}/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\nhalf", 0),
        ("ANSWER_SECONDS", "GET {url}/public/silent HTTP/1.1\r\nHost: {host}\r\n\r\n", 1),
    ],
    ids=["nothing is said", "half a request line", "half a body", "a portal that never answers"],
)
def test_a_connection_on_which_nothing_comes_for_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, limit: str, sent: str, reached: int
) -> None:
    monkeypatch.setattr(exchange, limit, 0.5 if reached else 0.02)  # a busy machine, too, reaches the portal in time

    async def scene(on: Stage) -> None:
        reader, writer = await on.client()
        writer.write(sent.format(url=on.url, host=on.url.removeprefix("http://")).encode())
        with suppress(ConnectionError):
            assert await reader.read() == b""
        writer.close()
        await until(lambda: not on.window._live)
        assert len(on.arrived) == reached

    play(scene)


def test_a_connection_on_which_something_comes_in_time_lives_on() -> None:
    async def scene(on: Stage) -> None:
        reader, writer = await on.client()
        for _ in range(3):
            writer.write(on.bytes_for("/nowhere/api", b"x"))
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 403")
            await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].split()[0]))
            await asyncio.sleep(0)
            [patience] = [each._patience for each in on.window._live]
            assert patience._until > patience._loop.time() + exchange.IDLE_SECONDS - 5
        writer.close()

    play(scene)
