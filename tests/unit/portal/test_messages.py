"""Every text of the login's pages and of a department's link is recognised as a whole, and has its one instruction."""

from __future__ import annotations

import pytest

from automation import flowchart
from automation.guide import words
from automation.guide.advice import Stage, advise
from automation.guide.story import Story
from automation.portal.messages import Message, recognised
from automation.portal.scene import Place, Scene
from automation.symptoms import summary
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.outcome import Explanation, Reason, Shown

LOCKED = (
    "Invalid username or password. You can try again after 24 hours or ask your organisation administrator to reset "
    "your credentials."
)
CONSENT = "iGOT login failed. You must allow Email id on the consent form to log in."
NO_MOBILE = "Parichay user registration failed. You must allow Email id and Mobile number on the consent form to go on."
CLOSED = "Registrations are closed as of now. You may reach out to your respective nodal officer for registration."
# FACTS §12.3 and §12.4: text -> what it means, and what the guide then says at the login.
TEXTS = {
    "Invalid credentials!": (Message.LOGIN_REFUSED, "login-wrong"),
    "Invalid user details.": (Message.NO_SUCH_USER, "login-unknown"),
    "User account is disabled.": (Message.LOGIN_DISABLED, "login-disabled"),
    "User account is disabled temporarily.": (Message.LOGIN_PAUSED, "login-paused"),
    "Internal Server Error!": (Message.SERVICE_FAILED, "login"),
    "Invalid email ID number or password. Please try again with valid credentials.": (
        Message.LOGIN_REFUSED,
        "login-wrong",
    ),
    LOCKED: (Message.LOGIN_LOCKED, "login-locked"),
    "Account is disabled, contact admin.": (Message.LOGIN_DISABLED, "login-disabled"),
    "Oops, Member not found.": (Message.NO_SUCH_USER, "login-unknown"),
    "Invalid OTP. Please enter a valid OTP.": (Message.LOGIN_CODE_WRONG, "login-code-wrong"),
    "OTP is expired. Please try again.": (Message.LOGIN_CODE_EXPIRED, "login-code-expired"),
    "Failed to send out SMS. Please contact Administrator.": (Message.MESSAGE_NOT_SENT, "login-not-sent"),
    "Action expired. Please continue with Sign In now.": (Message.LINK_EXPIRED, "link-expired"),
    "Action expired.": (Message.LINK_EXPIRED, "link-expired"),
    "Action expired. Please start again.": (Message.LINK_EXPIRED, "link-expired"),
    "Sign in timeout. Please Sign In again.": (Message.LINK_EXPIRED, "link-expired"),
    "Page has expired": (Message.LINK_EXPIRED, "link-expired"),
    "Invalid password: must not be equal to any of last 3 passwords.": (Message.AGAINST_A_RULE, "login"),
    "Invalid password: must not be equal to the username.": (Message.AGAINST_A_RULE, "login"),
    "Invalid password: fails to match regex pattern(s).": (Message.AGAINST_A_RULE, "login"),
    "Invalid password: new password doesn't match password policies.": (Message.AGAINST_A_RULE, "login"),
    CONSENT: (Message.CONSENT_MISSING, "consent-missing"),
    NO_MOBILE: (Message.CONSENT_MISSING, "consent-missing"),
    "Internal Server Error. Please contact administrator.": (Message.SERVICE_FAILED, "login"),
    "Registration link is not active": (Message.REGISTRATION_LINK, "login"),
    "Registration link is missing": (Message.REGISTRATION_LINK, "login"),
    "Invalid Organisation is Provided in the Registration Link": (Message.REGISTRATION_LINK, "login"),
    "Invalid Unique Code is Provided in the Registration Link": (Message.REGISTRATION_LINK, "login"),
    CLOSED: (Message.REGISTRATIONS_CLOSED, "login"),
}


@pytest.mark.parametrize("text", TEXTS)
def test_each_text_is_recognised_as_a_whole_and_never_by_a_part(text: str) -> None:
    message, _ = TEXTS[text]
    assert recognised(text) is message
    assert recognised(f"Dear Asha, {text}") is None
    assert recognised(text[: len(text) // 2]) is not message


@pytest.mark.parametrize("text", TEXTS)
def test_at_the_login_each_gives_the_person_one_instruction(text: str) -> None:
    message, key = TEXTS[text]
    scene = Scene(Place.LOGIN, said=message)
    assert advise(Stage.WATCHING, scene, Story(registered=True), 0.0).key == key
    assert all(words.text("instruct", key))


@pytest.mark.parametrize(
    "text",
    [
        "Invalid username or password.",
        "Email or mobile number is not registered.",
        "Your account is locked after too many failed attempts. Please try again after 24 hours.",
    ],
)
def test_a_text_that_stands_in_no_version_of_the_theme_is_none(text: str) -> None:
    assert recognised(text) is None


def test_before_a_login_code_is_sent_again_its_price_is_said() -> None:
    advice = advise(Stage.WATCHING, Scene(Place.LOGIN, login_code=True), Story(registered=True), 0.0)
    assert advice.key == "login-code"
    assert "makes the older code worthless" in words.text("instruct", advice.key).english


WHY = Explanation(cause="domain-not-on-list", reason=Reason.PORTAL, words="x", proof="y")


@pytest.mark.parametrize(("generation", "help_"), [("g3", True), ("g4a", False), ("g4b", False), (None, True)])
def test_advice_depends_on_what_the_form_has(generation: str | None, help_: bool) -> None:
    symptom = CATALOGUE.get("domain-not-recognised")
    (english, hindi), _ = summary.texts(symptom, Shown.REPRODUCED, WHY, generation)
    assert ("Request for help" in english) is help_
    assert ("nodal officer (MDO) to register you" in english) is not help_
    assert ("मदद के लिए अनुरोध" in hindi) is help_


@pytest.mark.parametrize("symptom", CATALOGUE.symptoms, ids=lambda each: each.id)
@pytest.mark.parametrize("shown", [Shown.NOT_REPRODUCED, Shown.CANNOT_JUDGE])
def test_what_an_account_may_solve_begins_with_that_question(symptom, shown) -> None:
    (english, hindi), _ = summary.texts(symptom, shown, None)
    assert english.startswith(flowchart.account().english) is symptom.account_first
    assert hindi.startswith(flowchart.account().hindi) is symptom.account_first


def test_a_second_account_is_never_advised() -> None:
    for cause in CATALOGUE.causes.values():
        assert "new account" not in cause.official.english.casefold()
    assert "Never register a second time" in flowchart.account().english
