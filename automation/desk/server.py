"""Serves the desk on this machine alone: one window, one cookie, its own origin; everything else is refused."""

from __future__ import annotations

import secrets
import socket  # noqa: TID251 (listens on loopback)
import sqlite3
import webbrowser
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import jinja2
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from automation.desk.pages import STATIC, Desk, failed, routes
from automation.model import IgotError
from automation.reports.templates import COMMON, FONTS
from automation.saying import say

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from automation.config import Loaded

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # else a form says of itself that it comes from nowhere
    "X-Content-Type-Options": "nosniff",
}
_FAILURES = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError),
    *(sqlite3.Error, jinja2.TemplateError, IgotError),
)
"""What a file ends in that somebody has changed by hand and that nothing has noticed before."""


class Door:
    """Lets in who opened the one address that was printed, and nobody else on this machine."""

    def __init__(self, app: ASGIApp, host: str, token: str) -> None:
        """`host` is the address with its port, `token` is good for one window."""
        self._app, self._host, self._token = app, host, token
        self._cookie = secrets.token_urlsafe(24)
        self._name = f"igot-desk-{host.rpartition(':')[2]}"  # a browser keeps one of a name for all ports

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on a request that may come in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._refusal(Request(scope))
        if answer is not None:
            await answer(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)

    def _refusal(self, request: Request) -> PlainTextResponse | RedirectResponse | None:
        if request.headers.get("host") != self._host:
            return PlainTextResponse("", 421)
        token = request.query_params.get("token", "")
        if token and self._token and secrets.compare_digest(token.encode(), self._token.encode()):
            self._token = ""  # it opens one window
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self._name, self._cookie, httponly=True, samesite="strict")
            return answer
        if not secrets.compare_digest(request.cookies.get(self._name, "").encode(), self._cookie.encode()):
            return PlainTextResponse("This page belongs to another window; start igot desk again.", 403)
        if request.method != "GET" and request.headers.get("origin") != f"http://{self._host}":
            return PlainTextResponse("", 403)
        return None


def application(desk: Desk, host: str, token: str) -> Starlette:
    """The desk behind its door; `token` opens it once."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await desk.jobs.close()

    folders = (("/static/fonts", FONTS), ("/static", STATIC))
    common = [Route(f"/static/{file.name}", lambda _, file=file: FileResponse(file)) for file in COMMON]
    return Starlette(
        routes=[*routes(desk), *common, *(Mount(path, StaticFiles(directory=folder)) for path, folder in folders)],
        middleware=[Middleware(Door, host=host, token=token)],
        exception_handlers=dict.fromkeys(_FAILURES, lambda _, error: failed(desk, error)),
        lifespan=lifespan,
    )


def serve(loaded: Loaded, port: int, *, show: bool) -> None:
    """Serve until Ctrl-C. Raises OSError where the port is taken."""
    with socket.create_server(("127.0.0.1", port)) as listener:  # who opens the address at once waits for its page
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        token = secrets.token_urlsafe(24)
        app = application(Desk(loaded), host, token)
        address = f"http://{host}/?token={token}"
        say(f"The desk: {address} (it opens once; Ctrl-C ends it)")
        config = uvicorn.Config(app, http="h11", ws="none", log_config=None, access_log=False)
        if show:
            webbrowser.open(address)
        uvicorn.Server(config).run(sockets=[listener])
