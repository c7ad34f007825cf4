"""The request as it leaves: without the headers that are for the gate, and those that could carry more; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from automation.gate.request_reading import HOP_BY_HOP, origin_of_authority

if TYPE_CHECKING:
    from automation.gate.judge import Candidate
    from automation.gate.upstream import OfficeProxy

_OURS = HOP_BY_HOP | {"content-length", "host", "referer", "user-agent"}
_SERVER = re.compile(r"(https?)://([^/?#]*)")
_BREAK = re.compile(rb"\r\n?|\n")
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


_A_READS = re.compile(
    r"accept(-\w+)?|access-control-request-[a-z-]+|cache-control|content-type|cookie|if-[a-z-]+|origin|pragma|priority|range|sec-[a-z-]+"
    r"|upgrade-insecure-requests"
)
"""What a browser itself says of a question; what a page adds besides could carry anything."""
_LONGEST = 512


def outgoing(request: Candidate, suffix: str, by: OfficeProxy | None, *, deed: bool = False) -> bytes:
    """An admitted request as bytes; `suffix` is added to the User-Agent, `by` is a proxy that it goes through.

    Of a `deed` that a person allowed every header goes along, of a read only the browser's own. Raises ValueError for a
    header that would not stay one line.
    """
    target = request.origin.url + request.target if by else request.target
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {request.origin.authority}"]
    lines += [
        f"{name}: {value}"
        for name, value in request.headers
        if name not in _OURS and (deed or _is_the_browsers(name, value))
    ]
    agent = f"{request.header('user-agent')} {suffix}".strip()
    lines += [f"User-Agent: {agent}"] if agent else []
    lines += _whence(request.header("referer"))
    lines += [f"Content-Length: {len(request.body)}"] if request.body or request.method not in _WITHOUT_BODY else []
    lines += [f"Proxy-Authorization: {by.credentials}"] if by and by.credentials else []
    head = "\r\n".join([*lines, "\r\n"]).encode("latin-1")
    if len(_BREAK.findall(head)) != len(lines) + 1 or b"\0" in head:
        raise ValueError("a header is no single line")
    return head + request.body


def _is_the_browsers(name: str, value: str) -> bool:
    return _A_READS.fullmatch(name) is not None and (name == "cookie" or len(value) <= _LONGEST)


def _whence(referer: str) -> list[str]:
    """The header that tells the page it came from, cut to the server: path and query could carry what was typed."""
    server = _SERVER.match(referer)
    origin = origin_of_authority(server[1], server[2]) if server else None
    return [f"Referer: {origin.url}/"] if origin else []
