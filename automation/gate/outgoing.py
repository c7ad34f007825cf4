"""The request as it leaves: what the browser sent, less what is meant for the gate and what could carry more; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import h11

from automation.gate.front import HOP_BY_HOP, origin_of_authority

if TYPE_CHECKING:
    from automation.gate.judge import Candidate
    from automation.gate.upstream import OfficeProxy

_OURS = HOP_BY_HOP | {"content-length", "host", "referer", "user-agent"}
_SERVER = re.compile(r"(https?)://([^/?#]*)")
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


def outgoing(request: Candidate, suffix: str, by: OfficeProxy | None) -> tuple[h11.Event, ...]:
    """The parts of an admitted request; `suffix` is added to the User-Agent, `by` is a proxy that it goes through."""
    headers = [("Host", request.origin.authority)]
    headers += [(name, value) for name, value in request.headers if name not in _OURS]
    agent = f"{request.header('user-agent')} {suffix}".strip()
    headers += [("User-Agent", agent)] if agent else []
    headers += _whence(request.header("referer"))
    if request.body or request.method not in _WITHOUT_BODY:
        headers.append(("Content-Length", str(len(request.body))))
    target = request.target
    if by:
        target = request.origin.url + target
        headers += [("Proxy-Authorization", by.credentials)] if by.credentials else []
    encoded = [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers]
    head = h11.Request(method=request.method, target=target, headers=encoded)
    return (head, *([h11.Data(data=request.body)] if request.body else []), h11.EndOfMessage())


def _whence(referer: str) -> list[tuple[str, str]]:
    """The header that tells the page it came from, cut to the server: path and query could carry what was typed."""
    server = _SERVER.match(referer)
    origin = origin_of_authority(server[1], server[2]) if server else None
    return [("Referer", f"{origin.url}/")] if origin else []
