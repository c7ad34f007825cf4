"""The acts that only a person may allow, the door that asks the person, and the possible outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Protocol

from automation import endpoints, limits
from automation.model import By, Effect, NeedsPerson

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Deed:
    """What an act is in words, and the one request it may lead to (None: it sends nothing)."""

    words: str
    leads_to: endpoints.Endpoint | None = None

    @property
    def effect(self) -> Effect | None:
        """What that request does."""
        return self.leads_to.effect if self.leads_to else None

    @property
    def navigates(self) -> bool:
        """Whether that request loads a new page."""
        return self.leads_to is not None and self.leads_to.navigates

    @property
    def types_a_secret(self) -> bool:
        """Whether an OTP or a password is typed before the request leaves."""
        return self.effect is Effect.CREDENTIAL and self.leads_to is not endpoints.OPEN_LINK

    def fits(self, method: str, path: str) -> bool:
        """Whether a request is the one that this act leads to."""
        return self.leads_to is not None and self.leads_to.fits(method, path)


class Act(Enum):
    """Everything the walk may ask a present person to do (FACTS §6; the circular, steps 4, 6 and 7)."""

    SEND_EMAIL_OTP = Deed("Send an OTP by e-mail", endpoints.SEND_OTP)
    RECEIVE_EMAIL_OTP = Deed("Look whether the OTP has come by e-mail")
    RESEND_EMAIL_OTP = Deed("Send the OTP by e-mail once more", endpoints.SEND_OTP)
    VERIFY_EMAIL_OTP = Deed("Type the OTP from the e-mail and verify it", endpoints.VERIFY_OTP)
    VERIFY_EMAIL_WRONGLY = Deed("Type a wrong code for the e-mail on purpose and verify it", endpoints.VERIFY_OTP)
    SEND_MOBILE_OTP = Deed("Send an OTP by SMS", endpoints.SEND_OTP)
    RECEIVE_MOBILE_OTP = Deed("Look whether the OTP has come by SMS")
    VERIFY_MOBILE_OTP = Deed("Type the OTP from the SMS and verify it", endpoints.VERIFY_OTP)
    VERIFY_MOBILE_WRONGLY = Deed("Type a wrong code for the mobile on purpose and verify it", endpoints.VERIFY_OTP)
    SIGN_UP = Deed("Press SIGN UP", endpoints.REGISTER)
    RECEIVE_WELCOME_MAIL = Deed("Look whether the activation mail has come")
    OPEN_MAILED_LINK = Deed("Open the link of the activation mail", endpoints.OPEN_LINK)
    SET_WEAK_PASSWORD = Deed("Try a password that is too weak on purpose", endpoints.SET_PASSWORD)
    SET_UNEQUAL_PASSWORDS = Deed("Type two different passwords on purpose", endpoints.SET_PASSWORD)
    SET_PASSWORD = Deed("Choose a password and set it", endpoints.SET_PASSWORD)
    COMPLETE_PROFILE = Deed("Complete the profile and save it", endpoints.SAVE_PROFILE)
    LOG_IN = Deed("Log in with the new password", endpoints.LOG_IN)


class Extra(StrEnum):
    """What costs something on a real portal, so that a person chooses it before it is done."""

    WRONG_CODE = "wrong-code"
    RESEND = "resend"
    SECOND_ADDRESS = "second-address"
    PRIVATE_ADDRESS = "private-address"
    REGISTER = "register"


LEFT_OUT = {
    Extra.WRONG_CODE: f"it would cost one of the {limits.WRONG_CODES} tries of a code",
    Extra.RESEND: f"it would send one more of the {limits.SENDS_PER_HOUR} messages an hour",
    Extra.SECOND_ADDRESS: f"it would use up the {limits.WRONG_CODES} tries of a second address",
    Extra.PRIVATE_ADDRESS: "it would ask for an OTP to a private address",
    Extra.REGISTER: "nobody registers in this run",
}
"""What each of them would cost, where it was not chosen."""


class Remark(StrEnum):
    """What is remarkable about something that was done, or could not be."""

    ANOTHER_CODE = "another code came"
    REGISTRATION_CODE = "a mail with a registration code came in place of a link"


@dataclass(frozen=True, slots=True)
class Done:
    """The act was done; `status` is the portal's HTTP answer (None: nothing to send), `message` its own words.

    `seconds` is how long a message took to come, where somebody told, `times` how often the page asked for the act
    though its button was pressed once.
    """

    status: int | None = None
    message: str = ""
    remark: Remark | None = None
    seconds: float | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Declined:
    """Nobody is present, or the person said no."""

    why: str


@dataclass(frozen=True, slots=True)
class Unable:
    """The person wanted to, but the page did not let them: no button, no message, nothing was sent."""

    why: str
    remark: Remark | None = None


@dataclass(frozen=True, slots=True)
class NoReply:
    """The request went out and got no usable answer; `status` where it was an error of the server."""

    why: str
    status: int | None = None


Outcome = Done | Declined | Unable | NoReply


class Door(Protocol):
    """The one way to an effect: it asks the person, lets exactly one request pass, and tells what came of it."""

    by: By

    def absent(self, extra: Extra | None = None) -> NeedsPerson | None:
        """Why nobody can be asked, or should not be asked for this `extra`; None when a person is there for it."""

    def ask(self, act: Act) -> Outcome:
        """Ask the person to do `act`; never raises for a portal that misbehaves."""


class CannotDoError(Exception):
    """The person wanted to do the act, but the page or the mail did not let them; the text says why."""

    def __init__(self, why: str, remark: Remark | None = None) -> None:
        super().__init__(why)
        self.remark = remark


class LeftOutError(Exception):
    """The act is not done, by the plan or because the person has gone; the text says why."""


class SilentError(Exception):
    """The act was done, and no answer will come any more."""


class Hands(Protocol):
    """Somebody who does the acts. `patience` in ms is how long they may take over one beyond the usual time-out."""

    by: By
    patience: float

    def perform(self, act: Act, answered: Callable[[], bool]) -> Done:
        """Do it, and tell what is remarkable about it; `answered` says whether the portal has answered already.

        Raises CannotDoError when it cannot be done, LeftOutError when it should not be done, SilentError when no
        answer came within the waiting time.
        """

    def mistaken(self, act: Act) -> bool:
        """Whether the person mistyped: then a refusal says nothing about the portal, and one more try is made."""

    def wipe(self) -> None:
        """Empty the boxes for codes and passwords, as far as they are still there."""


class NoHands:
    """An unattended run."""

    by = By.LOOK
    patience = 0.0

    def perform(self, act: Act, answered: Callable[[], bool]) -> Done:  # noqa: ARG002 (nothing is waited for)
        """Nothing is done."""
        raise CannotDoError(f"nobody is present: {act.value.words}")

    def mistaken(self, act: Act) -> bool:  # noqa: ARG002 (nobody typed)
        """Nothing was typed."""
        return False

    def wipe(self) -> None:
        """Nothing was typed."""
