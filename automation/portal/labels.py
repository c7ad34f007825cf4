"""The portal's own words for the controls that the circular names, in English and Hindi: hints, never addresses."""

from __future__ import annotations

import re
from types import MappingProxyType

LABELS = MappingProxyType(
    {
        "register": ("Register", "रजिस्टर करें।", "रजिस्टर करें", "रजिस्टर"),
        "login": ("Login", "Log in", "Sign in", "Sign In", "लॉगिन", "लॉग इन", "साइन इन करें"),
        "request_for_help": ("Request for help", "मदद के लिए अनुरोध"),
        "no_match": ("We couldn't find any matches", "हम आपकी खोज के लिए कोई मिलान नहीं पा सके"),
        "send_otp": ("Send OTP", "ओ.टी.पी. भेजें"),
        "verify_otp": ("Verify OTP", "Verify", "ओ.टी.पी. सत्यापित करें", "सत्यापित करें"),
        "resend_otp": ("Resend OTP", "ओ.टी.पी. फिर से भेजें"),
        "resend_after": ("Resend OTP after", "इसके बाद पुनः ओ.टी.पी. भेजें"),
        "search": ("Search", "खोजें।", "खोजें"),
        "sign_up": ("SIGN UP", "Sign up", "Signup", "साइन अप करें"),
    }
)


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text, flags=re.UNICODE).strip().casefold()


def says(text: str, label: str) -> bool:
    """Whether a text on the page contains one of the known wordings of `label`; case and punctuation do not matter."""
    return any(_folded(known) in _folded(text) for known in LABELS[label])


def exactly(label: str) -> re.Pattern[str]:
    """A pattern for a text that is one of the wordings of `label` and nothing else."""
    words = "|".join(re.escape(known).replace(r"\ ", r"\s+") for known in LABELS[label])
    return re.compile(rf"^\s*(?:{words})\s*$", re.IGNORECASE)


def starting(label: str) -> re.Pattern[str]:
    """A pattern for a text that begins with one of the wordings of `label`."""
    words = "|".join(re.escape(known).replace(r"\ ", r"\s+") for known in LABELS[label])
    return re.compile(rf"^\s*(?:{words})", re.IGNORECASE)
