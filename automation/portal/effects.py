"""What each request does at the other end: the one list of the portal's endpoints (FACTS §2.1, §5, §6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from automation.model import Effect

SEARCH_PATH = "/api/org/ext/v2/signup/search"
OTP_SEND_PATHS = ("/api/otp/ext/v1/generate", "/api/otp/v1/generate")
OTP_VERIFY_PATH = "/api/otp/v1/verify"
REGISTER_PATH = "/api/user/registration/v1/register"
PROFILE_PATH = "/apis/proxies/v8/user/basicProfileUpdate"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One rule: a method, a pattern that the whole path must match, and what such a request does.

    `keys` are the names that the body of a question may hold, at any depth; none means that they are not known. `query`
    is whether such an address may carry a query.
    """

    method: str
    path: re.Pattern[str]
    effect: Effect
    keys: frozenset[str] = frozenset()
    query: bool = False


def _rule(method: str, path: str, effect: Effect, keys: str = "", *, query: bool = False) -> Endpoint:
    return Endpoint(method, re.compile(path), effect, frozenset(keys.split()), query)


_SEARCHED = "request filters orgName parentType identifier limit"
_LISTED = "request query limit offset fields filters status sbOrgType levelZeroOrgId levelOneOrgId hierarchyRequestType"
_POSTS = "request filterCriteriaMap status requestedFields pageNumber pageSize searchString"


# The first rule that fits decides; a path of the API that fits none is unknown, whatever its method.
ENDPOINTS: tuple[Endpoint, ...] = (
    _rule("POST", re.escape(SEARCH_PATH), Effect.READ, _SEARCHED),
    _rule("POST", r"/apis/public/v8/org/hierarchy/((ministry|state)/)?search", Effect.READ, _LISTED),
    _rule("POST", r"/api/org/hierarchy/((ministry|state)/)?search", Effect.READ, _LISTED),
    _rule("POST", r"/apis/public/v8/designation/search", Effect.READ, _POSTS),
    _rule("POST", r"(/api/org/v1|/apis/public/v8/org/v1)/read", Effect.READ),
    _rule("POST", r"/api/customselfregistration/isregistrationqractive", Effect.READ),
    _rule("GET", r"/api/user/v1/(groups|positions)", Effect.READ),
    _rule("GET", r"/apis/public/v8/org/v1/list/[\w-]+(/[\w-]+)?", Effect.READ),
    _rule("GET", r"/api/user/registration/v1/getDeptDetails", Effect.READ),
    _rule("GET", r"/protected/v8/resource", Effect.READ, query=True),
    _rule("GET", r"/auth/realms/[\w-]+/protocol/openid-connect/auth", Effect.READ, query=True),
    _rule("GET", r"/auth/resources/.*", Effect.READ, query=True),
    _rule("POST", r"/api/data/v1/public/telemetry", Effect.TELEMETRY),
    _rule("POST", r"/apis/protected/v8/user/telemetry", Effect.TELEMETRY),
    _rule("POST", r"(/\w+)*/v1/telemetry", Effect.TELEMETRY),
    _rule("POST", r"/api/otp(/ext)?/v1/generate", Effect.SENDS_MESSAGE),
    _rule("POST", re.escape(OTP_VERIFY_PATH), Effect.CREDENTIAL),
    _rule("POST", re.escape(REGISTER_PATH), Effect.COMMITS_RECORD),
    _rule("POST", r"/api/workflow/(org|domain|position)/create", Effect.COMMITS_RECORD),
    _rule("POST", re.escape(PROFILE_PATH), Effect.COMMITS_RECORD),
    _rule("GET", r"/auth/realms/[\w-]+/login-actions/.*", Effect.CREDENTIAL),
    _rule("POST", r"/auth/.*", Effect.CREDENTIAL),
)

_API = re.compile(r"^/(apis?|auth|protected)([^a-z0-9]|$)|/(apis?|auth|protected)(/|$)", re.IGNORECASE)
"""A word of the API, wherever it stands: a server in front may cut off what is before it."""
_PLAIN_PATH = re.compile(r"(/[\w~@:,+-][\w.~@:,+-]*)*/?", re.ASCII)  # no percent sign, no empty and no dotted segment
_ESCAPED = r"%(?:20|28|29|E0%A[45]%[89AB][0-9A-F])"  # a space, a round bracket, a Devanagari letter, and nothing else
_ASSET_PATH = re.compile(rf"/assets(/([\w~@:,+-]|{_ESCAPED})([\w.~@:,+-]|{_ESCAPED})*)+", re.ASCII)
_FILE = re.compile(r"/assets/.*\.[A-Za-z]\w{0,5}")
_ENDS_IN_DOT = re.compile(r"\.(/|$)")


def is_plain(path: str) -> bool:
    """Whether a path is spelled in the one way that every server reads alike.

    File names of the portal's assets may hold what has no other spelling: its pictures are named "Sticky Notes.png".
    """
    spelled = _PLAIN_PATH.fullmatch(path) or _ASSET_PATH.fullmatch(path)
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
    return next((each for each in ENDPOINTS if each.method == method and each.path.fullmatch(path)), None)
