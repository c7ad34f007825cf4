"""The rehearsal portal as a running web server on one address; nothing here knows what a page means."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import socket
import struct
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from automation.rehearsal import api, board, form_pages, keycloak, lists_api
from automation.rehearsal.answers import refused
from automation.rehearsal.faults import FrontDoor, own_path
from automation.rehearsal.state import Options, State
from automation.rehearsal.written_pages import not_found

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

# The switch "linger for no time": its two numbers are shorter on Windows.
_CUT_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_REQUEST_LINE = re.compile(rb"[A-Z]+ ([!-~]+) HTTP/")


async def _nowhere(request: Request, _error: Exception) -> Response:
    if request.url.path.startswith("/api"):
        return refused("no Route matched with those values", 404)
    return not_found(request)


def application(state: State) -> Starlette:
    """The whole portal as an ASGI application."""
    app = Starlette(
        routes=[*board.ROUTES, *form_pages.ROUTES, *api.ROUTES, *lists_api.ROUTES, *keycloak.ROUTES],
        middleware=[Middleware(FrontDoor, state=state)],
        exception_handlers={404: _nowhere},
    )
    app.state.portal = state
    return app


def _protocol(state: State) -> type[H11Protocol]:
    """The HTTP protocol, with the defect that cuts every connection of the portal's own pages."""

    class CuttingProtocol(H11Protocol):
        spared = False

        def data_received(self, data: bytes) -> None:
            asked = _REQUEST_LINE.match(data)
            if asked:
                self.spared = own_path(urlsplit(asked[1].decode()).path)
            if "connection-reset" in state.switches and not self.spared:
                peer: socket.socket = self.transport.get_extra_info("socket")
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _CUT_AT_ONCE)
                self.transport.abort()
                return
            super().data_received(data)

    return CuttingProtocol


def _end_with_parent() -> None:
    """End the process when stdin ends, whatever it is doing: it must not outlive its parent."""

    def wait() -> None:
        while sys.stdin.buffer.read(1):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


@dataclass(frozen=True)
class Ready:
    """A portal that listens already and answers once its server runs: where, and by which certificate it is known."""

    server: uvicorn.Server
    listener: socket.socket
    url: str
    authority: str

    async def serve(self) -> None:
        """Answer until the server is told to end."""
        await self.server.serve([self.listener])


def ready(options: Options) -> Ready:
    """A portal at its address; raises OSError where that is taken."""
    state = State(options)
    listener = socket.create_server((options.host, options.port))
    secure, authority = "tls-error" in state.switches or "https" in state.switches, ""
    config = uvicorn.Config(
        application(state),
        http=_protocol(state),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    config.load()
    if secure:
        from automation.rehearsal.certificate import context_for  # only https needs the package that makes them

        config.ssl, authority = context_for(options.host)
        authority = "" if "tls-error" in state.switches else authority
    host = f"[{options.host}]" if ":" in options.host else options.host
    url = f"{'https' if secure else 'http'}://{host}:{listener.getsockname()[1]}"
    return Ready(uvicorn.Server(config), listener, url, authority)


def serve(options: Options) -> None:
    """Say on stdout where it is, and serve until interrupted or until stdin ends. Raises OSError for a taken port."""
    with contextlib.suppress(KeyboardInterrupt):
        portal = ready(options)
        _end_with_parent()
        try:
            sys.stdout.write(json.dumps({"url": portal.url, "authority": portal.authority}) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            os._exit(0)  # whoever started it has gone already
        asyncio.run(portal.serve())
