"""The stand-in sign-up page behaves as the portal of 2024 does, quirk by quirk (FACTS §1.2, §1.3, §4, §10)."""

from __future__ import annotations

import http.client
import json
import re
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.model import Effect
from automation.rehearsal.organisation_search import organisations
from automation.rehearsal.people import REGISTERED_EMAIL
from tests.links import LINK
from tests.patience import PATIENCE
from tests.portals import Portal
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Locator

    from automation.rehearsal import Rehearsal

EMAIL = "made.up@example.gov.in"
MOBILE = "9800000000"
# Holds back the answers to a search whose text begins with "hosp".
LATE = """
const real = window.fetch;
window.fetch = async (path, options) => {
  const answer = await real(path, options);
  if (String(options?.body).includes('"hosp')) await new Promise((done) => setTimeout(done, 700));
  return answer;
};
"""


@pytest.fixture(scope="module")
def shared() -> Iterator[Rehearsal]:
    with Portal.start(resend_seconds=4, retry_seconds=0.2) as portal:
        yield portal


def tell(portal: Rehearsal, path: str, body: object) -> None:
    with closing(http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=PATIENCE)) as connection:
        connection.request("POST", path, json.dumps(body))
        assert connection.getresponse().status == 200


@pytest.fixture
def portal(shared: Rehearsal) -> Rehearsal:
    tell(shared, "/rehearsal/reset", {})
    return shared


@pytest.fixture
def page(portal: Rehearsal, ungated: Callable[..., BrowserContext]) -> Page:
    context = ungated(base_url=portal.url)
    context.set_default_timeout(5000)
    return context.new_page()


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the page said in native dialogs, which are accepted."""
    texts: list[str] = []

    def accept(dialog: Any) -> None:
        texts.append(dialog.message)
        dialog.accept()

    page.on("dialog", accept)
    return texts


@pytest.fixture
def form(page: Page, said: list[str]) -> Page:
    page.goto("/public/signup")
    field(page, "firstname").wait_for()
    return page


@contextmanager
def broken(portal: Rehearsal, *names: str) -> Iterator[None]:
    tell(portal, "/rehearsal/defects", {"on": names})
    try:
        yield
    finally:
        tell(portal, "/rehearsal/defects", {"off": names})


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[formcontrolname={name}]")


def signup_button(page: Page) -> Locator:
    return page.locator("button.submitBtn")


def snackbar(page: Page) -> Locator:
    return page.locator("snack-bar-container")


def options(page: Page) -> Locator:
    return page.locator("[role=listbox] mat-option")


def search(page: Page, text: str, state: str = "State") -> None:
    page.locator("mat-radio-button", has_text=state).click()
    field(page, "organisation").fill(text)
    field(page, "organisation").press("Enter")


def verify(page: Page, portal: Rehearsal, name: str, value: str) -> None:
    field(page, name).fill(value)
    with page.expect_response(lambda answer: "/generate" in answer.url):
        page.get_by_role("button", name="Send OTP").first.click()
    page.get_by_label("OTP input").fill(portal.outbox()[-1]["code"])
    with page.expect_response("**/api/otp/v1/verify"):
        page.get_by_role("button", name="Verify OTP").click()
    expect(page.get_by_label("OTP input")).to_have_count(0)


def complete(page: Page, portal: Rehearsal) -> None:
    field(page, "firstname").fill("Made Up")
    field(page, "group").click()
    page.get_by_role("option", name="GROUP C").click()
    verify(page, portal, "email", EMAIL)
    verify(page, portal, "mobile", MOBILE)
    search(page, "directorate of vig")
    options(page).filter(has_text="Under").first.click()
    page.locator("#confirm").click()
    page.locator(".terms").click()
    page.get_by_role("button", name="I Agree").click()
    expect(signup_button(page)).to_be_enabled()


# ------------------------------------------------------------------------------------------------ finding things


def test_the_accessible_tree_is_the_portals(form: Page) -> None:
    expect(form.locator("main")).to_match_aria_snapshot("""
      - main:
        - img "What's New @ iGOT?"
        - img "Language"
        - combobox "English"
        - img "Need Help"
        - link:
          - /url: /static-home
        - heading "Register" [level=1]
        - text: Full name *
        - textbox "First Name input":
          - /placeholder: Enter your full name
        - text: Group *
        - combobox "Select your group"
        - text: Email *
        - textbox "Email input":
          - /placeholder: Enter your email address
        - text: Do not have a government email address? Request for help
        - button "Send OTP"
        - text: Mobile Number *
        - textbox "Mobile Number input":
          - /placeholder: Mobile Number
        - button "Send OTP"
        - text: Center/State *
        - radiogroup "Signup as":
          - radio "Center" [checked]
          - text: Center
          - radio "State"
          - text: State
        - text: Organisation *
        - combobox "Type here"
        - text: Search Not found yet? Request for help
        - checkbox "I confirm that the above provided information are accurate. checkbox"
        - text: I confirm that the above provided information is accurate.
        - checkbox "I agree to the IGOT karmayogi's Terms of Service & Privacy Policy. checkbox"
        - text: I agree to the iGOT karmayogi's Terms of Service &
        - link "Privacy Policy":
          - /url: /public/privacy-policy
        - button "SIGN UP" [disabled]
        - text: Already have an account?
        - link "Sign in here":
          - /url: /protected/v8/resource
        - img "chatbot-icon"
        - text: FAQ Chatbot
    """)


def test_some_ids_stand_twice(form: Page) -> None:
    for name in ("group", "email", "org-field"):
        expect(form.locator(f"[id='{name}']")).to_have_count(2)


@pytest.mark.parametrize(
    "selector", ["mat-radio-button:has-text('State') input", "#confirm input", "#confirmTerms input"]
)
def test_check_times_out_on_the_hidden_inputs_but_focus_and_space_work(form: Page, selector: str) -> None:
    box = form.locator(selector)
    with pytest.raises(PlaywrightTimeoutError):
        box.check(timeout=400)
    box.focus()
    box.press("Space")
    expect(box).to_be_checked()


def test_every_control_carries_its_state_classes(form: Page) -> None:
    expect(field(form, "email")).to_contain_class("ng-untouched ng-pristine ng-invalid")
    field(form, "email").fill("not a mail")
    field(form, "email").blur()
    expect(field(form, "email")).to_contain_class("ng-touched ng-dirty ng-invalid")
    expect(form.locator("mat-error")).to_have_text("Please enter a valid email address")
    field(form, "email").fill(EMAIL)
    expect(field(form, "email")).to_contain_class("ng-valid")
    expect(form.locator("mat-error")).to_have_count(0)


def test_the_rules_of_the_fields(form: Page) -> None:
    for name, value, valid in (
        ("firstname", "O'Brien", True),
        ("firstname", "Dr. Brien", False),
        ("firstname", "a" * 33, False),
        ("email", "a.b-c@dept.example.gov.in", True),
        ("email", "a+b@gov.in", False),
        ("email", "a@x.technology", False),
        ("mobile", "0000000000", True),
        ("mobile", "98000", False),
    ):
        field(form, name).fill(value)
        expect(field(form, name)).to_contain_class("ng-valid" if valid else "ng-invalid")


def test_the_mobile_field_takes_digits_only_and_no_paste(form: Page) -> None:
    box = field(form, "mobile")
    box.press_sequentially("98a-0 1")
    expect(box).to_have_value("9801")
    refused = "box => !box.dispatchEvent(new ClipboardEvent('paste', {bubbles: true, cancelable: true}))"
    assert box.evaluate(refused)


def test_others_is_not_offered_as_a_group(form: Page) -> None:
    field(form, "group").click()
    expect(options(form)).to_have_text(["GROUP A", "GROUP B", "GROUP C", "GROUP D", "Contractual Staff"])


def test_hindi_changes_the_labels_and_survives_a_reload(form: Page) -> None:
    form.get_by_role("combobox", name="English").click()
    form.get_by_role("option", name="हिंदी").click()
    expect(signup_button(form)).to_have_text("साइन अप करें")
    form.reload()
    expect(signup_button(form)).to_have_text("साइन अप करें")


def test_without_groups_the_page_opens_with_an_empty_list(page: Page, portal: Rehearsal) -> None:
    with broken(portal, "group-list-empty"):
        page.goto("/public/signup")
        field(page, "group").click()
        expect(page.locator("[role=listbox]")).to_be_attached()
        expect(options(page)).to_have_count(0)
    calls = [each for each in portal.received() if each["path"] == "/api/user/v1/groups"]
    assert len(calls) == 2


# --------------------------------------------------------------------------------------------------- organisation


def test_typing_sends_nothing_and_an_option_shows_its_parents_with_an_icon_word_between_two(
    form: Page, portal: Rehearsal
) -> None:
    form.locator("mat-radio-button", has_text="State").click()
    field(form, "organisation").press_sequentially("dte. of vig")
    assert not [each for each in portal.received() if each["path"].endswith("/search")]
    form.get_by_text("Search", exact=True).click()
    one = options(form).filter(has_text=re.compile(r"Under\s+Delhi")).first
    assert (one.text_content() or "").endswith("Delhi")
    below = next(row for row in organisations() if row["l2OrgName"] and row["orgName"].isascii())
    field(form, "organisation").fill(below["orgName"])
    form.get_by_text("Search", exact=True).click()
    two = options(form).filter(has_text=below["orgName"]).first
    expect(two).to_have_text(re.compile(rf"Under\s+{re.escape(below['l1OrgName'])}navigate_next"))


def test_a_second_enter_picks_the_first_option_and_the_card_can_be_closed(form: Page) -> None:
    search(form, "vigilance")
    expect(options(form).first).to_contain_text("Under")
    field(form, "organisation").press("Enter")
    expect(form.locator(".orgBox")).to_be_visible()
    expect(field(form, "organisation")).to_be_hidden()
    form.locator("mat-radio-button", has_text="Center").click()
    expect(form.locator(".orgBox")).to_be_visible()
    form.locator(".orgBox mat-icon", has_text="close").click()
    expect(field(form, "organisation")).to_have_value("")


def test_enter_while_the_search_runs_clears_the_box(page: Page) -> None:
    page.add_init_script(LATE)
    page.goto("/public/signup")
    search(page, "hospital")
    expect(page.get_by_role("progressbar")).to_be_visible()
    field(page, "organisation").press("Enter")
    expect(field(page, "organisation")).to_have_value("")


def test_a_late_answer_replaces_a_newer_list(page: Page) -> None:
    page.add_init_script(LATE)
    page.goto("/public/signup")
    search(page, "hospital")
    field(page, "organisation").fill("vigilance")
    page.get_by_text("Search", exact=True).click()
    expect(options(page).first).to_contain_text("igilance")
    expect(options(page).first).to_contain_text("ospital")


def test_no_match_offers_help_and_clicking_beside_it_clears_the_box(form: Page) -> None:
    search(form, "no such office")
    expect(options(form)).to_contain_text("We couldn't find any matches for your search. Request for help")
    options(form).click(position={"x": 10, "y": 10})
    expect(field(form, "organisation")).to_have_value("")


def test_the_text_is_not_trimmed_and_the_page_filters_by_plain_text(form: Page) -> None:
    search(form, "vigilance ")
    narrow = options(form).all_inner_texts()
    assert not [each for each in narrow if each.lower().startswith("directorate of vigilance\n")]
    search(form, "dep.rtment")
    expect(options(form)).to_contain_text("couldn't find any matches")


def test_five_hundred_rows_at_most_are_shown(form: Page) -> None:
    search(form, "e")
    expect(options(form)).to_have_count(500)


def test_an_empty_search_is_complained_about(form: Page, portal: Rehearsal) -> None:
    search(form, "")
    expect(snackbar(form)).to_contain_text("Please enter your organisation name")
    assert not [each for each in portal.received() if each["path"].endswith("/search")]


@pytest.mark.parametrize("defect", ["search-500", "search-truncated-json"])
def test_a_failed_search_shows_a_message_and_no_list(form: Page, portal: Rehearsal, defect: str) -> None:
    with broken(portal, defect):
        search(form, "health")
        expect(snackbar(form)).to_contain_text("Something went wrong")
        expect(options(form)).to_have_count(0)


def test_a_row_without_a_name_leaves_no_match_at_first_and_later_the_rows_of_the_search_before(
    form: Page, portal: Rehearsal
) -> None:
    with broken(portal, "search-null-name"), form.expect_event("pageerror"):
        search(form, "health")
    expect(form.get_by_role("progressbar")).to_have_count(0)
    expect(options(form)).to_have_text([re.compile("We couldn't find any matches")])
    form.keyboard.press("Escape")
    search(form, "transport")
    expect(options(form).first).to_contain_text(re.compile("transport", re.IGNORECASE))
    before = options(form).all_text_contents()
    form.keyboard.press("Escape")
    with broken(portal, "search-null-name"), form.expect_event("pageerror"):
        search(form, "health")
    expect(options(form)).to_have_text(before)


# ------------------------------------------------------------------------------------------------------------ OTP


def test_send_otp_is_never_grey_and_an_empty_field_sends_nothing(form: Page, portal: Rehearsal) -> None:
    for number in range(2):
        form.get_by_role("button", name="Send OTP").nth(number).click()
        expect(snackbar(form)).to_contain_text("Please enter a valid")
    assert portal.received(Effect.SENDS_MESSAGE) == []


def test_success_is_said_in_a_native_dialog(form: Page, portal: Rehearsal, said: list[str]) -> None:
    verify(form, portal, "email", EMAIL)
    verify(form, portal, "mobile", MOBILE)
    assert len(said) == 2
    assert all("valid for 15 minutes" in each for each in said)
    expect(form.locator("mat-icon[svgicon=verified]:visible")).to_have_count(2)


def test_a_refused_domain_is_announced_as_sent_all_the_same(form: Page, portal: Rehearsal, said: list[str]) -> None:
    field(form, "email").fill("someone@mail.example.com")
    form.get_by_role("button", name="Send OTP").first.click()
    expect(form.locator("#emailOTP")).to_be_visible()
    assert (len(said), portal.outbox()) == (1, [])


def test_the_otp_box_and_its_double_id(form: Page) -> None:
    field(form, "mobile").fill(MOBILE)
    form.get_by_role("button", name="Send OTP").last.click()
    box = form.get_by_label("OTP input")
    expect(box).to_have_attribute("type", "password")
    expect(form.locator("[id=mobileNumber]")).to_have_count(2)
    box.fill("123")
    form.get_by_role("button", name="Verify OTP").click()
    expect(snackbar(form)).to_contain_text("Please enter a valid OTP.")


@pytest.mark.parametrize(("name", "value", "grey"), [("email", EMAIL, False), ("mobile", MOBILE, True)])
def test_two_wrong_codes_close_verify_for_the_mobile_only(form: Page, name: str, value: str, grey: bool) -> None:
    field(form, name).fill(value)
    form.get_by_role("button", name="Send OTP").nth(1 if grey else 0).click()
    for left in (1, 0):
        form.get_by_label("OTP input").fill("0000")
        form.get_by_role("button", name="Verify OTP").click()
        expect(snackbar(form)).to_contain_text(f"You have {left} attempt remaining.")
    expect(form.get_by_role("button", name="Verify OTP")).to_be_enabled(enabled=not grey)


def test_resend_can_be_clicked_after_the_countdown_and_sends_the_same_code(form: Page, portal: Rehearsal) -> None:
    field(form, "email").fill(EMAIL)
    form.get_by_role("button", name="Send OTP").first.click()
    expect(form.get_by_text("Resend OTP after 0:0")).to_be_visible()
    form.get_by_text("Resend OTP", exact=True).click()
    expect(form.get_by_text("Resend OTP after 0:0")).to_be_visible()
    first, second = [each["code"] for each in portal.outbox()]
    assert first == second


def test_an_edit_and_a_new_otp_make_the_countdown_run_at_double_speed(form: Page) -> None:
    for address in (EMAIL, "another@example.gov.in"):
        field(form, "email").fill(address)
        form.get_by_role("button", name="Send OTP").first.click()
        expect(form.locator("#emailOTP")).to_be_visible()
    seconds = [form.locator(".resend-hint").first.text_content()]
    while form.locator(".resend-hint").first.is_visible():
        text = form.locator(".resend-hint").first.text_content()
        if text != seconds[-1]:
            seconds.append(text)
        form.wait_for_timeout(20)
    assert len(seconds) < 8


@pytest.mark.parametrize(
    ("generation", "path", "code_box"),
    [("g3", "/public/signup", "#emailOTP"), ("crp", LINK, "ws-app-otp-reader input")],
)
def test_the_countdown_leaves_the_focus_to_the_one_who_types_a_code(
    ungated: Callable[..., BrowserContext], generation: str, path: str, code_box: str
) -> None:
    with Portal.start(generation=generation, resend_seconds=3) as portal:
        page = ungated(base_url=portal.url).new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{portal.url}{path}")  # a link stands there with two slashes
        field(page, "email").fill(EMAIL)
        page.get_by_role("button", name=re.compile("^(Send OTP|Verify)$")).first.click()
        box = page.locator(code_box).filter(visible=True).first
        box.focus()
        expect(page.get_by_text("Resend OTP", exact=True).filter(visible=True)).to_be_visible()
        assert box.evaluate("box => box === document.activeElement")


def test_the_second_edit_drops_a_verification(form: Page, portal: Rehearsal) -> None:
    verify(form, portal, "email", EMAIL)
    field(form, "email").fill("another@example.gov.in")
    expect(form.locator("mat-icon[svgicon=verified]:visible")).to_have_count(0)


# ------------------------------------------------------------------------------------------------------- sign up


def test_registering_sends_a_mail_and_leads_home(form: Page, portal: Rehearsal) -> None:
    complete(form, portal)
    signup_button(form).click()
    expect(form.get_by_role("dialog")).to_contain_text("Thank you for registering!")
    form.get_by_role("button", name="Ok").click()
    form.wait_for_url(f"{portal.url}/")
    assert portal.outbox()[-1]["link"]
    assert [each["status"] for each in portal.received(Effect.COMMITS_RECORD)] == [202]


def test_enter_in_the_name_of_a_complete_form_registers(form: Page, portal: Rehearsal) -> None:
    complete(form, portal)
    field(form, "firstname").press("Enter")
    expect(form.get_by_role("dialog")).to_be_visible()
    form.mouse.click(5, 300)
    expect(form.get_by_role("dialog")).to_have_count(0)
    assert form.url.endswith("/public/signup")


def test_a_failing_register_is_sent_twice(form: Page, portal: Rehearsal) -> None:
    complete(form, portal)
    with broken(portal, "register-fails"):
        signup_button(form).click()
        expect(snackbar(form)).to_contain_text("Something went wrong")
    assert len(portal.received(Effect.COMMITS_RECORD)) == 2
    expect(signup_button(form)).to_be_enabled()


def test_a_refusal_is_shown_and_the_form_stays(form: Page, portal: Rehearsal) -> None:
    complete(form, portal)
    verify(form, portal, "email", REGISTERED_EMAIL)
    signup_button(form).click()
    expect(snackbar(form)).to_contain_text("Email id already registered")
    expect(field(form, "firstname")).to_have_value("Made Up")


def test_without_the_captcha_script_sign_up_stays_grey_for_good(page: Page, portal: Rehearsal, said: list[str]) -> None:
    page.route("**/recaptcha/**", lambda route: route.abort())
    page.goto("/public/signup")
    complete(page, portal)
    signup_button(page).click()
    expect(signup_button(page)).to_be_disabled()
    with pytest.raises(AssertionError):
        expect(signup_button(page)).to_be_enabled(timeout=700)
    assert portal.received(Effect.COMMITS_RECORD) == []


def test_an_account_is_made_from_the_mail_to_the_login(form: Page, portal: Rehearsal) -> None:
    complete(form, portal)
    signup_button(form).click()
    expect(form.get_by_role("dialog")).to_be_visible()
    form.goto(portal.outbox()[-1]["link"])
    for first, second in (("weak", "weak"), ("Rehearse@1", "Rehearse@2"), ("Rehearse@1", "Rehearse@1")):
        form.locator("#password-new").fill(first)
        form.locator("#password-confirm").fill(second)
        form.get_by_role("button", name="Set Password").click()
    field(form, "designation").fill("Assistant")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("heading", name="Welcome, Made Up")).to_be_visible()
    form.context.clear_cookies()
    form.goto("/")
    form.get_by_role("link", name="Login").click()
    form.locator("#username").fill(EMAIL)
    form.locator("#password").fill("Rehearse@1")
    form.locator("#login").click()
    expect(form.get_by_role("heading", name="Welcome, Made Up")).to_be_visible()


# ------------------------------------------------------------------------------------------------ request for help


def asks_for_help(page: Page, portal: Rehearsal) -> None:
    field(page, "firstname").fill("Made Up")
    verify(page, portal, "email", EMAIL)
    verify(page, portal, "mobile", MOBILE)
    page.locator("a.pos-request").click()
    page.locator("#organisation").wait_for()


def test_the_request_page_takes_over_what_was_typed_and_gives_it_back(form: Page, portal: Rehearsal) -> None:
    asks_for_help(form, portal)
    expect(form.get_by_role("heading")).to_have_text("Request to add Organisation")
    expect(field(form, "email")).to_have_value(EMAIL)
    expect(form.locator("mat-icon[svgicon=verified]:visible")).to_have_count(2)
    form.locator("a.back").click()
    expect(signup_button(form)).to_have_text("SIGN UP")
    expect(field(form, "firstname")).to_have_value("Made Up")
    expect(form.locator("mat-icon[svgicon=verified]:visible")).to_have_count(2)
    field(form, "email").fill("another@example.gov.in")
    expect(form.locator("mat-icon[svgicon=verified]:visible")).to_have_count(2)


def test_a_direct_load_or_a_reload_is_blank_with_an_error(form: Page) -> None:
    form.locator("a.help-request").click()
    form.locator("#domain").wait_for()
    with form.expect_console_message(lambda message: "userform" in message.text):
        form.reload()
    expect(field(form, "firstname")).to_have_count(0)


@pytest.mark.parametrize("name", ["An Office That Is New", "Ministry of Coal"])
def test_a_request_looks_successful_even_where_it_was_refused(form: Page, portal: Rehearsal, name: str) -> None:
    asks_for_help(form, portal)
    form.locator("#organisation").fill(name)
    form.locator("#confirm").click()
    form.get_by_role("button", name="Submit").click()
    dialog = form.get_by_role("dialog")
    expect(dialog).to_contain_text("Your organisation request has been successfully submitted")
    form.keyboard.press("Escape")
    form.mouse.click(5, 300)
    expect(dialog).to_be_visible()
    form.get_by_role("button", name="Resume registration").click()
    expect(field(form, "email")).to_have_value("")


def test_the_domain_field_has_its_own_rule(form: Page) -> None:
    form.locator("a.help-request").click()
    for domain, valid in (("@gov.in", True), ("gov.in", False), ("@new.dept.gov.in", False)):
        form.locator("#domain").fill(domain)
        expect(form.locator("#domain")).to_contain_class("ng-valid" if valid else "ng-invalid")


# ------------------------------------------------------------------------------------------- defects and variants


def absent(selector: str) -> Callable[[Page], None]:
    return lambda page: expect(page.locator(selector)).to_have_count(0)


DEFECTS: dict[str, Callable[[Page], None]] = {
    "name-missing": absent("[formcontrolname=firstname]"),
    "group-missing": absent("[formcontrolname=group]"),
    "email-missing": absent("[formcontrolname=email]"),
    "mobile-missing": absent("[formcontrolname=mobile]"),
    "domain-help-missing": absent("a.help-request"),
    "organisation-help-missing": absent("a.pos-request"),
    "centre-state-missing": absent("mat-radio-group"),
    "state-option-missing": absent("mat-radio-button:has-text('State')"),
    "confirm-missing": absent("#confirm"),
    "terms-missing": absent("#confirmTerms"),
    "signup-button-missing": absent("button.submitBtn"),
    "signup-renamed": lambda page: expect(signup_button(page)).to_have_text("PROCEED"),
    "help-renamed": lambda page: expect(page.get_by_text("Contact us")).to_have_count(2),
    "email-send-missing": lambda page: expect(page.get_by_role("button", name="Send OTP")).to_have_count(1),
}


@pytest.mark.parametrize("defect", rows(DEFECTS, [*DEFECTS][::6]))  # most are noticed by their checks in each run
def test_a_part_of_the_form_goes_missing(page: Page, portal: Rehearsal, defect: str) -> None:
    with broken(portal, defect):
        page.goto("/public/signup")
        field(page, "organisation").wait_for()
        DEFECTS[defect](page)


def test_the_form_never_appears_after_a_script_error(page: Page, portal: Rehearsal) -> None:
    with broken(portal, "signup-blank"), page.expect_event("pageerror"):
        page.goto("/public/signup")
    expect(page.locator("form")).to_have_count(0)


@pytest.mark.parametrize(
    "variants",
    [
        ("other-texts", "extra-fields", "extra-banner", "reordered-blocks", "other-ids"),
        ("mdc-classes", "slow-answers", "more-organisations"),
    ],
)
def test_a_registration_works_in_every_variant(
    ungated: Callable[..., BrowserContext], variants: tuple[str, ...]
) -> None:
    with Portal.start(variants=variants) as portal:
        page = ungated(base_url=portal.url).new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/public/signup")
        complete(page, portal)
        signup_button(page).click()
        expect(page.get_by_role("dialog")).to_contain_text("Thank you for registering!")


def test_the_pages_can_start_in_hindi(ungated: Callable[..., BrowserContext]) -> None:
    with Portal.start(variants=["hindi"]) as portal:
        page = ungated(base_url=portal.url).new_page()
        page.goto("/")
        expect(page.get_by_role("link", name="रजिस्टर करें")).to_be_visible()
        page.goto("/public/signup")
        expect(signup_button(page)).to_have_text("साइन अप करें")
