"""Collects what the portal answers to everything that sends or commits, and what its dialogs say; keeps no values."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from playwright.sync_api import BrowserContext, Dialog, Request, Response
from playwright.sync_api import Error as PlaywrightError

from automation.endpoints import effect_of
from automation.guide.story import Answer
from automation.model import Effect
from automation.portal.messages import masked
from automation.portal.obstacles import from_gate
from automation.portal.traffic import body_of, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOUD = frozenset({Effect.SENDS_MESSAGE, Effect.COMMITS_RECORD, Effect.CREDENTIAL})
_BODY_MS = 5000.0
_GONE = 599
"""Stands for an answer that never came."""


class Answers:
    """What came since it was last asked; `said` are the texts of the page's own dialogs, without personal data."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[str] = []
        self._came: list[tuple[Request, Response | None, float]] = []
        context.on("response", lambda response: self._note(response.request, response))
        context.on("requestfailed", lambda request: self._note(request, None))
        context.on("dialog", self._answer)

    def _note(self, request: Request, response: Response | None) -> None:
        if effect_of(request.method, request.url) in _LOUD:
            self._came.append((request, response, time.monotonic()))

    def _answer(self, dialog: Dialog) -> None:
        """A dialog blocks the page until it is answered; what it says is shown to the person."""
        self.said.append(masked(dialog.message))
        dialog.accept()

    def new(self) -> list[Answer]:
        """The answers since the last time, oldest first."""
        came, self._came = self._came, []
        return [_read(*each) for each in came]


def _read(request: Request, response: Response | None, at: float) -> Answer:
    path, asked = path_of(request.url), _json(request.post_data)
    if response is None:
        return Answer(path, _GONE, at, asked)
    kept = from_gate(response.headers)
    if kept is not None and kept.mark in {"declined", "refused"}:
        return Answer(path, response.status, at, asked, declined=kept.mark == "declined", kept=kept.mark == "refused")
    try:
        told = "json" in response.headers.get("content-type", "")
        body = _json(body_of(response, _BODY_MS)) if told else {}
    except PlaywrightError:  # the page has gone on, and the browser has let go of it
        body = {}
    return Answer(path, response.status, at, asked, body)


def _json(text: str | bytes | None) -> Mapping[str, Any]:
    try:
        found = json.loads(text or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
