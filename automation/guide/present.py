"""Has a present person do the acts of a run that checks: says what is next, watches, and asks what they see."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from automation import limits
from automation.acts import Act, CannotDoError, Done, LeftOutError, Remark, SilentError
from automation.guide import words
from automation.guide.companion_window import LOOK_MS, Desk
from automation.model import By
from automation.portal.facts import Channel, Field
from automation.portal.fields import WAYS
from automation.portal.secrets import holds_a_secret, wipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.flowchart import Step
    from automation.guide.sends import Sends
    from automation.result import CheckResult, StepResult

ACT_SECONDS = 600.0
"""How long a person may take over one act."""
_PATIENCE = 10 * LOOK_MS
_SENDS = {
    Act.SEND_EMAIL_OTP: Channel.EMAIL,
    Act.RESEND_EMAIL_OTP: Channel.EMAIL,
    Act.SEND_MOBILE_OTP: Channel.MOBILE,
}
_RECEIVES = {Act.RECEIVE_EMAIL_OTP: Channel.EMAIL, Act.RECEIVE_MOBILE_OTP: Channel.MOBILE}
_VERIFIES = frozenset({Act.VERIFY_EMAIL_OTP, Act.VERIFY_MOBILE_OTP})
_WRONGLY = {Act.VERIFY_EMAIL_WRONGLY: Act.VERIFY_EMAIL_OTP, Act.VERIFY_MOBILE_WRONGLY: Act.VERIFY_MOBILE_OTP}


class PresentHands:
    """The person at the desk; it types nothing secret and presses nothing that sends. It is told where the walk is."""

    by = By.PRESENT
    patience = 1000 * ACT_SECONDS

    def __init__(self, desk: Desk, sends: Sends, timeout: float) -> None:
        """`timeout` in ms: how long an answer may take once the act is done."""
        self.desk, self._sends, self._timeout = desk, sends, timeout / 1000
        self._sent: dict[Channel, float] = {}
        self._got: dict[str, float] = {}
        self._wrong: set[Act] = set()
        self._last: Act | None = None

    # ------------------------------------------------------------------------------------------------ where the walk is

    def step_started(self, step: Step) -> None:
        """A box of the flowchart is entered."""
        self.desk.step = _subject(step)
        self._look()

    def check_ended(self, step: Step, result: CheckResult) -> CheckResult:  # noqa: ARG002 (an observer's signature)
        """A check has its verdict, which is for the report."""
        return result

    def step_ended(self, step: Step, result: StepResult) -> None:  # noqa: ARG002 (an observer's signature)
        """A box is left."""
        self.desk.done.add(_subject(step))

    def _look(self) -> None:
        self.desk.show(words.text("act", "looking"))

    # ------------------------------------------------------------------------------------------------------ the acts

    def perform(self, act: Act, answered: Callable[[], bool]) -> Done:
        """Have the person do it, or ask what they see."""
        if act in _RECEIVES:
            return self._receive(act, _RECEIVES[act])
        if act is Act.RECEIVE_WELCOME_MAIL:
            return self._mail()
        channel = _SENDS.get(act)
        address = self._address(channel) if channel else ""
        if channel and self._sends.left(address, datetime.now().astimezone()) <= 1:
            raise LeftOutError("only one more message an hour is left for this address, and the last is never spent")
        try:
            self._wait(act, answered)
        finally:
            if channel and self.desk.session.gate.used():
                self._sends.note(address, datetime.now().astimezone())
                self._sent[channel] = time.monotonic()
        self._wrong |= {_WRONGLY[act]} if act in _WRONGLY else set()
        self._look()
        return Done()

    def mistaken(self, act: Act) -> bool:
        """Whether a refused code was mistyped; without a try to spare that is said, and nothing of the portal."""
        if act not in _VERIFIES or self.desk.ask("mistyped", "exact", "typo") == "exact":
            return False
        if act in self._wrong:
            raise LeftOutError("the code was mistyped, and no try was left that would say anything of the portal")
        self._wrong.add(act)
        return True

    def wipe(self) -> None:
        """Empty the boxes for codes and passwords, on every page."""
        for page in self.desk.session.context.pages:
            wipe(page, _PATIENCE)

    def _wait(self, act: Act, answered: Callable[[], bool]) -> None:
        """Until the act's request has its answer, was kept, or the person says that it cannot be done."""
        gate, buttons = self.desk.session.gate, {"cannot": ""}
        begun = left = time.monotonic()
        told, again = words.text("act", act.name), words.text("act", "again")
        self.desk.show(told.after(again) if act is self._last else told, buttons)
        self._last = act
        while not answered():
            if self.desk.pressed(buttons):
                raise CannotDoError("the person could not do it: the button is missing, grey or does nothing")
            now = time.monotonic()
            left = left if gate.used() and not gate.busy() else now
            if now - left > self._timeout:
                raise SilentError
            if now - begun > ACT_SECONDS:
                raise LeftOutError("the person did not do it in time")

    def _receive(self, act: Act, channel: Channel) -> Done:
        """Ask whether the message came. Meanwhile nothing leaves: a code may be typed although it should not be yet.

        On a rehearsal the messages themselves are read in the portal's window, so there it stays open for reading.
        """
        gate, pages = self.desk.session.gate, self.desk.session.context.pages
        address = self._address(channel)
        if not self.desk.outbox:
            gate.seal()
        try:
            reply, took = self._awaited(act.name, self._sent.get(channel, time.monotonic()))
            if reply == "none":
                self.wipe()
                raise CannotDoError(f"no message has come within {limits.RESEND_SECONDS / 60:.0f} minutes")
            other = address in self._got and self.desk.ask("same-code", "same", "other") == "other"
        finally:
            if not any(holds_a_secret(page, _PATIENCE) for page in pages):
                gate.browse()
        self._got[address] = took
        return Done(remark=Remark.ANOTHER_CODE if other else None, seconds=took)

    def _mail(self) -> Done:
        reply, took = self._awaited(Act.RECEIVE_WELCOME_MAIL.name, time.monotonic(), "coded")
        if reply == "come":
            return Done(seconds=took)
        remark = Remark.REGISTRATION_CODE if reply == "coded" else None
        raise CannotDoError("no mail with a link has come", remark)

    def _awaited(self, question: str, since: float, *more: str) -> tuple[str, float]:
        """The answer to whether something has come, and after how many seconds; “no” only when it had its time."""
        while True:
            waited = time.monotonic() - since
            buttons = {"come": f"{waited:.0f}", **dict.fromkeys(more, "")}
            self.desk.show(
                words.text("ask", question), buttons | ({"none": ""} if waited > limits.RESEND_SECONDS else {})
            )
            if said := self.desk.pressed({**buttons, "none": ""}):
                return said, round(time.monotonic() - since, 1)

    def _address(self, channel: Channel) -> str:
        """Where the message would go: what stands in the field of the page that is in front."""
        page = self.desk.current_page()
        boxes = (page.locator(way.css) for way in WAYS[Field(channel)])
        return next((box.first.input_value(timeout=_PATIENCE) for box in boxes if box.count()), "")


def _subject(step: Step) -> int:
    """The number of what a box is about first."""
    return int(min(step.subjects, default="step-1").rpartition("-")[2])
