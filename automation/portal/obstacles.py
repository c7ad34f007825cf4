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
    (_MAINTENANCE, "the portal says that it is under maintenance or unavailable", None),
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
_CAUSES = {"certificate": Cause.CERTIFICATE, "proxy": Cause.PROXY}
_GONE = frozenset({404, 410})
_ERRORS = (
    ("ERR_CERT", _GATE_WORDS["certificate"]),
    ("ERR_SSL", _GATE_WORDS["tls"]),
    ("ERR_NAME_NOT_RESOLVED", _GATE_WORDS["name"]),
    ("ERR_CONNECTION_REFUSED", _GATE_WORDS["refused"]),
    ("ERR_CONNECTION_RESET", _GATE_WORDS["cut"]),
    ("ERR_EMPTY_RESPONSE", _GATE_WORDS["cut"]),
    ("ERR_CONNECTION_CLOSED", _GATE_WORDS["cut"]),
    ("ERR_INTERNET_DISCONNECTED", "this machine has no network"),
    ("ERR_PROXY", "the gate has ended"),
    ("ERR_TUNNEL", _KEPT),
    ("ERR_TIMED_OUT", _GATE_WORDS["timeout"]),
    ("Timeout", _GATE_WORDS["timeout"]),
)


TIMED_OUT = NoAnswer(_GATE_WORDS["timeout"])
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
        return NoAnswer(f"the portal answered HTTP {status}")
    return None


def is_missing(status: int | None) -> bool:
    """Whether the portal says that there is no such page."""
    return status in _GONE


def network_reason(message: str) -> NoAnswer:
    """A browser's error message as a reason for the reader, without addresses."""
    why = next((why for sign, why in _ERRORS if sign in message), "the browser could not open the page")
    return NoAnswer(why, Cause.CERTIFICATE if "ERR_CERT" in message else None)
