"""Sinks on loopback that note which marks arrive, by whatever protocol; they judge nothing."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Coroutine

HOST = "127.0.0.1"
_MARK = re.compile(rb"mk-[0-9a-z]{10}")
_DOCUMENT = "/doc/"
_PROOF = "/rehearsal/proof"
_ACCEPT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "*",
    "Access-Control-Allow-Headers": "*",
    "Supports-Loading-Mode": "credentialed-prerender",
}
_LONGEST = 1 << 20
_LONGEST_HOLD_SECONDS, _LOOK_SECONDS = 30.0, 0.02


def until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait until it holds, or for so long: that nothing comes is proved by time alone."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(_LOOK_SECONDS)


@dataclass(slots=True)
class Arrivals:
    """What has arrived: per mark, one line of words an arrival (protocol, method, path without its query)."""

    seen: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    plain: list[str] = field(default_factory=list)  # arrivals without a mark, such as a bare connection

    def note(self, data: bytes, words: str) -> None:
        """Remember that `data` arrived, under every mark in it."""
        marks = {mark.decode() for mark in _MARK.findall(data)}
        for mark in marks:
            self.seen[mark].append(words)
        if not marks:
            self.plain.append(words)


class Sinks:
    """Portal, foreign host, foreign host in TLS, datagrams and bare connections: five sinks of one battery.

    Ports are chosen by the system. The portal answers `/doc/…` with the document that its path describes, and proves
    by `secret` that this very run started it, as the rehearsal portal does.
    """

    def __init__(self, tls: ssl.SSLContext, secret: str = "") -> None:
        self.portal, self.foreign, self.datagrams, self.bare = Arrivals(), Arrivals(), Arrivals(), Arrivals()
        self.ports: dict[str, int] = {}
        self._tls, self._secret = tls, secret
        self._asked, self._may_prove = threading.Event(), threading.Event()
        self._may_prove.set()
        self._listening: dict[str, asyncio.Server | asyncio.DatagramTransport] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sinks", daemon=True)

    def __enter__(self) -> Self:
        """Listen on all ports."""
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening, and drop every connection."""
        self._may_prove.set()
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def arrived(self, mark: str) -> list[str]:
        """Every arrival that carried this mark, on whichever sink."""
        sinks = {"portal": self.portal, "foreign": self.foreign, "udp": self.datagrams, "tcp": self.bare}
        return [f"{name}: {words}" for name, sink in sinks.items() for words in sink.seen.get(mark, [])]

    def hold(self) -> None:
        """From now on the portal keeps its proof, and with it the yes of the scripted person, until `release`."""
        self._asked.clear()
        self._may_prove.clear()

    def held(self, seconds: float) -> bool:
        """Wait until the proof was asked for, so that a request is being held; False when it is not in time."""
        return self._asked.wait(seconds)

    def release(self) -> None:
        """Give the proof now."""
        self._may_prove.set()

    def unplug(self) -> None:
        """Take no connection to the portal any more, until `plug_in`; one that waits for the proof goes on."""
        self._run(self._unplug())

    def plug_in(self) -> None:
        """Take connections again, at the same address."""
        self._run(self._portal(self.ports["portal"]))

    @property
    def anonymous(self) -> int:
        """How many datagrams and bare connections arrived without a mark."""
        return len(self.datagrams.plain) + len(self.bare.plain)

    def origin(self, name: str) -> str:
        """The address of `portal`, `foreign` or `tls`."""
        return f"{'https' if name == 'tls' else 'http'}://{HOST}:{self.ports[name]}"

    def _run(self, task: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(task, self._loop).result()

    async def _listen(self) -> None:
        await self._portal(0)
        for name, tls in (("foreign", None), ("tls", self._tls)):
            conversation = _Conversation(self.foreign, "", self._asked, self._may_prove)
            await self._serve(name, conversation, 0, tls)
        bare = await asyncio.start_server(self._bare, HOST, 0)
        self._listening["tcp"] = bare
        self.ports["tcp"] = bare.sockets[0].getsockname()[1]
        transport, _ = await self._loop.create_datagram_endpoint(lambda: _Datagrams(self.datagrams), (HOST, 0))
        self._listening["udp"] = transport
        self.ports["udp"] = transport.get_extra_info("sockname")[1]

    async def _portal(self, port: int) -> None:
        conversation = _Conversation(self.portal, self._secret, self._asked, self._may_prove)
        await self._serve("portal", conversation, port)

    async def _serve(
        self, name: str, conversation: _Conversation, port: int, tls: ssl.SSLContext | None = None
    ) -> None:
        server = await asyncio.start_server(conversation.serve, HOST, port, ssl=tls)
        self._listening[name] = server
        self.ports[name] = server.sockets[0].getsockname()[1]

    async def _unplug(self) -> None:
        self._listening["portal"].close()

    async def _close(self) -> None:
        for each in self._listening.values():
            each.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _bare(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A connection is an arrival already."""
        self.bare.note(b"", "connected")
        try:
            self.bare.note(await reader.read(4096), "bytes")
        except OSError:
            pass  # a connection is all it was
        finally:
            writer.transport.abort()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, arrivals: Arrivals) -> None:
        self._arrivals = arrivals

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 (the protocol's signature)
        self._arrivals.note(data, "datagram")


@dataclass(frozen=True, slots=True)
class _Conversation:
    """One HTTP sink; every connection runs through `serve`."""

    arrivals: Arrivals
    secret: str
    asked: threading.Event
    may_prove: threading.Event

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._request(reader, writer):
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # it has gone, or what it says is no HTTP: it was noted all the same
        finally:
            writer.transport.abort()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Read one request, note it, answer it; whether the connection goes on."""
        head = await reader.readuntil(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = line.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines if each)}
        body = await self._body(reader, headers)
        self.arrivals.note(target.encode() + body + head, f"{method} {urlsplit(target).path[:60]}")
        if headers.get("upgrade", "").lower() == "websocket":
            await self._socket(reader, writer, headers)
            return False
        if self.secret and urlsplit(target).path == _PROOF:
            self.asked.set()
            await asyncio.to_thread(self.may_prove.wait, _LONGEST_HOLD_SECONDS)
        writer.write(self._answer(method, target))
        return True

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if "chunked" in headers.get("transfer-encoding", ""):
            parts = []
            while size := int(await reader.readline(), 16):
                parts.append((await reader.readexactly(size + 2))[:-2])
            await reader.readline()
            return b"".join(parts)
        return await reader.readexactly(min(int(headers.get("content-length", 0)), _LONGEST))

    async def _socket(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: dict[str, str]
    ) -> None:
        """Shake hands; a frame that comes later is an arrival of its own (its text is masked, so it has no mark)."""
        key = headers["sec-websocket-key"].encode() + _ACCEPT
        accept = base64.b64encode(hashlib.sha1(key, usedforsecurity=False).digest()).decode()
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )
        while frame := await reader.read(4096):
            self.arrivals.note(_unmasked(frame), "web socket frame")

    def _answer(self, method: str, target: str) -> bytes:
        parts = urlsplit(target)
        if self.secret and parts.path == _PROOF:
            challenge = parse_qs(parts.query).get("challenge", [""])[0]
            proof = hmac.new(self.secret.encode(), challenge.encode(), hashlib.sha256).hexdigest()
            return _response(200, "application/json", json.dumps({"proof": proof}))
        if parts.path.startswith(_DOCUMENT):
            wanted = json.loads(base64.urlsafe_b64decode(parts.path.removeprefix(_DOCUMENT) + "=="))
            hints = wanted.get("hints")
            early = f"HTTP/1.1 103 Early Hints\r\nLink: {hints}\r\n\r\n".encode() if hints else b""
            return early + _response(
                int(wanted.get("status", 200)),
                wanted.get("type", "text/html"),
                wanted["body"],
                wanted.get("headers", {}),
            )
        body = "" if method == "HEAD" else "<!doctype html><title>sink</title>"
        return _response(200, "text/html", body)


def _response(status: int, kind: str, body: str, headers: dict[str, str] | None = None) -> bytes:
    content = body.encode()
    lines = _OPEN_TO_ALL | {"Content-Type": kind, "Content-Length": str(len(content)), "Cache-Control": "no-store"}
    lines |= headers or {}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Sink\r\n{head}\r\n".encode() + content


def _unmasked(frame: bytes) -> bytes:
    """The text of a short client frame (RFC 6455 §5.2)."""
    if len(frame) < 6 or frame[1] & 0x7F > 125:  # noqa: PLR2004 (the frame's own arithmetic)
        return b""
    mask, text = frame[2:6], frame[6 : 6 + (frame[1] & 0x7F)]
    return bytes(byte ^ mask[at % 4] for at, byte in enumerate(text))
