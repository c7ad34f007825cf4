"""The portal's own limits, each once (FACTS §1.2, §2.2, §2.3, §12.3); texts for people take them from here."""

from __future__ import annotations

from types import MappingProxyType

RESEND_SECONDS = 180.0
"""The countdown before an OTP can be sent again; one that takes longer is looked for."""
OTP_SECONDS = 900.0
"""How long an OTP is valid, and how long it stays locked after too many wrong codes."""
WRONG_CODES = 2
"""After this many wrong codes even the right one is refused."""
SENDS_PER_HOUR, SENDS_PER_DAY = 5, 20
"""OTPs to one address or number."""
LOGIN_OTP_SECONDS = 300.0
"""How long the login's own code is valid."""
SAME_REGISTRATION_SECONDS = 300.0
"""A registration that failed is not tried again before."""

IN_TEXTS = MappingProxyType(
    {
        "resend_minutes": f"{RESEND_SECONDS / 60:.0f}",
        "otp_minutes": f"{OTP_SECONDS / 60:.0f}",
        "wrong_codes": f"{WRONG_CODES}",
        "an_hour": f"{SENDS_PER_HOUR}",
        "a_day": f"{SENDS_PER_DAY}",
        "login_minutes": f"{LOGIN_OTP_SECONDS / 60:.0f}",
        "same_registration_minutes": f"{SAME_REGISTRATION_SECONDS / 60:.0f}",
    }
)
"""The same as texts hold them: `{otp_minutes}` and so on."""
