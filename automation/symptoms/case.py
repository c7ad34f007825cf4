"""What one attempt saw, ready to be weighed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automation.acts import Act, Done, NoReply, Outcome, Unable
from automation.model import Answer, Cause, Differs, Flaw, No, NoAnswer, Yes
from automation.portal.messages import Message, recognised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.portal.facts import SearchReply
    from automation.result import DepartmentResult
    from automation.symptoms.outcome import Complaint, Exchange
    from automation.symptoms.scenario import Scenario


@dataclass(slots=True)
class Case:
    """The answers by the ids of their questions, the outcome of each act, and what the portal said on the way."""

    scenario: Scenario
    answers: Mapping[str, Answer] = field(default_factory=dict)
    outcomes: Mapping[Act, Outcome] = field(default_factory=dict)
    department: DepartmentResult | None = None
    rows: SearchReply | None = None
    network: tuple[Exchange, ...] = ()
    console: tuple[Complaint, ...] = ()

    def went_well(self, name: str) -> bool:
        """Whether something was as documented, or at least worked."""
        return isinstance(self.answers.get(name), Yes | Differs)

    def wrong(self, *names: str) -> str:
        """What was wrong at the first of some that did not work; blank where each did or was not judged.

        A server error in answer to what an official did is a trouble of theirs, though it says little of the portal.
        """
        for name in names:
            match self.answers.get(name):
                case No(seen):
                    return seen
                case NoAnswer(why, Cause.ACT_FAILED):
                    return f"{why[0].upper()}{why[1:]}."
                case _:
                    continue
        return ""

    def differs(self, *names: str) -> str:
        """What was seen at the first of these that works, but not as documented; blank where there is none."""
        found = (self.answers.get(name) for name in names)
        return next((answer.seen for answer in found if isinstance(answer, Differs)), "")

    def flawed(self, flaw: Flaw | Cause, *names: str) -> str:
        """What was wrong, where it is of this kind; blank where it is not."""
        found = (self.answers.get(name) for name in names)
        return next((answer.seen for answer in found if isinstance(answer, No) and answer.flaw is flaw), "")

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
        leads_to = act.value.leads_to
        likes = (leads_to.effect, leads_to.method) if leads_to else None
        mine = (row for row in reversed(self.network) if (row.effect, row.method) == likes)
        return next((row.status for row in mine if row.status is not None), None)

    def unable(self, act: Act) -> str:
        """Why the person could not do an act, blank where they could or did not try."""
        outcome = self.outcomes.get(act)
        return outcome.why if isinstance(outcome, Unable) else ""

    def silent(self, act: Act) -> bool:
        """Whether an act that was sent has no usable answer."""
        return isinstance(self.outcomes.get(act), NoReply)

    def row(self, path: str) -> Exchange | None:
        """The last request to a path."""
        return next((each for each in reversed(self.network) if each.path == path), None)
