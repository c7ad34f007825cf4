"""What the pages and the form must be like: pure functions from facts to answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never
from urllib.parse import urlsplit

from automation.checks.verdicts import quoted
from automation.model import Answer, Cause, Differs, Flaw, No, NoAnswer, Yes, foreign
from automation.portal.facts import (
    Accepted,
    Arrival,
    Closed,
    NotThere,
    Open,
    Opened,
    Refused,
    Seen,
    Sight,
    SubmitState,
    Unseen,
    Validity,
)
from automation.portal.form import Recognised, Recognition, Unrecognised

if TYPE_CHECKING:
    from collections.abc import Collection

OFFICIAL_HOST = "igotkarmayogi.gov.in"
_STRAY_KEYS = 2
"""A text or two without a translation is no missing language."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def address(arrival: Arrival) -> Answer:
    """The host of the landing page must be the documented one; a portal on this machine stands in for it."""
    if not isinstance(arrival, Opened):
        return NoAnswer("no page opened, so there is no address to compare")
    host = host_of(arrival.url)
    if host in LOOPBACK:
        return Yes(f"{host} on this machine stands in for {OFFICIAL_HOST}.")
    if host == OFFICIAL_HOST or host.endswith("." + OFFICIAL_HOST):
        return Yes(f"The page is at {foreign(host)}.")
    return Differs(f"The page is at {foreign(host)}, not at {OFFICIAL_HOST}.")


def host_of(url: str) -> str:
    """The host of an address, blank when it has none."""
    return urlsplit(url).hostname or ""


def recognised(recognition: Recognition, documented: str) -> Answer:
    """Exactly one known shape must fit the page; another one than the documented is a difference."""
    match recognition:
        case Recognised(form) if form.generation == (documented or form.generation):
            return Yes(f"The form is the documented one ({documented})." if documented else "The form appears.")
        case Recognised(form):
            return Differs(f"The form has another shape ({form.generation}) than the documented one ({documented}).")
        case Unrecognised(seen, blank=True):
            return No(f"The sign-up page opens, but no form appears: {foreign(seen)}.")
        case Unrecognised(seen):
            return NoAnswer(f"the form has a shape that this program does not know: {foreign(seen)}")
        case NoAnswer():
            return recognition
        case _:
            assert_never(recognition)


def hindi(sight: Sight) -> Answer:
    """The labels must be Devanagari; a portal without a language choice promises nothing."""
    match sight:
        case Seen(""):
            return Yes("The portal offers no language choice here.")
        case Seen(text) if len(re.findall(r"\b[a-z]+\.[a-z]+[A-Z]\w*", text)) > _STRAY_KEYS:
            return No("With Hindi chosen, raw text keys stand in place of the labels.")
        case Seen(text) if re.search(r"[\u0900-\u097f]", text):
            return Yes("The form is shown in Hindi.")
        case Seen():
            return No("With Hindi chosen, no label is in Hindi.")
        case Unseen(where):
            return NoAnswer(f"no form {where} with Hindi chosen")
        case NoAnswer():
            return sight
        case _:
            assert_never(sight)


def let_in(arrival: Arrival, turned_away: Collection[Cause]) -> Answer:
    """The portal must let the browser in, whatever it then shows; what turns it away is known by its cause."""
    match arrival:
        case Opened() | NotThere():
            return Yes("The portal lets the browser in.")
        case NoAnswer(why, cause) if cause in turned_away:
            return No(f"The page does not come: {why}.", cause)
        case NoAnswer():
            return arrival
        case _:
            assert_never(arrival)


def taken(validity: Validity, word: str) -> Answer:
    """The form must take a value of the official's."""
    match validity:
        case Accepted():
            return Yes(f"The form takes the {word}.")
        case Refused(message):
            return No(f"The form marks the {word} as wrong{quoted(message)}.")
        case Unseen():
            return No(f"There is no field for the {word}.")
        case NoAnswer():
            return validity
        case _:
            assert_never(validity)


def rule(good: Validity, bad: dict[str, Validity], what: str) -> Answer:
    """A field must take a good value and refuse each bad one; the keys of `bad` name the bad values in words."""
    every = [good, *bad.values()]
    for each in every:
        if isinstance(each, NoAnswer):
            return each
        if isinstance(each, Unseen):
            return NoAnswer(f"{what} is not on the page, so its rule cannot be tried")
    if isinstance(good, Refused):
        return No(f"{what}: an ordinary value is refused{quoted(good.message)}.")
    taken = [name for name, each in bad.items() if isinstance(each, Accepted)]
    if taken:
        return No(f"{what}: {', '.join(taken)} {'is' if len(taken) == 1 else 'are'} accepted.")
    return Yes(f"{what}: an ordinary value is taken; {', '.join(bad)} {'is' if len(bad) == 1 else 'are'} refused.")


def class_chosen(options: tuple[str, ...] | NoAnswer | Unseen, *, chosen: bool) -> Answer:
    """A class must be there to be chosen, and then show as chosen."""
    if isinstance(options, NoAnswer):
        return options
    if isinstance(options, Unseen) or not options:
        return No("The list of classes is empty." if options == () else "There is no list of classes.")
    if chosen:
        return Yes(f"The list holds {len(options)} classes, and one of them is chosen.")
    return No(f"The list holds {len(options)} classes, and a click on one chooses nothing.", Flaw.UNPICKABLE)


def classes(options: tuple[str, ...] | NoAnswer | Unseen, *, chosen: bool) -> Answer:
    """The classes A to D must be among the options, in any spelling; `chosen`: one of them could be chosen."""
    if isinstance(options, NoAnswer):
        return options
    if isinstance(options, Unseen):
        return NoAnswer("the list of classes is not on the page")
    if not options:
        return No("The list of classes is empty; nobody can sign up.")
    held = foreign(", ".join(options))
    found = {match[1].upper() for option in options if (match := re.search(r"\b([A-D])\b\W*$", option, re.IGNORECASE))}
    absent = [letter for letter in "ABCD" if letter not in found]
    if absent:
        return No(f"Group {', '.join(absent)} cannot be chosen; the list holds {held}.")
    if not chosen:
        return No(f"The list holds {held}, but a click on one chooses nothing.")
    return Yes(f"The list holds {held}.")


def closed(state: SubmitState, when: str) -> Answer:
    """Sign up must be greyed out."""
    match state:
        case Closed():
            return Yes(f"Sign up is closed {when}.")
        case Open():
            return No(f"Sign up is open {when}.")
        case Unseen():
            return NoAnswer("the Sign up button is not on the page")
        case NoAnswer():
            return state
        case _:
            assert_never(state)


def opens(state: SubmitState) -> Answer:
    """Sign up must be pressable, now that the form is complete."""
    match state:
        case Open():
            return Yes("Sign up opens when everything is there.")
        case Closed():
            return No("Sign up stays closed though everything is there and verified.")
        case Unseen():
            return NoAnswer("the Sign up button is not on the page")
        case NoAnswer():
            return state
        case _:
            assert_never(state)
