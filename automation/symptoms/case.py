"""What one attempt saw, ready to be weighed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automation.acts import Act, Done, NoReply, Outcome, Unable
from automation.model import Answer, Differs, No, NoAnswer, Yes
from automation.portal.messages import Message, recognised

if TYPE_CHECKING:
    from automation.portal.facts import Rows
    from automation.portal.obstacles import Barrier
    from automation.result import DepartmentResult
    from automation.symptoms.result import Complaint, Exchange
    from automation.symptoms.scenario import Scenario


@dataclass(slots=True)
class Case:
    """The answers of the moves by name, what came of each act, and what the portal told on the way.

    `unreached` is why the last move that could not even be tried was not.
    """

    scenario: Scenario
    answers: dict[str, Answer] = field(default_factory=dict)
    outcomes: dict[Act, Outcome] = field(default_factory=dict)
    department: DepartmentResult | None = None
    rows: Rows | None = None
    barrier: Barrier | None = None
    refusal: str = ""
    unreached: str = ""
    network: tuple[Exchange, ...] = ()
    console: tuple[Complaint, ...] = ()

    def went_well(self, move: str) -> bool:
        """Whether a move was as documented, or at least worked."""
        return isinstance(self.answers.get(move), Yes | Differs)

    def wrong(self, *moves: str) -> str:
        """What was wrong at the first of some moves that did not work; blank where each did or was not judged."""
        found = (self.answers.get(move) for move in moves)
        return next((answer.seen for answer in found if isinstance(answer, No)), "")

    def unanswered(self) -> str:
        """Why the first move without an answer has none; blank where every move has one."""
        return next((str(each.why) for each in self.answers.values() if isinstance(each, NoAnswer)), "")

    def message(self, *acts: Act) -> Message | None:
        """The documented message with which the portal refused one of some acts."""
        said = (outcome.message for act in acts if isinstance(outcome := self.outcomes.get(act), Done))
        return next((message for text in said if (message := recognised(text))), None)

    def refused(self, act: Act) -> bool:
        """Whether the portal answered an act with a refusal, whatever its words."""
        outcome = self.outcomes.get(act)
        return isinstance(outcome, Done) and bool(outcome.message or (outcome.status or 0) >= 400)  # noqa: PLR2004

    def status(self, act: Act) -> int | None:
        """The last HTTP status that the portal gave to what an act led to; None where there was no answer.

        The page repeats a failed request by itself, and the gate keeps that second one: it has no status.
        """
        deed = act.value
        mine = (row for row in reversed(self.network) if row.effect is deed.effect and row.method == deed.method)
        return next((row.status for row in mine if row.status is not None), None)

    def unable(self, act: Act) -> str:
        """Why the person could not do an act, blank where they could or did not try."""
        outcome = self.outcomes.get(act)
        return outcome.why if isinstance(outcome, Unable) else ""

    def silent(self, act: Act) -> str:
        """Why an act that was sent has no usable answer; blank where it has one."""
        outcome = self.outcomes.get(act)
        return outcome.why if isinstance(outcome, NoReply) else ""

    def row(self, path: str) -> Exchange | None:
        """The last request to a path."""
        return next((each for each in reversed(self.network) if each.path == path), None)
