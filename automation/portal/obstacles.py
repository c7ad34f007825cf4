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
_KEPT = NoAnswer("it leads to a place that the gate does not let through", Cause.ELSEWHERE)
TIMED_OUT = NoAnswer("no answer came in time", Cause.TIMED_OUT)
"""A page that was waited for in vain."""
_UNREACHED = {
    "name": NoAnswer("the host's name is not known on this network", Cause.NAME),
    "refused": NoAnswer("nothing answers at that address", Cause.REFUSED),
    "cut": NoAnswer("the connection was cut", Cause.CUT),
    "timeout": TIMED_OUT,
    "tls": NoAnswer("no secure connection could be made", Cause.TLS),
    "certificate": NoAnswer(
        "the certificate is not trusted: the portal's own is wrong, or a proxy on the way puts its own in place",
        Cause.CERTIFICATE,
    ),
    "proxy": NoAnswer("the proxy does not let the connection through", Cause.PROXY),
}
"""By the gate's word for it."""
_GONE = frozenset({404, 410})
_ERRORS = (
    ("ERR_CERT", _UNREACHED["certificate"]),
    ("ERR_SSL", _UNREACHED["tls"]),
    ("ERR_NAME_NOT_RESOLVED", _UNREACHED["name"]),
    ("ERR_CONNECTION_REFUSED", _UNREACHED["refused"]),
    ("ERR_CONNECTION_RESET", _UNREACHED["cut"]),
    ("ERR_EMPTY_RESPONSE", _UNREACHED["cut"]),
    ("ERR_CONNECTION_CLOSED", _UNREACHED["cut"]),
    ("ERR_TIMED_OUT", TIMED_OUT),
    ("Timeout", TIMED_OUT),
    ("ERR_INTERNET_DISCONNECTED", NoAnswer("this machine has no network", Cause.NO_NETWORK)),
    ("ERR_TOO_MANY_REDIRECTS", NoAnswer("the portal's pages lead to each other in a circle", Cause.LOOP)),
    ("ERR_PROXY", NoAnswer("the gate has ended")),
    ("ERR_TUNNEL", _KEPT),
)
"""What a browser's error message holds, and what that is to somebody who asked the portal."""


@dataclass(frozen=True, slots=True)
class FromGate:
    """An answer that is the gate's and not the portal's: “refused”, “declined” or “unreachable”.

    `answer` is what it is to somebody who asked the portal.
    """

    mark: str
    answer: NoAnswer


def from_gate(headers: Mapping[str, str]) -> FromGate | None:
    """What the gate says by an answer's headers (names in lower case); None for an answer of the portal."""
    mark, _, detail = headers.get(GATE_MARK, "").partition(" ")
    match mark:
        case "":
            return None
        case "unreachable":
            return FromGate(mark, _UNREACHED.get(detail, NoAnswer("the portal could not be reached")))
        case "declined":
            return FromGate(mark, NoAnswer(detail))
        case _:
            return FromGate(mark, _KEPT)


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
    known = (answer for sign, answer in _ERRORS if sign in message)
    return next(known, NoAnswer("the browser could not open the page"))
