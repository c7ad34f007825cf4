"""Judges one request by what it does, where it goes and how it is spelled; pure, and refuses whatever is in doubt."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from automation.endpoints import effect_of, endpoint, is_plain
from automation.model import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.gate.policy import Origin, Policy

MAX_QUERY = 4096
MAX_READ_BODY = 8192
MAX_DEPTH = 8
_PLAIN_QUERY = re.compile(r"[!\"$-\[\]-~]*")
_TURNS_INTO_ANOTHER = re.compile(
    r"x-http-method(-override)?|x-method(-override)?|x-action|x-(original|envoy-original|rewrite|override)-.*"
    r"|x-forwarded(-.*)?|forwarded|x-(http-)?host(-.*)?"
)
MAX_COOKIE = 8192
MAX_TEXT = 200
"""The longest text of a question: no organisation's name, nor what identifies one, is longer."""
MAX_ITEMS = 64
_PREFLIGHT = "access-control-request-method"


@dataclass(frozen=True)
class Candidate:
    """One whole request. `target` is path and query; the names of `headers` are in lower case."""

    method: str
    origin: Origin
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @cached_property
    def path(self) -> str:
        """The path without the query."""
        return self.target.partition("?")[0]

    @property
    def place(self) -> str:
        """The address without the query."""
        return self.origin.url + self.path

    def header(self, name: str) -> str:
        """The value of a header, blank when it is not there."""
        return next((value for key, value in self.headers if key == name), "")

    @cached_property
    def digest(self) -> str:
        """What a yes is bound to: method, address and every byte of the body."""
        whole = f"{self.method} {self.origin.url}{self.target}\n".encode() + sha256(self.body).digest()
        return sha256(whole).hexdigest()


@dataclass(frozen=True, slots=True)
class Passes:
    """It only reads."""


@dataclass(frozen=True, slots=True)
class Asks:
    """It does something that a person has to allow."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class Refused:
    """It does not leave. `new`: the portal calls an endpoint that nobody knows; `asked`: a person did not allow it."""

    effect: Effect
    why: str
    new: bool = False
    asked: bool = False


Verdict = Passes | Asks | Refused


def judge(policy: Policy, request: Candidate) -> Verdict:  # noqa: PLR0911 (one for each reason)
    """What becomes of a request, whatever the state of the gate."""
    if request.origin not in policy.origins:
        return Refused(Effect.UNKNOWN, "it is no address of the portal")
    if odd := _odd(request):
        return Refused(Effect.UNKNOWN, odd)
    if request.method == "OPTIONS" and request.header(_PREFLIGHT):
        return _preflight(policy, request)
    effect = effect_on(policy, request.method, request)
    match effect:
        case Effect.READ:
            why = _unlike_a_read(request, named=named_read(policy, request.method, request))
            return Refused(Effect.UNKNOWN, why) if why else Passes()
        case Effect.TELEMETRY:
            return Refused(effect, "telemetry is not sent")
        case Effect.UNKNOWN:
            new = request.origin in policy.portal_origins
            words = f"the portal has begun to call {request.method} {request.path}" if new else "nobody knows it"
            return Refused(effect, words, new)
        case _:
            return Asks(effect)


def named_read(policy: Policy, method: str, request: Candidate) -> bool:
    """Whether the policy itself names this as a read."""
    return any(each.fits(method, request.origin, request.path) for each in policy.reads)


def effect_on(policy: Policy, method: str, request: Candidate) -> Effect:
    """What the method at this address does: by the list of endpoints, then by the policy's own reads."""
    listed = effect_of(method, request.path)
    if listed not in {Effect.READ, Effect.UNKNOWN}:
        return listed
    if named_read(policy, method, request):
        return Effect.READ
    return listed if request.origin in policy.portal_origins else Effect.UNKNOWN


def _odd(request: Candidate) -> str:
    """Why two servers could read the request differently; blank when they could not."""
    _, _, query = request.target.partition("?")
    if not is_plain(request.path):
        return "its path is spelled oddly"
    if not _PLAIN_QUERY.fullmatch(query) or len(query) > MAX_QUERY:
        return "its query is spelled oddly or too long"
    if any(_makes_another(name) for name, _ in request.headers):
        return "a header would make another request of it"
    if request.header("upgrade"):
        return "web sockets are closed"
    return ""


@lru_cache(maxsize=256)
def _makes_another(name: str) -> bool:
    """Whether a header of this name could have a server see another request."""
    return _TURNS_INTO_ANOTHER.fullmatch(name.replace("_", "-")) is not None


def _unlike_a_read(request: Candidate, *, named: bool) -> str:  # noqa: PLR0911 (one for each reason)
    """Why it is no question that the portal's pages ask, blank when it is; of a read that the policy names, sizes."""
    if len(request.header("cookie")) > MAX_COOKIE:
        return "its cookies are too large for a question"
    rule = endpoint(request.method, request.path)
    if rule is not None and not rule.query and "?" in request.target:
        return "a query where none belongs"
    if request.method in {"GET", "HEAD"}:
        return "a body where none belongs" if request.body else ""
    if len(request.body) > MAX_READ_BODY:
        return "its body is too large for a question"
    if named or not request.body:
        return ""
    if request.header("content-encoding"):
        return "its body is packed"
    if request.header("content-type").partition(";")[0].strip().lower() not in {"application/json", "text/plain"}:
        return "its body is not of the kind that a question has"
    try:
        body = json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_number)
        shaped = isinstance(body, dict) and _depth(body) <= MAX_DEPTH and _short(body)
    except (ValueError, RecursionError):
        return "its body cannot be read"
    if not shaped:
        return "its body is not shaped like a question"
    strange = sorted(set(_names(body)) - rule.keys) if rule is not None and rule.keys else []
    return f"its body holds something that nobody knows ({strange[0][:40]})" if strange else ""


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _names(value: object) -> Iterator[str]:
    match value:
        case dict():
            yield from value
            for each in value.values():
                yield from _names(each)
        case list():
            for each in value:
                yield from _names(each)
        case _:
            pass


def _short(value: object) -> bool:
    """Whether no text and no list of it is longer than a question's."""
    match value:
        case dict():
            return all(map(_short, value.values()))
        case list():
            return len(value) <= MAX_ITEMS and all(map(_short, value))
        case _:
            return len(str(value)) <= MAX_TEXT


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object in which each name stands once; two servers read a repeated one differently."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _depth(value: object) -> int:
    match value:
        case dict():
            return 1 + max(map(_depth, value.values()), default=0)
        case list():
            return 1 + max(map(_depth, value), default=0)
        case _:
            return 0


def _preflight(policy: Policy, request: Candidate) -> Verdict:
    """The browser's question before a cross-origin request passes where the request itself would."""
    effect = effect_on(policy, request.header(_PREFLIGHT).upper(), request)
    if effect is not Effect.READ or request.body:
        return Refused(effect, "the request that it announces may not pass")
    return Passes()
