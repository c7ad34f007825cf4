"""The one list of the portal's endpoints: what each request does, what it may carry, in words (FACTS §2.1, §5, §6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from automation.bilingual import Bilingual
from automation.model import Effect

SEARCH_PATH = "/api/org/ext/v2/signup/search"
OTP_SEND_PATHS = ("/api/otp/ext/v1/generate", "/api/otp/v1/generate")
OTP_VERIFY_PATH = "/api/otp/v1/verify"
REGISTER_PATH = "/api/user/registration/v1/register"
PROFILE_PATH = "/apis/proxies/v8/user/basicProfileUpdate"
UNSAID = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One rule: a method, a pattern that the whole path must match, and what such a request does.

    `keys` are the names that the body of a question may hold, at any depth; none means that they are not known. `query`
    is whether such an address may carry a query. `words` say to a person what it does, in English and Hindi, with
    `{way}` for where an OTP goes. `navigates`: it loads a new page.
    """

    method: str
    path: re.Pattern[str]
    effect: Effect
    keys: frozenset[str] = frozenset()
    query: bool = False
    words: Bilingual = UNSAID
    navigates: bool = False

    def fits(self, method: str, path: str) -> bool:
        """Whether a request is this one."""
        return method == self.method and self.path.fullmatch(path) is not None


def _read(method: str, path: str, keys: str = "", *, query: bool = False) -> Endpoint:
    return Endpoint(method, re.compile(path), Effect.READ, frozenset(keys.split()), query)


def _does(effect: Effect, path: str, *words: str, method: str = "POST", navigates: bool = False) -> Endpoint:
    return Endpoint(method, re.compile(path), effect, words=Bilingual(*words) if words else UNSAID, navigates=navigates)


_SEARCHED = "request filters orgName parentType identifier limit"
_LISTED = "request query limit offset fields filters status sbOrgType levelZeroOrgId levelOneOrgId hierarchyRequestType"
_POSTS = "request filterCriteriaMap status requestedFields pageNumber pageSize searchString"
_LOGIN_ACTION = r"/auth/realms/[\w-]+/login-actions/"

SEND_OTP = _does(Effect.SENDS_MESSAGE, r"/api/otp(/ext)?/v1/generate", "Send an OTP by {way}", "{way} पर ओ.टी.पी. भेजें")
VERIFY_OTP = _does(
    Effect.CREDENTIAL,
    re.escape(OTP_VERIFY_PATH),
    "Verify the OTP from the {way}",
    "{way} के ओ.टी.पी. का सत्यापन करें",
)
REGISTER = _does(
    Effect.COMMITS_RECORD,
    re.escape(REGISTER_PATH),
    "Sign up: register this official",
    "साइन अप: इस अधिकारी का पंजीकरण करें",
)
REQUEST_HELP = _does(
    Effect.COMMITS_RECORD,
    r"/api/workflow/(org|domain|position)/create",
    "Submit the request for help",
    "सहायता का अनुरोध जमा करें",
)
SAVE_PROFILE = _does(Effect.COMMITS_RECORD, re.escape(PROFILE_PATH), "Save the profile", "प्रोफ़ाइल सहेजें")
OPEN_LINK = _does(
    Effect.CREDENTIAL,
    rf"{_LOGIN_ACTION}action-token",
    "Open the link of the activation mail",
    "सक्रियण मेल का लिंक खोलें",
    method="GET",
    navigates=True,
)
SET_PASSWORD = _does(
    Effect.CREDENTIAL,
    rf"{_LOGIN_ACTION}(required-action|action-token)",
    "Set the password",
    "पासवर्ड सेट करें",
    navigates=True,
)
LOG_IN = _does(Effect.CREDENTIAL, rf"{_LOGIN_ACTION}authenticate", "Log in", "लॉगिन करें", navigates=True)

# The first rule that fits decides; a path of the API that fits none is unknown, whatever its method.
ENDPOINTS: tuple[Endpoint, ...] = (
    _read("POST", re.escape(SEARCH_PATH), _SEARCHED),
    _read("POST", r"/apis/public/v8/org/hierarchy/((ministry|state)/)?search", _LISTED),
    _read("POST", r"/api/org/hierarchy/((ministry|state)/)?search", _LISTED),
    _read("POST", r"/apis/public/v8/designation/search", _POSTS),
    _read("POST", r"(/api/org/v1|/apis/public/v8/org/v1)/read"),
    _read("POST", r"/api/customselfregistration/isregistrationqractive"),
    _read("GET", r"/api/user/v1/(groups|positions)"),
    _read("GET", r"/apis/public/v8/org/v1/list/[\w-]+(/[\w-]+)?"),
    _read("GET", r"/api/user/registration/v1/getDeptDetails"),
    _read("GET", r"/protected/v8/resource", query=True),
    _read("GET", r"/auth/realms/[\w-]+/protocol/openid-connect/auth", query=True),
    _read("GET", r"/auth/resources/.*", query=True),
    _does(Effect.TELEMETRY, r"/api/data/v1/public/telemetry"),
    _does(Effect.TELEMETRY, r"/apis/protected/v8/user/telemetry"),
    _does(Effect.TELEMETRY, r"(/\w+)*/v1/telemetry"),
    SEND_OTP,
    VERIFY_OTP,
    REGISTER,
    REQUEST_HELP,
    SAVE_PROFILE,
    OPEN_LINK,
    SET_PASSWORD,
    LOG_IN,
    _does(Effect.CREDENTIAL, rf"{_LOGIN_ACTION}.*", method="GET"),
    _does(Effect.CREDENTIAL, r"/auth/.*"),
)

_API = re.compile(r"^/(apis?|auth|protected)([^a-z0-9]|$)|/(apis?|auth|protected)(/|$)", re.IGNORECASE)
"""A word of the API, wherever it stands: a server in front may cut off what is before it."""
_PLAIN_PATH = re.compile(r"(/[\w~@:,+-][\w.~@:,+-]*)*/?", re.ASCII)  # no percent sign, no empty and no dotted segment
_ESCAPED = r"%(?:20|28|29|E0%A[45]%[89AB][0-9A-F])"  # a space, a round bracket, a Devanagari letter, and nothing else
_ASSET_PATH = re.compile(rf"/assets(/([\w~@:,+-]|{_ESCAPED})([\w.~@:,+-]|{_ESCAPED})*)+", re.ASCII)
LINK_PATH = re.compile(r"/{1,2}crp/\d{1,20}/[\w-]{1,60}", re.ASCII)
"""A department's link, which the portal itself writes with two slashes (FACTS §12.4)."""
_FILE = re.compile(r"/assets/.*\.[A-Za-z]\w{0,5}")
_ENDS_IN_DOT = re.compile(r"\.(/|$)")


def is_plain(path: str) -> bool:
    """Whether a path is spelled in the one way that every server reads alike.

    File names of the portal's assets may hold what has no other spelling: its pictures are named "Sticky Notes.png".
    """
    spelled = _PLAIN_PATH.fullmatch(path) or _ASSET_PATH.fullmatch(path) or LINK_PATH.fullmatch(path)
    return spelled is not None and not _ENDS_IN_DOT.search(path)


def effect_of(method: str, url: str) -> Effect:
    """What `method url` does on one of the portal's own hosts; the caller checks the host. `url` may be a path.

    A GET of a page or an asset reads. Anything that is neither listed nor such a GET is `unknown`, and so is a path
    that is spelled in a way that a server could read differently (percent signs, double slashes, `..`, `;`).
    """
    path = re.split(r"[?#]", url, maxsplit=1)[0] if url.startswith("/") else urlsplit(url).path
    if not is_plain(path):
        return Effect.UNKNOWN
    rule = endpoint(method, path)
    if rule is not None:
        return rule.effect
    if method in {"GET", "HEAD"} and (_FILE.fullmatch(path) or not _API.search(path)):
        return Effect.READ
    return Effect.UNKNOWN


def endpoint(method: str, path: str) -> Endpoint | None:
    """The rule for a request of the API, None where there is none."""
    return next((each for each in ENDPOINTS if each.fits(method, path)), None)
