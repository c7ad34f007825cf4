"""The moves by which a reported situation is repeated, each under its box of the flowchart; data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.flowchart import Check, Flowchart
from automation.model import Reach

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that is done or looked at; `needs_person` where a message or a record goes out."""

    name: str
    step: str
    documented: str
    needs_person: bool = False

    @property
    def id(self) -> str:
        """Its id as a check of its step."""
        return f"{self.step}.{self.name}"


MOVES = (
    Move("let-in", "step-1", "The portal lets the browser in."),
    Move("no-captcha", "step-1", "Nothing asks to prove that one is not a robot."),
    Move("page", "step-1", "The sign-up page opens."),
    Move("form", "step-2", "The registration form appears."),
    Move("hindi", "step-2", "The form can be read in Hindi."),
    Move("name", "step-3", "The form takes the name."),
    Move("group", "step-3", "A class (group) can be chosen."),
    Move("email", "step-3", "The form takes the e-mail address."),
    Move("mobile", "step-3", "The form takes the mobile number."),
    Move("email-send", "step-4", "The portal sends an OTP by e-mail.", needs_person=True),
    Move("email-received", "step-4", "The OTP arrives by e-mail.", needs_person=True),
    Move("email-resend", "step-4", "The OTP can be sent again once the countdown has ended.", needs_person=True),
    Move("email-verified", "step-4", "The OTP verifies the e-mail address.", needs_person=True),
    Move("mobile-send", "step-4", "The portal sends an OTP by SMS.", needs_person=True),
    Move("mobile-received", "step-4", "The OTP arrives by SMS.", needs_person=True),
    Move("mobile-verified", "step-4", "The OTP verifies the mobile number.", needs_person=True),
    Move("department", "step-5", "The organisation can be found in the list."),
    Move("whole-list", "step-5", "The list shows every organisation that matches."),
    Move("request-needed", "step-5", "What the portal does not hold can be asked for; what it holds can be picked."),
    Move("organisation", "step-5", "An organisation can be picked."),
    Move("request-page", "step-5", "“Request for help” opens."),
    Move("declared", "step-6", "The two boxes can be ticked."),
    Move("sign-up-open", "step-6", "SIGN UP opens once everything is there."),
    Move("registered", "step-6", "The portal takes the registration.", needs_person=True),
    Move("mail", "step-7", "The activation mail arrives.", needs_person=True),
    Move("link", "step-7", "The link of the mail opens the page that sets a password.", needs_person=True),
    Move("password", "step-7", "A good password is taken.", needs_person=True),
    Move("login", "step-7", "Login takes the new password.", needs_person=True),
)
BY_NAME = {move.name: move for move in MOVES}


def chart(documented: Flowchart, names: Sequence[str], until: str) -> Flowchart:
    """The flowchart cut down to some moves, no further than the box `until`; boxes without a move are left out."""
    boxes = []
    for step in documented.steps:
        mine = [BY_NAME[name] for name in names if BY_NAME[name].step == step.id]
        if mine and step.id <= until:
            boxes.append(step.model_copy(update={"checks": tuple(_check(move) for move in mine)}))
    return documented.model_copy(update={"steps": tuple(boxes)})


def _check(move: Move) -> Check:
    reach = Reach.PERSON if move.needs_person else Reach.LOOK
    return Check(id=move.id, documented=move.documented, how=move.documented, reach=reach)
