"""One connection from the browser: reads requests, has them admitted, passes the portal's answers on untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import h11

from automation.gate.judge import Candidate, Refused
from automation.gate.outgoing import outgoing
from automation.gate.request_reading import HOP_BY_HOP, MAX_BODY, MAX_HEADERS, Head, Malformed, Tunnel, read_head
from automation.gate.upstream import Connection, UnreachableError
from automation.model import Effect
from automation.portal.obstacles import GATE_MARK

if TYPE_CHECKING:
    import asyncio

    from automation.gate.policy import Origin
    from automation.gate.proxy import Window
    from automation.gate.time_limit import Patience

IDLE_SECONDS, REQUEST_SECONDS, ANSWER_SECONDS = 300.0, 30.0, 300.0
_CHUNK = 65_536
_FORBIDDEN, _BAD, _UNREACHABLE = 403, 400, 502
_KEPT_BACK = frozenset(name.encode() for name in HOP_BY_HOP | {GATE_MARK, "alt-svc"})


class _EndError(Exception):
    """The connection has nothing more to say."""


class Exchange:
    """A connection of the browser, with the requests that come over it one after the other.

    `spared`: its present request is held while somebody is asked, or was allowed.
    """

    def __init__(
        self, window: Window, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, patience: Patience
    ) -> None:
        self._window, self._reader, self._writer, self._patience = window, reader, writer, patience
        self._http = h11.Connection(h11.SERVER, MAX_HEADERS)
        self._inside: Origin | None = None
        self._raw = b""
        self._headers_only = False
        self._seconds = IDLE_SECONDS  # how long the browser may take from the next read on
        self.spared = False

    def gone(self) -> bool:
        """Whether the browser no longer waits for an answer."""
        return self._reader.at_eof() or self._writer.is_closing()

    async def run(self) -> None:
        """Serve until either side ends."""
        try:
            while True:
                await self._one()
                self.spared = False
                if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                    return
                self._http.start_next_cycle()
        except _EndError:
            return
        except h11.RemoteProtocolError as error:
            await self._malformed(f"it is no proper HTTP ({error.error_status_hint})")

    async def _event(self) -> h11.Event:
        before = self._http.trailing_data[0]
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._seconds:
                self._patience.anew(self._seconds)
                self._seconds = 0.0
            self._http.receive_data(await self._reader.read(_CHUNK))
            before = self._http.trailing_data[0]
        if isinstance(event, (type, h11.ConnectionClosed)):
            raise _EndError
        if isinstance(event, h11.Request):
            self._raw = before
        return event

    async def _one(self) -> None:
        self._seconds = IDLE_SECONDS
        event = await self._event()
        if not isinstance(event, h11.Request):
            raise _EndError
        head = read_head(event, self._inside, self._raw)
        match head:
            case Malformed(why=why):
                await self._malformed(why)
            case Tunnel():
                await self._tunnel(head)
            case Head():
                self._headers_only = head.method == "HEAD"
                await self._request(head)

    async def _malformed(self, why: str) -> None:
        where = self._inside.url if self._inside else ""
        self._window.record.refused("MALFORMED", where, Effect.UNKNOWN, why)
        if self._http.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            await self._say(_BAD, "refused", f"The gate refused this request: {why}.", close=True)
        raise _EndError

    async def _tunnel(self, tunnel: Tunnel) -> None:
        """Let the browser speak TLS with the gate itself; nothing has been sent to the portal yet."""
        if not isinstance(await self._event(), h11.EndOfMessage):
            await self._malformed("a body where none belongs")
        origin = self._window.tunnels_to(tunnel.host, tunnel.port)
        if origin is None:
            why = "a tunnel to no address of the portal" if self._window.keeper.listens else "the gate is sealed"
            await self._refuse("CONNECT", f"https://{tunnel.host}:{tunnel.port}", Refused(Effect.UNKNOWN, why))
            raise _EndError
        if self._http.trailing_data[0]:
            await self._malformed("it speaks before it was answered")
        self._writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await self._writer.start_tls(self._window.authority.context(origin.host), ssl_handshake_timeout=REQUEST_SECONDS)
        self._inside, self._http = origin, h11.Connection(h11.SERVER, MAX_HEADERS)
        await self.run()
        raise _EndError

    async def _request(self, head: Head) -> None:
        body = await self._body()
        request = Candidate(head.method, head.origin, head.target, head.headers, body)
        self._patience.anew(ANSWER_SECONDS)
        admitted = await self._window.admit(request, self)
        if isinstance(admitted, Refused):
            await self._refuse(request.method, request.place, admitted)
            return
        effect, why = admitted
        kind = self._window.record.passed(request, effect, why)
        try:
            received = await self._forward(request, once=bool(why))
        except UnreachableError as error:
            await self._unreachable(request, error, once=bool(why))
            return
        finally:
            if why:
                self._window.keeper.finished()
        self._window.record.sized(kind, len(body) + received)

    async def _body(self) -> bytes:
        parts, size = [], 0
        self._seconds = REQUEST_SECONDS
        while not isinstance(event := await self._event(), h11.EndOfMessage):
            if isinstance(event, h11.Data):
                parts.append(bytes(event.data))
                size += len(event.data)
            if size > MAX_BODY:
                await self._malformed("its body is too large")
        if event.headers:
            await self._malformed("headers follow its body")
        return b"".join(parts)

    async def _refuse(self, method: str, url: str, refusal: Refused) -> None:
        self._window.record.refused(method, url, refusal.effect, refusal.why)
        mark = f"declined {refusal.why}" if refusal.asked else "refused"
        await self._say(_FORBIDDEN, mark, f"The gate refused this request: {refusal.why}.")

    async def _unreachable(self, request: Candidate, error: UnreachableError, *, once: bool) -> None:
        """Tell a page or a deed why there is no answer; what a page loads besides just fails, as without a gate."""
        told = once or request.header("sec-fetch-mode") in {"navigate", ""}
        if not told or self._http.our_state is not h11.SEND_RESPONSE:
            raise _EndError
        sentence = f"The portal could not be reached: {error}."
        await self._say(_UNREACHABLE, f"unreachable {error.kind}", sentence, close=True)

    async def _say(self, status: int, mark: str, sentence: str, *, close: bool = False) -> None:
        """The gate's own answer."""
        body = f"{sentence}\n".encode()
        headers = [
            (GATE_MARK, mark),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *([("Connection", "close")] if close else []),
        ]
        data = () if self._headers_only else (h11.Data(data=body),)
        parts = (h11.Response(status_code=status, headers=headers), *data, h11.EndOfMessage())
        self._writer.write(b"".join(self._http.send(part) or b"" for part in parts))
        await self._writer.drain()

    async def _forward(self, request: Candidate, *, once: bool) -> int:
        """Send exactly this request and pass its answer on; the bytes of body received.

        What a person allowed is sent on a connection of its own, and never again.
        """
        up = await self._window.upstream.take(request.origin, fresh=once)
        try:
            up.send(request.method, outgoing(request, self._window.policy.suffix, up.by, deed=once))
            self._patience.anew(ANSWER_SECONDS)
            answer = await self._answer_of(up)
            return await self._pass_on(request, up, answer)
        except UnreachableError:
            up.abort()
            if not up.used or self._http.our_state is not h11.SEND_RESPONSE:
                raise
        except BaseException:
            up.abort()
            raise
        return await self._forward(request, once=once)  # the portal had let go of the kept connection

    @staticmethod
    async def _answer_of(up: Connection) -> h11.Response:
        while True:
            event = await up.next_event()
            if isinstance(event, h11.Response):
                return event
            if isinstance(event, h11.InformationalResponse) and event.status_code == 101:  # noqa: PLR2004 (HTTP's own)
                raise UnreachableError("cut", "the portal changed to another protocol")

    async def _pass_on(self, request: Candidate, up: Connection, answer: h11.Response) -> int:
        given = [(name.lower(), name, value) for name, value in answer.headers.raw_items()]
        chunked = any(lower == b"transfer-encoding" for lower, _, _ in given)
        drop = _KEPT_BACK | {b"content-length"} if chunked else _KEPT_BACK
        headers = [(name, value) for lower, name, value in given if lower not in drop]
        self._note_redirect(request, next((value for lower, _, value in given if lower == b"location"), b""))
        head = h11.Response(status_code=answer.status_code, headers=headers, reason=answer.reason)
        waiting, size = self._http.send(head) or b"", 0
        while not isinstance(event := await up.next_event(), h11.EndOfMessage):
            if isinstance(event, h11.Data):
                size += len(event.data)
                self._writer.write(waiting + (self._http.send(event) or b""))
                waiting = b""
                self._patience.anew(ANSWER_SECONDS)
                await self._writer.drain()
        self._window.upstream.give_back(request.origin, up)
        self._writer.write(waiting + (self._http.send(h11.EndOfMessage()) or b""))
        await self._writer.drain()
        return size

    def _note_redirect(self, request: Candidate, location: bytes) -> None:
        asked = request.origin.url + request.target
        self._window.keeper.answered(urldefrag(urljoin(asked, location.decode("latin-1"))).url if location else "")
