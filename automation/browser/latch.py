"""Holds the keys of a box for a secret until the gate is shut: no page hears one while anything could leave it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Frame
from playwright.sync_api import Error as PlaywrightError

from automation import bundling
from automation.portal.secrets import BOXES, holds_a_secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.gate.control import Gate

_SCRIPT = Path(__file__).with_name("latch.js")
_SHUT, _ARM = "__igotShut", "__igotArm"
_ON = f"() => typeof window.{_ARM} === 'function' && (window.{_ARM}(), true)"
_EMPTY = ("about:", "chrome-error:")
_LOOK_MS = 1000.0


class Latch:
    """The latch of one context, from its first page on.

    `touched` is what else is done once somebody is at such a box and the gate is shut, before they are heard.
    """

    def __init__(self, context: BrowserContext, gate: Gate) -> None:
        """Set it on every page that comes."""
        self._context, self._gate = context, gate
        self._shut = 0
        self.touched: Callable[[], object] = lambda: None
        context.expose_function(_SHUT, self._close)
        given = ", ".join(map(json.dumps, (BOXES, _SHUT, _ARM)))
        context.add_init_script(f"({bundling.function(_SCRIPT, 'latch')})({given});")
        gate.before_browsing = self._arm

    def _close(self) -> None:
        self._shut += 1
        self._gate.shut()
        self.touched()

    def _arm(self) -> bool:
        """Put it on again, since reads are to leave; false where it is missing, or somebody came to a box meanwhile."""
        before = self._shut
        on = [self._on(frame) for page in self._context.pages for frame in page.frames]
        return all(on) and self._shut == before

    @staticmethod
    def _on(frame: Frame) -> bool:
        if frame.url.startswith(_EMPTY):
            return True
        try:
            return bool(frame.locator(":root").evaluate(_ON, timeout=_LOOK_MS))
        except PlaywrightError:  # a page that is going, or does not answer, hears nobody
            return True

    def release(self) -> None:
        """Let reads leave again where somebody was at a box and has left nothing in it."""
        if not self._shut or self._gate.busy():
            return
        with suppress(PlaywrightError):  # a page that does not tell may hold one
            if not any(holds_a_secret(page, _LOOK_MS) for page in self._context.pages) and self._gate.browse():
                self._shut = 0
