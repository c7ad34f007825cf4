"""The stand-in portal keeps the real portal's rules for one-time passwords (FACTS §2.2, §2.3)."""

from __future__ import annotations

import pytest

from automation.rehearsal.otp_rules import DAY, HOUR, OtpBook, Refusal, new_code
from automation.rehearsal.switches import Switches

KEY = "someone@example.gov.in"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def book(clock: Clock, *defects: str) -> OtpBook:
    return OtpBook(Switches(defects), clock, validity=900)


def sent(otps: OtpBook) -> str:
    code = otps.send("email", KEY)
    assert isinstance(code, str)
    return code


def wrong(code: str) -> str:
    return "9999" if code != "9999" else "8888"


def suffix(refusal: Refusal | None) -> str:
    assert refusal is not None
    return refusal.suffix


def test_a_code_has_four_to_six_digits_and_no_leading_zero() -> None:
    for _ in range(500):
        code = new_code()
        assert 4 <= len(code) <= 6
        assert code == str(int(code))


def test_the_same_code_is_sent_again_and_its_validity_is_not_extended(clock: Clock) -> None:
    otps = book(clock)
    first = sent(otps)
    clock.now += 899
    assert sent(otps) == first
    clock.now += 2
    assert suffix(otps.verify("email", KEY, first)) == "0075"


def test_the_right_code_works_once(clock: Clock) -> None:
    otps = book(clock)
    code = sent(otps)
    assert otps.verify("email", KEY, code) is None
    assert suffix(otps.verify("email", KEY, code)) == "0075"


def test_the_third_try_is_refused_even_with_the_right_code_and_resending_does_not_help(clock: Clock) -> None:
    otps = book(clock)
    code = sent(otps)
    tries = [otps.verify("email", KEY, wrong(code)) for _ in range(2)]
    assert [each.result["remainingAttempt"] for each in tries if each] == [1, 0]
    assert sent(otps) == code
    assert suffix(otps.verify("email", KEY, code)) == "0076"


def test_a_blank_code_is_no_try(clock: Clock) -> None:
    otps = book(clock)
    code = sent(otps)
    assert suffix(otps.verify("email", KEY, "  ")) == "0057"
    assert otps.verify("email", KEY, code) is None


def test_five_codes_an_hour_and_twenty_a_day_are_sent_to_one_address(clock: Clock) -> None:
    otps = book(clock)
    for _ in range(4):
        assert all(isinstance(otps.send("email", KEY), str) for _ in range(5))
        refusal = otps.send("email", KEY)
        assert isinstance(refusal, Refusal)
        assert (refusal.status, "one hour" in refusal.text) == (429, True)
        clock.now += HOUR + 1
    refusal = otps.send("email", KEY)
    assert isinstance(refusal, Refusal)
    assert "one day" in refusal.text
    assert isinstance(otps.send("email", "another@example.gov.in"), str)
    clock.now += DAY
    assert isinstance(otps.send("email", KEY), str)


def test_defect_another_code_on_resending(clock: Clock) -> None:
    otps = book(clock, "resend-new-code")
    codes = [sent(otps) for _ in range(5)]
    assert len(set(codes)) > 1
    assert otps.verify("email", KEY, codes[-1]) is None


def test_defects_of_verifying(clock: Clock) -> None:
    accepting = book(clock, "wrong-code-accepted")
    assert accepting.verify("email", KEY, wrong(sent(accepting))) is None
    endless = book(clock, "attempts-unlimited")
    code = sent(endless)
    assert {suffix(endless.verify("email", KEY, wrong(code))) for _ in range(5)} == {"0063"}
    assert endless.verify("email", KEY, code) is None
    refusing = book(clock, "right-code-refused")
    assert suffix(refusing.verify("email", KEY, sent(refusing))) == "0063"
