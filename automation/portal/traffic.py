"""Asks the page something and judges on the response to that very question (DESIGN, rule 3)."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Request, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.model import NoAnswer
from automation.portal.facts import Busy, NothingSent
from automation.portal.obstacles import from_gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from automation.endpoints import Endpoint

_SERVER_ERROR = 500
_TOO_MANY = 429
_UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class Reply:
    """A readable answer: its HTTP status, its JSON, and the JSON of the question."""

    status: int
    body: dict[str, Any]
    asked: dict[str, Any]


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path


def is_over(request: Request) -> bool:
    """Whether an answer has come to its end, or was cut off."""
    return request.timing["responseEnd"] >= 0 or request.failure is not None


def body_of(response: Response, timeout: float) -> bytes | None:
    """What an answer holds; None where it does not come to its end, or the page does not hand it out, in `timeout` ms.

    Playwright itself knows no limit for it: a page that hangs would be waited for for ever. Raises PlaywrightError
    where the page has gone on, and the browser has let go of it.
    """
    reading = asyncio.wait_for(response._impl_obj.body(), timeout / 1000)  # noqa: SLF001 (there is no public way)
    try:
        body: bytes = response._sync(reading)  # noqa: SLF001 (the same)
    except TimeoutError:
        return None
    return body


def ask(
    page: Page,
    trigger: Callable[[], None],
    matches: Callable[[Request], bool],
    timeout: float,
    *,
    sending: float | None = None,
) -> Reply | NothingSent | NoAnswer:
    """Do `trigger` and wait at most `timeout` ms for the response to the request that `matches`.

    `sending` is how long, in ms, the page may take to send it, where that is known.

    The page repeats a request that failed with 5xx once by itself (FACTS §10.2), so the second such answer counts.
    """
    sent: list[Request] = []
    failed: list[int] = []

    def note(request: Request) -> None:
        if matches(request):
            sent.append(request)

    def settles(response: Response) -> bool:
        if response.request not in sent:  # the answer to an earlier question may still be on its way
            return False
        if response.status >= _SERVER_ERROR:
            failed.append(response.status)
            return len(failed) > 1
        return True

    page.on("request", note)
    try:
        with page.expect_response(settles, timeout=timeout) as waiting:
            if sending is None:
                trigger()
            else:
                _send(page, trigger, matches, sending)
        return _read(waiting.value, timeout)
    except _SilentError:
        return NothingSent("the page sends no request")
    except PlaywrightTimeoutError:
        return _silence(sent, failed)
    finally:
        page.remove_listener("request", note)


@contextmanager
def fields_of(page: Page, endpoint: Endpoint) -> Iterator[dict[str, str]]:
    """What the requests to an endpoint hold by name, at any depth, from any window; empty where a body is no JSON."""
    fields: dict[str, str] = {}

    def note(request: Request) -> None:
        if endpoint.fits(request.method, path_of(request.url)):
            with suppress(PlaywrightError, ValueError):
                fields.update(_named(request.post_data_json))

    context = page.context
    context.on("request", note)
    try:
        yield fields
    finally:
        context.remove_listener("request", note)


def _named(body: object) -> Iterator[tuple[str, str]]:
    for name, value in body.items() if isinstance(body, dict) else ():
        if isinstance(value, dict):
            yield from _named(value)
        elif isinstance(value, str | int):
            yield name, str(value)


class _SilentError(Exception):
    """The page was to send a request, and did not."""


def _send(page: Page, trigger: Callable[[], None], matches: Callable[[Request], bool], within: float) -> None:
    try:
        with page.expect_request(matches, timeout=within):
            trigger()
    except PlaywrightTimeoutError as silent:
        raise _SilentError from silent


def _silence(sent: list[Request], failed: list[int]) -> NothingSent | NoAnswer:
    if failed:
        return NoAnswer(f"the portal answered HTTP {failed[-1]}")
    if any(request.failure for request in sent):
        return NoAnswer("the connection was cut before an answer came")
    if sent:
        return NoAnswer("no answer came in time")
    return NothingSent("the page sends no request")


def _read(response: Response, timeout: float) -> Reply | NoAnswer:  # noqa: PLR0911 (one for each kind of answer)
    kept = from_gate(response.headers)
    if kept is not None:
        return kept.answer
    status = response.status
    if status == _UNAVAILABLE:
        return Busy(f"the portal answered HTTP {status}, also when the page asked again", seconds=_patience(response))
    if status >= _SERVER_ERROR:
        return NoAnswer(f"the portal answered HTTP {status}, also when the page asked again")
    if status == _TOO_MANY:
        return Busy("the portal asks for fewer requests (HTTP 429)", seconds=_patience(response))
    try:
        held = body_of(response, timeout)
        if held is None:
            return NoAnswer("the portal's answer did not come to its end")
        body = json.loads(held)
        asked = response.request.post_data_json if response.request.method == "POST" else {}
    except (PlaywrightError, ValueError):
        return NoAnswer(f"the portal's answer cannot be read (HTTP {status})")
    if not isinstance(body, dict) or not isinstance(asked, dict):
        return NoAnswer(f"the portal's answer has an unknown form (HTTP {status})")
    return Reply(status, body, asked)


def _patience(response: Response) -> float:
    """The seconds of the answer's Retry-After, 0 where it names none or a date."""
    told = response.headers.get("retry-after", "")
    return float(told) if told.isdigit() else 0.0
