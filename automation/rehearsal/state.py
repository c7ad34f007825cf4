"""All that the rehearsal portal remembers, and how it was started; forgets everything with the process."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automation import limits
from automation.flowchart.documents import USUAL
from automation.rehearsal.help_requests import HelpRequests
from automation.rehearsal.otp_rules import LoginOtps, OtpBook
from automation.rehearsal.outbox import Outbox
from automation.rehearsal.people import People
from automation.rehearsal.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable

SLOW_ANSWER_SECONDS = 0.7
LATE_FORM_SECONDS = 2.0
SLOW_START_SECONDS = 60.0
SLOW_SEARCH_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Options:
    """How the portal was started: the rules stay, only their times may be shortened. All times in seconds.

    `generation` is the shape of the sign-up form (FACTS §1.1).
    """

    host: str = "127.0.0.1"
    port: int = 0
    defects: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    resend_seconds: float = limits.RESEND_SECONDS
    otp_validity: float = limits.OTP_SECONDS
    retry_seconds: float = 5.0
    generation: str = "g3"
    list_latency: float = 0.0
    secret: str | None = None
    documents: tuple[str, ...] = (USUAL,)


@dataclass
class State:
    """The switches and the memory of one rehearsal portal; `visits` counts the visitors, also over a reset."""

    options: Options = field(default_factory=Options)
    clock: Callable[[], float] = time.time
    received: list[dict[str, object]] = field(default_factory=list)
    visits: int = 0

    def __post_init__(self) -> None:
        """Start with the defects and variants of the options; raise UsageError for an unknown one."""
        self.switches = Switches(self.options.defects, self.options.variants, self.options.documents)
        self.reset()

    def reset(self) -> None:
        """Forget everything but the switches."""
        self.received.clear()
        self.outbox = Outbox(self.clock)
        self.otps = OtpBook(self.switches, self.clock, self.options.otp_validity)
        self.login_otps = LoginOtps(self.clock)
        self.people = People(self.switches, self.outbox, self.clock, by_name_alone=self.options.generation == "g1")
        self.help_requests = HelpRequests(self.switches, self.people)
