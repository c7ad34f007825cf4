"""Joins the gate and the person: announces an act, has it performed, seals around secrets, reports the outcome."""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Frame, Page, Request, Response
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.acts import (
    LEFT_OUT,
    Act,
    CannotDoError,
    Declined,
    Done,
    Extra,
    Hands,
    LeftOutError,
    NoReply,
    Outcome,
    SilentError,
    Unable,
)
from automation.model import By, Effect, NeedsPerson
from automation.portal.messages import Message, recognised
from automation.portal.obstacles import from_gate
from automation.portal.secrets import holds_a_secret
from automation.portal.traffic import body_of, path_of
from automation.portal.widgets import newest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from automation.gate.control import Gate

_SERVER_ERROR = 500


class GateDoor:
    """The door of one run; it never holds what a person types, and it cannot say yes: the gate asks for that.

    `plan` holds what the person has chosen to have done besides; what is not in it is not asked for.
    """

    def __init__(  # noqa: PLR0913 (whom it stands between, each named)
        self,
        context: BrowserContext,
        gate: Gate,
        hands: Hands,
        timeout: float,
        *,
        plan: Collection[Extra] = frozenset(Extra),
        current_page: Callable[[], Page] | None = None,
    ) -> None:
        """`timeout` in ms: how long an answer may take once the act is done; `current_page` gives the walk's page."""
        self._current_page = current_page or (lambda: newest(context))
        self._context, self._gate, self._hands, self._timeout, self._plan = context, gate, hands, timeout, plan
        self._shut = False
        self.by = hands.by

    def absent(self, extra: Extra | None = None) -> NeedsPerson | None:
        """Why nobody can be asked, or not for this."""
        why = self._gate.absent()
        if why is None and extra is not None and extra not in self._plan:
            why = f"it is not in the plan of this run: {LEFT_OUT[extra]}"
        return None if why is None else NeedsPerson(why)

    def ask(self, act: Act) -> Outcome:
        """Let the person act, and wait for the answer to the one request that the gate asks about and lets pass."""
        why = self._gate.absent()
        if why is not None:
            return Declined(why)
        try:
            if act.value.effect is None:
                return self._hands.perform(act, lambda: True)
            outcome = self._sending(act)
            again = isinstance(outcome, Done) and bool(outcome.message) and self._hands.mistaken(act)
            return self._sending(act) if again else outcome
        except CannotDoError as error:
            return Unable(str(error), error.remark)
        except LeftOutError as error:
            return Declined(str(error))

    def _sending(self, act: Act) -> Outcome:
        deed = act.value
        self._shut |= deed.effect is Effect.CREDENTIAL
        if deed.types_a_secret:
            self._gate.seal()
        self._gate.announce(act)
        left = False
        try:
            with self._looking_after_each_page() if self._shut else nullcontext():
                answer, times = self._answer(act)
        except (PlaywrightTimeoutError, SilentError):
            answer, times = None, 0
        finally:
            left = self._gate.withdraw()
            self._settle()
        if answer is not None:
            outcome = _read(answer, self._timeout)
            return replace(outcome, times=times) if isinstance(outcome, Done) else outcome
        return NoReply("the request went out and no answer came in time") if left else Unable("nothing was sent")

    def _answer(self, act: Act) -> tuple[Response, int]:
        """The response to the act; of one that loads a page, once that page stands. Raises Playwright's TimeoutError.

        What comes while the hands are at it counts as well: a person takes their time. Beside it stands how often the
        page had asked by then: a person may press twice, the scripted one does not.
        """
        answers: list[Response] = []
        loaded: list[Frame] = []
        asked: list[Request] = []
        deed, page, timeout = act.value, self._current_page(), self._timeout + self._hands.patience

        def is_it(response: Response) -> bool:
            request = response.request
            kept = from_gate(response.headers)
            refused = kept is not None and kept.mark == "refused"  # not what was asked about
            if not refused and deed.fits(request.method, path_of(request.url)):
                answers.append(response)
            return bool(answers)

        def note(request: Request) -> None:
            if self.by is By.SCRIPTED and not answers and deed.fits(request.method, path_of(request.url)):
                asked.append(request)

        def moved(frame: Frame) -> None:
            loaded.extend([frame] if frame.parent_frame is None else [])

        def answered() -> bool:
            return bool(answers) and bool(loaded or not deed.navigates)

        waits = deed.navigates and not self._hands.patience  # who takes their time waits for the page as well
        page.on("framenavigated", moved)
        self._context.on("request", note)
        try:
            with (
                self._context.expect_event("response", is_it, timeout=timeout),
                page.expect_navigation(wait_until="domcontentloaded", timeout=timeout) if waits else nullcontext(),
            ):
                self._hands.perform(act, answered)
        finally:
            page.remove_listener("framenavigated", moved)
            self._context.remove_listener("request", note)
        if deed.navigates:
            page.wait_for_load_state("domcontentloaded", timeout=self._timeout)
        return answers[0], max(1, len(asked))

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
        self._shut = not self._gate.browse()
        return not self._shut


def _read(response: Response, timeout: float) -> Outcome:
    kept = from_gate(response.headers)
    if kept is not None:
        return Declined(kept.answer.why) if kept.mark == "declined" else NoReply(kept.answer.why)
    status = response.status
    if status >= _SERVER_ERROR:
        return NoReply(f"the portal answered HTTP {status}", status)
    if "json" not in response.headers.get("content-type", ""):
        return Done(status)
    try:
        body = body_of(response, timeout)
        return Done(status, _message(json.loads(body)) if body is not None else "")
    except PlaywrightError:  # the page has gone on, and the browser has let go of the body
        return Done(status)
    except ValueError:
        return NoReply(f"the portal's answer cannot be read (HTTP {status})")


def _message(body: object) -> str:
    """The server's own words of refusal, also under HTTP 200 (FACTS §2.4, §4.4); blank when there are none."""
    if not isinstance(body, dict):
        return ""
    for part in ("params", "result"):
        inner = body.get(part)
        if isinstance(inner, dict) and inner.get("errmsg"):
            return str(inner["errmsg"])
    result = body.get("result")
    told = result.get("result") if isinstance(result, dict) else None
    if isinstance(told, str) and recognised(told) is Message.REGISTRATION_LINK:  # a link that has ended (FACTS §12.4)
        return told
    return ""
