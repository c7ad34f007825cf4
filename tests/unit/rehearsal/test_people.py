"""The stand-in portal takes and refuses registrations as the real one does (FACTS §3, §4.4)."""

from __future__ import annotations

from typing import Any

import pytest

from automation.rehearsal.people import REGISTERED_EMAIL, REGISTERED_PHONE, Account, password_problem
from automation.rehearsal.state import Options, State
from automation.rehearsal.switches import Switches

BASE = "http://127.0.0.1:1/"


def state(*defects: str) -> State:
    return State(Options(defects=defects))


def registration(**changes: Any) -> dict[str, Any]:
    person = {
        "firstName": "Made Up",
        "email": "made.up@example.gov.in",
        "phone": "9800000000",
        "group": "GROUP C",
        "source": "rehearsal",
        "orgName": "Home Department",
        "mapId": "S_9_D_1",
    }
    return person | changes


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"firstName": ""}, "Missing Params - [FirstName]"),
        ({"email": "no mail"}, "Invalid Email id"),
        ({"email": "someone@sub.example.gov.in"}, "Email domain of this email address is not approved"),
        ({"email": "someone@Example.gov.in"}, "Email domain of this email address is not approved"),
        ({"phone": "12345"}, "Invalid phone number"),
        ({"group": "GROUP Z"}, "Invalid Group : Group can be only among one of these"),
        ({"email": REGISTERED_EMAIL}, "Email id already registered"),
        ({"phone": REGISTERED_PHONE}, "Phone number is already registered"),
        ({"email": "no mail", "phone": "1"}, "Invalid phone number"),
    ],
)
def test_a_registration_is_refused_with_the_last_complaint(changes: dict[str, Any], text: str) -> None:
    assert text in (state().people.problem(registration(**changes)) or "")


def test_a_pre_approved_domain_gets_a_link_at_once() -> None:
    portal = state()
    record, refusal = portal.people.register(registration(), BASE)
    assert (refusal, record and record["status"]) == (None, "WF_APPROVED")
    mail = portal.outbox.messages()[-1]
    assert mail["subject"] == "Welcome to iGOT Karmayogi... Activate your account now!"
    assert mail["link"].startswith(f"{BASE}auth/realms/sunbird/login-actions/action-token?key=")


def test_an_approved_domain_gets_a_code_and_no_link() -> None:
    portal = state()
    portal.people.register(registration(email="someone@gov.in"), BASE)
    mail = portal.outbox.messages()[-1]
    assert (mail["subject"], mail["link"]) == ("iGOT-Registration", None)
    assert mail["code"].startswith("iGOT-S_9_D_1-")
    assert portal.people.named("someone@gov.in") is None


def test_a_known_address_with_a_new_number_writes_a_record_and_is_refused() -> None:
    portal = state()
    record, refusal = portal.people.register(registration(email=REGISTERED_EMAIL), BASE)
    assert record is not None
    assert refusal == "Email id already registered with another User profile"
    assert len(portal.people.registrations) == 1


def test_nobody_registers_twice() -> None:
    portal = state()
    portal.people.register(registration(email="someone@gov.in"), BASE)
    assert portal.people.register(registration(email="someone@gov.in", phone="9800000001"), BASE)[0] is None


@pytest.mark.parametrize(
    ("password", "confirmation", "text"),
    [
        ("Short1!", "Short1!", "minimum length"),
        ("Nodigits!", "Nodigits!", "numerical"),
        ("NOLOWER1!", "NOLOWER1!", "lower case"),
        ("noupper1!", "noupper1!", "upper case"),
        ("Nospecial1", "Nospecial1", "special"),
        ("With space1!", "With space1!", "spaces"),
        ("Rehearse@1", "Rehearse@2", "Passwords don't match."),
        ("Rehearse@1", "Rehearse@1", None),
    ],
)
def test_a_password_must_keep_every_rule(password: str, confirmation: str, text: str | None) -> None:
    problem = password_problem(password, confirmation, Switches())
    assert problem is None if text is None else text in (problem or "")


def test_defects_of_the_password_page() -> None:
    assert password_problem("weak", "weak", Switches(["password-rule-missing"])) is None
    assert password_problem("Rehearse@1", "Rehearse@2", Switches(["password-mismatch-accepted"])) is None


def test_login_needs_the_right_password_and_locks_after_ten_failures() -> None:
    people = state().people
    account = people.named(REGISTERED_PHONE)
    assert account is not None
    assert not account.opens_with("")
    account.set_password("Rehearse@1")
    assert isinstance(people.login(REGISTERED_EMAIL, "Rehearse@1"), Account)
    assert {people.login(REGISTERED_EMAIL, "wrong") for _ in range(10)} == {"Invalid credentials!"}
    assert people.login("nobody@example.gov.in", "wrong") == "Invalid user details."
    assert "24 hours" in str(people.login(REGISTERED_EMAIL, "Rehearse@1"))


def test_defects_after_registering() -> None:
    silent = state("mail-not-sent")
    silent.people.register(registration(), BASE)
    assert silent.outbox.messages() == []
    assert state("non-government-mail-accepted").people.problem(registration(email="someone@mail.example")) is None


def asked(portal: State, kind: str, wanted: str, email: str = "made.up@example.gov.in") -> dict[str, Any]:
    return portal.help_requests.create(kind, {"updateFieldValues": [{"toValue": {kind: wanted}, "email": email}]})


def test_a_refused_request_for_an_organisation_looks_like_an_answer() -> None:
    portal = state()
    assert asked(portal, "organisation", "An Office That Is New")["status"] == "OK"
    known = asked(portal, "organisation", "ministry of coal")
    assert known == {"errmsg": "Organization is already registered.", "status": "BAD_REQUEST"}
    assert asked(portal, "organisation", "New", REGISTERED_EMAIL)["errmsg"] == "Email id already registered"


def test_a_request_for_a_domain_has_five_answers_and_an_empty_one() -> None:
    portal = state()
    answers = [
        asked(portal, "domain", "gov.in"),
        asked(portal, "domain", "rejected.example.in"),
        asked(portal, "domain", "new.example.in"),
        asked(portal, "domain", "new.example.in"),
        asked(portal, "domain", "new.example.in", "another@example.gov.in"),
        asked(portal, "domain", "Not A Domain"),
    ]
    assert [each.get("msgCode") for each in answers] == [
        "DOMAIN_APPROVED",
        "DOMAIN_REQUEST_REJECTED",
        "DOMAIN_REQUEST_CREATED",
        "DOMAIN_REQUEST_ALREADY_RAISED",
        "DOMAIN_REQUEST_ALREADY_PRESENT",
        None,
    ]
