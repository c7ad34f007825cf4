"""The companion window as the gate serves it: asks the person about held requests; the program can answer nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from automation.gate.machines import started_by

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from automation.acts import Act
    from automation.gate.channels import Question, ScriptedThere

PAGES = Path(__file__).parent / "web"
NEED = "a present person has to do this"
DEAD_SECONDS = 1.0
"""So long the buttons of a new question do nothing: it may have come up under a finger that meant another one."""
_DEAD_TO_A_MACHINE = 0.1
_COOKIE = "igot-companion"
_LONGEST = 20_000
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(slots=True)
class _Asked:
    """A question on the page, since a time of the loop's clock; `answer` is blank for a yes.

    `dead`: for so many seconds no answer counts.
    """

    question: Question
    dead: float
    since: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    number: str = field(default_factory=lambda: secrets.token_hex(16))
    answer: asyncio.Future[str] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def shown(self) -> dict[str, Any]:
        return {**asdict(self.question), "number": self.number, "dead": self.dead}

    def take(self, number: str, *, yes: bool) -> None:
        """An answer to this question, if it comes neither too early nor twice."""
        early = asyncio.get_running_loop().time() < self.since + self.dead
        if not early and not self.answer.done() and secrets.compare_digest(number.encode(), self.number.encode()):
            self.answer.set_result("" if yes else "the person said no")

    def end(self, why: str) -> None:
        """It has no answer any more."""
        if not self.answer.done():
            self.answer.set_result(why)


class Companion:
    """The channel. `visible`: the portal's window can be seen; `proof`: on a rehearsal a machine may act too.

    It is also the page: `_scene` is what the program shows there, `_said` what the person said to the program.
    """

    unannounced = True

    def __init__(self, environ: Mapping[str, str], *, visible: bool, proof: ScriptedThere | None) -> None:
        self._environ, self._visible, self._proof = environ, visible, proof
        self._dead = DEAD_SECONDS if proof is None else _DEAD_TO_A_MACHINE
        self._scene: dict[str, Any] = {}
        self._said: list[dict[str, Any]] = []
        self._present = self._over = False
        self._asked: _Asked | None = None
        self._token, self._cookie, self._origin = secrets.token_urlsafe(24), secrets.token_urlsafe(24), ""
        self._watchers: set[asyncio.Event] = set()
        self._task: asyncio.Task[None] | None = None
        self._server: _Server | None = None

    @property
    def language(self) -> str:
        """The language in which the page is read, as far as the program has heard of it."""
        return str(self._scene.get("language") or "en")

    def show(self, scene: dict[str, Any]) -> None:
        """Put this on the page."""
        self._scene = scene
        self._changed()

    def heard(self) -> list[dict[str, Any]]:
        """What the person said since the last time, but for answers to questions."""
        said, self._said = self._said, []
        return said

    def forget(self) -> None:
        """What is being asked is no longer wanted: the page that asked has gone."""
        if self._asked:
            self._asked.end("the page that asked has gone")

    def absence(self) -> str | None:
        """Why nobody is at the page; None when somebody has said there that they are."""
        if not self._watchers:
            return f"{NEED}; the companion window is closed"
        return None if self._present else f"{NEED}; nobody has said in the companion window that they are there"

    async def absent(self) -> str | None:
        """Nobody, where a machine runs the program or no window can be seen (a rehearsal apart), or nobody spoke."""
        if self._proof is not None:
            return await self._proof.absent() or self.absence()
        if machine := started_by(self._environ):
            return f"{NEED}; {machine}"
        if not self._visible:
            return f"{NEED}; the browser shows no window"
        return self.absence()

    async def refusal(self, question: Question, act: Act | None) -> str:  # noqa: ARG002 (the question tells of the act)
        """Show the question; blank for a yes to exactly this one. The caller limits the time."""
        if why := await self.absent():
            return why
        self._asked = asked = _Asked(question, self._dead)
        self._changed()
        try:
            return await asked.answer
        finally:
            self._asked = None
            self._changed()

    def _changed(self) -> None:
        """Let every window show what is new."""
        for watcher in self._watchers:
            watcher.set()

    # ------------------------------------------------------------------------------------------------------ the server

    async def serve(self) -> str:
        """Listen on a free port of this machine; the address for the one visit that opens the page."""
        listener = socket.create_server(("127.0.0.1", 0))  # who opens the address at once waits for the page
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        self._origin = f"http://{host}"
        routes = [
            Route("/", self._home),
            Route("/events", self._events),
            Route("/say", self._say, methods=["POST"]),
            *(Route(f"/{name}", self._file) for name in ("companion.css", "companion.js")),
        ]
        app = _AsProxyToo(Starlette(routes=routes), host)
        config = uvicorn.Config(app, http="h11", ws="none", lifespan="off", log_config=None, access_log=False)
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        return f"{self._origin}/?token={self._token}"

    def close(self) -> None:
        """The window is told that this is over: every connection ends, and nothing listens any more."""
        self._over = True
        self._changed()
        if self._server is not None:
            self._server.should_exit = True

    def _knows(self, request: Request) -> bool:
        return secrets.compare_digest(request.cookies.get(_COOKIE, "").encode(), self._cookie.encode())

    async def _home(self, request: Request) -> Response:
        token = request.query_params.get("token", "")
        if token and self._token and secrets.compare_digest(token.encode(), self._token.encode()):
            self._token = ""  # it opens one window
            answer: Response = RedirectResponse("/", 303)
            answer.set_cookie(_COOKIE, self._cookie, httponly=True, samesite="strict")
            return answer
        if not self._knows(request):
            return PlainTextResponse("This window belongs to another run; start igot guide again.", 403)
        return FileResponse(PAGES / "companion.html", headers=_HEADERS)

    async def _file(self, request: Request) -> Response:
        if not self._knows(request):
            return PlainTextResponse("", 403)
        return FileResponse(PAGES / request.url.path.lstrip("/"), headers=_HEADERS)

    async def _events(self, request: Request) -> Response:
        if not self._knows(request):
            return PlainTextResponse("", 403)
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=_HEADERS)

    async def _stream(self) -> AsyncIterator[str]:
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            while not self._over:
                watcher.clear()
                asked = self._asked.shown() if self._asked else None
                yield f"data: {json.dumps({'scene': self._scene, 'present': self._present, 'asked': asked})}\n\n"
                await watcher.wait()
        finally:
            self._watchers.discard(watcher)
            if not self._watchers and self._asked:
                self._asked.end("the companion window was closed")

    async def _say(self, request: Request) -> Response:
        """Take one word of the person's: that they are there, an answer, or something for the program."""
        if not self._knows(request) or request.headers.get("origin") != self._origin:
            return PlainTextResponse("", 403)
        body = await request.body()
        try:
            said: Any = json.loads(body) if len(body) <= _LONGEST else None
        except (ValueError, RecursionError):
            said = None
        match said:
            case {"kind": "present"}:
                self._present = True
                self._changed()
            case {"kind": "answer", "number": str(number), "yes": bool(yes)}:
                if self._asked:
                    self._asked.take(number, yes=yes and self._present)
            case {"kind": str()}:
                self._said.append(said)
            case _:
                return PlainTextResponse("", 400)
        return Response(status_code=204)


class _Server(uvicorn.Server):
    """Leaves the signals to the gate."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _AsProxyToo:
    """Reads the whole addresses that a browser sends to a proxy; no other name for this machine is answered."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app, self._host = app, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"]).removeprefix(f"http://{self._host}")
        named = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        known = named == self._host and path.startswith("/")
        inner = {**scope, "path": path, "raw_path": path.encode()}
        await (self._app if known else PlainTextResponse("", 421))(inner, receive, send)
