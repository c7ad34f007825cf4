"""A default-deny fence on a browser context, by method, origin and path; it opens once, for one approved act."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from automation.model import Effect, GateEntry, GateResult
from automation.portal.effects import effect_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Request, Route, WebSocketRoute

    from automation.acts import Deed

_ASSETS = "/…"
_API = ("/api/", "/apis/", "/auth/", "/protected/")
_REDIRECTED = "a redirect led there; this fence cannot hold one"
# What a page sends while it is being left is not held by the browser's interception, so no page may send anything then.
_NO_LAST_WORDS = """() => {
  let leaving = false;
  addEventListener('pagehide', () => { leaving = true; }, true);
  addEventListener('pageshow', () => { leaving = false; }, true);
  const {fetch} = window, {send} = XMLHttpRequest.prototype;
  window.fetch = async (what, how) => {
    if (leaving) throw new TypeError('Failed to fetch');
    return fetch(what?.keepalive ? new Request(what, {keepalive: false}) : what, how && {...how, keepalive: false});
  };
  XMLHttpRequest.prototype.send = function (body) { if (!leaving) send.call(this, body); };
  Navigator.prototype.sendBeacon = () => false;
  delete window.fetchLater;
}"""


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, with the default port written out."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.scheme}://{(parts.hostname or '').rstrip('.')}:{port}"


class Fence:
    """Lets `read` requests to the portal's own origins pass and refuses everything else.

    `budget` is the most requests one run may make; `suffix` is added to the browser's User-Agent on each of them.
    """

    def __init__(self, context: BrowserContext, urls: list[str], *, budget: int, suffix: str = "") -> None:
        self._origins = frozenset(origin_of(url) for url in urls)
        self._budget, self._suffix = budget, suffix
        self._approved: Deed | None = None
        self.let_through: list[str] = []
        self._allowed: Counter[tuple[Effect, str, str, str]] = Counter()
        self._denied: Counter[tuple[Effect, str, str, str]] = Counter()
        context.add_init_script(f"({_NO_LAST_WORDS})()")
        context.on("request", self._note_redirect)
        context.route("**/*", self._decide)
        context.route_web_socket("**/*", self._close)

    def effect(self, method: str, url: str) -> Effect:
        """What a request does; on a host that is not the portal's own nobody knows."""
        return effect_of(method, url) if origin_of(url) in self._origins else Effect.UNKNOWN

    @contextmanager
    def approve(self, deed: Deed) -> Iterator[None]:
        """Let exactly one request of this deed pass; only the door calls this, after a person has said yes."""
        self._approved, self.let_through = deed, []
        try:
            yield
        finally:
            self._approved = None

    def _decide(self, route: Route) -> None:
        request = route.request
        effect = self.effect(request.method, request.url)
        refusal = self._refusal(request, effect)
        place = _place(request.url)
        if refusal:
            self._denied[effect, request.method, place, refusal] += 1
            route.abort("blockedbyclient")
            return
        self._allowed[effect, request.method, place, ""] += 1
        if self._suffix:
            agent = f"{request.headers.get('user-agent', '')} {self._suffix}".strip()
            route.continue_(headers={**request.headers, "user-agent": agent})
        else:
            route.continue_()

    def _refusal(self, request: Request, effect: Effect) -> str:
        """Why a request may not pass; blank when it may."""
        if sum(self._allowed.values()) >= self._budget:
            return "the request budget of this run is used up"
        if effect is Effect.READ:
            return ""
        if self._approved is None or not self._approved.fits(effect, request.method, urlsplit(request.url).path):
            return "nobody allowed it"
        if self.let_through:
            return "a second request under one permission"
        self.let_through.append(request.url)
        return ""

    def _note_redirect(self, request: Request) -> None:
        """The second hop of a redirect is not asked about: it has passed, and is recorded as such."""
        if request.redirected_from is None:
            return
        effect = self.effect(request.method, request.url)
        why = "" if effect is Effect.READ else _REDIRECTED
        self._allowed[effect, request.method, _place(request.url), why] += 1

    def _close(self, socket: WebSocketRoute) -> None:
        self._denied[Effect.UNKNOWN, "WEBSOCKET", _place(socket.url), "web sockets are closed"] += 1
        socket.close()

    def record(self) -> GateResult:
        """What passed and what was refused, without bodies and query strings."""
        allowed = [
            GateEntry(effect=effect, method=method, url=url, count=count, why=why)
            for (effect, method, url, why), count in sorted(self._allowed.items())
        ]
        denied = [
            GateEntry(effect=effect, method=method, url=url, count=count, why=why)
            for (effect, method, url, why), count in sorted(self._denied.items())
        ]
        return GateResult(allowed=tuple(allowed), denied=tuple(denied))


def _place(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    path = parts.path if parts.path.startswith(_API) else _ASSETS
    return f"{parts.scheme}://{host}{path}"
