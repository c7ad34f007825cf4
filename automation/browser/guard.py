"""Launches a browser behind a gate of its own, tests the pair, opens windows on it; there is no other launch."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

from automation import fetch
from automation.browser import debugging, finder
from automation.browser.latch import Latch
from automation.browser.selftest import prove
from automation.browser.session import SIGN_OF_LIFE_MS, VIEWPORT, Session
from automation.config import BrowserSettings
from automation.gate.control import Gate, GateProcess
from automation.gate.policy import AtCompanion, AtTerminal, Policy
from automation.model import NoAnswerError
from automation.mswindows import tie

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PORTAL_SHARE = 0.6
"""How much of the screen's width the portal's window gets beside the companion."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A browser and the gate that is its only way out, tested together. `process` is the browser's own process."""

    gate: GateProcess
    browser: Browser
    process: int | None

    @contextmanager
    def window(
        self,
        policy: Policy,
        *,
        sealed: bool = False,
        language: str = "en",
        videos: Path | None = None,
        resizable: bool = False,
    ) -> Iterator[Session]:
        """A fresh context behind a way out of its own; everything is closed at the end.

        `videos` is the folder for films of its pages; a `resizable` page is as large as its window. Raises
        NoAnswerError when this browser cannot film.
        """
        gate = self.gate.open(policy)
        context = self.browser.new_context(
            proxy=finder.proxied(gate.proxy),
            service_workers="block",
            viewport=None if resizable else VIEWPORT,
            no_viewport=resizable,
            locale=f"{language}-IN",
            accept_downloads=False,
            record_video_dir=videos,
        )
        try:
            context.route_web_socket("**/*", lambda socket: socket.close())  # none passes: the page is told at once
            context.on("page", lambda page: page.on("close", lambda _: _drop(gate)))
            latch = Latch(context, gate) if isinstance(policy.presence, AtCompanion | AtTerminal) else None
            page = _page(context)
            if not sealed:
                gate.browse()
            name = f"{self.browser.browser_type.name} {self.browser.version}"
            yield Session(context, page, gate, name, note=finder.sandbox_note(), process=self.process, latch=latch)
        finally:
            with suppress(NoAnswerError):  # the gate is gone already
                gate.close()
            for each in context.pages:  # a context closed while an error page comes up may never end closing
                with suppress(PlaywrightError):  # it does not answer
                    each.goto("about:blank", timeout=SIGN_OF_LIFE_MS)
            with suppress(PlaywrightError):  # the browser is gone already
                context.close()


@contextmanager
def companion(pair: Pair, gate: Gate, language: str, portal: Page | None = None) -> Iterator[None]:
    """The companion window of a gate, in a context of its own that reaches that one page; the program never acts in it.

    It stands beside the window of `portal`. Raises NoAnswerError when it does not open.
    """
    address = urlsplit(gate.companion)
    way = finder.proxied(f"http://{address.netloc}")
    context = pair.browser.new_context(
        proxy=way, service_workers="block", locale=f"{language}-IN", no_viewport=True, accept_downloads=False
    )
    try:
        try:
            page = context.new_page()
            page.goto(gate.companion)
        except PlaywrightError as error:
            raise NoAnswerError(f"The companion window does not open: {fetch.why(error.message)}") from None
        if portal is not None:
            with suppress(PlaywrightError):  # without a window there is nothing to place
                _beside(portal, page)
        yield
    finally:
        with suppress(PlaywrightError):  # the person has closed it
            context.close()


def _beside(left: Page, right: Page) -> None:
    """Share the screen between two windows; only Chromium lets its windows be placed."""
    wide, high = right.evaluate("() => [screen.availWidth, screen.availHeight]")
    border = int(wide * PORTAL_SHARE)
    for page, start, width in ((left, 0, border), (right, border, wide - border)):
        session = page.context.new_cdp_session(page)
        window = session.send("Browser.getWindowForTarget")["windowId"]
        bounds = {"left": start, "top": 0, "width": width, "height": high}
        session.send("Browser.setWindowBounds", {"windowId": window, "bounds": bounds})
        session.detach()


def _page(context: BrowserContext) -> Page:
    try:
        return context.new_page()
    except PlaywrightError as error:
        if "ffmpeg" not in error.message:
            raise
        raise NoAnswerError(
            "A video needs Playwright's own ffmpeg, which is not installed; "
            "run `.venv/bin/playwright install ffmpeg`, or leave out --video."
        ) from None


def _drop(gate: Gate) -> None:
    """A page has gone; what it asked for may outlive it in the browser, and must not leave."""
    with suppress(NoAnswerError):  # the gate has gone too
        gate.drop()


@contextmanager
def launched(
    settings: BrowserSettings | None = None,
    playwright: Playwright | None = None,
    *,
    headed: bool = False,
    slow_mo_ms: float = 0.0,
) -> Iterator[Pair]:
    """A browser behind a gate, tested. `playwright` is one that runs already.

    Raises NoAnswerError when no browser can be had, RefusedError when something got round the gate, or another program
    could press the browser's keys.
    """
    with ExitStack() as stack:
        gate = stack.enter_context(GateProcess())  # it starts while the browser is being found
        running = playwright or stack.enter_context(finder.started())
        wanted = settings or BrowserSettings()
        if headed:  # a browser that can show itself is needed then
            wanted = wanted.model_copy(update={"headed": True})
        found = finder.ensure(running, wanted)
        hello = gate.ready()
        options = finder.launch_options(
            found, hello["port"], hello["fingerprint"], headed=headed, slow_mo_ms=slow_mo_ms
        )
        browser = _launch(running, found, options)
        stack.callback(_end, browser)
        process = _process(browser)
        if process is not None:
            debugging.refuse(process)
            tie(process)
        prove(browser, gate)
        yield Pair(gate, browser, process)


def _launch(playwright: Playwright, found: finder.Found, options: dict[str, Any]) -> Browser:
    try:
        browser: Browser = playwright.chromium.launch(**options)
    except PlaywrightError as error:
        raise NoAnswerError(
            f"{found.how[0].upper()}{found.how[1:]} does not start: {fetch.why(error.message)}"
        ) from None
    return browser


def _end(browser: Browser) -> None:
    with suppress(PlaywrightError):  # it is gone already
        browser.close()


def _process(browser: Browser) -> int | None:
    """The main process of the browser; None where it does not name it."""
    answer = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return next((int(each["id"]) for each in answer["processInfo"] if each["type"] == "browser"), None)
