"""The requests of a page to its own host since it opened, and their answers: why a form does not appear."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from automation.portal.obstacles import from_gate
from automation.portal.traffic import path_of

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Response

_READS = frozenset({"script", "xhr", "fetch"})
_ERROR = 400
_TEXTS = "/i18n/"


class Loading:
    """The page's scripts and reads that were answered with an error, and those that wait for an answer."""

    def __init__(self, page: Page, root: str) -> None:
        """`root` is an address of the host whose answers count."""
        self._host = urlsplit(root).netloc
        self._waiting: list[str] = []
        self._failed: dict[str, tuple[str, str]] = {}
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("requestfailed", self._cut)

    def clear(self) -> None:
        """Another page is opened."""
        self._waiting.clear()
        self._failed.clear()

    def _own(self, request: Request) -> bool:
        reads = request.method == "GET" and request.resource_type in _READS
        return reads and urlsplit(request.url).netloc == self._host

    def _asked(self, request: Request) -> None:
        if self._own(request):
            self._waiting.append(path_of(request.url))

    def _settled(self, request: Request) -> str:
        path = path_of(request.url)
        if path in self._waiting:
            self._waiting.remove(path)
        return path

    def _answered(self, response: Response) -> None:
        request = response.request
        if self._own(request):
            path = self._settled(request)
            self._failed.pop(path, None)
            if response.status >= _ERROR and from_gate(response.headers) is None:
                self._failed[path] = request.resource_type, f"{path} is answered with HTTP {response.status}"

    def _cut(self, request: Request) -> None:
        if self._own(request):
            path = self._settled(request)
            if "ABORTED" not in (request.failure or "ABORTED"):
                self._failed[path] = request.resource_type, f"{path} gets no answer"

    def waiting(self) -> tuple[str, ...]:
        """The paths that were asked for and not answered."""
        return tuple(dict.fromkeys(self._waiting))

    def failed_script(self) -> str:
        """The first of the page's own scripts that did not come, in a clause; blank where all did."""
        return next((words for kind, words in self._failed.values() if kind == "script"), "")

    def failed_texts(self) -> str:
        """The catalogue of texts that did not come, in a clause; blank where it did."""
        return next((words for path, (_, words) in self._failed.items() if _TEXTS in path), "")

    def waiting_texts(self) -> str:
        """The path of a catalogue of texts that is on its way; blank where there is none."""
        return next((path for path in self._waiting if _TEXTS in path), "")
