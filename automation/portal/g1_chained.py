"""The form of 2022-12 to 2023-04: three chained boxes, each filtering a list that is loaded whole (FACTS §1.4)."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.model import NoAnswer
from automation.portal.common import CommonForm, Fingerprint
from automation.portal.facts import (
    CENTRE,
    Accepted,
    Branch,
    Field,
    Organisation,
    Part,
    Rows,
    SearchReply,
    Seen,
    Sight,
    Unseen,
    Validity,
)
from automation.portal.readers import reader
from automation.portal.traffic import Reply, ask, path_of
from automation.portal.widgets import fill, press, read, sight
from automation.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Callable


_LIST = re.compile(r"/apis/public/v8/org/v1/list/[\w-]+(/[\w-]+)?")
_OWN = tuple(f"[formcontrolname={name}]" for name in ("lastname", "position", "ministry", "department", "type"))
_ALIEN = (".custom-stepper", "mat-select[formcontrolname=organisation]")
_SETTLE_MS = 1500.0
_SENT_MS = 1500.0


FINGERPRINT = Fingerprint((_OWN,), _ALIEN)
"""A last name and three boxes for the place (FACTS §1.6)."""


class ChainedForm(CommonForm):
    """One open sign-up form of generation G1."""

    generation = "g1"
    _without = frozenset(
        {Part.CLASS, Part.MOBILE, Part.EMAIL_OTP, Part.MOBILE_OTP, Part.TERMS, Part.EMAIL_HELP, Part.ORGANISATION_HELP}
    )

    def __init__(self, page: Page, timeout: float) -> None:
        """`timeout` in ms, for every wait."""
        super().__init__(page, timeout)
        self._branch = Branch.CENTRE
        self._above: tuple[str, ...] = ()
        self._held: tuple[Organisation, ...] = ()
        self._known: tuple[tuple[str, ...], tuple[Organisation, ...]] = ((), ())

    def _box(self, name: str) -> Locator:
        return self._page.locator(f'input[formcontrolname="{name}"]').filter(visible=True).first

    def _loaded(self, trigger: Callable[[], None]) -> SearchReply:
        """The list that a choice loads, whole."""

        def is_list(request: Any) -> bool:  # noqa: ANN401 (Playwright's request)
            return request.method == "GET" and _LIST.fullmatch(path_of(request.url)) is not None

        reply = ask(self._page, trigger, is_list, self._timeout, sending=_SENT_MS)
        if not isinstance(reply, Reply):
            return reply
        content = ((reply.body.get("result") or {}).get("response") or {}).get("content")
        if not isinstance(content, list):
            return NoAnswer("the answer holds no list, which can be a fault of the portal's server")
        self._held = tuple(self._row(each) for each in content if isinstance(each, dict))
        return Rows("", self._branch, len(self._held), self._held, None)

    def _row(self, row: dict[str, Any]) -> Organisation:
        name = str(row.get("orgname") or row.get("orgName") or "")
        identifier = str(row.get("mapid") or row.get("mapId") or "")
        return Organisation.named(name, self._above[0] if self._above else "", " > ".join(self._above), identifier)

    def fill(self, field: Field, value: str) -> Validity:
        """Type into a text field; of a name, all but its first word goes into the box for the last name."""
        if field is not Field.NAME or " " not in value:
            return super().fill(field, value)
        first, _, last = value.partition(" ")
        both = super().fill(field, first), fill(self._box("lastname"), last, self._timeout)
        return next((each for each in both if not isinstance(each, Accepted)), both[0])

    def choose_branch(self, branch: Branch) -> Sight:
        """Choose Centre or State, which loads its list."""
        seen: list[Sight] = []
        self._above = ()
        reply = self._loaded(lambda: seen.append(super(ChainedForm, self).choose_branch(branch)))
        self._branch = branch
        if isinstance(reply, NoAnswer) and not seen:
            return reply
        return seen[0]

    def enter_state(self, state: str) -> SearchReply:
        """Choose the state, which loads its departments; the Centre loads the ministries by itself."""
        chosen = self.choose_branch(Branch.CENTRE if state == CENTRE else Branch.STATE)
        if not isinstance(chosen, Seen):
            return chosen if isinstance(chosen, NoAnswer) else NoAnswer("Centre or State cannot be chosen")
        if state == CENTRE:
            return Rows("", self._branch, len(self._held), self._held, None)
        like = [row.name for row in self._held if state.casefold() in plain(row.name).casefold()]
        same = [name for name in like if plain(name).casefold() == state.casefold()]
        found = self._choose("ministry", (same or (like if len(like) == 1 else [state]))[0])
        if isinstance(found, Rows):
            self._known = (self._above, self._held)
        return found

    def _choose(self, box: str, name: str) -> SearchReply:
        """Type a name, pick its row, and read the list that it loads."""
        before, self._above = self._above, (*self._above, plain(name))
        self._filter(box, name)
        row = self._option(name)
        if row is None:
            self._above = before
            return NoAnswer(f"{plain(name)} is not in the list")
        return self._loaded(lambda: press(row, self._timeout))

    def _option(self, name: str) -> Locator | None:
        """The row of this name among those that the page shows."""
        texts = [plain(text) for text in read(self._page, reader("g1_chained", "rows"), self._timeout)]
        options = self._page.get_by_role("listbox").filter(visible=True).get_by_role("option")
        return options.nth(texts.index(plain(name))) if plain(name) in texts else None

    def enter(self, parent: Organisation) -> SearchReply:
        """Choose a department, which loads its organisations; what has no department stands among them."""
        self.leave()
        if parent.is_none:
            return Rows("", self._branch, 0, (), ())
        if self._branch is Branch.CENTRE:
            return NoAnswer("on this older form what stands below a ministry is in two lists, which are not read")
        return self._choose("department", parent.name)

    def leave(self) -> None:
        """Stand at the state's departments again."""
        if self._known[0]:
            self._above, self._held = self._known

    def _name(self) -> str:
        """The box of the list that the form stands at."""
        return ("ministry", "department", "organisation")[len(self._above)]

    def _filter(self, box: str, text: str) -> tuple[str, ...]:
        """Type into a box and read the rows it then shows; the page filters half a second later."""
        wanted = [row.on_page for row in self._held if text.lower() in (row.original or row.name).lower()]
        self._box(box).click(timeout=self._timeout)
        self._box(box).fill(text, timeout=self._timeout)
        with suppress(PlaywrightTimeoutError):
            self._page.wait_for_function(reader("g1_chained", "shows"), arg=wanted, timeout=_SETTLE_MS)
        return tuple(map(plain, read(self._page, reader("g1_chained", "rows"), self._timeout)))

    def search(self, text: str, *, look: bool = True) -> SearchReply:
        """The rows of the list that hold the text, and those that the page shows."""
        if not isinstance(sight(self._box(self._name()), "on the form", self._timeout), Seen):
            return NoAnswer("the organisation box is not on the page")
        if self._branch is Branch.STATE and not self._above:
            return NoAnswer("no state is chosen")
        shown = self._filter(self._name(), text)
        held = tuple(row for row in self._held if text.strip().lower() in (row.original or row.name).lower())
        return Rows(text, self._branch, len(held), held, shown if look else None)

    def scroll(self) -> SearchReply:
        """The whole list, which is in the panel from the start."""
        return self.search("")

    def designations(self) -> None:
        """The post is a text; there is no list of designations."""
        return

    def no_match_help(self) -> Sight:
        """An empty list offers nothing."""
        return Unseen("in the list")

    def pick(self, row: Organisation, designation: str = "") -> Sight:
        """Pick a row of the list, and a post, without a name the first; the box then shows it."""
        self._pick_post(designation)
        name = self._name()
        self._filter(name, row.typed)
        option = self._option(row.name)
        if option is None:
            return Unseen("in the list")
        press(option, self._timeout)
        text = plain(self._box(name).input_value())
        return Seen(text) if plain(row.name) == text else Unseen("shown as picked after a click on it")

    def _pick_post(self, name: str) -> None:
        box = self._box("position")
        if box.count() and not box.input_value():
            box.click(timeout=self._timeout)
            first = self._page.get_by_role("listbox").filter(visible=True).get_by_role("option")
            named = first.filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$", re.IGNORECASE)) if name else first
            if isinstance(sight(named, "in the list", self._timeout / 3), Seen):
                press(named.first, self._timeout)

    def unpick(self) -> None:
        """Empty the box of the list that the form stands at."""
        self._box(self._name()).fill("", timeout=self._timeout)
