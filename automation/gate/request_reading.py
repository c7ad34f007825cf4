"""Reads HTTP as a browser's proxy gets it, and takes only what every server would read in the same way; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.gate.policy import DEFAULT_PORTS, Origin

if TYPE_CHECKING:
    import h11

MAX_HEADERS = 49_152
MAX_BODY = 1_048_576
_METHOD = re.compile(rb"[A-Z]{3,10}")
_TARGET = re.compile(rb"/[!\"$-\[\]-~]*")  # printable ASCII without space, # and \
_AUTHORITY = re.compile(
    r"(?:(?P<name>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)|\[(?P<six>[0-9a-f:.]+)\])(?::(?P<port>[1-9]\d{0,4}))?", re.ASCII
)
_LENGTH_LINE = re.compile(rb"^content-length\b[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_PLAIN_LENGTH_LINE = re.compile(rb"content-length:[ \t]*\d{1,9}[ \t]*", re.IGNORECASE)
HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


@dataclass(frozen=True, slots=True)
class Head:
    """A request line and headers that can be read in one way only. Names of `headers` are in lower case."""

    method: str
    origin: Origin
    target: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tunnel:
    """A CONNECT to this host and port."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Malformed:
    """Nothing that can be read in one way only."""

    why: str


def read_head(event: h11.Request, inside: Origin | None, raw: bytes) -> Head | Tunnel | Malformed:
    """What a request asks for; `inside` is the origin of the TLS tunnel that it came through, None without one.

    `raw` is what came, from its head on. h11 has refused what is no HTTP/1.1 with one Host header and one length, but
    it makes one of several equal lengths, and passes over a length beside chunks.
    """
    given = event.headers.raw_items()
    headers = tuple((name.lower().decode("ascii"), value.decode("latin-1")) for name, value in given)
    if not _METHOD.fullmatch(event.method) or event.http_version != b"1.1":
        return Malformed("its method or version is none that a browser sends")
    if why := _odd_head(raw.partition(b"\r\n\r\n")[0], {name for name, _ in headers}):
        return Malformed(why)
    host = next(value for name, value in headers if name == "host")
    if event.method == b"CONNECT":
        return _tunnel(event.target, host, inside)
    found = _absolute(event.target) if inside is None else _relative(event.target, inside)
    if found is None:
        return Malformed("its address is spelled oddly")
    origin, target = found
    if origin_of_authority(origin.scheme, host) != origin:
        return Malformed("its Host header names another server than its address")
    return Head(event.method.decode(), origin, target, headers)


def _odd_head(raw: bytes, names: set[str]) -> str:
    """Why two servers could see different ends of the head or of the body; blank when they could not."""
    if len(raw) > MAX_HEADERS:
        return "its headers are too large"
    lengths = _LENGTH_LINE.findall(raw)
    if len(lengths) > 1 or not all(map(_PLAIN_LENGTH_LINE.fullmatch, lengths)):
        return "it states its length twice, or as no plain number"
    return "it states a length beside chunks" if {"content-length", "transfer-encoding"} <= names else ""


def origin_of_authority(scheme: str, authority: str) -> Origin | None:
    """Host and port in their one spelling; None for any other (upper case, trailing dot, user name, leading zero)."""
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        return None
    port = int(found["port"]) if found["port"] else DEFAULT_PORTS[scheme]
    return Origin(scheme, found["name"] or found["six"], port) if port < 65536 else None  # noqa: PLR2004 (TCP's own)


def _tunnel(target: bytes, host: str, inside: Origin | None) -> Tunnel | Malformed:
    origin = origin_of_authority("https", target.decode("latin-1"))
    if inside is not None or origin is None or b":" not in target:
        return Malformed("its address is spelled oddly")
    if origin_of_authority("https", host) != origin:
        return Malformed("its Host header names another server than its address")
    return Tunnel(origin.host, origin.port)


def _absolute(target: bytes) -> tuple[Origin, str] | None:
    if not target.startswith(b"http://"):
        return None
    authority, slash, rest = target[7:].partition(b"/")
    origin = origin_of_authority("http", authority.decode("latin-1"))
    whole = slash + rest
    return (origin, whole.decode()) if origin and _TARGET.fullmatch(whole) else None


def _relative(target: bytes, inside: Origin) -> tuple[Origin, str] | None:
    return (inside, target.decode()) if _TARGET.fullmatch(target) else None
