"""The portal's own words for the controls that the circular names, in English and Hindi: hints, never addresses."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from automation.portal.facts import Field, Seen
from automation.portal.fields import FIELDS
from automation.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


LABELS = MappingProxyType(
    {
        "register": ("Register", "रजिस्टर करें।", "रजिस्टर करें", "रजिस्टर"),
        "login": ("Login", "Log in", "Sign in", "Sign In", "लॉगिन", "लॉग इन", "साइन इन करें"),
        "request_for_help": ("Request for help", "मदद के लिए अनुरोध"),
        "request": ("Request", "अनुरोध"),
        "register_for": ("Register for", "पंजीकरण करें"),
        "no_match": ("We couldn't find any matches", "हम आपकी खोज के लिए कोई मिलान नहीं पा सके"),
        "send_otp": ("Send OTP", "ओ.टी.पी. भेजें"),
        "verify_otp": ("Verify OTP", "Verify", "ओ.टी.पी. सत्यापित करें", "सत्यापित करें"),
        "resend_otp": ("Resend OTP", "ओ.टी.पी. फिर से भेजें"),
        "resend_after": ("Resend OTP after", "इसके बाद पुनः ओ.टी.पी. भेजें"),
        "next": ("Next",),
        "login_user": ("Email", "E-mail", "Email ID", "Mobile", "Phone", "ईमेल", "ई-मेल", "मोबाइल", "फ़ोन"),
        "password": ("Password", "पासवर्ड"),
        "login_with_otp": ("Login with OTP", "Log in with OTP", "Sign in with OTP", "ओ.टी.पी. से लॉगिन"),
        "request_otp": ("Request OTP", "Get OTP", "Send OTP", "ओ.टी.पी. का अनुरोध करें", "ओ.टी.पी. भेजें"),
        "forgot_password": ("Forgot password", "Forgot your password", "Reset password", "पासवर्ड भूल गए"),
        "under": ("Under", "के तहत"),
        "search": ("Search", "खोजें।", "खोजें"),
        "ministry": ("Center", "Centre", "केंद्र", "केन्द्र"),
        "state": ("State", "राज्य"),
        "sign_up": ("SIGN UP", "Sign up", "Signup", "साइन अप करें"),
    }
)
ENGLISH = (
    *("Full name", "Email", "Mobile Number", "Center/State", "Center", "State", "Search"),
    *("Designation", "Ministry/Department", "Request for help", "Send OTP", "SIGN UP"),
    *("Not found yet?", "Do not have a government email address?", "Already have an account?", "Sign in here"),
    *("I confirm that the above provided information is accurate.", "I agree to the iGOT karmayogi's"),
    *("Terms of Service", "Not able to proceed? Get registered through your MDO.", "Click here"),
)
"""Words of the form that the portal has in Hindi too; what it has in English only is not among them.

Nor are "Department" and "Organisation", which the oldest form has in English in every language.
"""
_KEY = re.compile(
    r"(publicsignup|publicrequest|common|landing|msg)\.\w+|[a-z]\w*(\.[a-z]\w*)+|[a-z]{2,}([A-Z][a-z0-9]+)+", re.ASCII
)
"""The last is how the login's texts are named (`doLogIn`)."""
_NAMED = re.compile(r"(?<![\w@.])(publicsignup|publicrequest)\.\w+", re.ASCII)


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text, flags=re.UNICODE).strip().casefold()


def is_key(text: str) -> bool:
    """Whether a text is the name of a text (`publicsignup.signup`), which a page without its catalogue shows."""
    return _KEY.fullmatch(text.strip(" *:\n")) is not None


def key_in(text: str) -> str:
    """The first name of a text that stands in a page's words in place of the text; blank where none does."""
    found = _NAMED.search(text)
    return found[0] if found else ""


def says(text: str, label: str) -> bool:
    """Whether a text on the page contains one of the known wordings of `label`, as whole words.

    Case and punctuation do not matter.
    """
    words = f" {_folded(text)} "
    return not is_key(text) and any(f" {_folded(known)} " in words for known in LABELS[label])


def names_only(text: str, name: str, under: str) -> bool:
    """Whether a text names this organisation and nothing else: beside it stand only parents, “Under”, and icons.

    `under` holds the parents as " > " parts them; an icon is text too, a word in small letters (FACTS §1.3).
    """
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    if found is None:
        return False
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    for parent in filter(None, under.split(" > ")):
        rest = rest.replace(plain(parent), " ")
    rest = " ".join(word for word in rest.split() if not re.fullmatch(r"[a-z_]+", word))
    return not _folded(rest) or _folded(rest) in {_folded(word) for word in LABELS["under"]}


def english_left(text: str) -> tuple[str, ...]:
    """The English words in a form's text for which the portal has Hindi ones; single words as whole lines only."""
    lines = [" ".join(line.split()).rstrip(" *:") for line in text.splitlines()]
    return tuple(each for each in ENGLISH if any(each == line or (" " in each and each in line) for line in lines))


def worded(text: str, label: str, others: Iterable[str] = ()) -> Seen:
    """A control by its words: whether they are a known wording of `label`, and whether they tell anything.

    What is one of several choices must not have the words of one of the `others` either.
    """
    misleading = not text or is_key(text) or any(says(text, other) for other in others)
    return Seen(text, documented=says(text, label), misleading=misleading)


def labelled(text: str, field: Field) -> Seen:
    """A field by the words above it: whether they are its own, or those of another field."""
    words = _folded(text)
    fields = {row.asked for row in FIELDS.values() if words in map(_folded, row.labels)}
    misleading = is_key(text) or (bool(fields) and field not in fields)
    return Seen(text, documented=field in fields, misleading=misleading)


def exactly(label: str) -> re.Pattern[str]:
    """A pattern for a text that is one of the wordings of `label` and nothing else."""
    words = "|".join(re.escape(known).replace(r"\ ", r"\s+") for known in LABELS[label])
    return re.compile(rf"^\s*(?:{words})\s*$", re.IGNORECASE)


def starting(label: str) -> re.Pattern[str]:
    """A pattern for a text that begins with one of the wordings of `label`."""
    words = "|".join(re.escape(known).replace(r"\ ", r"\s+") for known in LABELS[label])
    return re.compile(rf"^\s*(?:{words})", re.IGNORECASE)
