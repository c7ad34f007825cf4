"""Makes a window as slow as a mobile network; only Chromium can be told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""Milliseconds and bytes a second, as the browser's own tools have it."""


def slow_down(context: BrowserContext) -> None:
    """Slow down every page of a context, also those to come; the browser must be a Chromium."""

    def slow(page: Page) -> None:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_3G)

    for page in context.pages:
        slow(page)
    context.on("page", slow)
