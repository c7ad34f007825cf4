"""The portal's documented messages: with them the program recognises a message, or knows that it is unknown."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from automation.portal.labels import LABELS
from automation.portal.paths import kept

if TYPE_CHECKING:
    from collections.abc import Mapping


class Message(StrEnum):
    """What a message means; several wordings can mean the same."""

    DOMAIN_REFUSED = "domain refused"
    MALFORMED_MAIL = "malformed mail address"
    SEND_LIMIT = "send limit reached"
    TRIES_LEFT = "wrong code"
    TRIES_USED_UP = "tries used up"
    CODE_EXPIRED = "code expired"
    CODE_BLANK = "code blank"
    OTP_SENT = "OTP announced"
    EMAIL_KNOWN = "mail address already registered"
    PHONE_KNOWN = "mobile number already registered"
    ORGANISATION_KNOWN = "organisation already registered"
    INCOMPLETE = "registration incomplete"
    SERVICE_FAILED = "service failed"
    DUPLICATE = "duplicate request"
    CAPTCHA_FAILED = "captcha failed"
    AGAINST_A_RULE = "password against a rule"
    LINK_EXPIRED = "link expired"
    NO_SUCH_USER = "no such user"
    LOGIN_REFUSED = "login refused"
    LOGIN_LOCKED = "locked for a day after too many tries"
    LOGIN_DISABLED = "account disabled"
    LOGIN_PAUSED = "account disabled for a time"
    LOGIN_CODE_WRONG = "login code wrong"
    LOGIN_CODE_EXPIRED = "login code expired"
    MESSAGE_NOT_SENT = "message not sent"
    CONSENT_MISSING = "consent missing at the other login"
    REGISTRATION_LINK = "registration link not active"
    REGISTRATIONS_CLOSED = "registrations closed"
    FIELD_HINT = "hint of the form"


_WORDINGS: Mapping[Message, tuple[str, ...]] = {  # FACTS §1.5, §2.3, §2.4, §3.2, §3.5, §4.4, §12.3, §12.4
    Message.DOMAIN_REFUSED: (
        r"Email domain of this email address is not approved\. Please use Request for help\.?",
        r"Your email domain isn.t recognised ?[-–] ?please contact your department for registration\.?",
    ),
    Message.MALFORMED_MAIL: ("Invalid Email id",),
    Message.SEND_LIMIT: (
        r"Please retry after one (hour|day|hour \(or day\)), as you have reached the limit for OTP requests!",
    ),
    Message.TRIES_LEFT: (r"OTP verification failed\. You have \d attempts? remaining\.",),
    Message.TRIES_USED_UP: (
        r"The maximum number of attempts for OTP verification has been exceeded\. Please try again\.",
    ),
    Message.CODE_EXPIRED: (r"Time Limit for OTP Exceeded, Please Try Again\.",),
    Message.CODE_BLANK: (r"Invalid OTP\.", r"Please enter a valid OTP\.", r"कृपया एक वैध ओ\.टी\.पी\. दर्ज करें।"),
    Message.OTP_SENT: (
        r"An OTP has been sent to your (email|mobile).{0,60}",
        r"आपके (ईमेल|मोबाइल).{0,40}भेज दिया गया है.{0,40}",
    ),
    Message.EMAIL_KNOWN: (r"Email id already registered( with another User profile)?\.?",),
    Message.PHONE_KNOWN: (r"Phone number is already registered with another User profile\.?",),
    Message.ORGANISATION_KNOWN: (r"Organization is already registered\.?",),
    Message.INCOMPLETE: (
        r"Failed to Register User Details\. Missing Params - .{0,120}",
        "Invalid phone number",
        "Invalid Group : Group can be only among one of these .{0,160}",
    ),
    Message.SERVICE_FAILED: (
        r"Failed to process message\..{0,200}",
        "Failed to add details to ES Service",
        "Please try again later",
        "Something went wrong.{0,40}",
        r"Internal Server Error(!|\. Please contact administrator\.)",
    ),
    Message.DUPLICATE: ("Duplicate request.{0,80}",),
    Message.CAPTCHA_FAILED: ("reCAPTCHA validation failed.{0,200}",),
    Message.AGAINST_A_RULE: (
        r"Passwords don.t match\.",
        r"Invalid password: (minimum length \d+|must contain at least \d+ [a-z ]+|must not contain spaces)\.",
        r"Invalid password: must not be equal to (any of last \d+ passwords|the username)\.",
        r"Invalid password: fails to match regex pattern\(s\)\.",
        r"Invalid password: new password doesn.t match password policies\.",
    ),
    Message.LINK_EXPIRED: (
        r"Action expired\.( Please start again\.| Please continue with Sign In now\.)?",
        r"Sign in timeout\. Please Sign In again\.",
        "Page has expired",
        r"We.re sorry\.\.\.",
    ),
    Message.NO_SUCH_USER: (r"Invalid user details\.", r"Oops, Member not found\."),
    Message.LOGIN_REFUSED: (
        "Invalid credentials!",
        r"Invalid email ID number or password\. Please try again with valid credentials\.",
    ),
    Message.LOGIN_LOCKED: (
        (
            r"Invalid username or password\. You can try again after 24 hours or ask your organisation"
            r" administrator to reset your credentials\."
        ),
    ),
    Message.LOGIN_DISABLED: (r"User account is disabled\.", r"Account is disabled, contact admin\."),
    Message.LOGIN_PAUSED: (r"User account is disabled temporarily\.",),
    Message.LOGIN_CODE_WRONG: (r"Invalid OTP\. Please enter a valid OTP\.",),
    Message.LOGIN_CODE_EXPIRED: (r"OTP is expired\. Please try again\.",),
    Message.MESSAGE_NOT_SENT: (r"Failed to send out SMS\. Please contact Administrator\.",),
    Message.CONSENT_MISSING: (
        r"iGOT login failed\. You must allow Email id on the consent form.{0,160}",
        r"Parichay user registration failed\. You must allow Email id and Mobile number on the consent form.{0,99}",
    ),
    Message.REGISTRATION_LINK: (
        "Registration link is (not active|missing)",
        "Invalid (Organisation|Unique Code) is Provided in the Registration Link",
    ),
    Message.REGISTRATIONS_CLOSED: (
        r"Registrations are closed as of now\. You may reach out to your respective nodal officer.{0,160}",
    ),
    Message.FIELD_HINT: (
        "(Full name|Group|Organisation) is mandatory",
        "Only alphabets, .{0,80}",
        "Please (enter|choose) (your|a|an) [a-z0-9 ]{3,60}",
        "कृपया (एक|अपना|10) .{0,60}दर्ज करें।?",
        r"We couldn.t find any matches for your search\.?( Request for help)?",
    ),
}
_PATTERNS = {message: re.compile("|".join(words), re.IGNORECASE) for message, words in _WORDINGS.items()}


PERSONAL = re.compile(r"[\w.+-]+@[\w.-]*\w|\d(?:[ -]?\d){3,}")
"""Mail addresses and numbers of four digits and more, as they stand in a text of the portal."""


def masked(text: str) -> str:
    """A text without mail addresses and longer numbers."""
    return PERSONAL.sub("•••", text)


def recognised(text: str) -> Message | None:
    """Which documented message a text of the portal is, as a whole; None for any other."""
    plain = " ".join(text.split())
    return next((message for message, pattern in _PATTERNS.items() if pattern.fullmatch(plain)), None)


def described(text: str) -> str:
    """A text of the portal in our own words; of one that is not documented only its length, as it may hold data."""
    plain = " ".join(text.split())
    message = recognised(plain)
    if message or not plain:
        return message or ""
    return f"a text of {len(plain)} characters that is not documented"


_ONE = r"(group [a-d]|contractual staff|honorarium-based|others)"
_CLASS = re.compile(rf"{_ONE}(, {_ONE})*", re.IGNORECASE)
"""Options of the class list, as the portal's own servers hand them out (FACTS §1.2)."""
_KNOWN = frozenset(word.casefold() for words in LABELS.values() for word in words)


def documented(text: str) -> str:
    """A text of the portal as it may be told of a run with somebody's data: paths, labels and classes as they are."""
    plain = " ".join(text.split())
    if plain.startswith("/"):
        return kept(plain)
    return plain if plain.casefold() in _KNOWN or _CLASS.fullmatch(plain) else described(plain)
