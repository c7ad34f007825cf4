"""Tells a page of the portal from what stands in its way: errors, maintenance, challenges, captchas, no network."""

from __future__ import annotations

import re

from automation.model import NoAnswer

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
    (_SECURITY, "a security check stands in front of the portal"),
    (_CAPTCHA, "a captcha stands in front of the portal"),
    (_MAINTENANCE, "the portal says that it is under maintenance or unavailable"),
)
_SHORT_PAGE = 1500
_GONE = frozenset({404, 410})
_ERRORS = (
    ("ERR_BLOCKED_BY_CLIENT", "it leads to a place that the gate does not let through"),
    (
        "ERR_CERT",
        "the certificate is not trusted: the portal's own is wrong, or a proxy on the way puts its own in place",
    ),
    ("ERR_SSL", "no secure connection could be made"),
    ("ERR_NAME_NOT_RESOLVED", "the host's name is not known on this network"),
    ("ERR_CONNECTION_REFUSED", "nothing answers at that address"),
    ("ERR_CONNECTION_RESET", "the connection was cut"),
    ("ERR_EMPTY_RESPONSE", "the connection was cut"),
    ("ERR_CONNECTION_CLOSED", "the connection was cut"),
    ("ERR_INTERNET_DISCONNECTED", "this machine has no network"),
    ("ERR_PROXY", "the proxy does not let the connection through"),
    ("ERR_TUNNEL", "the proxy does not let the connection through"),
    ("ERR_TIMED_OUT", "no answer came in time"),
    ("Timeout", "no answer came in time"),
)


def obstacle(status: int | None, text: str) -> NoAnswer | None:
    """What keeps the page from being the portal's, judged by its HTTP status and its visible text; None if nothing.

    A missing page (404, 410) is an answer of the portal, not an obstacle.
    """
    if len(text) < _SHORT_PAGE:
        for pattern, why in _OBSTACLES:
            if re.search(pattern, text, re.IGNORECASE):
                return NoAnswer(f"{why} (HTTP {status})" if status else why)
    if status is not None and status >= 400 and not is_missing(status):  # noqa: PLR2004 (HTTP's own line)
        return NoAnswer(f"the portal answered HTTP {status}")
    return None


def is_missing(status: int | None) -> bool:
    """Whether the portal says that there is no such page."""
    return status in _GONE


def network_reason(message: str) -> str:
    """A browser's error message as a sentence part for the reader, without addresses."""
    return next((why for sign, why in _ERRORS if sign in message), "the browser could not open the page")
