"""The portal's controls as parts to compose: what is seen, an overlay select, a tick, a radio pair, a text box."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, Frame, Locator, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.model import NoAnswer
from automation.portal.facts import Accepted, Refused, Seen, Sight, Unseen, Validity
from automation.portal.labels import worded
from automation.portal.readers import reader
from automation.spelling import plain

_OPTIONS = ":is([role=listbox], .cdk-overlay-pane) [role=option]"
"""Of an open select; the oldest builds give the list's role to the closed control and not to its panel."""
_CLOSE_TRIES, _COVERED_TRIES, _DRAWN_TRIES = 8, 3, 5


def newest(context: BrowserContext) -> Page:
    """The page that is in front. Raises Playwright's Error where the browser has none any more."""
    pages = context.pages
    if not pages:
        raise PlaywrightError("the browser has been closed")
    return pages[-1]


def sight(locator: Locator, where: str, timeout: float, label: str | None = None) -> Sight:
    """Whether something is visible within `timeout` ms; with a `label`, whether it has one of its known wordings."""
    try:
        text = plain(locator.filter(visible=True).first.inner_text(timeout=timeout))  # it waits for one to be visible
    except PlaywrightTimeoutError:
        return Unseen(where)
    return Seen(text) if label is None else worded(text, label)


def text_of(locator: Locator) -> str:
    """What the first of some says now, blank where there is none: one question, so that it cannot go in between."""
    return plain(next(iter(locator.all_inner_texts()), ""))


def pressable(locator: Locator, where: str, timeout: float, label: str | None = None) -> Sight:
    """The same of something that a person must also be able to see and to click, as far as it is not greyed out."""
    seen = sight(locator, where, timeout, label)
    return Unseen("to be seen and clicked") if isinstance(seen, Seen) and deaf(locator.filter(visible=True)) else seen


def deaf(control: Locator) -> bool:
    """Whether nobody sees it, or the page lets no click through to it, though keys may still work.

    An answer replaces the rows of a list (FACTS §10.3): what was drawn anew meanwhile is looked at again. One that
    never stays as it is counts as open to clicks.
    """
    looks = (control.first.evaluate_all(reader("widgets", "deaf")) for _ in range(_DRAWN_TRIES))
    return bool(next((look for look in looks if look is not None), False))


def read(page: Page | Frame, function: str, timeout: float, given: object = None) -> Any:  # noqa: ANN401 (whatever JSON it is)
    """What a function in the page returns for `given`; the page's own `evaluate` would wait without end for a page.

    It is one question to the browser: a text comes back as the handle's own words, and no handle is asked for it. The
    function is run once, since a text that holds something ends the wait. Raises Playwright's TimeoutError when the
    page does not answer within `timeout` ms.
    """
    told = f"async given => JSON.stringify((await ({function})(given)) ?? null)"
    return json.loads(str(page.wait_for_function(told, arg=given, timeout=timeout)))


def press(control: Locator, timeout: float) -> None:
    """Click; where something lies over the control (a banner, a chat bot), hand the click to it.

    That takes a part of `timeout` (ms) only, since whoever waits for what comes of the click waits for both.
    """
    try:
        control.click(timeout=timeout / _COVERED_TRIES)
    except PlaywrightTimeoutError:
        control.dispatch_event("click", timeout=timeout)


def close_panel(control: Locator, panel: Locator, timeout: float) -> None:
    """Close an open overlay: Escape works on the list's own control (FACTS §11.4), a click beside the panel always."""
    control.press("Escape", timeout=timeout)
    with suppress(PlaywrightTimeoutError):
        panel.first.wait_for(state="hidden", timeout=timeout / _CLOSE_TRIES)
        return
    control.page.locator(".cdk-overlay-backdrop").last.dispatch_event("click", timeout=timeout)


def fill(field: Locator, value: str, timeout: float) -> Validity:
    """Type into a text field, leave it, and read whether the form takes what stands in it; `timeout` in ms."""
    shown = field.filter(visible=True).first
    try:
        shown.fill(value, timeout=timeout)
    except PlaywrightTimeoutError:
        return Unseen("the field is not on the page")
    state: dict[str, Any] | None = shown.evaluate_all(reader("widgets", "judged"))
    if state is None:
        return Unseen("on the page any more once it is filled")
    same = plain(state["held"]).casefold() == plain(value).casefold()
    if state["invalid"] or not same:  # a box may hold fewer letters than were typed
        return Refused(plain(state["message"]))
    return Accepted() if state["valid"] else NoAnswer("the form does not say whether it takes the value")


def held(field: Locator) -> str:
    """What stands in a text field; blank when it is not there, or is none."""
    values: list[str] = field.filter(visible=True).first.evaluate_all("all => all.map(each => each.value ?? '')")
    return values[0] if values else ""


class OverlaySelect:
    """A select whose options appear in an overlay; a native `select_option` does not work on it (FACTS §10.1)."""

    def __init__(self, page: Page, root: Locator, timeout: float) -> None:
        """`root` is the control; `timeout` in ms."""
        self._root, self._timeout = root.filter(visible=True).first, timeout
        self._options = page.locator(_OPTIONS).filter(visible=True)
        self._open_rows = page.locator(":not([aria-disabled=true])")

    def options(self) -> tuple[str, ...] | Unseen:
        """The texts of what can be chosen, top to bottom; empty when the list does not open."""
        if not self._root.count():
            return Unseen("the list is not on the page")
        if not self._open():
            self._root.press("Escape", timeout=self._timeout)  # an empty panel may still lie over the page
            return ()
        texts = tuple(plain(text) for text in self._options.and_(self._open_rows).all_inner_texts())
        close_panel(self._root, self._options, self._timeout)
        return texts

    def choose(self, option: str) -> bool:
        """Choose by text; whether it now shows as chosen."""
        if not self._open():
            return False
        exact = self._options.filter(has_text=re.compile(rf"^\s*{re.escape(option)}\s*$"))
        try:
            press(exact.first, self._timeout)
            self._options.first.wait_for(state="hidden", timeout=self._timeout)
        except PlaywrightTimeoutError:  # an open list lies over everything else
            close_panel(self._root, self._options, self._timeout)
        shows = self._root.filter(has_text=re.compile(re.escape(option)))  # a moment after the panel has gone
        seen = sight(shows, "", self._timeout / _CLOSE_TRIES)
        return isinstance(seen, Seen) or option in text_of(self._root)  # which may be drawn in capitals

    def _open(self) -> bool:
        try:
            press(self._root, self._timeout)
            self._options.first.wait_for(state="visible", timeout=self._timeout)
        except PlaywrightTimeoutError:
            return False
        return True


class Tick:
    """A check box or radio whose input is covered by its picture: focus and Space work, `.check()` does not."""

    def __init__(self, box: Locator, where: str, timeout: float) -> None:
        """`box` is the input element, wherever it hides; `timeout` in ms."""
        self._box, self._where, self._timeout = box.first, where, timeout

    def sight(self) -> Sight:
        """Whether the box is on the page."""
        try:
            self._box.wait_for(state="attached", timeout=self._timeout)
        except PlaywrightTimeoutError:
            return Unseen(self._where)
        return Seen()

    def deaf(self) -> bool:
        """Whether the page lets no click through to it."""
        return deaf(self._box)

    def words(self) -> str | None:
        """The words beside it; None where none are tied to it."""
        told: str | None = self._box.evaluate_all(reader("widgets", "wordsBeside"))
        return told

    def set(self, *, on: bool) -> Sight:
        """Bring it to `on` with one key press and read it back; its state toggles on each change (FACTS §1.2)."""
        try:
            before = self._box.is_checked(timeout=self._timeout)  # it waits for the box
        except PlaywrightTimeoutError:
            return Unseen(self._where)
        if before != on:
            self._box.press("Space", timeout=self._timeout)
        return Seen() if before == on or self._box.is_checked() == on else Unseen("taken when it is chosen")
