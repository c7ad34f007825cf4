"""One browser window behind the gate, and how the browser's own failures are told."""

from __future__ import annotations

import math
import os
import signal
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page, ViewportSize
from playwright.sync_api import Error as PlaywrightError

from automation.model import NoAnswerError, UnreachedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.browser.latch import Latch
    from automation.gate.control import Gate

SIGN_OF_LIFE_MS = 1000
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}


@dataclass(slots=True)
class Session:
    """One window behind the gate. `browser` names the browser in words, `interrupted` is set by Ctrl-C.

    `deadline` is a moment of time.monotonic after which nothing more is asked, `limit` the seconds after which one
    thing that was asked ends with the browser: Playwright waits without end for some answers of a page that hangs.
    `process` is the browser's own process, None when it is not ours to end. `latch` holds the keys of boxes for secrets
    where a person is asked.
    """

    context: BrowserContext
    page: Page
    gate: Gate
    browser: str
    note: str = ""
    interrupted: bool = False
    deadline: float = math.inf
    limit: float = threading.TIMEOUT_MAX
    hangs: bool = False
    process: int | None = None
    latch: Latch | None = None
    _alarm: threading.Timer | None = field(default=None, init=False)

    def abandon(self) -> None:
        """End the browser at once: whatever waits for it then fails, and no exception has to cut into that code."""
        if self.process is not None:
            with suppress(OSError):  # it has ended already
                os.kill(self.process, signal.SIGTERM)

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Tells the browser's own failures in the walk's terms; within another one it begins that one's time anew.

        Raises KeyboardInterrupt after Ctrl-C, NoAnswerError when the browser is gone or had to be ended, UnreachedError
        when it fails at something.
        """
        within = self._alarm is not None
        self._watch()
        try:
            if time.monotonic() > self.deadline:
                raise NoAnswerError("the time for a whole run is over (run.seconds)")
            if self.latch is not None:
                self.latch.release()
            yield
        except PlaywrightError as error:
            if self.interrupted:
                raise KeyboardInterrupt from error
            if self.hangs:
                raise NoAnswerError(f"a page hangs: it did not answer for {self.limit:.0f} seconds") from error
            if self.gone():
                raise NoAnswerError("the browser was closed or has crashed") from error
            raise UnreachedError(f"the browser could not do it: {error.message.splitlines()[0]}") from error
        finally:
            self._watch(ended=not within)
        if self.interrupted:
            raise KeyboardInterrupt

    def _watch(self, *, ended: bool = False) -> None:
        """Begin the time anew after which the browser is ended, or watch no more."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = None if ended else threading.Timer(self.limit, self._end)
        if self._alarm is not None:
            self._alarm.daemon = True
            self._alarm.start()

    def _end(self) -> None:
        self.hangs = True
        self.abandon()

    def gone(self) -> bool:
        """Whether the window is closed or has crashed; one that is only slow is not gone."""
        try:
            self.page.locator(":root").evaluate("() => 1", timeout=SIGN_OF_LIFE_MS)
        except PlaywrightError as error:
            return any(word in error.message.lower() for word in ("closed", "crash"))
        return False
