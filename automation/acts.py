"""The acts that only a person may allow, the door that asks for them, and what can come of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from automation.model import Effect, NeedsPerson


@dataclass(frozen=True, slots=True)
class Deed:
    """What an act is in words, and the one request it may lead to (None: it sends nothing).

    `navigates`: the request loads a new page.
    """

    words: str
    effect: Effect | None = None
    method: str = "POST"
    path: str = ""
    navigates: bool = False

    @property
    def types_a_secret(self) -> bool:
        """Whether an OTP or a password is typed before the request leaves."""
        return self.effect is Effect.CREDENTIAL and self.method == "POST"

    def fits(self, effect: Effect, method: str, path: str) -> bool:
        """Whether a request is the one that this act leads to."""
        return effect is self.effect and method == self.method and re.fullmatch(self.path, path) is not None


_SEND = (Effect.SENDS_MESSAGE, "POST", r"/api/otp(/ext)?/v1/generate")
_VERIFY = (Effect.CREDENTIAL, "POST", r"/api/otp/v1/verify")
_PASSWORD = (Effect.CREDENTIAL, "POST", r"/auth/realms/[\w-]+/login-actions/(required-action|action-token)", True)


class Act(Enum):
    """Everything the walk may ask a present person to do (FACTS §6; the circular, steps 4, 6 and 7)."""

    SEND_EMAIL_OTP = Deed("Send an OTP by e-mail", *_SEND)
    RECEIVE_EMAIL_OTP = Deed("Look whether the OTP has come by e-mail")
    RESEND_EMAIL_OTP = Deed("Send the OTP by e-mail once more", *_SEND)
    VERIFY_EMAIL_OTP = Deed("Type the OTP from the e-mail and verify it", *_VERIFY)
    VERIFY_EMAIL_WRONGLY = Deed("Type a wrong code for the e-mail on purpose and verify it", *_VERIFY)
    SEND_MOBILE_OTP = Deed("Send an OTP by SMS", *_SEND)
    RECEIVE_MOBILE_OTP = Deed("Look whether the OTP has come by SMS")
    VERIFY_MOBILE_OTP = Deed("Type the OTP from the SMS and verify it", *_VERIFY)
    VERIFY_MOBILE_WRONGLY = Deed("Type a wrong code for the mobile on purpose and verify it", *_VERIFY)
    SIGN_UP = Deed("Press SIGN UP", Effect.COMMITS_RECORD, "POST", r"/api/user/registration/v1/register")
    RECEIVE_WELCOME_MAIL = Deed("Look whether the activation mail has come")
    OPEN_MAILED_LINK = Deed(
        "Open the link of the activation mail",
        Effect.CREDENTIAL,
        "GET",
        r"/auth/realms/[\w-]+/login-actions/action-token",
        navigates=True,
    )
    SET_WEAK_PASSWORD = Deed("Try a password that is too weak on purpose", *_PASSWORD)
    SET_UNEQUAL_PASSWORDS = Deed("Type two different passwords on purpose", *_PASSWORD)
    SET_PASSWORD = Deed("Choose a password and set it", *_PASSWORD)
    COMPLETE_PROFILE = Deed(
        "Complete the profile and save it", Effect.COMMITS_RECORD, "POST", r"/apis/proxies/v8/user/basicProfileUpdate"
    )
    LOG_IN = Deed(
        "Log in with the new password",
        Effect.CREDENTIAL,
        "POST",
        r"/auth/realms/[\w-]+/login-actions/authenticate",
        True,
    )


@dataclass(frozen=True, slots=True)
class Done:
    """The act was done; `status` is the portal's HTTP answer (None: nothing to send), `message` its own words."""

    status: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """Nobody is present, or the person said no."""

    why: str


@dataclass(frozen=True, slots=True)
class Unable:
    """The person wanted to, but the page did not let them: no button, no message, nothing was sent."""

    why: str


@dataclass(frozen=True, slots=True)
class NoReply:
    """The request went out and got no usable answer."""

    why: str


Outcome = Done | Declined | Unable | NoReply


class Door(Protocol):
    """The one way to an effect: it asks the person, lets exactly one request pass, and tells what came of it."""

    def absent(self) -> NeedsPerson | None:
        """Why nobody can be asked; None when a person is there."""

    def ask(self, act: Act) -> Outcome:
        """Ask the person to do `act`; never raises for a portal that misbehaves."""
