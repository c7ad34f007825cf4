"""The page behind a department's own link (FACTS §1.8, §12.4): the organisation is fixed, the designation is chosen."""

from __future__ import annotations

import re
from typing import ClassVar

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.model import NoAnswer
from automation.portal import panels
from automation.portal.common import CommonForm, Fingerprint
from automation.portal.facts import (
    Accepted,
    Branch,
    Declaration,
    Field,
    Help,
    Organisation,
    Otherwise,
    Part,
    Refused,
    SearchReply,
    Seen,
    Sight,
    Unseen,
    Validity,
)
from automation.portal.labels import LABELS
from automation.portal.widgets import OverlaySelect, close_panel, press, sight
from automation.spelling import plain

_OWN = (
    "input[formcontrolname=group]",
    "mat-select[formcontrolname=designation]",
    *(f"[formcontrolname={name}]" for name in ("firstname", "email", "mobile")),
)
_ALIEN = (
    ".custom-stepper",
    *(f"[formcontrolname={name}]" for name in ("type", "organisation", "lastname", "position")),
)
_HEADING = re.compile(rf"^\s*(?:{'|'.join(LABELS['register_for'])})(?!ms?\b)\s*(\S.*?)\s*$", re.IGNORECASE)
"""The name may stand in a line of its own, of which a text knows nothing; a “Register form” is another thing."""
_FIXED = Otherwise("the link says which organisation it is")
_NO_LIST = NoAnswer("the link fixes the organisation, so its form has no list of them")


FINGERPRINT = Fingerprint((_OWN,), _ALIEN)
"""A group that is typed and a designation that is chosen, and no organisation (FACTS §12.4)."""


class LinkForm(CommonForm):
    """One open form of a department's link."""

    generation = "crp"
    pages: ClassVar[tuple[frozenset[Field], ...]] = (frozenset(Field) - {Field.BRANCH},)
    """All on one page; of the organisation its name alone."""
    longest_name = None
    _without = frozenset({Part.BRANCH, Part.ORGANISATION, Part.ORGANISATION_HELP, Part.CONFIRM})
    _send_label = "verify_otp"  # the first press of "Verify" sends, the second verifies
    _help_label = "request"
    _code = "*[self::input and ancestor::ws-app-otp-reader]"
    _digits = 1  # of six boxes

    def organisation(self) -> Sight:
        """The organisation that the link registers for, as the page's heading names it, in one line or in two.

        Behind the dialog that says that a link has ended stands a form without it (FACTS §12.4).
        """
        named = self._page.locator("body *").filter(has_text=_HEADING, visible=True, has_not=self._page.locator("form"))
        heads = named.filter(has_not=self._page.locator("*").filter(has_text=_HEADING))
        seen = sight(heads.or_(self._page.get_by_role("dialog")), "named in the heading", self._timeout)
        found = _HEADING.match(plain(seen.text)) if isinstance(seen, Seen) else None
        return Seen(found[1]) if found else Unseen("named in the heading")

    def posts(self) -> tuple[str, ...] | Unseen:
        """The designations that the organisation has imported."""
        return self._posts().options()

    def _posts(self) -> OverlaySelect:
        return OverlaySelect(self._page, self._page.locator("mat-select[formcontrolname=designation]"), self._timeout)

    def choose_post(self, name: str) -> Sight:
        """Choose a designation, without a name the first."""
        posts = self.posts()
        if isinstance(posts, Unseen):
            return posts
        if not posts:
            return Unseen("complete: the list of designations holds no row to choose")
        wanted = plain(name).casefold()
        named = next((post for post in posts if plain(post).casefold() == wanted), "") if wanted else posts[0]
        if not named:
            return Unseen("among those that the office has imported")
        return Seen(named) if self._posts().choose(named) else Unseen("complete: the designation is not taken")

    def options(self) -> tuple[str, ...] | NoAnswer | Unseen:
        """What the box for the group offers when somebody comes to it."""
        box = self._control(Field.GROUP).filter(visible=True).first
        if not box.count():
            return Unseen("on the form")
        rows = self._page.locator("[role=listbox] [role=option]").filter(visible=True)
        box.click(timeout=self._timeout)
        if not isinstance(sight(rows, "in the list", self._timeout), Seen):
            return ()
        texts = tuple(plain(text) for text in panels.rows(self._page, "text", self._timeout))
        close_panel(box, rows, self._timeout)
        return texts

    def choose_group(self, option: str) -> Validity:
        """Type a group and choose it from what is offered."""
        box = self._control(Field.GROUP).filter(visible=True).first
        rows = self._page.locator("[role=listbox] [role=option]").filter(visible=True)
        named = rows.filter(has_text=re.compile(rf"^\s*{re.escape(option)}\s*$"))
        try:
            box.fill(option, timeout=self._timeout)
            press(named.first, self._timeout)
            rows.first.wait_for(state="hidden", timeout=self._timeout)
        except PlaywrightTimeoutError:
            return Refused()
        return Accepted() if plain(box.input_value()) == option else Refused()

    def sees(self, field: Field) -> Sight:
        """Whether the field is on the page; the place is the link's."""
        return _FIXED if field in {Field.BRANCH, Field.ORGANISATION} else super().sees(field)

    def choose_branch(self, branch: Branch) -> Sight:  # noqa: ARG002 (the link has chosen)
        """There is nothing to choose."""
        return _FIXED

    def enter_state(self, state: str) -> SearchReply:  # noqa: ARG002 (the link has chosen)
        """There is no list."""
        return _NO_LIST

    def search(self, text: str, *, look: bool = True) -> SearchReply:  # noqa: ARG002 (there is nothing to search)
        """There is no list."""
        return _NO_LIST

    def no_match_help(self) -> Sight:
        """There is no list."""
        return _FIXED

    def pick(self, row: Organisation, designation: str = "") -> Sight:  # noqa: ARG002 (the link has chosen)
        """The organisation is picked already; the designation is chosen."""
        return self.choose_post(designation)

    def unpick(self) -> None:
        """The link's organisation cannot be taken back."""

    def help_link(self, kind: Help) -> Sight:
        """The help link below the e-mail, as on other forms; this form has none for the organisation."""
        return _FIXED if kind is Help.ORGANISATION else super().help_link(kind)

    def declaration(self, which: Declaration) -> Sight:
        """The one box of this form is that of the terms."""
        return Otherwise("one box stands for both") if which is Declaration.CONFIRM else super().declaration(which)

    def declare(self, which: Declaration, *, on: bool) -> Sight:
        """Tick or clear the one box."""
        one = Otherwise("one box stands for both")
        return one if which is Declaration.CONFIRM else super().declare(which, on=on)
