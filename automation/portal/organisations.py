"""The organisation search of the single-page form: one explicit question, its response, and the rows then shown."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from playwright.sync_api import Locator, Page, Request
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.endpoints import SEARCH_PATH
from automation.model import NoAnswer, foreign
from automation.portal import panels
from automation.portal.facts import Branch, Organisation, Rows, SearchReply, Seen, Sight, Unseen
from automation.portal.labels import exactly, names_only, says, worded
from automation.portal.readers import reader
from automation.portal.traffic import Reply, ask, path_of
from automation.portal.widgets import deaf, press, sight, text_of
from automation.spelling import plain

_BAD_REQUEST = 400
_PATIENCE = 3
"""After so many incomplete lists in a row the page will not complete the next one either."""


class OrganisationSearch:
    """The box, its word "Search", its panel and the card of what was picked (FACTS §1.3, §10.3)."""

    def __init__(self, page: Page, timeout: float) -> None:
        """`timeout` in ms."""
        self._page, self._timeout = page, timeout
        self._box = page.locator('input[formcontrolname="organisation"]')
        self._field = page.locator("mat-form-field", has=self._box)
        self._options = page.get_by_role("listbox").filter(visible=True).get_by_role("option")
        self._card = page.locator(".orgBox")
        self._word = self._field.locator("span, a, button").filter(has_text=exactly("search"), visible=True)
        self._picked = False
        self._incomplete = 0

    def ask(self, text: str, *, look: bool) -> SearchReply:
        """Search `text` once under the branch that is chosen, and read the response; `look` reads the rows shown."""
        if self._picked:
            self.unpick()
        try:
            self._box.fill(text, timeout=self._timeout)
        except PlaywrightTimeoutError:
            return NoAnswer("the organisation box is not on the page")
        reply = ask(self._page, self._trigger, lambda request: _is_search(request, text), self._timeout)
        if not isinstance(reply, Reply):
            return reply
        rows = _rows(text, reply)
        if not isinstance(rows, Rows) or not look:
            return rows
        shown = self._shown(rows)
        if not shown and rows.held and panels.of_another_kind(self._page, self._timeout):
            return NoAnswer(panels.NOT_KNOWN)
        return replace(rows, shown=shown)

    def _trigger(self) -> None:
        """Click the word "Search"; a second Enter would silently pick the first option (FACTS §10.3).

        The field's icon is a word as well, "search", and does nothing. Without the word, Enter searches too, but not
        while SIGN UP is open: then it could submit the form (FACTS §10.4).
        """
        if self._word.count():
            press(self._word.last, self._timeout)
        elif not self._page.locator("form button[type=submit]:enabled").count():
            self._box.press("Enter", timeout=self._timeout)

    def _shown(self, rows: Rows) -> tuple[str, ...]:
        """The texts of the rows on the page, once they belong to this answer; the wait is for the rows it must show."""
        # The page filters the answer once more, by plain substring (FACTS §1.3).
        kept = [row for row in rows.held if rows.query.lower() in (row.original or row.name).lower()]
        if not kept:
            return ()
        wanted = {"count": len(kept), "first": kept[0].on_page}
        patience = self._timeout if self._incomplete < _PATIENCE else self._timeout / 10
        try:
            self._page.wait_for_function(reader("organisations", "settled"), arg=wanted, timeout=patience)
            self._incomplete = 0
        except PlaywrightTimeoutError:  # what is there by then is what the page shows
            self._incomplete += 1
        options = panels.rows(self._page, "office", self._timeout)
        return tuple(plain(option["text"]) for option in options if not (option["busy"] or _no_match(option)))

    def no_match_help(self) -> Sight:
        """The help offered in the panel of a search without a match."""
        panel = self._page.get_by_role("listbox").filter(visible=True)
        link = panel.locator("a")
        named = panel.get_by_text(exactly("request_for_help")).filter(visible=True)
        seen = sight(named if named.count() else link, "in the list", self._timeout, "request_for_help")
        if not isinstance(seen, Seen) or not seen.documented:
            return seen
        said = worded(text_of(panel.get_by_role("option")), "no_match")
        return seen if said.documented else said

    def close(self) -> None:
        """Close the panel, which lies over what stands below the box."""
        if self._options.count():
            self._box.press("Escape", timeout=self._timeout)
            with suppress(PlaywrightTimeoutError):
                self._options.first.wait_for(state="hidden", timeout=self._timeout)

    def pick(self, row: Organisation) -> Sight:
        """Click the option with this name and parents, and wait for its card."""
        name, parents = plain(row.name), plain(row.under)
        rows = panels.rows(self._page, "office", self._timeout)
        texts = [plain(option["text"]) for option in rows]
        places = [place for place, text in enumerate(texts) if text.startswith(name) and _parents_in(parents, text)]
        places.sort(key=lambda place: not names_only(texts[place], name, parents))
        bare = [place for place, text in enumerate(texts) if text == name]
        places = places or (bare if len(bare) == 1 else [])
        if not places:
            return Unseen("in the list")
        try:
            found = panels.row_at(self._page, self._options, places[0], "office", rows[places[0]], self._timeout)
            if found is None or deaf(found):
                return Unseen("in the list" if found is None else "in the list to be seen and clicked")
            press(found, self._timeout)
            self._card.filter(visible=True).first.wait_for(state="visible", timeout=self._timeout)
        except PlaywrightTimeoutError:
            return Unseen("shown as picked after a click on it")
        return self.picked()

    def picked(self) -> Sight:
        """The card of the picked organisation, a line for each of its texts."""
        self._picked = True
        texts: list[str] | None = self._card.filter(visible=True).evaluate_all(reader("organisations", "texts"))
        return Unseen("shown as picked") if texts is None else Seen("\n".join(map(plain, texts)))

    def unpick(self) -> None:
        """Press the card's close icon, which brings the box back."""
        self._picked = False
        close: Locator = self._card.filter(visible=True).locator("mat-icon, .mat-icon").filter(has_text="close")
        if close.count():
            press(close.first, self._timeout)
            self._box.wait_for(state="visible", timeout=self._timeout)


def _no_match(option: dict[str, Any]) -> bool:
    """Whether an option says that nothing matches: it offers the help, which no organisation's row does."""
    return bool(option["link"]) or says(option["text"], "no_match")


def _parents_in(parents: str, text: str) -> bool:
    return all(part in text for part in parents.split(" > ") if part)


def _is_search(request: Request, text: str) -> bool:
    if request.method != "POST" or path_of(request.url) != SEARCH_PATH:
        return False
    filters = _filters(request.post_data_json)
    return str(filters.get("orgName", "")).strip().casefold() == text.strip().casefold()


def _filters(body: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever JSON the page sends)
    filters = body.get("request", {}).get("filters", {}) if isinstance(body, dict) else {}
    return filters if isinstance(filters, dict) else {}


def _rows(text: str, reply: Reply) -> Rows | NoAnswer:
    if reply.status >= _BAD_REQUEST:
        message = plain(str((reply.body.get("params") or {}).get("errmsg") or ""))
        said = f": {foreign(message)}" if message else ""
        return NoAnswer(f"the portal refused the search (HTTP {reply.status}{said})")
    result = reply.body.get("result")
    held = result.get("response") if isinstance(result, dict) else None
    if not isinstance(result, dict) or not isinstance(held, list):
        return NoAnswer("the answer holds no list of organisations, which can be a fault of the portal's server")
    branch = Branch.STATE if _filters(reply.asked).get("parentType") == Branch.STATE else Branch.CENTRE
    rows = tuple(Organisation.of(row) for row in held if isinstance(row, dict))
    count = result.get("count")
    return Rows(text, branch, count if isinstance(count, int) else len(rows), rows, None)
