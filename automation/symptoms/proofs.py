"""How each cause of the catalogue is proved: from what one attempt saw to a sentence; pure functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from automation.acts import Act, Remark, Unable
from automation.model import Cause, Flaw, Listing
from automation.portal.facts import RESULT_LIMIT, Rows
from automation.portal.messages import Message
from automation.symptoms.scenario import Person, shape_of_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from automation.symptoms.case import Case

_SENDS = (Act.SEND_EMAIL_OTP, Act.SEND_MOBILE_OTP, Act.RESEND_EMAIL_OTP)
_VERIFIES = (Act.VERIFY_EMAIL_OTP, Act.VERIFY_MOBILE_OTP)
_START_UP = ("/api/user/v1/groups", "/api/user/v1/positions")
_GOVERNMENT = re.compile(r"(?:.+\.)?(?:gov|nic)\.in", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[A-Za-z\s']{1,32}")
_LONGEST_NAME = 32
_SERVER_ERROR = 500
_NOT_THE_PORTALS = frozenset({200, 403, 407, 451, 511})
"""HTTP statuses from something in front of the portal; a server error (5xx) can be the portal's own."""


def _listing(case: Case, listing: Listing) -> str:
    found = case.department
    if found is None or found.listing is not listing:
        return ""
    if listing is Listing.MISSING:
        return f"{len(found.queries)} searches were answered in full, and none of them brought it."
    name = found.matched.name if found.matched else ""
    return f"The portal's answer holds “{name}”." if name else "The portal's answer holds it."


def _wrong(*names: str) -> Callable[[Case], str]:
    return lambda case: case.wrong(*names)


def _flawed(flaw: Flaw, *names: str) -> Callable[[Case], str]:
    return lambda case: case.flawed(flaw, *names)


def _said(message: Message, *acts: Act) -> Callable[[Case], str]:
    return lambda case: f"The portal answered “{message}”." if case.message(*acts) is message else ""


def _server_error(case: Case, *acts: Act) -> str:
    for act in acts:
        status = case.status(act) or 0
        if case.silent(act) and status >= _SERVER_ERROR:
            return f"The request was answered with HTTP {status}, also when the page repeated it."
    return ""


def _barrier(cause: Cause, question: str = "step-1.let-in") -> Callable[[Case], str]:
    return lambda case: f"A {cause} came in place of the page." if case.flawed(cause, question) else ""


def _domain(case: Case, *, government: bool) -> str:
    domain = case.scenario.person.email.rpartition("@")[2]
    if case.message(Act.SEND_EMAIL_OTP) is not Message.DOMAIN_REFUSED:
        return ""
    if (_GOVERNMENT.fullmatch(domain) is not None) is not government:
        return ""
    return f"The portal refuses {domain}, which is {'' if government else 'not '}under gov.in or nic.in."


def _unable(case: Case, *acts: Act) -> str:
    why = next((why for act in acts if (why := case.unable(act))), "")
    return f"The act could not be done: {why}." if why else ""


def _too_long(case: Case) -> str:
    name = case.scenario.person.name
    return f"The name has {len(name)} characters." if len(name) > _LONGEST_NAME else ""


def _other_signs(case: Case) -> str:
    name = case.scenario.person.name
    return "" if _PLAIN_NAME.fullmatch(name) else f"The name has {shape_of_name(name)}."


def _rows(case: Case, *, shown_short: bool) -> str:
    rows = case.rows
    if not isinstance(rows, Rows) or rows.shown is None:
        return ""
    if shown_short and len(rows.shown) < len(rows.held):
        return f"The answer holds {len(rows.held)} rows, the list shows {len(rows.shown)}."
    if not shown_short and len(rows.held) < min(rows.count, RESULT_LIMIT):
        return f"The portal counts {rows.count} matches and hands over {len(rows.held)}."
    return ""


def _ends_early(case: Case) -> str:
    """A list that was scrolled, and so was asked for nothing in particular."""
    rows = case.rows
    if not isinstance(rows, Rows) or rows.query or rows.shown is None or len(rows.shown) >= rows.count:
        return ""
    return f"The portal counts {rows.count} rows, and scrolling shows {len(rows.shown)}."


def _at_limit(case: Case) -> str:
    rows = case.rows
    full = isinstance(rows, Rows) and len(rows.held) >= RESULT_LIMIT
    return f"The answer holds {RESULT_LIMIT} rows or more." if full else ""


def _groups(case: Case) -> str:
    row = case.row(_START_UP[0])
    if row is None:
        return ""
    if row.status is None or row.status >= 400:  # noqa: PLR2004 (HTTP's own line)
        return f"{row.path} was answered with {row.status or row.why or 'nothing'}."
    return f"{row.path} was answered without rows." if row.told.get("rows") == 0 else ""


def _start_up(case: Case) -> str:
    for path in _START_UP:
        row = case.row(path)
        if row is not None and row.status != 200:  # noqa: PLR2004 (HTTP's word for well)
            return f"{path} was answered with {row.status or row.why or 'nothing'}."
    return ""


def _script(case: Case) -> str:
    if not case.console:
        return ""
    first = case.console[0]
    return f"{first.kind} at {first.place or 'an unknown place'}."


def _known(case: Case, *, made_up: bool) -> str:
    """A person is made up where the scenario names no address."""
    if case.message(Act.SIGN_UP) is not Message.EMAIL_KNOWN:
        return ""
    default = case.scenario.person.email == Person().email
    if default is not made_up:
        return ""
    return f"The portal answered “{Message.EMAIL_KNOWN}” to {'a made-up address' if made_up else 'that address'}."


def _captcha_blocked(case: Case) -> str:
    blocked = [row for row in case.network if "recaptcha" in row.path and row.status != 200]  # noqa: PLR2004
    return "The captcha's script had no answer." if blocked and case.unable(Act.SIGN_UP) else ""


def _fresh_code_refused(case: Case) -> str:
    if not any(case.refused(act) for act in _VERIFIES):
        return ""
    return "A code that had just come, typed once, was refused."


def _awaited(case: Case) -> str:
    domain = case.scenario.person.email.rpartition("@")[2]
    mails = case.outcomes.get(Act.RECEIVE_WELCOME_MAIL)
    other = isinstance(mails, Unable) and mails.remark is Remark.REGISTRATION_CODE
    return f"The mail to the address under {domain} holds a registration code and no link." if other else ""


def _not_delivered(case: Case) -> str:
    for channel in ("email", "mobile"):
        if case.went_well(f"step-4.{channel}-asked") and case.wrong(f"step-4.{channel}-sent"):
            return "The sending was answered well, and no message came."
    return ""


def _capitals(case: Case) -> str:
    domain = case.scenario.person.email.rpartition("@")[2]
    if case.message(Act.SEND_EMAIL_OTP) is not Message.DOMAIN_REFUSED or domain == domain.lower():
        return ""
    return "The portal refuses the domain, and its address has capital letters after the @."


def _cut_off(case: Case) -> str:
    """The page's own questions are answered by a page, not by data: neither the portal nor its gateway does that."""
    rows = [row for path in _START_UP if (row := case.row(path)) is not None]
    page = next((row for row in rows if row.status in _NOT_THE_PORTALS and row.told.get("page")), None)
    return f"{page.path} was answered with a page (HTTP {page.status}) in place of data." if page else ""


PROOFS: Mapping[str, Callable[[Case], str]] = {
    "other-spelling": lambda case: _listing(case, Listing.NEAR_NAME),
    "other-branch": lambda case: _listing(case, Listing.MISPLACED),
    "hidden-by-the-page": lambda case: _listing(case, Listing.HIDDEN),
    "not-on-the-portal": lambda case: _listing(case, Listing.MISSING),
    "already-there": lambda case: _listing(case, Listing.HIDDEN),
    "list-ends-early": _ends_early,
    "rows-not-shown": lambda case: _rows(case, shown_short=True),
    "answer-cut": lambda case: _rows(case, shown_short=False),
    "cut-at-limit": _at_limit,
    "search-does-nothing": _flawed(Flaw.SILENT, "step-5.known"),
    "another-picked": _flawed(Flaw.ANOTHER, "step-5.known"),
    "click-does-nothing": _wrong("step-5.known"),
    "send-limit": _said(Message.SEND_LIMIT, *_SENDS),
    "private-domain": lambda case: _domain(case, government=False),
    "domain-not-on-list": lambda case: _domain(case, government=True),
    "sending-fails": lambda case: _server_error(case, *_SENDS),
    "otp-not-delivered": _not_delivered,
    "button-does-nothing": lambda case: (
        case.wrong("step-4.email-send", "step-4.mobile-send") or _unable(case, Act.SEND_EMAIL_OTP, Act.SEND_MOBILE_OTP)
    ),
    "tries-used-up": _said(Message.TRIES_USED_UP, *_VERIFIES),
    "code-expired": _said(Message.CODE_EXPIRED, *_VERIFIES),
    "verifying-fails": lambda case: _server_error(case, *_VERIFIES),
    "right-code-refused": _fresh_code_refused,
    "verify-cannot-be-pressed": lambda case: _unable(case, *_VERIFIES),
    "resend-not-offered": lambda case: "" if Act.RESEND_EMAIL_OTP in case.outcomes else case.wrong("step-4.resend"),
    "box-missing": _wrong("step-6.declarations"),
    "stays-grey": _wrong("step-6.opens"),
    "name-too-long": _too_long,
    "name-other-signs": _other_signs,
    "good-name-refused": _wrong("step-3.name-taken"),
    "groups-not-answered": _groups,
    "group-cannot-be-picked": _flawed(Flaw.UNPICKABLE, "step-3.class-chosen"),
    "request-link-dead": lambda case: case.wrong("step-5.help-link") or case.flawed(Flaw.DEAD, "step-5.help-opens"),
    "request-script-error": lambda case: _script(case) if case.flawed(Flaw.BLANK, "step-5.help-opens") else "",
    "request-stays-blank": _flawed(Flaw.BLANK, "step-5.help-opens"),
    "look-up-fails": lambda case: _known(case, made_up=True),
    "account-exists": lambda case: _known(case, made_up=False),
    "number-taken": _said(Message.PHONE_KNOWN, Act.SIGN_UP),
    "registering-fails": lambda case: _server_error(case, Act.SIGN_UP),
    "service-failed": _said(Message.SERVICE_FAILED, Act.SIGN_UP),
    "captcha-blocked": _captcha_blocked,
    "awaits-approval": _awaited,
    "mail-not-sent": lambda case: "" if _awaited(case) else case.wrong("step-7.mail"),
    "link-leads-nowhere": _wrong("step-7.link"),
    "good-password-refused": _wrong("step-7.password-set"),
    "login-page-gone": _flawed(Flaw.NO_PAGE, "step-7.login"),
    "right-password-refused": _wrong("step-7.login"),
    "page-gone": _wrong("step-2.sign-up-page"),
    "start-up-not-answered": _start_up,
    "script-error": _script,
    "security-check": _barrier(Cause.SECURITY_CHECK),
    "proxy-refuses": _barrier(Cause.PROXY),
    "certificate-replaced": _barrier(Cause.CERTIFICATE),
    "captcha-wall": _barrier(Cause.CAPTCHA, "step-1.no-captcha"),
    "labels-missing": _wrong("step-2.hindi"),
    "not-known-at-login": _said(Message.NO_SUCH_USER, Act.LOG_IN),
    "login-locked": _said(Message.LOGIN_LOCKED, Act.LOG_IN),
    "login-disabled": _said(Message.LOGIN_DISABLED, Act.LOG_IN),
    "login-paused": _said(Message.LOGIN_PAUSED, Act.LOG_IN),
    "sent-again-too-soon": _said(Message.DUPLICATE, Act.SIGN_UP),
    "link-not-active": _flawed(Flaw.LINK_CLOSED, "step-2.form-started"),
    "link-of-another": _flawed(Flaw.LINK_WRONG, "step-2.form-started"),
    "services-cut-off": _cut_off,
    "domain-in-capitals": _capitals,
    "unexplained": lambda case: case.wrong(*case.answers),
}
"""How each cause is proved: a sentence on what was observed, blank where it was not."""
