"""Proves at every start that the browser has no way round the gate; nothing can skip it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Error as PlaywrightError

from automation import bundling
from automation.browser.finder import proxied
from automation.gate.policy import Policy, Read
from automation.model import RefusedError

if TYPE_CHECKING:
    from automation.gate.control import Gate, GateProcess

PATIENCE_MS, TRIED_MS, _LOOK_MS = 5000.0, 2000.0, 10.0
_ALLOWED = "GET /allowed HTTP/1.1"
_WAYS = {"POST": "a request", "CONNECT": "a worker's web socket", "GET": "a download"}
"""The marked requests by the method that the gate sees of them."""
_FIRE = Path(__file__).with_suffix(".js")


def prove(browser: Browser, gate: GateProcess) -> None:
    """Load an allowed page, then fire marked requests which must not arrive.

    Raises RefusedError when the page does not load, a marked request was not even tried, or anything arrived.
    """
    sinks = gate.ask("sinks")
    place = f"http://127.0.0.1:{sinks['tcp']}"
    way = gate.open(Policy(reads=(Read("GET", place, "/allowed"),)))
    context = browser.new_context(proxy=proxied(way.proxy), accept_downloads=False)
    try:
        problem = _fire(context, way, place, sinks["udp"])
    finally:
        context.close()
        way.close()
    arrived = gate.ask("arrived")["arrived"]
    if escaped := [each for each in arrived if each != _ALLOWED]:
        problem = f"{' and '.join(escaped)} got past it"
    elif not arrived:
        problem = problem or "the page that may load did not come through it"
    if problem:
        raise RefusedError(
            f"The gate does not hold in this browser ({problem}), so nothing was looked at; use another browser."
        )


def _fire(context: BrowserContext, way: Gate, place: str, udp: int) -> str:
    """Why the marked requests could not be sent off; blank when they were."""
    page = context.new_page()
    way.browse()
    try:
        page.goto(f"{place}/allowed", wait_until="commit", timeout=PATIENCE_MS)
        page.evaluate(bundling.function(_FIRE, "fire"), [place, udp])
        patience = TRIED_MS
        while (missing := _untried(way)) and patience > 0:
            page.wait_for_timeout(_LOOK_MS)
            patience -= _LOOK_MS
    except PlaywrightError as error:
        return f"the page that may load did not: {error.message.splitlines()[0]}"
    return missing


def _untried(way: Gate) -> str:
    """Which marked request never came to the gate, so that nothing is known of its way; blank when all came."""
    tried = {each.method for each in way.record().denied}
    missing = [words for method, words in _WAYS.items() if method not in tried]
    return f"{' and '.join(missing)} did not come to it" if missing else ""
