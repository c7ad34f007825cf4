"""Accounts, registrations and sessions of the stand-in portal (FACTS §3); all people in it are made up."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from automation.rehearsal.offices import home

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.rehearsal.outbox import Outbox
    from automation.rehearsal.switches import Switches

SERVER_GROUPS = ("GROUP A", "GROUP B", "GROUP C", "GROUP D", "Contractual Staff", "Others")
_PRE_APPROVED_DOMAINS, _APPROVED_DOMAINS = frozenset({"example.gov.in"}), frozenset({"gov.in", "nic.in"})
REGISTERED_EMAIL = "registered@example.gov.in"
REGISTERED_PHONE = "9000000001"
ALLOWED_FAILURES = 10
LOCK_SECONDS = 86_400.0
WELCOME_SUBJECT = "Welcome to iGOT Karmayogi... Activate your account now!"

_EMAIL = re.compile(r"[\w.+&*-]+@(?:[\w-]+\.)+[a-zA-Z]{2,7}")
_PHONE = re.compile(r"[0-9]{10}")
_REQUIRED = ("firstName", "email", "mapId", "orgName", "group", "source", "phone")
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NOT_APPROVED = "Email domain of this email address is not approved. Please use Request for help."
_EMAIL_KNOWN = "Email id already registered with another User profile"
_PHONE_KNOWN = "Phone number is already registered with another User profile."
_PASSWORD_RULES = (
    (r".{8,}", "Invalid password: minimum length 8."),
    (r".*[0-9]", "Invalid password: must contain at least 1 numerical digits."),
    (r".*[a-z]", "Invalid password: must contain at least 1 lower case characters."),
    (r".*[A-Z]", "Invalid password: must contain at least 1 upper case characters."),
    (r".*[^A-Za-z0-9\s]", "Invalid password: must contain at least 1 special characters."),
    (r"\S*$", "Invalid password: must not contain spaces."),
)


def pre_approved(switches: Switches) -> frozenset[str]:
    """The domains that get an account at once: also those of the documents that are rehearsed."""
    return _PRE_APPROVED_DOMAINS.union(*(home(name).domains for name in switches.documents))


def approved(switches: Switches) -> frozenset[str]:
    """The domains to which an OTP is sent."""
    return pre_approved(switches) | _APPROVED_DOMAINS


def email_problem(email: str, switches: Switches) -> str | None:
    """Why the portal takes no mail address: its form, or a domain that is not exactly on the list (FACTS §2.4)."""
    if not _EMAIL.fullmatch(email):
        return "Invalid Email id"
    domain = email.rpartition("@")[2]
    taken = domain in approved(switches) and "domain-refused" not in switches
    if not taken and "non-government-mail-accepted" not in switches:
        return _NOT_APPROVED
    return None


def password_problem(password: str, confirmation: str, switches: Switches) -> str | None:
    """The first rule that a new password breaks, in the login page's words, or None (FACTS §3.5)."""
    if "password-refused" in switches:
        return _PASSWORD_RULES[0][1]
    if password != confirmation and "password-mismatch-accepted" not in switches:
        return "Passwords don't match."
    if "password-rule-missing" in switches:
        return None
    return next((text for rule, text in _PASSWORD_RULES if not re.match(rule, password)), None)


_LOCKED = (
    "Invalid username or password. You can try again after 24 hours or ask your organisation administrator to reset "
    "your credentials."
)
_LOGIN_DEFECTS = {
    "login-locked": _LOCKED,
    "login-disabled": "User account is disabled.",
    "login-paused": "User account is disabled temporarily.",
}
"""What the login theme says (FACTS §12.3)."""


@dataclass(slots=True)
class Account:
    """One person who can log in once a password is set."""

    name: str
    email: str
    phone: str
    group: str
    designation: str = ""
    complete: bool = False
    salt: bytes = b""
    digest: bytes = b""

    def set_password(self, password: str) -> None:
        """Keep a digest of the password."""
        self.salt = secrets.token_bytes(16)
        self.digest = self._digest(password)

    def opens_with(self, password: str) -> bool:
        """Whether this is the password; never true while none is set."""
        return bool(self.digest) and secrets.compare_digest(self.digest, self._digest(password))

    def _digest(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode(), salt=self.salt, n=1024, r=8, p=1)


@dataclass(slots=True)
class _Failures:
    count: int = 0
    locked_until: float = 0.0


@dataclass
class People:
    """Who registered, who may set a password, who is logged in.

    `by_name_alone`: the form is the oldest, which names neither class nor mobile, so nothing here can ask for them.
    """

    switches: Switches
    outbox: Outbox
    clock: Callable[[], float]
    by_name_alone: bool = False
    accounts: dict[str, Account] = field(default_factory=dict)
    registrations: list[dict[str, Any]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    failures: dict[str, _Failures] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """One person is registered from the start, so that "already registered" can be tried."""
        person = Account("Made Up Person", REGISTERED_EMAIL, REGISTERED_PHONE, "GROUP B", complete=True)
        self.accounts.setdefault(person.email, person)

    def problem(self, request: dict[str, Any]) -> str | None:
        """Why a registration is refused: the last of all complaints, as each overwrites the one before (FACTS §3.2)."""
        text = None
        unasked = {"group", "phone", "source"} if self.by_name_alone else frozenset()
        missing = [key[0].upper() + key[1:] for key in _REQUIRED if key not in unasked and not request.get(key)]
        if missing:
            text = f"Failed to Register User Details. Missing Params - [{', '.join(missing)}]"
        email, phone = str(request.get("email") or ""), str(request.get("phone") or "")
        text = (None if request.get("registrationLink") else email_problem(email, self.switches)) or text
        if not self.by_name_alone and not _PHONE.fullmatch(phone):
            text = "Invalid phone number"
        if not self.by_name_alone and request.get("group") not in SERVER_GROUPS:
            text = f"Invalid Group : Group can be only among one of these [{', '.join(SERVER_GROUPS)}]"
        if email.lower() in self.accounts or "lookup-fails" in self.switches:
            text = _EMAIL_KNOWN
        if self.phone_known(phone):
            text = _PHONE_KNOWN
        if any(each["email"] == email and each["status"] != "FAILED" for each in self.registrations):
            text = _EMAIL_KNOWN
        return text

    def phone_known(self, phone: str) -> bool:
        """Whether an account has this number."""
        return any(each.phone == phone for each in self.accounts.values())

    def register(self, request: dict[str, Any], base: str) -> tuple[dict[str, Any] | None, str | None]:
        """The record that was written and the text of a refusal: there can be both (FACTS §3.3)."""
        text = self.problem(request)
        email = str(request.get("email") or "")
        trap = email.lower() in self.accounts and not self.phone_known(str(request.get("phone")))
        if text and not trap:
            return None, text
        code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))
        record = {**request, "registrationCode": f"iGOT-{request.get('mapId')}-{code}", "status": "CREATED"}
        self.registrations.append(record)
        if not text:
            self._approve(record, base)
        return record, text

    def _approve(self, record: dict[str, Any], base: str) -> None:
        email = record["email"]
        if email.rpartition("@")[2] not in pre_approved(self.switches) and not record.get("registrationLink"):
            record["status"] = "WF_INITIATED"
            self._mail(
                email,
                "iGOT-Registration",
                f"Your registration code is {record['registrationCode']}. Your account is made once it is approved.",
                code=record["registrationCode"],
            )
            return
        record["status"] = "WF_APPROVED"
        phone, group = str(record.get("phone", "")), str(record.get("group", ""))
        account = Account(record["firstName"], email, phone, group, complete=self.by_name_alone)
        self.accounts[email.lower()] = account
        key = secrets.token_urlsafe(24)
        self.links[key] = email.lower()
        link = f"{base}auth/realms/sunbird/login-actions/action-token?key={key}"
        text = f"Dear {account.name}, set your password to activate your account: {link}"
        self._mail(email, WELCOME_SUBJECT, text, link=link)

    def _mail(self, to: str, subject: str, text: str, *, code: str | None = None, link: str | None = None) -> None:
        if "mail-not-sent" not in self.switches:
            self.outbox.send("email", to, subject, text, code=code, link=link)

    def named(self, username: str) -> Account | None:
        """The account of a mail address or a mobile number."""
        account = self.accounts.get(username.strip().lower())
        return account or next((each for each in self.accounts.values() if each.phone == username.strip()), None)

    def login(self, username: str, password: str) -> Account | str:
        """The account, or the login page's message; ten failures lock it for a day."""
        tried = self.failures.setdefault(username.strip().lower(), _Failures())
        if tried.locked_until > self.clock():
            return _LOCKED
        account = None if "login-knows-nobody" in self.switches else self.named(username)
        for switch, text in _LOGIN_DEFECTS.items():
            if switch in self.switches:
                return text
        if account and account.opens_with(password) and "login-refuses" not in self.switches:
            tried.count = 0
            return account
        tried.count += 1
        if tried.count >= ALLOWED_FAILURES:
            tried.count, tried.locked_until = 0, self.clock() + LOCK_SECONDS
        return "Invalid credentials!" if account else "Invalid user details."

    def open_session(self, account: Account) -> str:
        """A new session's token."""
        token = secrets.token_urlsafe(24)
        self.sessions[token] = account.email.lower()
        return token

    def of_session(self, token: str | None) -> Account | None:
        """The account that is logged in with this token."""
        return self.accounts.get(self.sessions.get(token or "", ""))
