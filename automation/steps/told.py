"""What came of a page, an act or a wait, in our own words: nothing of the portal's own text gets into them."""

from __future__ import annotations

import re

from automation.acts import Declined, Done, NoReply, Outcome, Unable
from automation.model import Answer, NeedsPerson, No, NoAnswer, Yes
from automation.portal.facts import Arrival, NotThere, Opened
from automation.portal.messages import told
from automation.portal.paths import kept

_REFUSED = 400
_PATH = re.compile(r"/[^\s,;]+")


def quiet(answer: Answer) -> Answer:
    """The answer without the part of an address that could be anything."""
    match answer:
        case NoAnswer(why):
            return NoAnswer(_PATH.sub(lambda match: kept(match[0]), why))
        case _:
            return answer


def arrived(arrival: Arrival, what: str) -> Answer:
    """Whether a page opened; its title is not repeated."""
    match arrival:
        case Opened():
            return Yes(f"{what} opens.")
        case NotThere(why):
            return No(f"{what} does not open: {_PATH.sub(lambda match: kept(match[0]), why)}.")
        case NoAnswer():
            return arrival


def came_of(outcome: Outcome, what: str) -> Answer:
    """An act's outcome as the official meets it: an error of the server is a trouble of theirs, silence is not."""
    match outcome:
        case Done(status, message) if (status is None or status < _REFUSED) and not message:
            return Yes(f"{what}: done.")
        case Done(status, message):
            return No(
                f"{what}: refused by the portal (HTTP {status or 'unknown'}, {told(message) or 'without a word'})."
            )
        case Unable(why):
            return No(f"{what}: {why}.")
        case NoReply(why) if "HTTP 5" in why:
            return No(f"{what}: {why}.")
        case NoReply(why):
            return NoAnswer(why)
        case Declined(why):
            return NeedsPerson(why)
