"""Joins the fence and the person: asks, lets one request pass, and tells what came of it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Response
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.acts import Act, Declined, Deed, Done, NoReply, Outcome, Unable
from automation.gate.presence import CannotDoError, Person
from automation.model import NeedsPerson
from automation.portal.traffic import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.gate.fence import Fence

_SERVER_ERROR = 500


class GateDoor:
    """The door of one run; it never holds what a person types."""

    def __init__(self, context: BrowserContext, fence: Fence, person: Person, timeout: float) -> None:
        """`timeout` in ms: how long an answer may take once the act is done."""
        self._context, self._fence, self._person, self._timeout = context, fence, person, timeout

    def absent(self) -> NeedsPerson | None:
        """Why nobody can be asked."""
        why = self._person.absent()
        return None if why is None else NeedsPerson(why)

    def ask(self, act: Act) -> Outcome:
        """Ask the person, let them act, and wait for the answer to the one request that passes."""
        why = self._person.absent()
        if why is not None:
            return Declined(why)
        if not self._person.consents(act):
            return Declined("the person said no")
        try:
            return self._sending(act) if act.value.effect else Done(None, self._person.perform(act))
        except CannotDoError as error:
            return Unable(str(error))

    def _sending(self, act: Act) -> Outcome:
        deed = act.value
        with self._fence.approve(deed):
            try:
                with self._answer(deed) as answers:
                    self._person.perform(act)
            except PlaywrightTimeoutError:
                return self._silence()
        return _read(answers[0])

    @contextmanager
    def _answer(self, deed: Deed) -> Iterator[list[Response]]:
        """Collects the response to the deed; for one that loads a page, also waits until that page stands."""
        answers: list[Response] = []

        def is_it(response: Response) -> bool:
            request = response.request
            url = request.url
            return deed.fits(self._fence.effect(request.method, url), request.method, path_of(url))

        with self._context.expect_event("response", is_it, timeout=self._timeout) as waiting:
            if deed.navigates:
                with self._context.pages[-1].expect_navigation(wait_until="domcontentloaded", timeout=self._timeout):
                    yield answers
            else:
                yield answers
        answers.append(waiting.value)

    def _silence(self) -> Outcome:
        if self._fence.let_through:
            return NoReply("the request went out and no answer came in time")
        return Unable("nothing was sent")


def _read(response: Response) -> Outcome:
    status = response.status
    if status >= _SERVER_ERROR:
        return NoReply(f"the portal answered HTTP {status}")
    if "json" not in response.headers.get("content-type", ""):
        return Done(status)
    try:
        body = response.json()
    except PlaywrightError:  # the page has gone on, and the browser has let go of the body
        return Done(status)
    except json.JSONDecodeError:
        return NoReply(f"the portal's answer cannot be read (HTTP {status})")
    return Done(status, _message(body))


def _message(body: object) -> str:
    """The server's own words of refusal, also under HTTP 200 (FACTS §2.4, §4.4); blank when there are none."""
    if not isinstance(body, dict):
        return ""
    for part in ("params", "result"):
        inner = body.get(part)
        if isinstance(inner, dict) and inner.get("errmsg"):
            return str(inner["errmsg"])
    return ""
