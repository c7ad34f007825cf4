"""Opens the one kind of browser window there is: behind the fence, service workers blocked, dialogs answered."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from playwright.sync_api import Error as PlaywrightError

from automation import browser as browsers
from automation.gate.fence import Fence
from automation.model import Finding, NoAnswerError, StepFunction, UnreachedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from automation.config import Settings

_SIGN_OF_LIFE_MS = 1000
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}


@dataclass(slots=True)
class Session:
    """One window behind the fence. `browser` names the browser in words, `interrupted` is set by Ctrl-C.

    `process` is the browser's own process, None when it is not ours to end.
    """

    context: BrowserContext
    page: Page
    fence: Fence
    browser: str
    note: str = ""
    interrupted: bool = False
    process: int | None = None

    def abandon(self) -> None:
        """End the browser at once: whatever waits for it then fails, and no exception has to cut into that code."""
        if self.process is not None:
            with suppress(OSError):  # it has ended already
                os.kill(self.process, signal.SIGTERM)

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Tells the browser's own failures in the walk's terms.

        Raises KeyboardInterrupt after Ctrl-C, NoAnswerError when the browser is gone, UnreachedError when it fails at
        something.
        """
        try:
            yield
        except PlaywrightError as error:
            if self.interrupted:
                raise KeyboardInterrupt from error
            if self.gone():
                raise NoAnswerError("the browser was closed or has crashed") from error
            raise UnreachedError(f"the browser could not do it: {error.message.splitlines()[0]}") from error
        if self.interrupted:
            raise KeyboardInterrupt

    def answering(self, function: StepFunction) -> StepFunction:
        """The step function behind the shield."""

        def answered() -> Iterator[Finding]:
            findings = function()
            while True:
                with self.shield():
                    finding = next(findings, None)
                if finding is None:
                    return
                yield finding

        return answered

    def gone(self) -> bool:
        """Whether the window is closed or has crashed; one that is only slow is not gone."""
        try:
            self.page.locator(":root").evaluate("() => 1", timeout=_SIGN_OF_LIFE_MS)
        except PlaywrightError as error:
            return any(word in error.message.lower() for word in ("closed", "crash"))
        return False


@contextmanager
def guarded(
    settings: Settings, urls: list[str], *, suffix: str = "", videos: Path | None = None, shared: Browser | None = None
) -> Iterator[Session]:
    """A window behind the fence that reaches the origins of `urls` and no others; everything is closed at the end.

    `videos` is the folder for films of its pages, `shared` a browser that is already running (tests). Raises
    NoAnswerError when no browser can be had, or none that can film.
    """
    if shared is not None:
        with _window(shared, settings, urls, suffix, videos) as session:
            yield session
        return
    with browsers.started() as playwright:
        found = browsers.ensure(playwright, settings.browser)
        browser = browsers.launch(
            playwright, found, headed=settings.browser.headed, slow_mo_ms=settings.browser.slow_mo_ms
        )
        try:
            with _window(browser, settings, urls, suffix, videos) as session:
                session.note, session.process = browsers.sandbox_note(), _process(browser)
                yield session
        finally:
            with suppress(PlaywrightError):  # it is gone already
                browser.close()


def _process(browser: Browser) -> int | None:
    """The main process of the browser, which Chromium alone names."""
    if browser.browser_type.name != "chromium":
        return None
    answer = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return next((int(each["id"]) for each in answer["processInfo"] if each["type"] == "browser"), None)


@contextmanager
def _window(
    browser: Browser, settings: Settings, urls: list[str], suffix: str, videos: Path | None
) -> Iterator[Session]:
    context = browser.new_context(
        service_workers="block",
        viewport=VIEWPORT,
        locale=f"{settings.portal.language}-IN",
        accept_downloads=False,
        record_video_dir=videos,
    )
    try:
        fence = Fence(context, urls, budget=settings.politeness.requests, suffix=suffix)
        page = _page(context)
        yield Session(context, page, fence, f"{browser.browser_type.name} {browser.version}")
    finally:
        with suppress(PlaywrightError):  # it is gone already
            _settle(context)
            context.close()


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


def _settle(context: BrowserContext) -> None:
    """Leave every page first: a context that is closed while an error page comes up sometimes never ends closing."""
    for page in context.pages:
        page.goto("about:blank", timeout=_SIGN_OF_LIFE_MS)
