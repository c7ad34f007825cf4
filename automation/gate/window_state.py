"""The states of the gate for one window: sealed or browsing, what was announced, what is being asked; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from automation.gate.judge import Asks, Candidate, Passes, Refused, Verdict
from automation.model import Effect

if TYPE_CHECKING:
    from automation.acts import Act

SECOND_TRY_SECONDS = 60.0
SEALED = "the gate is sealed"
LED_THERE = "the portal led there from what the person allowed"


class Mode(StrEnum):
    """What may leave: nothing, nothing until the program has looked at the page, or what reads."""

    SEALED = "sealed"
    SETTLING = "settling"
    BROWSE = "browse"


@dataclass(frozen=True, slots=True)
class Forward:
    """It leaves now; `why`, where it does more than read."""

    effect: Effect = Effect.READ
    why: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """It only reads, and waits until the program has looked whether a secret still stands on the page."""


@dataclass(frozen=True, slots=True)
class Hold:
    """It is held while a person is asked."""

    effect: Effect


Decision = Forward | Wait | Hold | Refused


class Keeper:
    """Decides on each request in turn; times are in seconds of any one clock.

    `unannounced`: a person at hand may also be asked about a request that the program has not announced. `used`:
    whether the request of the announced act has left.
    """

    def __init__(self, budget: int, *, unannounced: bool) -> None:
        self.mode = Mode.SEALED
        self.announced: Act | None = None
        self.used = False
        self._budget, self._unannounced = budget, unannounced
        self._passed = 0
        self._held: str | None = None
        self._under_way = False
        self._last: tuple[str, float] | None = None
        self._next_hop: str | None = None

    def seal(self) -> None:
        """Nothing leaves any more, except the one request of an announced act, once a person has allowed it."""
        self.mode, self._held, self._next_hop = Mode.SEALED, None, None

    def shut(self) -> None:
        """Nothing that reads leaves any more; a question that stands goes on, and so does what was allowed."""
        if self.mode is Mode.BROWSE:
            self.mode, self._next_hop = Mode.SEALED, None

    def browse(self) -> None:
        """What reads may leave."""
        self.mode, self._next_hop = Mode.BROWSE, None

    def announce(self, act: Act) -> None:
        """The person is about to do this; the one request that it leads to will be asked about."""
        self.announced, self.used, self._last = act, False, None

    def withdraw(self) -> bool:
        """The act is over; whatever comes now was not meant by it. Whether its request has left."""
        left = self.used
        self.announced, self.used = None, False
        return left

    @property
    def busy(self) -> bool:
        """Whether a request is held while somebody is asked, or has left with a yes and has no answer yet."""
        return self._held is not None or self._under_way

    @property
    def listens(self) -> bool:
        """Whether any request could leave at all, so that a connection is worth accepting."""
        return self.mode is not Mode.SEALED or (self.announced is not None and not self.used)

    def decide(self, request: Candidate, verdict: Verdict, now: float) -> Decision:
        """What becomes of a request in the present state."""
        match verdict:
            case Refused():
                return verdict
            case Passes():
                return self._on_read(request)
            case Asks(effect=effect):
                return self._on_deed(request, effect, now)
            case _:
                assert_never(verdict)

    def _on_read(self, request: Candidate) -> Decision:
        if self.mode is Mode.SEALED:
            return Refused(Effect.READ, SEALED)
        if self._passed >= self._budget:
            return Refused(Effect.READ, "the request budget of this run is used up")
        if self.mode is Mode.SETTLING and not self._is_next_hop(request):
            return Wait()
        self._passed += 1
        return Forward()

    def _is_next_hop(self, request: Candidate) -> bool:
        """Whether the portal itself led here, in its answer to what a person allowed."""
        if request.method != "GET" or request.origin.url + request.target != self._next_hop:
            return False
        self._next_hop = None
        return True

    def _on_deed(self, request: Candidate, effect: Effect, now: float) -> Decision:
        if self.mode is Mode.SETTLING and effect is Effect.CREDENTIAL and self._is_next_hop(request):
            self._passed += 1
            return Forward(effect, LED_THERE)
        why = self._objection(request, now)
        if why:
            return Refused(effect, why)
        self._held = request.digest
        if effect is Effect.CREDENTIAL:
            self.shut()  # the secret stands on the page: whatever else the page would send could carry it
        return Hold(effect)

    def _objection(self, request: Candidate, now: float) -> str:  # noqa: PLR0911 (one for each reason)
        if self._passed >= self._budget:
            return "the request budget of this run is used up"
        if self._held is not None:
            return "a second request while the first is being asked about"
        if self.announced is not None:
            if not self.announced.value.fits(request.method, request.path):
                return "nobody allowed it"
            return "a second request under one permission" if self.used else ""
        if self.mode is not Mode.BROWSE:
            return SEALED
        if self._last and self._last[0] == request.digest and now < self._last[1] + SECOND_TRY_SECONDS:
            return "a second request under one permission"
        return "" if self._unannounced else "nobody allowed it"

    def allow(self, request: Candidate, effect: Effect, now: float) -> bool:
        """Take the yes to the held request; False when the gate was sealed or the request replaced in the meantime.

        After a credential nothing leaves until the program has looked at the page.
        """
        if self._held != request.digest:
            return False
        self._held, self.used, self._last = None, True, (request.digest, now)
        self._under_way = True
        self._passed += 1
        if effect is Effect.CREDENTIAL:
            self.mode = Mode.SETTLING
        return True

    def drop(self, request: Candidate | None = None) -> None:
        """The held request was refused; without a request: the page that asked has gone."""
        if request is None or self._held == request.digest:
            self._held = None

    def finished(self) -> None:
        """What a person allowed has had its answer, or will have none."""
        self._under_way = False

    def answered(self, location: str) -> None:
        """The portal answered what was allowed with a redirect: that one hop may pass while the page settles."""
        if self.mode is Mode.SETTLING:
            self._next_hop = location
