"""What stands in front of every request: the record of what arrived, and the faults that hit all pages alike."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import TYPE_CHECKING

from starlette.requests import Request

from automation.endpoints import effect_of
from automation.rehearsal.board import PREFIX
from automation.rehearsal.outbox import rfc3339
from automation.rehearsal.state import SLOW_ANSWER_SECONDS, State
from automation.rehearsal.switches import visit
from automation.rehearsal.written_pages import notice

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_VISIT = "rehearsal-visit"
_STEP, _STEPS = 7, 10
"""Uneven answers are so many tenths longer than the one before, from the start again past the last."""
_NOT_DOCUMENTS = ("/api/", "/apis/", "/assets/", "/recaptcha/")


def own_path(path: str) -> bool:
    """Whether the path belongs to the rehearsal and not to the portal."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def page_fault(request: Request, state: State) -> Response | None:
    """The page that takes the place of every document, or None."""
    if "maintenance-page" in state.switches:
        text = "The portal is under maintenance. Please try again later."
        return notice(request, 503, "Under maintenance", text)
    if "waf-challenge" in state.switches:
        text = f"Checking your browser before you are let in. Request ID: {secrets.token_hex(8)}"
        return notice(request, 403, "Checking your browser", text)
    if "captcha-wall" in state.switches:
        return notice(request, 200, "One more step", "Please show that you are not a robot.", robot=True)
    return None


class FrontDoor:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        """Wrap the application."""
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Record the request and what it was answered with; let a fault take its place."""
        if scope["type"] != "http" or own_path(scope["path"]):
            await self._app(scope, receive, send)
            return
        entry = self._noted(scope)
        cookie = self._visit(Request(scope))

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry["status"] = message["status"]
                message["headers"] = [*message["headers"], *cookie]
            await send(message)

        if scope["path"].startswith("/api") and "api-blocked" in self._state.switches:
            blocked = notice(Request(scope), 403, "Request blocked", "The request could not be satisfied.")
            await blocked(scope, receive, noting)
            return
        if scope["path"].startswith(_NOT_DOCUMENTS):
            if scope["path"].startswith("/api"):
                await asyncio.sleep(self._delay())
            await self._app(scope, receive, noting)
            return
        fault = page_fault(Request(scope), self._state)
        await (fault or self._app)(scope, receive, noting)

    def _delay(self) -> float:
        """The seconds that an answer takes longer; uneven ones come in another order than they were asked for."""
        if "uneven-answers" in self._state.switches:
            return SLOW_ANSWER_SECONDS * (len(self._state.received) * _STEP % _STEPS) / _STEPS
        return SLOW_ANSWER_SECONDS if "slow-answers" in self._state.switches else 0.0

    def _visit(self, request: Request) -> list[tuple[bytes, bytes]]:
        """Say which visit this is, where a defect comes and goes; the header that makes a new visitor known again."""
        if not self._state.switches.come_and_go:
            return []
        known = request.cookies.get(_VISIT, "")
        if known.isdecimal():
            visit.set(int(known))
            return []
        document = not request.url.path.startswith(_NOT_DOCUMENTS)
        self._state.visits += document
        visit.set(self._state.visits)
        return [(b"set-cookie", f"{_VISIT}={self._state.visits}; Path=/; HttpOnly".encode())] if document else []

    def _noted(self, scope: Scope) -> dict[str, object]:
        entry: dict[str, object] = {
            "method": scope["method"],
            "path": scope["path"],
            "effect": str(effect_of(scope["method"], scope["path"])),
            "at": rfc3339(time.time()),
            "status": None,
        }
        self._state.received.append(entry)
        return entry
