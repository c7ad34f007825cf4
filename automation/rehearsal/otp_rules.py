"""The rules of one-time passwords as the portal keeps them (FACTS §2.2, §2.3); sends nothing itself."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from automation import limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.rehearsal.switches import Switches

Kind = Literal["email", "phone"]

HOUR = 3600.0
DAY = 86400.0
_SMALLEST = 1000
_BEYOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused request: HTTP status, the last digits of the error code, the text, what stands in `result`."""

    status: int
    suffix: str
    text: str
    result: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Issued:
    code: str
    until: float
    tries: int = 0


def new_code() -> str:
    """A code of four to six digits: the portal draws an integer, so leading zeros vanish."""
    return str(_SMALLEST + secrets.randbelow(_BEYOND - _SMALLEST))


_LOGIN_FROM = 100_000


class LoginOtps:
    """The login's own codes: six digits, five minutes, and each resend makes a new one (FACTS §12.3)."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives seconds since the epoch."""
        self._clock = clock
        self._issued: dict[str, _Issued] = {}

    def send(self, key: str) -> str:
        """A new code, whatever was sent before."""
        code = str(_LOGIN_FROM + secrets.randbelow(_BEYOND - _LOGIN_FROM))
        self._issued[key] = _Issued(code, self._clock() + limits.LOGIN_OTP_SECONDS)
        return code

    def verify(self, key: str, code: str) -> str:
        """Blank if the code is right, which uses it up; else the login page's text."""
        issued = self._issued.get(key)
        if issued is None or not secrets.compare_digest(issued.code.encode(), code.strip().encode()):
            return "Invalid OTP. Please enter a valid OTP."
        if issued.until <= self._clock():
            return "OTP is expired. Please try again."
        del self._issued[key]
        return ""


class OtpBook:
    """Every code that was issued and how often it was asked for, by kind and by the address exactly as typed."""

    def __init__(self, switches: Switches, clock: Callable[[], float], validity: float) -> None:
        """`validity` in seconds; `clock` gives seconds since the epoch."""
        self._switches = switches
        self._clock = clock
        self._validity = validity
        self._issued: dict[tuple[Kind, str], _Issued] = {}
        self._sends: dict[tuple[Kind, str], list[float]] = {}

    def send(self, kind: Kind, key: str) -> str | Refusal:
        """The code to deliver: the same one while it is valid; sending it again does not extend that time."""
        now = self._clock()
        sends = self._sends.setdefault((kind, key), [])
        for limit, span, word in ((limits.SENDS_PER_HOUR, HOUR, "hour"), (limits.SENDS_PER_DAY, DAY, "day")):
            if sum(at > now - span for at in sends) >= limit:
                text = f"Please retry after one {word}, as you have reached the limit for OTP requests!"
                return Refusal(429, "0059", text)
        sends.append(now)
        issued = self._issued.get((kind, key))
        if issued is None or issued.until <= now or "resend-new-code" in self._switches:
            issued = self._issued[kind, key] = _Issued(new_code(), now + self._validity)
        return issued.code

    def verify(self, kind: Kind, key: str, code: str) -> Refusal | None:
        """None if the code is right, which uses it up; else why not. Sending again does not reset the tries."""
        if not code.strip():
            return Refusal(400, "0057", "Invalid OTP.")
        issued = self._issued.get((kind, key))
        if issued is None or issued.until <= self._clock():
            return Refusal(400, "0075", "Time Limit for OTP Exceeded, Please Try Again.")
        if issued.tries >= limits.WRONG_CODES:
            text = "The maximum number of attempts for OTP verification has been exceeded. Please try again."
            return Refusal(400, "0076", text)
        if self._right(issued, code):
            del self._issued[kind, key]
            return None
        return self._wrong(issued)

    def _right(self, issued: _Issued, code: str) -> bool:
        if "wrong-code-accepted" in self._switches:
            return True
        same = secrets.compare_digest(issued.code.encode(), code.encode())
        return same and "right-code-refused" not in self._switches

    def _wrong(self, issued: _Issued) -> Refusal:
        issued.tries += 1
        left = limits.WRONG_CODES - issued.tries
        if "attempts-unlimited" in self._switches:
            issued.tries, left = 0, limits.WRONG_CODES - 1
        text = f"OTP verification failed. You have {left} attempt remaining."
        return Refusal(400, "0063", text, {"maxAllowedAttempt": limits.WRONG_CODES, "remainingAttempt": left})
