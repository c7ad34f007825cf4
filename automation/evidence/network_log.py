"""The network requests of a run and the errors of the pages' scripts, in words that can hold no personal data."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError
from playwright.sync_api import Error as PlaywrightError

from automation.endpoints import effect_of
from automation.model import Effect
from automation.portal.messages import recognised
from automation.portal.obstacles import from_gate
from automation.portal.paths import kept
from automation.portal.traffic import body_of, is_over
from automation.symptoms.outcome import Complaint, Exchange

if TYPE_CHECKING:
    from collections.abc import Callable

_ERRORS = frozenset(
    {"Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "URIError", "EvalError", "AggregateError"}
)
_PLACE = re.compile(r"(https?://[^\s()]+):(\d+):(\d+)")
_NOT_LOADED = "Failed to load resource"  # that stands in the network table
_REFUSED = 400
_MOST = 400
_BODIES_MS = 5000.0
"""How long all the bodies may take together: a page that hangs hands out none."""


@dataclass(slots=True)
class _Open:
    row: Exchange
    sent: float
    response: Response | None = None

    def note(self, **news: object) -> None:
        self.row = self.row.model_copy(update=news)


class Traffic:
    """The network table and the console of one context; `recording` says whether bodies and console may be taken."""

    def __init__(self, context: BrowserContext, recording: Callable[[], bool]) -> None:
        self._recording = recording
        self._open: dict[Request, _Open] = {}
        self.console: list[Complaint] = []
        context.on("request", self._sent)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)
        context.on("weberror", self._threw)
        context.on("console", self._complained)

    def _sent(self, request: Request) -> None:
        if len(self._open) < _MOST and request.url.startswith("http"):
            effect = effect_of(request.method, request.url)
            row = Exchange(method=request.method, path=kept(request.url), effect=effect)
            self._open[request] = _Open(row, time.monotonic())

    def _answered(self, response: Response) -> None:
        entry = self._open.get(response.request)
        if entry is None:
            return
        seconds = round(time.monotonic() - entry.sent, 3)
        barrier = from_gate(response.headers)
        if barrier is not None:
            entry.note(seconds=seconds, status=None, why=barrier.answer.why)
            return
        kind = response.headers.get("content-type", "")
        page = "html" in kind and entry.row.path.startswith("/api/")
        entry.note(seconds=seconds, status=response.status, told={"page": 1} if page else {})
        if entry.row.effect is Effect.READ and self._recording() and "json" in kind:
            entry.response = response

    def _failed(self, request: Request) -> None:
        entry = self._open.get(request)
        if entry is not None and entry.row.status is None:
            entry.note(why=entry.row.why or "no answer came")

    def _threw(self, error: WebError) -> None:
        if self._recording():
            place = _PLACE.search(error.error.stack or "")
            kind = error.error.name if error.error.name in _ERRORS else "Error"
            self.console.append(Complaint(kind=kind, place=_where(*place.groups()) if place else ""))

    def _complained(self, message: ConsoleMessage) -> None:
        if message.type == "error" and self._recording() and not message.text.startswith(_NOT_LOADED):
            at = message.location
            place = _where(at["url"], at["lineNumber"], at["columnNumber"])
            self.console.append(Complaint(kind="console error", place=place))

    def table(self) -> tuple[Exchange, ...]:
        """Every request of the portal's services, and any other that went wrong; bodies are looked at here, once."""
        rows, until = [], time.monotonic() + _BODIES_MS / 1000
        for entry in list(self._open.values()):  # to read a body lets further requests come in
            wrong = entry.row.status is None or entry.row.status >= _REFUSED
            if wrong or entry.row.path.startswith(("/api/", "/apis/", "/auth/", "/protected/")):
                entry.note(told=entry.row.told or _numbers(entry.response, until))
                entry.response = None
                rows.append(entry.row)
        return tuple(rows)


def _where(url: str, line: object, column: object) -> str:
    return f"{kept(url)}, line {line}, column {column}"


def _numbers(response: Response | None, until: float) -> dict[str, int | str]:
    """The listed keys of an answer: how many rows it held, how many it counts, its documented message.

    `until` is when no body is waited for any longer, in seconds of the monotonic clock.
    """
    left = (until - time.monotonic()) * 1000
    if response is None or left <= 0 or not is_over(response.request):  # one that has not ended could take for ever
        return {}
    try:
        body = json.loads(body_of(response, left) or b"{}")
    except (PlaywrightError, ValueError):  # the page has gone on, or it is no JSON
        return {}
    result = body.get("result") if isinstance(body, dict) else None
    if not isinstance(result, dict):
        return {}
    rows = result.get("response")
    rows = rows.get("content") if isinstance(rows, dict) else rows
    found: dict[str, int | str] = {"rows": len(rows)} if isinstance(rows, list) else {}
    count = result.get("count")
    if isinstance(count, int) and 0 <= count < 10_000:  # noqa: PLR2004 (a number that long could be somebody's)
        found["count"] = count
    params = body.get("params")
    said = recognised(str(params.get("errmsg") or "")) if isinstance(params, dict) else None
    return found | ({"message": said.value} if said else {})
