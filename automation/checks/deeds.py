"""What must come of an act: pure functions from outcomes to answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from automation.acts import Declined, Done, NoReply, Outcome, Remark, Unable
from automation.checks.verdicts import quoted
from automation.model import Answer, Cause, Differs, NeedsPerson, No, NoAnswer, Yes
from automation.portal.facts import Seen, Sight, Unseen

if TYPE_CHECKING:
    from collections.abc import Callable

_HTTP_REFUSED = 400


def accepted(outcome: Outcome, what: str) -> Answer:
    """An act must succeed: the portal answered it well, or it needed no answer."""
    match outcome:
        case Done(status, message, seconds=seconds) if (status is None or status < _HTTP_REFUSED) and not message:
            after = "" if seconds is None else f", after about {seconds:.0f} seconds"
            return Yes(f"{what}{after}.", seconds)
        case Done(status, message):
            return No(f"{what}: refused by the portal{quoted(message or f'HTTP {status}')}.")
        case Unable(why):
            return No(f"{what}: {why}.")
        case Declined(why):
            return NeedsPerson(why)
        case NoReply(why, status):
            return NoAnswer(why, Cause.ACT_FAILED if status else None)
        case _:
            assert_never(outcome)


def refused(outcome: Outcome, what: str) -> Answer:
    """An act must be refused by the portal; a page that does not even send it refuses too."""
    match outcome:
        case Done(status, message) if message or (status is not None and status >= _HTTP_REFUSED):
            return Yes(f"{what} is refused{quoted(message or f'HTTP {status}')}.")
        case Done():
            return No(f"{what} is accepted.")
        case Unable(why):
            return NoAnswer(f"{what} could not be tried: {why}")
        case Declined(why):
            return NeedsPerson(why)
        case NoReply(why):
            return NoAnswer(why)
        case _:
            assert_never(outcome)


def same_code(outcome: Outcome) -> Answer:
    """After a resend the same code must come (FACTS §2.2)."""
    match outcome:
        case Done(remark=Remark.ANOTHER_CODE):
            return Differs(f"The OTP was sent again, but {Remark.ANOTHER_CODE}.")
        case Done():
            return Yes("The OTP was sent again; the same code came.", outcome.seconds)
        case _:
            return accepted(outcome, "The OTP arrives again")


def password_refused(outcome: Outcome, refusal: Callable[[], Sight], what: str) -> Answer:
    """The password page must say no, and stay."""
    if not isinstance(outcome, Done):
        return refused(outcome, what)
    match refusal():
        case Seen(text):
            return Yes(f"{what} is refused{quoted(text)}.")
        case Unseen():
            return No(f"{what} is accepted.")
        case NoAnswer() as unknown:
            return unknown


def password_taken(outcome: Outcome, refusal: Callable[[], Sight]) -> Answer:
    """A good password must be taken; the page that complains of it has not taken it."""
    done = accepted(outcome, "The password is set")
    said = refusal() if isinstance(done, Yes) else None
    return No(f"A good password is refused{quoted(said.text)}.") if isinstance(said, Seen) else done
