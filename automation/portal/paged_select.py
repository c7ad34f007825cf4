"""A select whose rows come in pages and are searched on the portal: opened, scrolled to its end, searched, chosen from.

It judges on the response to the very question and never believes the first "not found" (FACTS §11.2, §11.3).
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import Request, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.model import NoAnswer, foreign
from automation.portal import panels
from automation.portal.facts import LIST_PAGE, NothingSent, Seen, Sight, Unseen
from automation.portal.paged_lists import Entry, ListName, Question, page_of, question
from automation.portal.readers import reader
from automation.portal.traffic import Reply, ask, body_of, path_of
from automation.portal.widgets import close_panel, deaf, press, read, sight, text_of
from automation.spelling import plain, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOCAL = ("N/A",)
"""The row that the page itself puts into a list: the person belongs to the parent (FACTS §1.5)."""
_FILTER_MS = 400.0
_SENT_MS = 5000.0
_REVEAL_MS, _SCROLLS = 1200.0, 3
"""How long rows that a page holds may take to show (half a second, FACTS §1.5), and how often it is scrolled."""
_SETTLE_MS = 1500.0
_OPEN_TRIES = 8
_MOST_PAGES = 60


class Style(Enum):
    """What the page's search listens to (FACTS §1.5): every key, keys after a pause, or the box's value."""

    KEYS = auto()
    SLOW_KEYS = auto()
    VALUE = auto()


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question to a list brought: the rows claimed and handed over, and what the page then shows."""

    count: int
    entries: tuple[Entry, ...]
    shown: tuple[str, ...]


ListReply = Answered | NothingSent | NoAnswer


class _HeldError(Exception):
    """The page showed rows that it held already, so nothing is waited for; `rows` is how many it shows now."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


class PagedSelect:
    """One list, by its `formcontrolname`."""

    def __init__(self, page: BrowserPage, name: ListName, style: Style, timeout: float) -> None:
        """`timeout` in ms."""
        self._page, self.name, self._style, self._timeout = page, name, style, timeout
        self._control = page.locator(f'[formcontrolname="{name}"]').filter(visible=True)
        self._panel = page.get_by_role("listbox").filter(visible=True)
        self._box = self._panel.locator("input")
        self._typed = ""
        self._dead = False
        self._names: dict[str, str] = {}
        self._last: Request | None = None
        self._reply: Response | None = None
        page.on("request", self._sent)
        page.on("response", self._came)

    def _sent(self, request: Request) -> None:
        if self._asks(request, None):
            self._last, self._reply = request, None

    def _came(self, response: Response) -> None:
        if response.request == self._last:
            self._reply = response

    def _doubted(self, reply: Reply | NothingSent | NoAnswer) -> Reply | NothingSent | NoAnswer:
        """A page that asks nothing still waits for an earlier answer, or has stopped at one that was none (§1.5)."""
        if not isinstance(reply, NothingSent) or self._last is None:
            return reply
        if self._reply is None:
            return NoAnswer("an earlier question of the list has no answer, and the page asks no more")
        try:
            held = json.loads(body_of(self._reply, self._timeout) or b"") if self._reply.ok else None
        except (PlaywrightError, ValueError):
            held = None
        if isinstance(held, dict) and page_of(self.name, held) is not None:
            return reply
        status = self._reply.status
        return NoAnswer(f"an earlier answer of the list could not be read (HTTP {status}), and the page asks no more")

    def text(self) -> str:
        """What the closed list shows: the chosen row, or its hint."""
        return text_of(self._control)

    def appears(self) -> bool:
        """Whether the closed list comes to stand on the page."""
        return isinstance(sight(self._control, "on the page", self._timeout), Seen)

    def named(self, identifier: str) -> str:
        """The name of a row that was handed over; blank for one that was not."""
        return self._names.get(identifier, "")

    def is_open(self) -> bool:
        """Whether the panel is showing."""
        return bool(self._control.evaluate_all("all => all[0]?.getAttribute('aria-expanded') === 'true'"))

    def open(self) -> ListReply:
        """Open the panel, which asks for the first page, and wait for that very answer to show."""
        if self.is_open():
            self.close()
        if not self._control.count():
            return NoAnswer(f"the list of {self.spoken}s is not on the page")
        return self._answered(self._doubted(self._ask(self._show_panel, "", within=None)), only=False)

    @property
    def spoken(self) -> str:
        """What a row of the list is called."""
        return "designation" if self.name is ListName.DESIGNATION else str(self.name)

    def _show_panel(self) -> None:
        """A list that holds no row yet does not open (FACTS §11.4): it is pressed again."""
        for _again in range(_OPEN_TRIES):
            press(self._control.first, self._timeout)
            with suppress(PlaywrightTimeoutError):
                self._panel.first.wait_for(state="visible", timeout=self._timeout / _OPEN_TRIES)
                read(self._page, reader("panels", "come"), self._timeout)
                return

    def _asks(self, request: Request, text: str | None) -> bool:
        """Whether the page asks for this list, for rows that hold `text`; None: whatever it asks."""
        asked = _question(request)
        return asked is not None and asked.list is self.name and text in {None, asked.query.strip()}

    def _ask(
        self, trigger: Callable[[], None], text: str, *, within: float | None = _SENT_MS
    ) -> Reply | NothingSent | NoAnswer:
        return ask(self._page, trigger, lambda sent: self._asks(sent, text.strip()), self._timeout, sending=within)

    def _answered(self, reply: Reply | NothingSent | NoAnswer, *, only: bool) -> ListReply:
        """The rows of an answer, once the page shows them; `only`: and no others."""
        if not isinstance(reply, Reply):
            return reply
        if reply.status != 200:  # noqa: PLR2004 (HTTP's own number)
            return NoAnswer(f"the portal refused the list (HTTP {reply.status})")
        page = page_of(self.name, reply.body)
        if page is None:
            return NoAnswer("the answer holds no list, which can be a fault of the portal's server")
        self._names |= {each.identifier: plain(each.name) for each in page.entries}
        self._settle(page.entries, only=only)
        shown = self.shown() if only else self._in_page()
        if not shown and page.entries and panels.of_another_kind(self._page, self._timeout):
            return NoAnswer(panels.NOT_KNOWN)
        return Answered(page.count, page.entries, shown)

    def _settle(self, entries: tuple[Entry, ...], *, only: bool) -> bool:
        """Wait until the page shows an answer's rows; two of a page may give way to rows of the page's own."""
        names = [spelled(each.name) for each in entries]
        first = names[: LIST_PAGE - 2]
        wanted = {"names": names, "first": first, "only": only, "local": list(_LOCAL)}
        try:
            self._page.wait_for_function(
                reader("paged_select", "shows"), arg=wanted, timeout=min(self._timeout, _SETTLE_MS)
            )
        except PlaywrightTimeoutError:
            return False
        return True

    def shown(self) -> tuple[str, ...]:
        """The rows on the page, but for the page's own."""
        options = panels.rows(self._page, "choice", self._timeout)
        texts = (plain(each["text"]) for each in options if each["text"] and not each["off"])
        return tuple(text for text in texts if text not in _LOCAL)

    def _in_page(self) -> tuple[str, ...]:
        """The rows that stand in the page now: to read a list that holds those in view would have it ask for more."""
        rows = map(plain, read(self._page, reader("paged_select", "rows"), self._timeout))
        return tuple(row for row in rows if row not in _LOCAL)

    def search(self, text: str) -> ListReply:
        """Search the open list for a text; the same text twice gives the same rows (FACTS §11.3)."""
        reply: Reply | NothingSent | NoAnswer = NothingSent("the page sends no request")
        before = self._last
        for trigger in self._ways(text):
            reply = self._ask(trigger, text)
            if not isinstance(reply, NothingSent):
                break
        instead = _question(self._last) if self._last is not None and self._last is not before else None
        if isinstance(reply, NothingSent) and not self._dead:  # a list that was busy drops keys
            opened = self.open()
            if isinstance(opened, NoAnswer):
                return opened
            if isinstance(opened, Answered):
                reply = self._ask(next(self._ways(text)), text, within=max(self._timeout, _SENT_MS))
        reply = self._doubted(reply)
        self._dead = isinstance(reply, NothingSent)
        if self._dead and instead is not None:
            reply = NothingSent(f"the page asks for “{foreign(instead.query)}” where “{text}” is typed")
        found = self._answered(reply, only=True)
        if isinstance(found, Answered) and self._wiped(found):
            found = self._answered(self._ask(lambda: self._box.press("End"), text), only=True)
        return found

    def _wiped(self, found: Answered) -> bool:
        """Whether the page's own filter took the right rows away again (FACTS §11.2); one more key brings them back."""
        return bool(found.entries) and not found.shown and self._style is not Style.VALUE

    def _ways(self, text: str) -> Iterator[Callable[[], None]]:
        """The ways to make the page ask, the one that suits it first; once none worked, only that one."""
        if self._style is Style.VALUE:
            if self._typed.strip() == text.strip():
                self._in_between(text)
            yield lambda: self._fill(text)
        else:
            yield lambda: self._type(f"{text} " if self._typed == text else text)
        if not self._dead:
            yield lambda: self._box.press("End")
            yield lambda: self._type(f"{text}  ")

    def _fill(self, text: str) -> None:
        self._typed = text
        self._box.fill(text, timeout=self._timeout)

    def _type(self, text: str) -> None:
        """Put the text in, wait until the page's own filter has run, and press a key that changes nothing.

        A filter that leaves the rows as they are gives no sign: then its time is waited for.
        """
        before = read(self._page, reader("paged_select", "rows"), self._timeout)
        self._fill(text)
        with suppress(PlaywrightTimeoutError):
            self._page.wait_for_function(reader("paged_select", "changed"), arg=before, timeout=_FILTER_MS)
        self._box.press("End")

    def _in_between(self, text: str) -> None:
        """Ask for something else, so that the same text is asked for again (FACTS §11.3); a blank box stays silent."""
        other = "e" if text.strip() == "a" else "a"
        self._ask(lambda: self._fill(other), other)

    def scroll(self) -> ListReply:
        """Scroll the open list to its end; ended is what asks for more and gets nothing new, or asks no more."""
        opened = self.open()
        if not isinstance(opened, Answered):
            return opened
        held = dict.fromkeys(opened.entries)
        count, idle = opened.count, 0
        in_view_only = panels.in_view_only(self._page, self._timeout)
        rows = len(held) if in_view_only else len(self._in_page())
        for _page in range(_MOST_PAGES):
            if rows >= count or idle > 1:
                break
            reply = self._more(rows)
            if isinstance(reply, NoAnswer):
                return reply
            before, found = rows, page_of(self.name, reply.body) if isinstance(reply, Reply) else None
            fresh = [each for each in found.entries if each not in held] if found else []
            self._names |= {each.identifier: plain(each.name) for each in fresh}
            held.update(dict.fromkeys(fresh))
            if isinstance(reply, int):
                rows = reply
            elif fresh:
                counted = reader("paged_select", "counted")
                rows = len(held) if in_view_only else self._rows_in_page(counted, rows, _REVEAL_MS)
            idle = 0 if rows > before else 2 if found else idle + 1
        return Answered(count, tuple(held), self.shown())

    def _more(self, rows: int) -> Reply | NothingSent | NoAnswer | int:
        """Scroll to the end, where the page asks for more, or shows rows that it holds already: how many, then.

        It hears nothing of that just after it was opened, so it is scrolled again before it counts as silent.
        """
        sent: list[Request] = []

        def asks(request: Request) -> bool:
            sent.extend([request] if self._asks(request, "") else [])
            return request in sent

        def scroll() -> None:
            for _again in range(_SCROLLS):
                now = self._rows_in_page(reader("paged_select", "scrolledOn"), rows, _REVEAL_MS / _SCROLLS)
                if sent:
                    return
                if now > rows:
                    raise _HeldError(now)

        try:
            return ask(self._page, scroll, asks, self._timeout, sending=_REVEAL_MS)
        except _HeldError as held:
            return held.rows

    def _rows_in_page(self, counting: str, before: int, wait: float) -> int:
        """How many rows stand in the page once they are more than before, or `wait` ms have passed."""
        given = {"before": before, "wait": wait, "local": list(_LOCAL)}
        return int(read(self._page, counting, self._timeout + wait, given))

    def fills(self) -> bool:
        """Whether a row comes to stand in the open list that can be chosen, but for the page's own."""
        return self._rows_in_page(reader("paged_select", "counted"), 0, self._timeout) > 0

    def pick(
        self, name: str, *, leads_to: ListName | None = None, place: int = 0
    ) -> Reply | Sight | NothingSent | NoAnswer:
        """Choose a row of the open list by its text, of several the one at `place`.

        With `leads_to`, the answer of the list that the choice loads.
        """
        texts: list[dict[str, Any]] = panels.rows(self._page, "choice", self._timeout)
        places = [number for number, each in enumerate(texts) if plain(each["text"]) == plain(name) and not each["off"]]
        if place >= len(places):
            return Unseen("in the list")
        at, options = places[place], self._panel.get_by_role("option")
        row = panels.row_at(self._page, options, at, "choice", texts[at], self._timeout)
        if row is None or deaf(row):
            return Unseen("in the list" if row is None else "in the list to be seen and clicked")
        if leads_to is None:
            self._choose(lambda: press(row, self._timeout))
            with suppress(PlaywrightTimeoutError):  # it may show a moment later than the panel goes
                chosen = self._control.filter(has_text=plain(name)).first
                chosen.wait_for(state="visible", timeout=self._timeout / _OPEN_TRIES)
            return Seen(self.text())

        def follows(sent: Request) -> bool:
            asked = _question(sent)
            return asked is not None and asked.list is leads_to

        return ask(
            self._page,
            lambda: self._choose(lambda: press(row, self._timeout)),
            follows,
            self._timeout,
            sending=_SENT_MS,
        )

    def _choose(self, click: Callable[[], None]) -> None:
        click()
        with suppress(PlaywrightTimeoutError):
            self._panel.first.wait_for(state="hidden", timeout=self._timeout)

    def close(self) -> None:
        """Close the panel."""
        close_panel(self._control.first, self._panel, self._timeout)


def _question(request: Request) -> Question | None:
    """What a request asks of a list; None where it asks for none."""
    return question(request.method, path_of(request.url), request.post_data_json) if request.method == "POST" else None
