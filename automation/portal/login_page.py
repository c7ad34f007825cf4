"""The login's pages (FACTS §3.5, §12.3): what a look sees of them; a way to log in is chosen, and nothing is sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from automation.model import foreign
from automation.portal.facts import Seen, Sight, Unseen
from automation.portal.labels import exactly, is_key, says, starting
from automation.portal.readers import reader
from automation.portal.widgets import press, read, sight
from automation.spelling import plain

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_PASSWORD = "input[type=password]:not([id*=new i], [id*=confirm i])"  # noqa: S105 (a selector); FACTS §3.5
_BOXES = "input:is(:not([type]), [type=text], [type=email], [type=tel], [type=number])"
_WAYS = "#usePasswordRB, #useOTPRB"
_SIGN_UP = "[formcontrolname=firstname]"
_CLICKED = "a, button, label, [role=button], [role=link], [role=tab], [role=radio], [onclick], [tabindex]"
_FORGOT = "#fgtPortalFlow, #fgtKeycloakFlow, a[href*='reset-credentials'], a[href*='/recover/']"
_RECOVERS = re.compile(r"recover|reset|forgot", re.IGNORECASE)
_OTHERS = re.compile(r"parichay|/oil/|/ntpc/|/saml/", re.IGNORECASE)
_HINDI = re.compile(r"हिं|हिन्दी|hindi|kc_locale=hi\b", re.IGNORECASE)
_STRAY_KEYS = 3


class LoginPage:
    """The login's pages in one window."""

    def __init__(self, page: Page, timeout: float) -> None:
        """`timeout` in ms, for every wait."""
        self._page, self._timeout = page, timeout

    def there(self) -> bool:
        """Whether the page has a way to log in: a box for the password, or a choice of ways."""
        ways = self._page.locator(f"{_PASSWORD}, {_WAYS}, #emailOrPhone").or_(self._named("login_with_otp"))
        return isinstance(sight(ways, "", self._timeout), Seen) and not self._page.locator(_SIGN_UP).count()

    def names_of_texts(self) -> str:
        """The names of texts that stand in place of the words; a stray one is a fault of its own place."""
        keys = [line.strip() for line in read(self._page, reader("login_page", "lines"), self._timeout) if is_key(line)]
        return ", ".join(dict.fromkeys(keys)) if len(keys) > _STRAY_KEYS else ""

    def user_box(self) -> Sight:
        """The one box for the user, beside the password's in its form."""
        self._by_password()
        return self._box(self._form(self._passwords()).locator(_BOXES), "login_user", "password")

    def password_box(self) -> Sight:
        """The box for the password, which hides what is typed."""
        self._by_password()
        return self._box(self._passwords(), "password", "login_user")

    def button(self) -> Sight:
        """The button that would log in; it must be enabled."""
        self._by_password()
        return self._button(self._form(self._passwords()), "login")

    def otp_way(self) -> Sight:
        """Where login with an OTP is chosen."""
        return self._worded(self._named("login_with_otp"), "label[for=useOTPRB], #useOTPRB", "login_with_otp")

    def choose_otp(self) -> tuple[Sight, Sight]:
        """Choose it; the box for e-mail or mobile, and the button that would ask for the OTP."""
        way = self._named("login_with_otp").or_(self._page.locator("#useOTPRB")).filter(visible=True)
        press(way.first, self._timeout)
        hidden = self._passwords().filter(visible=True)
        form = self._page.locator("form").filter(visible=True, has_not=hidden)
        return self._box(form.locator(_BOXES), "login_user", "password"), self._button(form, "request_otp")

    def forgot(self) -> Sight:
        """Where one goes who has forgotten the password."""
        self._by_password()
        return self._worded(self._named("forgot_password"), _FORGOT, "forgot_password")

    def forgot_link(self) -> Locator:
        """What is clicked for it."""
        named = self._named("forgot_password")
        return (named if named.count() else self._page.locator(_FORGOT).filter(visible=True)).first

    def recovers(self) -> bool:
        """Whether the page is one on which a forgotten password is asked for, by its address or its words."""
        headed = self._named("forgot_password", "h1, h2, h3, h4, [role=heading]").count() > 0
        named = headed or _RECOVERS.search(urlsplit(self._page.url).path) is not None
        return named and not self.asks_password()

    def asks_password(self) -> bool:
        """Whether a box for the password is showing."""
        return self._passwords().filter(visible=True).count() > 0

    def recovery_box(self) -> Sight:
        """On the page behind it, the box for e-mail or mobile."""
        return self._box(self._page.locator(_BOXES), "login_user", "password")

    def other_ways(self) -> Sight:
        """What else one can log in by; Parichay is the documented one."""
        links = self._page.locator("a, button").filter(visible=True)
        ways = {plain(text): to for text, to in links.evaluate_all(reader("login_page", "links")) if _OTHERS.search(to)}
        parichay = any("parichay" in to.casefold() for to in ways.values())
        return Seen(", ".join(ways), documented=parichay) if ways else Unseen("on the login page")

    def register(self) -> Sight:
        """The way back for who has no account."""
        return self._worded(self.register_link(), "a[href*='public/signup']", "register")

    def register_link(self) -> Locator:
        """What is clicked for it."""
        return self._named("register").or_(self._page.locator("a[href*='public/signup']").filter(visible=True)).first

    def languages(self) -> list[tuple[str, str]]:
        """The languages that the page offers, each with the address that speaks it (relative, blank if not known)."""
        offered = read(self._page, reader("login_page", "languages"), self._timeout)
        return [(plain(text), address) for text, address in offered]

    def spoken(self) -> str:
        """The labels of the boxes and the buttons that a person reads, a line each."""
        self._by_password()
        form = self._form(self._passwords())
        boxes = form.locator(f"{_BOXES}, {_PASSWORD}").filter(visible=True)
        labels = map(self._label, boxes.all())
        return "\n".join([*labels, *map(plain, form.locator("button").filter(visible=True).all_inner_texts())])

    def _by_password(self) -> None:
        """Choose login by password, where another way is chosen."""
        way = self._page.locator("#usePasswordRB").filter(visible=True)
        if way.count() and not way.first.is_checked():
            press(way.first, self._timeout)

    def _passwords(self) -> Locator:
        return self._page.locator(_PASSWORD)

    def _form(self, having: Locator) -> Locator:
        """The visible form with this; without it the one that has boxes, so that each part is missed by itself."""
        forms = self._page.locator("form").filter(visible=True)
        inner = forms.filter(has=having)
        return inner if inner.count() else forms

    def _named(self, label: str, among: str = _CLICKED) -> Locator:
        return self._page.locator(among).filter(has_text=starting(label), visible=True)

    def _worded(self, named: Locator, otherwise: str, label: str) -> Sight:
        """A control by its words, else by what it is, whatever it reads; whichever comes."""
        either = named.or_(self._page.locator(otherwise))
        if not isinstance(sight(either, "", self._timeout), Seen):
            return Unseen("on the login page")
        return sight(named if named.count() else either, "on the login page", self._timeout, label)

    def _box(self, boxes: Locator, label: str, another: str) -> Sight:
        """A box that can be typed into, by what stands above or in it; `another` is the label of another box."""
        found = boxes.and_(self._page.locator(":enabled"))
        if not isinstance(sight(found, "", self._timeout), Seen):
            return Unseen("on the page")
        there = found.filter(visible=True)
        text = self._label(there.first)
        if there.count() > 1:
            return Seen(f"{text} (and {there.count() - 1} more)", documented=False)
        known = says(text, label)
        return Seen(text, documented=known, misleading=is_key(text) or (not known and says(text, another)))

    def _label(self, box: Locator) -> str:
        return plain(str(box.evaluate(reader("login_page", "label"), timeout=self._timeout)))

    def _button(self, form: Locator, label: str) -> Sight:
        named = form.locator("button").filter(has_text=exactly(label))
        button = named if named.count() else form.locator("button:not([type=button])").filter(has_not_text=_OTHERS)
        seen = sight(button, "in the form", self._timeout, label)
        enabled = button.and_(self._page.locator(":enabled"))
        if isinstance(seen, Seen) and not isinstance(sight(enabled, "", self._timeout), Seen):
            return Unseen("open to a click")
        return seen


def hindi_among(languages: list[tuple[str, str]]) -> str | Unseen:
    """The address of the page in Hindi; where there are languages and no Hindi, which there are."""
    found = next((address for text, address in languages if _HINDI.search(f"{text} {address}")), "")
    return found or Unseen(foreign(", ".join(text for text, _ in languages)))
