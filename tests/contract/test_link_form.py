"""What the page behind a department's link is built of (FACTS §12.4): heading, consent, help, lists without a row."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from automation.portal.crp_link import LinkForm
from automation.portal.facts import Channel, Help, Seen, Unseen
from automation.portal.scene import look
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

TIMEOUT = 1000 * PATIENCE
GLANCE = 300.0
OFFICE = "Directorate of Practice, GNCTD"
FORM = """<div><p>Full name, e-mail and mobile</p><form>
  <mat-form-field><input formcontrolname=email name=emailField></mat-form-field>
  <div><span class=help-request>Do not have a government email address?</span><span>Request</span></div>
  <div><button type=button><a>Verify</a></button></div>
  <mat-form-field><input formcontrolname=mobile id=mobileNumber></mat-form-field>
  <mat-checkbox formcontrolname=isWhatsappConsent><input type=checkbox>Receive messages on WhatsApp</mat-checkbox>
  <div><button type=button><a>Verify</a></button></div>
  <mat-form-field><input formcontrolname=group></mat-form-field>
  <button type=submit>SIGN UP</button></form></div>""".replace("\n", " ")  # one line, as a build writes its pages
# A select whose list opens in an overlay; Escape closes it.
LIST = """<mat-select formcontrolname=designation tabindex=0 style='display:block' onclick='panel.hidden = false'
  onkeydown='if (event.key === "Escape") panel.hidden = true'>Select Designation</mat-select>
  <div id=panel class=cdk-overlay-pane hidden><div role=listbox>ROWS</div></div>"""
NONE = "<div role=option aria-disabled=true>No matches found</div>"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that reaches nothing."""
    with closing(browser.new_page()) as made:
        yield made


@pytest.mark.parametrize(
    "head",
    [
        f"<h1>Register for {OFFICE}</h1>",
        f"<div><p> Register for </p> <p> {OFFICE} </p></div>",
        f"<div><p>Register for</p><p>{OFFICE}</p></div>",
        f"<div><div><p>पंजीकरण करें</p><p>{OFFICE}</p></div><img alt=''></div>",
    ],
)
def test_the_office_is_named_in_one_line_or_in_two(page: Page, head: str) -> None:
    page.set_content(f"<main>{head}{FORM}</main>")
    assert LinkForm(page, TIMEOUT).organisation() == Seen(OFFICE)


@pytest.mark.parametrize(
    "head", ["", "<h1>Register</h1>", "<h1>Register form</h1>", "<div><p>Register for</p><p></p></div>"]
)
def test_a_page_that_names_no_office_has_none(page: Page, head: str) -> None:
    page.set_content(f"<main>{head}{FORM}</main>")
    assert isinstance(LinkForm(page, GLANCE).organisation(), Unseen)


def test_no_office_is_waited_for_behind_the_dialog_that_says_why(page: Page) -> None:
    page.set_content(f"<main><p>Register for</p><p></p>{FORM}</main><div role=dialog>Registrations are closed</div>")
    assert isinstance(LinkForm(page, TIMEOUT).organisation(), Unseen)


def test_the_consent_below_the_number_does_not_part_it_from_its_button(page: Page) -> None:
    page.set_content(FORM)
    assert all(isinstance(LinkForm(page, GLANCE).send_button(each), Seen) for each in Channel)
    scene = look(page, TIMEOUT)  # the guide's own look
    assert scene is not None
    assert [name for name in scene.unmet if name.endswith("verified")] == ["mobile-verified", "email-verified"]


def test_the_help_by_the_email_has_words_of_its_own(page: Page) -> None:
    page.set_content(FORM)
    seen = LinkForm(page, TIMEOUT).help_link(Help.DOMAIN)
    assert isinstance(seen, Seen)
    assert (seen.text, seen.documented) == ("Request", False)


def test_a_countdown_that_outlasts_its_otp_is_not_waited_for(page: Page) -> None:
    page.set_content(
        FORM.replace("<a>Verify</a></button></div>", "</button><span>Resend OTP after 99:59</span></div>", 1)
    )
    seen = LinkForm(page, TIMEOUT).resend_offer(Channel.EMAIL)
    assert isinstance(seen, Unseen)
    assert seen.where.endswith("the countdown says 100 minutes")


@pytest.mark.parametrize(
    ("rows", "offered"), [(f"<div role=option>Clerk</div>{NONE}", ("Clerk",)), (NONE, ())], ids=["one", "none"]
)
def test_what_cannot_be_chosen_is_no_offer(page: Page, rows: str, offered: tuple[str, ...]) -> None:
    page.set_content(LIST.replace("ROWS", rows))
    assert LinkForm(page, TIMEOUT).posts() == offered
