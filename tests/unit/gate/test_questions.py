"""A person is asked in words: what it does, the names of the fields, a masked recipient, and never a value."""

from __future__ import annotations

import json

import pytest

from automation.acts import Act
from automation.gate.judge import Candidate
from automation.gate.policy import Origin
from automation.gate.questions import question
from automation.gate.record import Record, place
from automation.model import Effect
from automation.result import GateResult

PORTAL = Origin("https", "portal.example.gov.in", 443)
JSON = (("content-type", "application/json"),)
FORM = (("content-type", "application/x-www-form-urlencoded"),)


def asked(body: object, effect: Effect = Effect.SENDS_MESSAGE, path: str = "/api/otp/v1/generate") -> object:
    return question(Candidate("POST", PORTAL, path, JSON, json.dumps(body).encode()), effect, Act.SEND_EMAIL_OTP)


def test_an_otp_by_mail_is_asked_about_in_words() -> None:
    found = question(
        Candidate(
            "POST",
            PORTAL,
            "/api/otp/v1/generate?x=1",
            JSON,
            b'{"request": {"type": "email", "key": "asha.verma@example.gov.in"}}',
        ),
        Effect.SENDS_MESSAGE,
        Act.SEND_EMAIL_OTP,
    )
    assert found.words == "Send an OTP by e-mail"
    assert found.url == "https://portal.example.gov.in/api/otp/v1/generate"
    assert found.fields == ("x", "type", "key")
    assert found.recipient == "a•••@example.gov.in"


@pytest.mark.parametrize("number", ["9000000042", "+919000000042", 9000000042])
def test_a_mobile_number_shows_its_last_four_digits(number: object) -> None:
    found = asked({"request": {"key": number}})
    assert "••••••0042" in repr(found)
    assert "900000" not in repr(found)


def test_a_password_and_an_otp_are_never_in_the_question() -> None:
    body = b"username=asha.verma%40example.gov.in&password=Hunter2%21&otp=123456"
    candidate = Candidate("POST", PORTAL, "/auth/realms/sunbird/login-actions/authenticate", FORM, body)
    found = question(candidate, Effect.CREDENTIAL, None)
    assert found.fields == ("username", "password", "otp")
    for secret in ("Hunter2", "123456", "asha"):
        assert secret not in repr(found)


def test_a_name_that_is_a_value_or_steers_the_terminal_is_masked() -> None:
    found = repr(asked({"9000000042": 1, "asha@example.gov.in": 2, "\x1b[31mred": 3}))
    for part in ("9000000042", "asha@", "\x1b"):
        assert part not in found


def test_a_body_that_cannot_be_read_is_said_to_be_so() -> None:
    found = question(Candidate("POST", PORTAL, "/api/otp/v1/generate", JSON, b"\xff\x00"), Effect.SENDS_MESSAGE, None)
    assert found.fields == ("a•body•that•cannot•be•read",)
    assert found.words == "send a message"


def test_the_record_holds_neither_bodies_nor_query_strings() -> None:
    record = Record()
    request = Candidate("POST", PORTAL, "/api/otp/v1/generate?key=geheim", JSON, b'{"key": "geheim"}')
    record.sized(record.passed(request, Effect.SENDS_MESSAGE, "the person said yes"), 17)
    record.refused("GET", "https://user:geheim@portal.example.gov.in/x?geheim", Effect.UNKNOWN, "nobody knows it")
    record.unknown("the portal has begun to call POST /api/new")
    told = record.as_json()
    assert "geheim" not in json.dumps(told)
    result = GateResult.model_validate_json(json.dumps(told))
    assert (result.allowed[0].count, result.allowed[0].size) == (1, 17)
    assert result.unknown == ("the portal has begun to call POST /api/new",)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://portal.example/api/otp/v1/generate?x", "https://portal.example/api/otp/v1/generate"),
        ("https://a:b@portal.example/logo.png", "https://portal.example/…"),
        ("http://[::1]:80/auth/x", "http://[::1]:80/auth/x"),
    ],
)
def test_an_address_is_shown_without_what_is_personal(url: str, shown: str) -> None:
    assert place(url) == shown
