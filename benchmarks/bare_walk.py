"""The clicks of `igot smoke` as a bare Playwright script: no fence, no checks, no pictures, no report.

`python -m benchmarks.bare_walk PLAN`; benchmarks/walk.py writes PLAN and runs this against the program.
"""

from __future__ import annotations

import json
import re
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import TimeoutError, sync_playwright  # noqa: A004 (a script of Playwright's alone)

from automation.rehearsal import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Locator, Page

NAME, EMAIL, OTHER_EMAIL = "Asha Verma", "asha.verma@example.gov.in", "ravi.kumar@example.gov.in"
PRIVATE_EMAIL, MOBILE, GROUP = "asha.verma@example.com", "9000000042", "GROUP B"
KNOWN = "North Delhi Municipal Corporation"
DECLARATIONS = ("confirm", "confirmTerms")
STATE, BELOW = "Delhi", "Delhi Teachers University"
RULES = {
    "firstname": ("", "Asha 2", "A" * 33, NAME),
    "email": ("", "asha.verma@", "asha.verma.gov.in", EMAIL),
    "mobile": ("", MOBILE[:-1], MOBILE),
}
SEND, VERIFY, SEARCH = "**/v1/generate", "**/otp/v1/verify", "**/signup/search"
ROWS = "() => [...document.querySelectorAll('[role=listbox] [role=option]')].map(each => each.textContent).join()"
SCROLLS = """async () => {
  const panel = [...document.querySelectorAll('[role=listbox]')].find(each => each.getClientRects().length);
  const port = [panel, ...panel.querySelectorAll('*')].find(each => each.scrollHeight > each.clientHeight + 5
    && /auto|scroll/.test(getComputedStyle(each).overflowY)) ?? panel;
  for (let frame = 0; frame < 10; frame += 1) {
    port.scrollTop = port.scrollHeight - port.clientHeight - 20 * (frame % 2);
    await new Promise(requestAnimationFrame);
  }
}"""
LISTS = re.compile(r"/(hierarchy/.*search|designation/search)")


class Clock:
    """How many seconds each part took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        """End the part `name` here."""
        now = time.monotonic()
        self.seconds[name] = round(now - self._last, 4)
        self._last = now


class Form:
    """One window with the sign-up form."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def wait(self) -> None:
        """Wait for the form."""
        self.page.locator("[formcontrolname=firstname]").wait_for()

    def fill(self, field: str, *values: str) -> None:
        """Type values, one after the other, leaving the field each time."""
        box = self.page.locator(f"input[formcontrolname={field}]")
        for value in values:
            box.fill(value)
            box.blur()

    def rules(self, *fields: str) -> None:
        """Type bad values into these fields, then the good one; look at the classes and choose one."""
        for field in fields:
            if field == "group":
                self.group()
            else:
                self.fill(field, *RULES[field])

    def particulars(self) -> None:
        """Fill name, e-mail and mobile."""
        self.fill("firstname", NAME)
        self.fill("email", EMAIL)
        self.fill("mobile", MOBILE)

    def group(self) -> None:
        """Look at the classes, then choose one."""
        select = self.page.locator("mat-select[formcontrolname=group]")
        options = self.page.get_by_role("option")
        select.click()
        options.first.wait_for()
        select.press("Escape")
        options.first.wait_for(state="hidden")
        select.click()
        options.filter(has_text=GROUP).click()
        options.first.wait_for(state="hidden")

    def branch(self, value: str) -> None:
        """Choose Centre or State."""
        self.page.locator(f"input[type=radio][value={value}]").press("Space")

    def search(self, text: str) -> None:
        """Search, and wait for the answer and the first row."""
        self.page.locator("input[formcontrolname=organisation]").fill(text)
        with self.page.expect_response(SEARCH):
            self.page.locator(".search-word").click()
        self.page.locator("[role=option]:not(:has([role=progressbar]))").first.wait_for()

    def pick(self) -> None:
        """Search for the known organisation and pick it."""
        self.search(KNOWN)
        self.page.get_by_role("option").filter(has_text=KNOWN).first.click()
        self.page.locator(".orgBox").wait_for()

    def unpick(self) -> None:
        """Take the choice back."""
        self.page.locator(".orgBox .remove").click()
        self.page.locator("input[formcontrolname=organisation]").wait_for()

    def tick(self, name: str) -> None:
        """Tick or clear a declaration."""
        self.page.locator(f"#{name} input[type=checkbox]").press("Space")

    def submit_open(self) -> bool:
        """Whether SIGN UP could be pressed."""
        return self.page.locator("form button[type=submit]").is_enabled()

    def _beside(self, field: str, selector: str) -> str:
        return f"xpath=//{selector}[preceding::*[@formcontrolname][1][@formcontrolname='{field}']]"

    def send(self, field: str) -> None:
        """Press Send OTP and wait for the answer."""
        with self.page.expect_response(SEND):
            self.page.locator(self._beside(field, "button")).first.click()

    def code_box(self, field: str) -> None:
        """Wait for the box for the code."""
        self.page.locator(self._beside(field, "input[@type='password']")).wait_for()

    def resend(self, field: str) -> None:
        """Wait for the countdown, press Resend OTP and wait for the answer."""
        offer = self.page.locator(self._beside(field, "span[@class='resend']"))
        offer.wait_for()
        with self.page.expect_response(SEND):
            offer.click()

    def verify(self, field: str, code: str) -> None:
        """Type a code, press Verify OTP and wait for the answer."""
        self.page.locator(self._beside(field, "input[@type='password']")).fill(code)
        with self.page.expect_response(VERIFY):
            self.page.locator(self._beside(field, "button")).first.click()

    def verified(self, field: str) -> None:
        """Wait for the mark of a verified field."""
        form_field = self.page.locator("mat-form-field", has=self.page.locator(f"[formcontrolname={field}]"))
        form_field.locator("[data-mat-icon-name=verified], [svgicon=verified]").wait_for()


class Walk:
    """The seven steps, and the searches of the audit."""

    kind: type[Form] = Form

    def __init__(self, context: BrowserContext, url: str, rehearsal: Rehearsal | None) -> None:
        self.context, self.url = context, url
        self._rehearsal = rehearsal
        self.page = context.new_page()
        self.form = self.kind(self.page)

    @property
    def rehearsal(self) -> Rehearsal:
        """The portal of this run, which tells what it has sent."""
        assert self._rehearsal is not None  # noqa: S101 (only a look has none)
        return self._rehearsal

    def code(self, to: str) -> str:
        """The newest code that was sent to this address."""
        return str([each["code"] for each in self.rehearsal.outbox() if each["to"] == to and each["code"]][-1])

    def wrong(self, to: str) -> str:
        """A code of the same length that is wrong."""
        return "".join(str((int(digit) + 1) % 10) for digit in self.code(to))

    @contextmanager
    def another(self, script: str = "") -> Iterator[Form]:
        """A fresh form in a window of its own."""
        page = self.context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(f"{self.url}/public/signup", wait_until="domcontentloaded")
        form = self.kind(page)
        form.wait()
        yield form
        page.close()

    def steps(self, clock: Clock) -> None:
        """Walk the flowchart."""
        every = (self.arrive, self.register, self.enter, self.verify, self.organisation, self.sign_up, self.complete)
        for number, step in enumerate(every, start=1):
            step()
            clock.lap(f"step-{number}")

    def arrive(self) -> None:
        """Step 1."""
        self.page.goto(self.url, wait_until="domcontentloaded")
        self.page.locator('a[href*="public/signup"]').wait_for()

    def register(self) -> None:
        """Step 2, with the Hindi form in a window of its own."""
        link = self.page.locator('a[href*="public/signup"]')
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            link.click()
        self.form.wait()
        with self.another("localStorage.setItem('websiteLanguage', 'hi')") as form:
            form.page.evaluate("() => localStorage.removeItem('websiteLanguage')")

    def enter(self) -> None:
        """Step 3, with a private address on a second form."""
        self.form.rules("firstname", "group", "email", "mobile")
        self.private()

    def private(self) -> None:
        """A private address, on a second form."""
        with self.another() as form:
            form.fill("email", PRIVATE_EMAIL)
            form.send("email")

    def look(self) -> None:
        """All that is filled and searched on one page, with nobody there who could have a message sent."""
        self.page.goto(f"{self.url}/public/signup", wait_until="domcontentloaded")
        self.form.wait()
        self.form.rules("firstname", "group", "email", "mobile")
        self.form.branch("state")
        for text in ("education", STATE, "Zzq Wholly Invented Office"):
            self.form.search(text)

    def verify(self) -> None:
        """Step 4: both channels, wrong codes, sending again, and exhausted codes on a second form."""
        form = self.form
        form.send("email")
        form.code_box("email")
        self.code(EMAIL)
        form.send("mobile")
        form.code_box("mobile")
        self.code(MOBILE)
        form.verify("mobile", self.wrong(MOBILE))
        form.verify("mobile", self.code(MOBILE))
        form.verified("mobile")
        form.resend("email")
        self.code(EMAIL)
        form.verify("email", self.wrong(EMAIL))
        form.verify("email", self.code(EMAIL))
        form.verified("email")
        self.exhausted()

    def exhausted(self) -> None:
        """Two wrong codes and the right one, on a second form."""
        with self.another() as second:
            second.fill("email", OTHER_EMAIL)
            second.send("email")
            second.code_box("email")
            for code in (self.wrong, self.wrong, self.code):
                second.verify("email", code(OTHER_EMAIL))

    def organisation(self) -> None:
        """Step 5, with the request page and back."""
        self.form.branch("state")
        for text in ("education", "Delhi", "Zzq Wholly Invented Office"):
            self.form.search(text)
        self.page.locator("[role=listbox] a").wait_for()
        self.page.locator("input[formcontrolname=organisation]").press("Escape")
        self.page.get_by_role("option").first.wait_for(state="hidden")
        self.request()
        self.form.group()
        self.form.branch("state")
        self.form.pick()

    def request(self) -> None:
        """The page of requests for help, and back."""
        self.page.locator("a.pos-request span").click()
        self.page.wait_for_url("**/public/request**")
        self.page.locator("textarea").wait_for()
        self.page.locator("a, button").filter(has_text=re.compile("^arrow_back$")).click()
        self.page.wait_for_url("**/public/signup**")
        self.form.wait()

    def sign_up(self) -> None:
        """Step 6, with a second form that is complete but for the codes."""
        form = self.form
        with self.another() as second:
            second.submit_open()
            second.particulars()
            second.group()
            second.branch("state")
            second.pick()
            for name in DECLARATIONS:
                second.tick(name)
            second.submit_open()
        for name in DECLARATIONS:
            form.tick(name)
        form.unpick()
        form.fill("organisation", KNOWN)
        form.submit_open()
        form.pick()
        self.send_off()

    def send_off(self) -> None:
        """Try the terms' box, and sign up."""
        form = self.form
        form.tick("confirmTerms")
        form.submit_open()
        form.tick("confirmTerms")
        with self.page.expect_response("**/v1/register"):
            self.page.locator("form button[type=submit]").click()
        self.page.get_by_role("dialog").wait_for()

    def complete(self) -> None:
        """Step 7: the mailed link, three tries for a password, the profile, the login."""
        good = "Bare-walk-2024aA1!"
        link = [each["link"] for each in self.rehearsal.outbox() if each["to"] == EMAIL and each["link"]][-1]
        self.page.goto(str(link), wait_until="domcontentloaded")
        for first, second in (("password", "password"), (good, f"{good}x"), (good, good)):
            self.page.locator("#password-new").fill(first)
            self.page.locator("#password-confirm").fill(second)
            with self.page.expect_navigation(wait_until="domcontentloaded"):
                self.page.locator("#login").click()
        self.page.locator("#designation").fill("Section Officer")
        with self.page.expect_response("**/basicProfileUpdate"):
            self.page.locator("form button[type=submit]").click()
        self.page.wait_for_url("**/page/home", wait_until="domcontentloaded")
        self.log_in(good)

    def log_in(self, password: str) -> None:
        """Forget the session and log in with the password."""
        self.context.clear_cookies()
        self.page.goto(f"{self.url}/protected/v8/resource", wait_until="domcontentloaded")
        self.page.locator("#usePasswordRB").check()
        self.page.locator("#username").fill(EMAIL)
        self.page.locator("#password").fill(password)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator("#login").click()
        self.page.wait_for_url("**/page/home", wait_until="domcontentloaded")

    def audit(self, searches: list[tuple[str, str]]) -> None:
        """Put the audit's questions to a fresh form; each is a text and a branch."""
        self.page.goto(f"{self.url}/public/signup", wait_until="domcontentloaded")
        self.form.wait()
        before = ""
        for text, branch in searches:
            if branch != before:
                self.form.branch(branch)
                before = branch
            self.form.search(text)


class TwoStepForm(Form):
    """One window with the form in two steps."""

    keys = True
    """Whether the search of a list listens to keys; to the box's value where not."""

    def wait(self) -> None:
        """Wait for its first step."""
        self.page.locator("[formcontrolname=email]").wait_for()

    def options(self) -> Locator:
        """The rows of the open list."""
        return self.page.get_by_role("listbox").filter(visible=True).get_by_role("option")

    def open(self, name: str) -> None:
        """Open a list, and wait for its rows."""
        control, first = self.page.locator(f"[formcontrolname={name}]"), self.options().first
        with self.page.expect_response(LISTS):
            control.click()
        try:
            first.wait_for(timeout=1000)
        except TimeoutError:  # one that held no row yet does not open (FACTS §11.4)
            control.click()
            first.wait_for()

    def close(self, name: str) -> None:
        """Close it."""
        self.page.locator(f"[formcontrolname={name}]").press("Escape")
        self.options().first.wait_for(state="hidden")

    def scroll(self) -> None:
        """Scroll the open list to its end for some frames: it begins to listen a moment after it has opened."""
        self.page.evaluate(SCROLLS)

    def find(self, text: str) -> None:
        """Search the open list."""
        box = self.page.get_by_role("listbox").filter(visible=True).locator("input")
        before = self.page.evaluate(ROWS)
        box.fill(text)
        if not self.keys:
            return
        with suppress(TimeoutError):  # the page's own filter, which would take the answer's rows away (FACTS §11.2)
            self.page.wait_for_function(f"before => ({ROWS})() !== before", arg=before, timeout=400)
        for _ in range(5):  # a list that is busy drops keys
            with suppress(TimeoutError):
                with self.page.expect_response(LISTS, timeout=2000):
                    box.press("End")
                return

    def take(self, text: str = "") -> None:
        """Choose a row of the open list, without a text the first."""
        rows = self.options().filter(has_text=re.compile(rf"^\s*{text}\s*$")) if text else self.options()
        rows.first.click()
        self.options().first.wait_for(state="hidden")

    def state(self) -> None:
        """Choose State, and the state itself, which loads its departments."""
        self.branch("state")
        self.open("state")
        with self.page.expect_response(LISTS):
            self.take(STATE)

    def below(self) -> None:
        """Choose a department, the first organisation below it, and the first designation."""
        self.open("department")
        self.find(BELOW)
        self.take(BELOW)
        for name in ("organisation", "position"):
            self.open(name)
            self.take()


class NewerTwoStepForm(TwoStepForm):
    """The same, in the newer build."""

    keys = False


class TwoStepWalk(Walk):
    """The same walk on the form in two steps."""

    kind = TwoStepForm
    form: TwoStepForm

    def enter(self) -> None:
        """Step 3, of the first step's fields."""
        self.form.rules("email")
        self.private()

    def verify(self) -> None:
        """Step 4, of the e-mail."""
        form = self.form
        form.send("email")
        form.code_box("email")
        self.code(EMAIL)
        form.resend("email")
        self.check("email", EMAIL)
        self.exhausted()
        self.page.get_by_role("button", name="Next").is_enabled()

    def check(self, field: str, to: str) -> None:
        """A wrong code, then the right one."""
        self.form.verify(field, self.wrong(to))
        self.form.verify(field, self.code(to))
        self.form.verified(field)

    def organisation(self) -> None:
        """Step 5, then Next and what steps 3 and 4 ask of the second page."""
        form = self.form
        form.branch("state")
        form.branch("ministry")
        form.open("ministry")
        form.close("ministry")
        form.state()
        form.open("department")
        form.scroll()
        form.scroll()
        for text in ("education", "Zzq Wholly Invented Office"):
            form.find(text)
        form.close("department")
        self.request()
        form.state()
        form.below()
        self.page.get_by_role("button", name="Next").click()
        form.rules("firstname", "group", "mobile")
        form.send("mobile")
        form.code_box("mobile")
        self.check("mobile", MOBILE)

    def sign_up(self) -> None:
        """Step 6, with the first page of a second form."""
        with self.another() as second:
            assert isinstance(second, TwoStepForm)  # noqa: S101 (its kind)
            second.fill("email", EMAIL)
            second.state()
            second.below()
        for name in DECLARATIONS:
            self.form.tick(name)
        self.send_off()


class NewerTwoStepWalk(TwoStepWalk):
    """The same, in the newer build."""

    kind = NewerTwoStepForm


WALKS: dict[str, type[Walk]] = {"g3": Walk, "g4a": TwoStepWalk, "g4b": NewerTwoStepWalk}


@contextmanager
def portal(plan: dict[str, Any]) -> Iterator[tuple[str, Rehearsal | None]]:
    """The portal of the plan, else a rehearsal of this run."""
    if plan.get("portal"):
        yield plan["portal"], None
        return
    with Rehearsal.start(**plan["rehearsal"]) as rehearsal:
        yield rehearsal.url, rehearsal


def main(plan_file: str) -> None:
    """Walk, or only look, as the plan says, and print the seconds of each part as JSON."""
    clock = Clock()
    plan = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    with (
        portal(plan) as (url, rehearsal),
        sync_playwright() as playwright,
        getattr(playwright, plan["browser"]).launch(**plan["launch"]) as browser,
    ):
        context = browser.new_context(viewport=plan["viewport"], locale=plan["locale"])
        walk = WALKS[plan["rehearsal"].get("generation", "g3")](context, url, rehearsal)
        clock.lap("start")
        if rehearsal is None:
            walk.look()
        else:
            walk.steps(clock)
        if plan["searches"]:
            walk.audit(plan["searches"])
            clock.lap("departments")
    clock.lap("end")
    print(json.dumps(clock.seconds))


if __name__ == "__main__":
    main(sys.argv[1])
