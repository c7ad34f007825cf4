"""Tells a page of the portal from what stands in its way: errors, maintenance, challenges, captchas, no network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.model import Cause, NoAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECURITY = (
    r"checking your browser|verify (that )?you are (a )?human|access denied|request (was|has been) blocked"
    r"|attention required|request id|support id|incident id"
)
_CAPTCHA = r"i'?m not a robot|i am not a robot|captcha"
_MAINTENANCE = (
    r"under maintenance|scheduled maintenance|down for maintenance|temporarily unavailable|service unavailable"
    r"|bad gateway|gateway time-?out|रखरखाव"
)
_OBSTACLES = (
    (_SECURITY, "a security check stands in front of the portal", Cause.SECURITY_CHECK),
    (_CAPTCHA, "a captcha stands in front of the portal", Cause.CAPTCHA),
    (_MAINTENANCE, "the portal says that it is under maintenance or unavailable", Cause.MAINTENANCE),
)
GATE_MARK = "x-igot-gate"
_SHORT_PAGE = 1500
_KEPT = "it leads to a place that the gate does not let through"
_GATE_WORDS = {
    "name": "the host's name is not known on this network",
    "refused": "nothing answers at that address",
    "cut": "the connection was cut",
    "timeout": "no answer came in time",
    "tls": "no secure connection could be made",
    "certificate": (
        "the certificate is not trusted: the portal's own is wrong, or a proxy on the way puts its own in place"
    ),
    "proxy": "the proxy does not let the connection through",
}
_CAUSES = {
    "name": Cause.NAME,
    "refused": Cause.REFUSED,
    "cut": Cause.CUT,
    "timeout": Cause.TIMED_OUT,
    "tls": Cause.TLS,
    "certificate": Cause.CERTIFICATE,
    "proxy": Cause.PROXY,
}
_GONE = frozenset({404, 410})
_ERRORS = (
    ("ERR_CERT", "certificate"),
    ("ERR_SSL", "tls"),
    ("ERR_NAME_NOT_RESOLVED", "name"),
    ("ERR_CONNECTION_REFUSED", "refused"),
    ("ERR_CONNECTION_RESET", "cut"),
    ("ERR_EMPTY_RESPONSE", "cut"),
    ("ERR_CONNECTION_CLOSED", "cut"),
    ("ERR_TIMED_OUT", "timeout"),
    ("Timeout", "timeout"),
)
"""What a browser's error message holds, and the gate's word for the same."""
_OWN_ERRORS = (
    ("ERR_INTERNET_DISCONNECTED", NoAnswer("this machine has no network", Cause.NO_NETWORK)),
    ("ERR_TOO_MANY_REDIRECTS", NoAnswer("the portal's pages lead to each other in a circle", Cause.LOOP)),
    ("ERR_PROXY", NoAnswer("the gate has ended")),
    ("ERR_TUNNEL", NoAnswer(_KEPT, Cause.ELSEWHERE)),
)


TIMED_OUT = NoAnswer(_GATE_WORDS["timeout"], Cause.TIMED_OUT)
"""A page that was waited for in vain."""


@dataclass(frozen=True, slots=True)
class FromGate:
    """An answer that is the gate's and not the portal's: “refused”, “declined” or “unreachable”, and why in words."""

    mark: str
    words: str
    cause: Cause | None = None

    def answer(self) -> NoAnswer:
        """What it is to somebody who asked the portal."""
        return NoAnswer(self.words, self.cause)


def from_gate(headers: Mapping[str, str]) -> FromGate | None:
    """What the gate says by an answer's headers (names in lower case); None for an answer of the portal."""
    mark, _, detail = headers.get(GATE_MARK, "").partition(" ")
    match mark:
        case "":
            return None
        case "unreachable":
            return FromGate(mark, _GATE_WORDS.get(detail, "the portal could not be reached"), _CAUSES.get(detail))
        case "declined":
            return FromGate(mark, detail)
        case _:
            return FromGate(mark, _KEPT, Cause.ELSEWHERE)


def obstacle(status: int | None, text: str) -> NoAnswer | None:
    """What keeps the page from being the portal's, judged by its HTTP status and its visible text; None if nothing.

    A missing page (404, 410) is an answer of the portal, not an obstacle.
    """
    if len(text) < _SHORT_PAGE:
        for pattern, why, cause in _OBSTACLES:
            if re.search(pattern, text, re.IGNORECASE):
                return NoAnswer(f"{why} (HTTP {status})" if status else why, cause)
    if status is not None and status >= 400 and not is_missing(status):  # noqa: PLR2004 (HTTP's own line)
        return NoAnswer(f"the portal answered HTTP {status}", Cause.HTTP_ERROR)
    return None


def is_missing(status: int | None) -> bool:
    """Whether the portal says that there is no such page."""
    return status in _GONE


def network_reason(message: str) -> NoAnswer:
    """A browser's error message as a reason for the reader, without addresses."""
    word = next((word for sign, word in _ERRORS if sign in message), "")
    if word:
        return NoAnswer(_GATE_WORDS[word], _CAUSES[word])
    own = (answer for sign, answer in _OWN_ERRORS if sign in message)
    return next(own, NoAnswer("the browser could not open the page"))
