"""A path of the portal as it may be kept: only words of the portal's documentation, nothing that could be data."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

HIDDEN = "…"
_WORDS = frozenset(  # FACTS §1.3 to §1.8, §2.1, §3.1, §4.3, §5
    re.findall(
        r"\S+",
        """
        api apis app assets auth authenticate authenticator action-token basicProfileUpdate captcha cdp client-assets
        configurations create crp css customselfregistration data designation domain email env.json ext generate
        getDeptDetails groups hierarchy home host.config.json http.js i18n img isregistrationqractive js learner list
        login-actions main.js ministry openid-connect org otp page parichay portal position positions privacy-policy
        profile protected protocol proxies public read realms recaptcha register registration rehearsal request
        required-action resource resources script.js search setup signup site.config.json state static-data
        static-home sunbird telemetry user v1 v2 v8 verify welcome workflow
        """,
    )
)


def kept(url: str) -> str:
    """The path of an address without its query and fragment; a segment that is no documented word becomes “…”."""
    path = url.split("?", 1)[0].split("#", 1)[0] if url.startswith("/") else urlsplit(url).path
    return "/".join(part if not part or part in _WORDS else HIDDEN for part in path.split("/"))
