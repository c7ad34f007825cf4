"""The portal's pages around the form: landing, sign-up, login, set-password, profile; it looks and follows links."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, Request, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.endpoints import REGISTER, effect_of
from automation.model import Cause, Effect, Flaw, NoAnswer, foreign
from automation.portal import obstacles
from automation.portal.facts import Arrival, Guarded, NotThere, Opened, Otherwise, Seen, Sight, Unseen
from automation.portal.form import FixedForm, Recognised, Recognition, Unrecognised
from automation.portal.generations import recognise
from automation.portal.labels import exactly
from automation.portal.loading import Loading
from automation.portal.login_page import LoginPage, hindi_among
from automation.portal.messages import Message
from automation.portal.messages import recognised as documented
from automation.portal.obstacles import from_gate
from automation.portal.readers import reader
from automation.portal.traffic import fields_of, path_of
from automation.portal.widgets import OverlaySelect, pressable, read, sight, text_of
from automation.spelling import DEVANAGARI, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


_COMPLAINT = ".alert-error, .kc-feedback-text, .alert, .pf-c-alert, [role=alert], .error"
_ERROR = ".alert-error, .alert-danger, .kc-feedback-text, .pf-m-danger, .error"
_LOGIN_BOX = "#username, #emailOrPhone, #totp"
_CLOSED_LINK = {Message.REGISTRATION_LINK: Flaw.LINK_CLOSED, Message.REGISTRATIONS_CLOSED: Flaw.LINK_CLOSED}
_INCOMPLETE = ("invalid", "registration link is missing")
_FORM = "[formcontrolname=firstname], [formcontrolname=email], [formcontrolname=mobile], [formcontrolname=organisation]"
_LOGIN = "input#username, input[name=username], #usePasswordRB, #emailOrPhone, #totp, form[action*='login-actions']"
_SIGN_IN = "input[type=password]"
"""One such box is a sign-in page's; two are of a form that wants a new password."""
_HINDI = re.compile("हिं|हिन्दी|hindi", re.IGNORECASE)
_MOST_WAITS = 2
_NOTHING = NoAnswer("the page that came is empty: it holds no text and no script", Cause.EMPTY)
_TO_SIGN_IN = NoAnswer("it leads to a sign-in page in place of the form", Cause.SIGN_IN)
_HANGS = NoAnswer(
    "the portal hangs: two pages were waited for in vain, so no more are asked for; try again later", Cause.TIMED_OUT
)
_STRAY_KEYS = 3
"""A text or two without words is a fault of its own place; more is one of the page's catalogue."""
_START_UP = ("/api/user/v1/groups", "/api/user/v1/positions")
_FORBIDDEN = 403
_NEEDED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""What a page can stay empty without, by Playwright's name for the kind; a picture is none of it."""
_NAME_IT = "name the portal's first page with --landing or in portal.landing_url"
_NOT_LANDING = NoAnswer(f"this is not the portal's first page; {_NAME_IT}")
_HTTP_REFUSED, _PARTS = 400, 3
"""From this status on an answer is a refusal; for a part of the wait a form is awaited beside an obstacle's words."""
_REGISTER_PATH, _LOGIN_PATH = "public/signup", "protected/v8/resource"
_GUARDED = Guarded("its page is one of those that take a password or a code, which the gate opens for a person only")


def _guarded(url: str) -> bool:
    """Whether the gate opens this address for a person only (FACTS §6)."""
    return effect_of("GET", url) is Effect.CREDENTIAL


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the portal is: the root of its application, and its first page; `guessed` where nobody named that.

    `staging`: it is the office's own copy. `link` is the path of a department's link, which then leads to the form.
    """

    root: str
    landing: str
    guessed: bool = False
    staging: bool = False
    link: str = ""


@dataclass(slots=True)
class _Waits:
    """How many pages in a row were waited for in vain, in all windows of one visitor."""

    in_vain: int = 0


class Site:
    """One window on the portal."""

    def __init__(
        self,
        page: Page,
        addresses: Addresses,
        timeout: float,
        issuer: Callable[[str], str] | None = None,
        waits: _Waits | None = None,
    ) -> None:
        """`timeout` in ms, for every wait. `issuer` tells who issued a host's certificate; without it, the browser.

        `waits` are those of the visitor's other windows.
        """
        self._waits = waits or _Waits()
        self._page, self._addresses, self._timeout, self._issuer = page, addresses, timeout, issuer
        self._windows = [page]
        self._response: Response | None = None
        self._blocked: list[str] = []
        self._loading = Loading(page, addresses.root)
        self._heading = ""
        page.on("response", self._note)
        page.on("request", self._head)

    @property
    def staging(self) -> bool:
        """Whether this is the office's own copy of the portal."""
        return self._addresses.staging

    @property
    def linked(self) -> bool:
        """Whether a department's link leads to the form."""
        return bool(self._addresses.link)

    def current_page(self) -> Page:
        """The page that the walk is at; other tabs that the person has opened do not count."""
        return self._windows[-1]

    def _note(self, response: Response) -> None:
        """Remember what the gate kept from the page: where the page then stays empty, the gate may be the reason."""
        asked = response.request
        kept = response.status == _FORBIDDEN and asked.method == "GET" and asked.resource_type in _NEEDED
        if kept and from_gate(response.headers):
            self._blocked.append(path_of(response.url))

    def _head(self, request: Request) -> None:
        """Remember where the page is led."""
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self._heading = request.url

    def _led(self, answer: NoAnswer) -> NoAnswer:
        """An answer that says whereto the page was led, where that is a place that the gate does not let through."""
        host = urlsplit(self._heading).hostname or ""
        if answer.cause is not Cause.ELSEWHERE or not host:
            return answer
        own = host == urlsplit(self._addresses.root).hostname
        place = urlsplit(self._heading).path if own else host
        return replace(answer, why=f"it leads to {foreign(place)}, and the gate lets nothing through to there")

    def _go(self, url: str) -> Arrival:
        if self._waits.in_vain >= _MOST_WAITS:
            return _HANGS
        self._blocked.clear()
        self._loading.clear()
        try:
            self._response = self._page.goto(url, wait_until="domcontentloaded", timeout=self._timeout)
        except PlaywrightError as error:
            arrival: Arrival = self._led(obstacles.network_reason(error.message))
        else:
            arrival = self._arrival()
        hangs = arrival == obstacles.TIMED_OUT
        self._waits.in_vain = self._waits.in_vain + 1 if hangs else 0
        if hangs:
            self._give_up()
        return arrival

    def _give_up(self) -> None:
        """Leave a page that did not come: while it is on its way, the window answers no question and has no picture."""
        with suppress(PlaywrightError):
            self._page.goto("about:blank", timeout=self._timeout)

    def _text(self) -> str:
        return str(read(self._page, reader("page", "text"), self._timeout))

    def _arrival(self) -> Arrival:
        """What is showing after a navigation: the page, or what stands in its way."""
        status = self._response.status if self._response else None
        kept = from_gate(self._response.headers) if self._response else None
        if kept is not None:
            return self._led(kept.answer)
        if self._page.url.startswith("chrome-error:"):
            return self._led(obstacles.network_reason("ERR_TUNNEL"))
        if obstacles.is_missing(status):
            return NotThere(f"the portal says that there is no such page (HTTP {status})")
        try:
            text, title, form = read(self._page, reader("site", "arrived"), self._timeout, _FORM)
        except PlaywrightTimeoutError:
            return NoAnswer("the page does not answer")
        blocked = None if form else obstacles.obstacle(status, text)
        if blocked is not None and (status is None or status < _HTTP_REFUSED) and self._is_coming():
            blocked = None
        return blocked or Opened(self._page.url, title)

    def _is_coming(self) -> bool:
        """Whether the form is only late, or the page leads to it: a notice above it may name a maintenance, too."""
        try:
            ours = self._page.locator(f'{_FORM}, a[href*="{_REGISTER_PATH}"]').first
            ours.wait_for(state="attached", timeout=self._timeout / _PARTS)
        except PlaywrightTimeoutError:
            return False
        return True

    def try_again(self) -> None:
        """Wait for the portal again, whatever was waited for in vain before: a person wants it."""
        self._waits.in_vain = 0

    def open_landing(self) -> Arrival:
        """Open the documented address; a page without any text counts as not there."""
        arrival = self._go(self._addresses.landing)
        if isinstance(arrival, Opened):
            try:
                self._page.wait_for_function("() => document.body.innerText.trim().length > 0", timeout=self._timeout)
                arrival = self._arrival()
            except PlaywrightTimeoutError:
                arrival = self._own_doing("the page stays blank") or NotThere("the page stays blank")
        if isinstance(arrival, NotThere) and self._addresses.guessed:
            return NoAnswer(f"{arrival.why}; {_NAME_IT}")
        return arrival

    def _own_doing(self, what: str) -> NoAnswer | None:
        """The gate's own part in an empty page, if it had any."""
        return NoAnswer(f"{what}, and the gate kept {foreign(self._blocked[0])} from it") if self._blocked else None

    def certificate(self) -> Sight:
        """Who vouches for the connection, as the gate (or, without one, the browser) verified it."""
        if self._response is None or from_gate(self._response.headers) is not None:
            return NoAnswer("no page opened, so there is no certificate to look at")
        parts = urlsplit(self._response.url)
        if parts.scheme != "https":
            if parts.hostname in {"127.0.0.1", "localhost", "::1"}:
                return Seen("a plain connection inside this machine")
            return Unseen("in use: the page came over a plain connection")
        if self._issuer is not None:
            issuer: str | None = self._issuer(parts.hostname or "")
        else:
            details = self._response.security_details()
            issuer = details.get("issuer") if details else None
        return Seen(f"issued by {issuer}") if issuer else NoAnswer("nobody told who issued the certificate")

    def _links(self, path: str, label: str) -> Locator:
        """The links that lead there and the controls with these words, whichever come."""
        worded = self._page.locator("a, button, [role=button], [role=link]").filter(has_text=exactly(label))
        return self._page.locator(f'a[href*="{path}"]').or_(worded).filter(visible=True)

    def _link(self, path: str, label: str) -> Locator:
        """Of those that are there, one that leads there rather than one of its words; its words may change later."""
        links = self._links(path, label)
        seen: list[list[str]] = links.evaluate_all(
            "all => all.map(each => [each.getAttribute('href'), each.innerText])"
        )
        ranks = [(path not in (href or ""), not exactly(label).match(text)) for href, text in seen]
        return links.nth(ranks.index(min(ranks)) if ranks else 0)

    def register_link(self) -> Sight:
        """The Register button."""
        return self._on_landing(_REGISTER_PATH, "register")

    def _on_landing(self, path: str, label: str) -> Sight:
        """A link of the first page; where the form itself stands, another page than the first is showing."""
        seen = self._not_landing() or sight(self._links(path, label), "on the first page", self._timeout)
        if isinstance(seen, Seen):
            seen = pressable(self._link(path, label), "on the first page", self._timeout, label)
        return _NOT_LANDING if self._page.locator(_FORM).count() else seen

    def _not_landing(self) -> NoAnswer | None:
        """Why the page cannot be the portal's first one: it leads neither to the form nor to the login."""
        if self._page.locator(f'a[href*="{_REGISTER_PATH}"], a[href*="{_LOGIN_PATH}"]').count():
            return None
        either = self._links(_REGISTER_PATH, "register").or_(self._links(_LOGIN_PATH, "login"))
        return None if isinstance(sight(either, "", self._timeout), Seen) else _NOT_LANDING

    def login_link(self) -> Sight:
        """The Login option."""
        return self._on_landing(_LOGIN_PATH, "login")

    def follow_register(self) -> Arrival:
        """Press Register and wait for the page it opens, in this window or a new one."""
        return self._to_sign_up(self._follow(self._link(_REGISTER_PATH, "register"), "Register"))

    def _to_sign_up(self, arrival: Arrival) -> Arrival:
        if isinstance(arrival, Opened) and _REGISTER_PATH not in urlsplit(arrival.url).path:
            return NotThere(f"Register leads to {foreign(urlsplit(arrival.url).path)}")
        return arrival

    def _follow(self, link: Locator, name: str) -> Arrival:
        """Press a link and wait for the page it opens."""
        self._loading.clear()
        self._blocked.clear()
        link.evaluate("element => element.removeAttribute('target')", timeout=self._timeout)  # it may come late
        asked: list[Request] = []

        def note(request: Request) -> None:
            asked.append(request)

        self._page.on("request", note)
        try:
            with self._page.expect_navigation(wait_until="domcontentloaded", timeout=self._timeout) as waiting:
                link.click(timeout=self._timeout)
            self._response = waiting.value
        except PlaywrightTimeoutError:
            if any(each.is_navigation_request() and each.frame == self._page.main_frame for each in asked):
                self._give_up()
                return NoAnswer(f"the page behind {name} did not come in time")
            return NotThere(f"a click on {name} does nothing")
        except PlaywrightError as error:
            return self._led(obstacles.network_reason(error.message))
        finally:
            self._page.remove_listener("request", note)
        return self._arrival()

    @property
    def login(self) -> LoginPage:
        """What stands on the login page, once it is open."""
        return LoginPage(self._page, self._timeout)

    def open_login(self) -> Arrival:
        """The login page by its address."""
        return self._at_login(self._go(urljoin(self._addresses.root, f"/{_LOGIN_PATH}")))

    def follow_login(self) -> Arrival:
        """Press Login and wait for the login page."""
        return self._at_login(self._follow(self._link(_LOGIN_PATH, "login"), "Login"))

    def _at_login(self, arrival: Arrival) -> Arrival:
        """The arrival, where the page has a way to log in."""
        if not isinstance(arrival, Opened) or self.login.there():
            return arrival
        return self._own_doing("no login appears") or self._another_page("Login")

    def _another_page(self, name: str) -> NotThere | NoAnswer:
        """What a link leads to in place of its own page: nothing is said of a page that nobody knows."""
        here, first = urlsplit(self._page.url), urlsplit(self._addresses.landing)
        if not self._text().strip():
            return NotThere("the page stays blank", Flaw.BLANK)
        landed = (here.hostname, here.path or "/") == (first.hostname, first.path or "/")
        if landed or _REGISTER_PATH in here.path:
            return NotThere(f"{name} leads to {foreign(here.path)}", Flaw.ELSEWHERE)
        return NoAnswer(f"behind {name} stands a page of a kind that this program does not know")

    def otp_login(self) -> tuple[Sight, Sight]:
        """What comes when login with an OTP is chosen: the box, and the button that would ask for the OTP."""
        self._blocked.clear()
        box, button = self.login.choose_otp()
        return (self._own_doing("the box does not come") if isinstance(box, Unseen) else None) or box, button

    def forgot_password(self) -> tuple[Arrival, Sight]:
        """The page behind “Forgot password”, in a window of its own, and its box for e-mail or mobile."""
        with self._window() as other:
            return other._recovery()  # noqa: SLF001 (same class)

    def _recovery(self) -> tuple[Arrival, Sight]:
        arrival, nothing = self.open_login(), NoAnswer("its page did not open")
        if isinstance(arrival, Opened):
            arrival = self._follow_forgot()
        if not isinstance(arrival, Opened):
            return arrival, nothing
        box = self.login.recovery_box()
        if self.login.recovers():
            return arrival, box
        if self.login.asks_password():
            return NotThere("“Forgot password” leads back to the login page", Flaw.ELSEWHERE), nothing
        return self._own_doing("its page stays empty") or self._another_page("“Forgot password”"), nothing

    def _follow_forgot(self) -> Arrival:
        if not isinstance(self.login.forgot(), Seen):
            return NoAnswer("“Forgot password” does not stand there a second time")
        link = self.login.forgot_link()
        to = urljoin(self._page.url, link.get_attribute("href", timeout=self._timeout) or "")
        arrival = _GUARDED if _guarded(to) else self._follow(link, "“Forgot password”")
        return _GUARDED if _guarded(self._heading) else arrival

    def register_from_login(self) -> Arrival:
        """The page behind the login page's Register, in a window of its own."""
        with self._window() as other:
            arrival = other.open_login()
            if not isinstance(arrival, Opened):
                return arrival
            return other._to_sign_up(other._follow(other.login.register_link(), "Register"))  # noqa: SLF001 (same class)

    def login_in_hindi(self) -> Sight:
        """The words of the login page in Hindi, in a window of its own; blank where no language is offered."""
        languages = self.login.languages()
        address = hindi_among(languages) if languages else ""
        if not address:
            return Seen("")
        if isinstance(address, Unseen):
            return Otherwise(f"this installation offers {address.where} and no Hindi")
        with self._window() as other:
            arrival = other._at_login(other._go(urljoin(self._page.url, address)))  # noqa: SLF001 (same class)
            return Seen(other.login.spoken()) if isinstance(arrival, Opened) else Unseen("opened")

    def speak(self, language: str) -> None:
        """Have the pages of this window in another language, as its language picker would (FACTS §1.2)."""
        chosen = f"localStorage.setItem('websiteLanguage', {json.dumps(language)})"
        self._page.add_init_script(f"try {{ {chosen} }} catch {{}}")  # a blank page has no memory

    def open_sign_up(self) -> Arrival:
        """The sign-up page by its address, or by the department's link, which may begin with two slashes."""
        if self.linked:
            return self._go(self._addresses.root.rstrip("/") + self._addresses.link)
        return self._go(urljoin(self._addresses.root, f"/{_REGISTER_PATH}"))

    def recognise(self) -> Recognition:
        """Wait for the form, which comes after the load event (FACTS §10.2), and recognise its shape.

        A sign-in page or an empty one in its place is told at once.
        """
        if read(self._page, reader("site", "empty"), self._timeout):
            return _NOTHING
        form, sign_in = (self._page.locator(each).filter(visible=True) for each in (_FORM, _SIGN_IN))
        try:
            form.or_(sign_in).first.wait_for(state="visible", timeout=self._timeout)
            if not form.count() and sign_in.count() == 1:
                return _TO_SIGN_IN
        except PlaywrightTimeoutError:
            kept = self._own_doing("no form appears")
            if kept:
                return kept
            missing = self._missing()
            if missing is not None:
                return missing
        found = recognise(self._page, self._timeout)
        if not isinstance(found, Recognised):
            return found
        ended = isinstance(found.form, FixedForm) and not isinstance(found.form.organisation(), Seen)
        return (self._said() if ended else None) or self._worded(found)

    def _worded(self, found: Recognised) -> Recognition:
        """The form, with why it lacks its words; they are waited for where they are on their way."""
        ailing = self._ailing()
        if ailing and self._loading.waiting_texts():
            with suppress(PlaywrightTimeoutError):
                self._page.wait_for_function(reader("site", "worded"), timeout=self._timeout)
            ailing = self._ailing()
            late = self._loading.waiting_texts() if ailing else ""
            if late:
                return NoAnswer(f"the form's texts did not come in time; still without an answer: {foreign(late)}")
        return replace(found, ailing=ailing)

    def _ailing(self) -> str:
        """Why the form lacks its words; blank where it has them. Without a catalogue it shows none at all."""
        lacking, failed = read(self._page, reader("site", "lacking"), self._timeout), self._loading.failed_texts()
        without = lacking["keys"] > _STRAY_KEYS or lacking["bare"] or (lacking["blank"] and failed)
        return (failed or "its catalogue of texts lacks them") if without else ""

    def _missing(self) -> Recognition | None:
        """What keeps the form away: a read that was asked for and waits for its answer, or a script that failed."""
        said = self._said()
        if said is not None:
            return said
        late = self._loading.waiting()
        if late:
            told = f"the form did not appear in time; still without an answer: {foreign(', '.join(late))}"
            return NoAnswer(told, Cause.START_UP if any(path in _START_UP for path in late) else None)
        failed = self._loading.failed_script()
        return Unrecognised(failed, blank=True) if failed and not self._page.locator(_FORM).count() else None

    def _said(self) -> Unrecognised | None:
        """What the portal says in place of the form: that a department's link is closed or wrong (FACTS §12.4)."""
        lines = [plain(line) for line in self._text().splitlines()]
        for line in lines:
            flaw = _CLOSED_LINK.get(message) if (message := documented(line)) else None
            if flaw is not None:
                wrong = flaw is Flaw.LINK_CLOSED and line.casefold().startswith(_INCOMPLETE)
                return Unrecognised(f"“{line}”", blank=True, flaw=Flaw.LINK_WRONG if wrong else flaw)
        return None

    def login_refusal(self) -> Sight:
        """What the login page says against a login; when another page has come, there is nothing."""
        if not self._page.locator(_LOGIN_BOX).filter(visible=True).count():
            return Unseen("on the page")
        said = [plain(text) for text in self._page.locator(_COMPLAINT).filter(visible=True).all_inner_texts()]
        known = [text for text in said if documented(text)]
        errors = self._page.locator(_ERROR).filter(visible=True).all_inner_texts()
        return next((Seen(text) for text in (*known, *map(plain, errors)) if text), Unseen("on the login page"))

    def in_english(self) -> str:
        """What the form says where English is chosen; blank with another language."""
        return str(read(self._page, reader("site", "inEnglish"), self._timeout))

    def look_at_hindi(self) -> Sight:
        """The form's labels with Hindi chosen, in a window of its own."""
        lists = self._page.locator("mat-select, [role=combobox]")
        picker = lists.filter(has_text=re.compile("English|हिं|हिन्दी|Hindi"))
        if not picker.count():
            return Seen("")
        offered = OverlaySelect(self._page, picker, self._timeout).options()
        if isinstance(offered, tuple) and offered and not any(_HINDI.search(each) for each in offered):
            return Otherwise(f"this installation offers {foreign(', '.join(offered))} and no Hindi")
        with self._window() as other:
            other.speak("hi")
            other.open_sign_up()
            form = other._page.locator("form").filter(visible=True)  # noqa: SLF001 (same class)
            seen = sight(form, "opened", self._timeout)
            if isinstance(seen, Seen):  # its words may come later than the form
                sight(form.filter(has_text=DEVANAGARI), "", self._timeout)
                seen = Seen(form.first.inner_text(timeout=self._timeout))
            read(other._page, "() => localStorage.removeItem('websiteLanguage')", self._timeout)  # noqa: SLF001 (same class)
            return seen

    @contextmanager
    def _window(self) -> Iterator[Site]:
        page = self._page.context.new_page()
        self._windows.append(page)
        try:
            yield Site(page, self._addresses, self._timeout, self._issuer, self._waits)
        finally:
            self._windows.remove(page)
            if not page.url.startswith("http"):  # closed while an error page comes up, it may never end closing
                with suppress(PlaywrightError):
                    page.goto("about:blank", timeout=self._timeout)
            page.close()

    @contextmanager
    def another(self) -> Iterator[Recognition]:
        """A fresh form in a window of its own."""
        with self._window() as other:
            arrival = other.open_sign_up()
            yield other.recognise() if isinstance(arrival, Opened) else NoAnswer("a second form did not open")

    def _showing(self, selector: str) -> Opened | None:
        """The page, once an element shows that it is the right one."""
        seen = sight(self._page.locator(selector), "", self._timeout)
        if not isinstance(seen, Seen):
            return None
        _, title, _ = read(self._page, reader("site", "standing"), self._timeout)
        return Opened(self._page.url, title)

    def registering(self) -> AbstractContextManager[dict[str, str]]:
        """What the portal is sent meanwhile as a registration, by the names of its fields (FACTS §1.7)."""
        return fields_of(self._page, REGISTER)

    def password_page(self) -> Arrival:
        """The page with two password boxes (FACTS §3.5)."""
        page = self._showing("#kc-passwd-update-form #password-new, input#password-new")
        return page or NotThere("a box for a new password is not showing")

    def password_refusal(self) -> Sight:
        """The password page's complaint; unseen when the page has gone."""
        form = self._page.locator("input#password-new").filter(visible=True)
        if form.count() == 0:
            return Unseen("on the page")
        return Seen(text_of(self._page.locator(_COMPLAINT).filter(visible=True)) or "the page stays")

    def profile_page(self) -> Arrival:
        """The page that completes the profile (FACTS §3.6)."""
        return self._at(r"/public/welcome|/app/setup|/profile", "the page that completes the profile")

    def home_page(self) -> Arrival:
        """The portal behind the login."""
        return self._at(r"/page/home|/app/", "the portal's own page")

    def _at(self, path: str, what: str) -> Arrival:
        try:
            self._page.wait_for_url(re.compile(path), wait_until="domcontentloaded", timeout=self._timeout)
        except PlaywrightTimeoutError:
            return NotThere(f"{what} is not showing but {foreign(urlsplit(self._page.url).path)}")
        text, title, status = read(self._page, reader("site", "standing"), self._timeout)
        if obstacles.is_missing(status):
            return NotThere(f"{what} does not exist (HTTP {status})")
        return obstacles.obstacle(status or None, text) or Opened(self._page.url, title)

    def leave_session(self) -> Arrival:
        """Forget this browser's login and show the login page."""
        self._page.context.clear_cookies()
        arrival = self._go(urljoin(self._addresses.root, f"/{_LOGIN_PATH}"))
        if not isinstance(arrival, Opened):
            return arrival
        return self._showing(_LOGIN) or NoAnswer("the page has no login")
