"""Joins the gate and the person: announces an act, has it performed, seals around secrets, tells what came of it."""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Frame, Response
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.acts import Act, Declined, Deed, Done, NoReply, Outcome, Unable
from automation.gate.presence import CannotDoError
from automation.model import Effect, NeedsPerson
from automation.portal.effects import effect_of
from automation.portal.obstacles import from_gate
from automation.portal.secrets import holds_a_secret
from automation.portal.traffic import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.gate.control import Gate
    from automation.gate.presence import Hands

_SERVER_ERROR = 500


class GateDoor:
    """The door of one run; it never holds what a person types, and it cannot say yes: the gate asks for that."""

    def __init__(self, context: BrowserContext, gate: Gate, hands: Hands, timeout: float) -> None:
        """`timeout` in ms: how long an answer may take once the act is done."""
        self._context, self._gate, self._hands, self._timeout = context, gate, hands, timeout
        self._shut = False

    def absent(self) -> NeedsPerson | None:
        """Why nobody can be asked."""
        why = self._gate.absent()
        return None if why is None else NeedsPerson(why)

    def ask(self, act: Act) -> Outcome:
        """Let the person act, and wait for the answer to the one request that the gate asks about and lets pass."""
        why = self._gate.absent()
        if why is not None:
            return Declined(why)
        try:
            return self._sending(act) if act.value.effect else Done(None, self._hands.perform(act))
        except CannotDoError as error:
            return Unable(str(error))

    def _sending(self, act: Act) -> Outcome:
        deed = act.value
        self._shut |= deed.effect is Effect.CREDENTIAL
        if deed.types_a_secret:
            self._gate.seal()
        self._gate.announce(act)
        left = False
        try:
            with self._looking_after_each_page() if self._shut else nullcontext(), self._answer(deed) as answers:
                self._hands.perform(act)
        except PlaywrightTimeoutError:
            answers = []
        finally:
            left = self._gate.withdraw()
            self._settle()
        if answers:
            return _read(answers[0])
        return NoReply("the request went out and no answer came in time") if left else Unable("nothing was sent")

    @contextmanager
    def _answer(self, deed: Deed) -> Iterator[list[Response]]:
        """Collects the response to the deed; for one that loads a page, also waits until that page stands."""
        answers: list[Response] = []

        def is_it(response: Response) -> bool:
            request = response.request
            url = request.url
            kept = from_gate(response.headers)
            if kept is not None and kept.mark == "refused":
                return False  # not what was asked about
            return deed.fits(effect_of(request.method, url), request.method, path_of(url))

        with self._context.expect_event("response", is_it, timeout=self._timeout) as waiting:
            if deed.navigates:
                with self._context.pages[-1].expect_navigation(wait_until="domcontentloaded", timeout=self._timeout):
                    yield answers
            else:
                yield answers
        answers.append(waiting.value)

    @contextmanager
    def _looking_after_each_page(self) -> Iterator[None]:
        """While the gate waits for word that no secret stands on the page, look again at each page that comes up."""
        pages = self._context.pages

        def look(_: Frame) -> None:
            self._free()

        for page in pages:
            page.on("framenavigated", look)
        try:
            yield
        finally:
            for page in pages:
                page.remove_listener("framenavigated", look)

    def _settle(self) -> None:
        """Have the secret boxes emptied if they still hold something; the gate stays sealed for as long as they do."""
        if self._shut and not self._free():
            self._hands.wipe()
            self._free()

    def _free(self) -> bool:
        """Back to browsing, unless a secret stands on a page or nobody can tell."""
        try:
            if any(holds_a_secret(page, self._timeout) for page in self._context.pages):
                return False
        except PlaywrightError:
            return False
        self._gate.browse()
        self._shut = False
        return True


def _read(response: Response) -> Outcome:
    kept = from_gate(response.headers)
    if kept is not None:
        return Declined(kept.words) if kept.mark == "declined" else NoReply(kept.words)
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
