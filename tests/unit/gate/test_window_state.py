"""What leaves in each state of the gate: nothing, what reads, or the one request that a person has just allowed."""

from __future__ import annotations

import pytest

from automation.acts import Act
from automation.gate.judge import Asks, Candidate, Passes, Refused
from automation.gate.policy import Origin
from automation.gate.window_state import Forward, Hold, Keeper, Mode, Wait
from automation.model import Effect

PORTAL = Origin("https", "portal.example.gov.in", 443)
READ = Candidate("GET", PORTAL, "/public/signup")
SEND = Candidate("POST", PORTAL, "/api/otp/v1/generate", (), b'{"key": 1}')
OTHER_SEND = Candidate("POST", PORTAL, "/api/otp/v1/generate", (), b'{"key": 2}')
VERIFY = Candidate("POST", PORTAL, "/api/otp/v1/verify")
LINK = Candidate("GET", PORTAL, "/auth/realms/sunbird/login-actions/action-token?key=1")
MESSAGE, CREDENTIAL = Asks(Effect.SENDS_MESSAGE), Asks(Effect.CREDENTIAL)


@pytest.fixture
def keeper() -> Keeper:
    """A browsing gate at which the program announces each act."""
    keeper = Keeper(100, unannounced=False)
    keeper.browse()
    return keeper


@pytest.fixture
def open_keeper() -> Keeper:
    """A browsing gate with a person who can be asked at any time."""
    keeper = Keeper(100, unannounced=True)
    keeper.browse()
    return keeper


def test_it_starts_sealed_and_listens_to_nothing() -> None:
    keeper = Keeper(100, unannounced=True)
    assert keeper.mode is Mode.SEALED
    assert not keeper.listens
    assert keeper.decide(READ, Passes(), 0) == Refused(Effect.READ, "the gate is sealed")
    assert isinstance(keeper.decide(SEND, MESSAGE, 0), Refused)


def test_browsing_lets_reads_pass_and_deeds_only_once_announced(keeper: Keeper) -> None:
    assert keeper.decide(READ, Passes(), 0) == Forward()
    assert keeper.decide(SEND, MESSAGE, 0) == Refused(Effect.SENDS_MESSAGE, "nobody allowed it")
    keeper.announce(Act.SEND_EMAIL_OTP)
    assert keeper.decide(SEND, MESSAGE, 0) == Hold(Effect.SENDS_MESSAGE)


def test_while_one_is_asked_about_no_second_one_is(keeper: Keeper) -> None:
    keeper.announce(Act.SEND_EMAIL_OTP)
    keeper.decide(SEND, MESSAGE, 0)
    for second in (SEND, OTHER_SEND):
        assert isinstance(keeper.decide(second, MESSAGE, 0), Refused)


def test_a_yes_is_for_these_bytes_only(keeper: Keeper) -> None:
    keeper.announce(Act.SEND_EMAIL_OTP)
    keeper.decide(SEND, MESSAGE, 0)
    assert not keeper.allow(OTHER_SEND, Effect.SENDS_MESSAGE, 0)
    assert keeper.allow(SEND, Effect.SENDS_MESSAGE, 0)
    assert not keeper.allow(SEND, Effect.SENDS_MESSAGE, 0)
    assert isinstance(keeper.decide(SEND, MESSAGE, 0), Refused)
    assert keeper.withdraw()


def test_a_no_leaves_room_for_the_next_question(keeper: Keeper) -> None:
    keeper.announce(Act.SEND_EMAIL_OTP)
    keeper.decide(SEND, MESSAGE, 0)
    keeper.drop(SEND)
    assert keeper.decide(SEND, MESSAGE, 0) == Hold(Effect.SENDS_MESSAGE)
    assert not keeper.withdraw()


def test_sealing_takes_back_what_is_being_asked(keeper: Keeper) -> None:
    keeper.announce(Act.SEND_EMAIL_OTP)
    keeper.decide(SEND, MESSAGE, 0)
    keeper.seal()
    assert not keeper.allow(SEND, Effect.SENDS_MESSAGE, 0)


def test_an_announcement_is_for_its_own_request_only(keeper: Keeper) -> None:
    keeper.announce(Act.VERIFY_EMAIL_OTP)
    assert isinstance(keeper.decide(SEND, MESSAGE, 0), Refused)
    assert isinstance(keeper.decide(VERIFY, CREDENTIAL, 0), Hold)


def test_a_sealed_gate_with_an_announced_act_asks_about_that_and_lets_nothing_else_out(keeper: Keeper) -> None:
    keeper.seal()
    keeper.announce(Act.VERIFY_EMAIL_OTP)
    assert keeper.listens
    assert isinstance(keeper.decide(READ, Passes(), 0), Refused)
    assert isinstance(keeper.decide(VERIFY, CREDENTIAL, 0), Hold)
    assert keeper.allow(VERIFY, Effect.CREDENTIAL, 0)
    assert keeper.mode is Mode.SETTLING


def test_after_a_credential_reads_wait_for_the_program(keeper: Keeper) -> None:
    keeper.announce(Act.VERIFY_EMAIL_OTP)
    keeper.decide(VERIFY, CREDENTIAL, 0)
    keeper.allow(VERIFY, Effect.CREDENTIAL, 0)
    assert keeper.decide(READ, Passes(), 0) == Wait()
    keeper.browse()
    assert keeper.decide(READ, Passes(), 0) == Forward()


@pytest.mark.parametrize("answer", ["yes", "no", "none yet"])
def test_a_held_credential_shuts_the_reads(open_keeper: Keeper, answer: str) -> None:
    """The secret stands on the page: what the page would send besides could carry it, also while somebody thinks."""
    assert open_keeper.decide(VERIFY, CREDENTIAL, 0) == Hold(Effect.CREDENTIAL)
    if answer == "yes":
        assert open_keeper.allow(VERIFY, Effect.CREDENTIAL, 0)
        assert open_keeper.decide(READ, Passes(), 0) == Wait()
    else:
        assert open_keeper.busy
        if answer == "no":
            open_keeper.drop(VERIFY)
        assert open_keeper.decide(READ, Passes(), 0) == Refused(Effect.READ, "the gate is sealed")
    open_keeper.browse()
    assert open_keeper.decide(READ, Passes(), 0) == Forward()


def test_shutting_leaves_a_question_that_stands(open_keeper: Keeper) -> None:
    assert open_keeper.decide(SEND, MESSAGE, 0) == Hold(Effect.SENDS_MESSAGE)
    assert open_keeper.decide(READ, Passes(), 0) == Forward()
    open_keeper.shut()
    assert open_keeper.decide(READ, Passes(), 0) == Refused(Effect.READ, "the gate is sealed")
    assert open_keeper.allow(SEND, Effect.SENDS_MESSAGE, 0)


def settling(keeper: Keeper, location: str) -> None:
    keeper.announce(Act.OPEN_MAILED_LINK)
    keeper.decide(LINK, CREDENTIAL, 0)
    keeper.allow(LINK, Effect.CREDENTIAL, 0)
    keeper.answered(location)


def test_the_redirect_of_the_portal_is_followed_once(keeper: Keeper) -> None:
    settling(keeper, f"{PORTAL.url}/public/signup")
    assert keeper.decide(READ, Passes(), 0) == Forward()
    assert keeper.decide(READ, Passes(), 0) == Wait()


def test_a_redirect_to_another_credential_page_is_followed_as_a_get_only(keeper: Keeper) -> None:
    page = Candidate("GET", PORTAL, "/auth/realms/sunbird/login-actions/required-action?key=1")
    settling(keeper, f"{PORTAL.url}{page.target}")
    posted = Candidate("POST", PORTAL, page.target)
    assert isinstance(keeper.decide(posted, CREDENTIAL, 0), Refused)
    found = keeper.decide(page, CREDENTIAL, 0)
    assert isinstance(found, Forward)
    assert found.why
    assert isinstance(keeper.decide(page, CREDENTIAL, 0), Refused)


def test_a_redirect_to_a_deed_of_another_kind_is_not_followed(keeper: Keeper) -> None:
    deed = Candidate("GET", PORTAL, "/api/otp/v1/generate")
    settling(keeper, f"{PORTAL.url}{deed.target}")
    assert isinstance(keeper.decide(deed, MESSAGE, 0), Refused)


def test_the_budget_counts_everything_that_leaves() -> None:
    keeper = Keeper(2, unannounced=False)
    keeper.browse()
    assert [type(keeper.decide(READ, Passes(), 0)) for _ in range(3)] == [Forward, Forward, Refused]
    keeper.announce(Act.SEND_EMAIL_OTP)
    assert isinstance(keeper.decide(SEND, MESSAGE, 0), Refused)


def test_a_person_at_hand_is_asked_unannounced_but_not_while_sealed(open_keeper: Keeper) -> None:
    assert isinstance(open_keeper.decide(SEND, MESSAGE, 0), Hold)
    open_keeper.seal()
    assert isinstance(open_keeper.decide(SEND, MESSAGE, 0), Refused)


def test_the_pages_own_second_try_is_refused_for_a_minute(open_keeper: Keeper) -> None:
    open_keeper.decide(SEND, MESSAGE, 0)
    open_keeper.allow(SEND, Effect.SENDS_MESSAGE, 0)
    assert open_keeper.decide(SEND, MESSAGE, 5) == Refused(
        Effect.SENDS_MESSAGE, "a second request under one permission"
    )
    assert isinstance(open_keeper.decide(SEND, MESSAGE, 61), Hold)


def test_what_is_refused_by_what_it_is_stays_refused(keeper: Keeper) -> None:
    telemetry = Refused(Effect.TELEMETRY, "telemetry is not sent")
    keeper.announce(Act.SEND_EMAIL_OTP)
    assert keeper.decide(SEND, telemetry, 0) == telemetry
