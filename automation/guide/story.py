"""What has happened at the portal so far, from its answers: codes sent, verified, refused; the registration."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from automation.endpoints import OTP_SEND_PATHS, OTP_VERIFY_PATH, PROFILE_PATH, REGISTER_PATH
from automation.portal.facts import Channel
from automation.portal.messages import Message, recognised

if TYPE_CHECKING:
    from collections.abc import Mapping

_REQUEST = "/api/workflow/"
_BAD, _SERVER_ERROR, _TOO_MANY = 400, 500, 429


class Trouble(StrEnum):
    """What stands in the way right now; each is the key of one instruction (words.toml)."""

    DECLINED = "declined"
    REFUSED_BY_GATE = "kept-by-gate"
    DOMAIN = "domain-refused"
    MAIL_FORM = "mail-form-refused"
    LIMIT = "send-limit"
    WRONG_ONCE = "wrong-once"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    SEND_FAILED = "send-failed"
    VERIFY_FAILED = "verify-failed"
    EMAIL_KNOWN = "email-known"
    PHONE_KNOWN = "phone-known"
    DUPLICATE = "duplicate"
    REGISTER_FAILED = "register-failed"
    REQUEST_REFUSED = "request-refused"
    SILENT = "portal-silent"
    PASSWORD_REFUSED = "password-refused"  # noqa: S105 (a key)
    LOST = "form-lost"
    UNVERIFIED = "mark-gone"


_BY_MESSAGE = {
    Message.DOMAIN_REFUSED: Trouble.DOMAIN,
    Message.MALFORMED_MAIL: Trouble.MAIL_FORM,
    Message.SEND_LIMIT: Trouble.LIMIT,
    Message.TRIES_USED_UP: Trouble.EXHAUSTED,
    Message.CODE_EXPIRED: Trouble.EXPIRED,
    Message.EMAIL_KNOWN: Trouble.EMAIL_KNOWN,
    Message.PHONE_KNOWN: Trouble.PHONE_KNOWN,
    Message.DUPLICATE: Trouble.DUPLICATE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the portal to something that sends or commits.

    `asked` and `body` are JSON objects, empty where there is none; `declined` says that the person said no, `kept`
    that the gate refused. `at` is in seconds of one clock, whichever.
    """

    path: str
    status: int
    at: float
    asked: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    declined: bool = False
    kept: bool = False

    @property
    def refusal(self) -> str:
        """The portal's own words of refusal, also under HTTP 200 (FACTS §2.4, §4.4); blank when there are none."""
        parts = [self.body.get(name) for name in ("params", "result")]
        return next((str(each["errmsg"]) for each in parts if isinstance(each, dict) and each.get("errmsg")), "")

    @property
    def left(self) -> int | None:
        """How many tries the portal still gives for a code, where it says so."""
        result = self.body.get("result")
        number = result.get("remainingAttempt") if isinstance(result, dict) else None
        return number if isinstance(number, int) else None

    @property
    def channel(self) -> Channel:
        """The channel that a question about an OTP named."""
        inner = self.asked.get("request")
        return Channel.EMAIL if isinstance(inner, dict) and inner.get("type") == "email" else Channel.MOBILE


@dataclass(slots=True)
class Otp:
    """One channel: when the last code was sent and when it was verified, in seconds; how often a code was wrong."""

    sent: float | None = None
    verified: float | None = None
    wrong: int = 0


@dataclass(slots=True)
class Story:
    """As far as it has come; `trouble` is what stands in the way, `channel` which OTP it is about.

    `link_followed` is whether the page behind the activation mail's link was seen.
    """

    otps: dict[Channel, Otp] = field(default_factory=lambda: {channel: Otp() for channel in Channel})
    trouble: Trouble | None = None
    channel: Channel | None = None
    registered: bool = False
    requested: bool = False
    link_followed: bool = False

    def take(self, answer: Answer) -> None:
        """Learn from one answer; the page's own repetition of one that failed, which the gate keeps, says nothing."""
        if answer.kept and self.trouble is Trouble.SILENT:
            return
        self.trouble = self.channel = None
        about_otp = answer.path in {*OTP_SEND_PATHS, OTP_VERIFY_PATH}
        if about_otp:
            self.channel = answer.channel
        if answer.declined or answer.kept:
            self.trouble = Trouble.DECLINED if answer.declined else Trouble.REFUSED_BY_GATE
        elif answer.status >= _SERVER_ERROR:
            self.trouble = Trouble.SILENT
        elif answer.path in OTP_SEND_PATHS:
            self._sent(answer)
        elif answer.path == OTP_VERIFY_PATH:
            self._verified(answer)
        else:
            self._committed(answer)

    def _sent(self, answer: Answer) -> None:
        if answer.status < _BAD and not answer.refusal:
            otp = self.otps[answer.channel]
            otp.sent, otp.verified = answer.at, None
            return
        limit = Trouble.LIMIT if answer.status == _TOO_MANY else Trouble.SEND_FAILED
        self.trouble = self._meant(answer, limit)

    def _verified(self, answer: Answer) -> None:
        otp = self.otps[answer.channel]
        if answer.status < _BAD and not answer.refusal:
            otp.verified, otp.wrong = answer.at, 0
            return
        if recognised(answer.refusal) is Message.TRIES_LEFT or answer.left is not None:
            otp.wrong += 1
            self.trouble = Trouble.EXHAUSTED if answer.left == 0 else Trouble.WRONG_ONCE
        else:
            self.trouble = self._meant(answer, Trouble.VERIFY_FAILED)

    def _committed(self, answer: Answer) -> None:
        refused = answer.status >= _BAD or bool(answer.refusal)
        if answer.path == REGISTER_PATH:
            self.registered = not refused
            self.trouble = self._meant(answer, Trouble.REGISTER_FAILED) if refused else None
        elif answer.path.startswith(_REQUEST):
            self.requested = not refused
            self.trouble = Trouble.REQUEST_REFUSED if refused else None
        elif answer.path == PROFILE_PATH:
            self.trouble = Trouble.SILENT if refused else None

    @staticmethod
    def _meant(answer: Answer, otherwise: Trouble) -> Trouble:
        message = recognised(answer.refusal)
        return _BY_MESSAGE.get(message, otherwise) if message else otherwise
