"""Turns a fact about the portal into an answer, and an answer into a verdict and a sentence: pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import assert_never
from urllib.parse import urlsplit

from automation.acts import Declined, Done, NoReply, Outcome, Unable
from automation.flowchart import Check
from automation.model import (
    Answer,
    CheckResult,
    Differs,
    NeedsPerson,
    No,
    NoAnswer,
    Verdict,
    Yes,
)
from automation.portal.form import (
    RESULT_LIMIT,
    Accepted,
    Arrival,
    Carried,
    Closed,
    NothingSent,
    NotThere,
    Open,
    Opened,
    Recognised,
    Recognition,
    Refused,
    Rows,
    SearchReply,
    Seen,
    Sight,
    SubmitState,
    Unrecognised,
    Unseen,
    Validity,
)

OFFICIAL_HOST = "igotkarmayogi.gov.in"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
REQUEST_NAME_LIMIT = 150
_HTTP_REFUSED = 400


def judge(check: Check, answer: Answer) -> CheckResult:
    """The result of one check; `why` is filled where the verdict is not `as_documented`."""
    match answer:
        case Yes(seen):
            return CheckResult(id=check.id, verdict=Verdict.AS_DOCUMENTED, documented=check.documented, observed=seen)
        case Differs(seen):
            verdict, observed, why = Verdict.CHANGED, seen, "It works, but not as the document says."
        case No(seen):
            verdict, observed, why = Verdict.BROKEN, seen, "The documented behaviour was not found."
        case NoAnswer(reason):
            verdict, observed, why = Verdict.CANNOT_JUDGE, "", reason
        case NeedsPerson(reason):
            verdict, observed, why = Verdict.NEEDS_PERSON, "", reason
        case _:
            assert_never(answer)
    return CheckResult(id=check.id, verdict=verdict, documented=check.documented, observed=observed, why=why)


def shown(sight: Sight, what: str) -> Answer:
    """Something documented must be on the page; other words than the documented ones are a difference."""
    match sight:
        case Seen(text, documented=True):
            return Yes(f"{what} is there{_quoted(text)}.")
        case Seen(text):
            return Differs(f"{what} is there, but reads “{text}”.")
        case Unseen(where):
            return No(f"{what} is not {where}.")
        case NoAnswer():
            return sight
        case _:
            assert_never(sight)


def arrived(arrival: Arrival, what: str) -> Answer:
    """A page must open."""
    match arrival:
        case Opened(_, title):
            return Yes(f"{what} opens{_quoted(title)}.")
        case NotThere(why):
            return No(f"{what} does not open: {why}.")
        case NoAnswer():
            return arrival
        case _:
            assert_never(arrival)


def address(arrival: Arrival) -> Answer:
    """The host of the landing page must be the documented one; a portal on this machine stands in for it."""
    if not isinstance(arrival, Opened):
        return NoAnswer("no page opened, so there is no address to compare")
    host = host_of(arrival.url)
    if host in LOOPBACK:
        return Yes(f"{host} on this machine stands in for {OFFICIAL_HOST}.")
    if host == OFFICIAL_HOST or host.endswith("." + OFFICIAL_HOST):
        return Yes(f"The page is at {host}.")
    return Differs(f"The page is at {host}, not at {OFFICIAL_HOST}.")


def rule(good: Validity, bad: dict[str, Validity], what: str) -> Answer:
    """A field must take a good value and refuse each bad one; the keys of `bad` name the bad values in words."""
    every = [good, *bad.values()]
    for each in every:
        if isinstance(each, NoAnswer):
            return each
        if isinstance(each, Unseen):
            return NoAnswer(f"{what} is not on the page, so its rule cannot be tried")
    if isinstance(good, Refused):
        return No(f"{what}: an ordinary value is refused{_quoted(good.message)}.")
    taken = [name for name, each in bad.items() if isinstance(each, Accepted)]
    if taken:
        return No(f"{what}: {', '.join(taken)} {'is' if len(taken) == 1 else 'are'} accepted.")
    return Yes(f"{what}: an ordinary value is taken; {', '.join(bad)} {'is' if len(bad) == 1 else 'are'} refused.")


def classes(options: tuple[str, ...] | NoAnswer | Unseen, *, chosen: bool) -> Answer:
    """The classes A to D must be among the options, in any spelling; `chosen`: one of them could be chosen."""
    if isinstance(options, NoAnswer):
        return options
    if isinstance(options, Unseen):
        return NoAnswer("the list of classes is not on the page")
    if not options:
        return No("The list of classes is empty; nobody can sign up.")
    found = {match[1].upper() for option in options if (match := re.search(r"\b([A-D])\b\W*$", option, re.IGNORECASE))}
    absent = [letter for letter in "ABCD" if letter not in found]
    if absent:
        return No(f"Group {', '.join(absent)} cannot be chosen; the list holds {', '.join(options)}.")
    if not chosen:
        return No(f"The list holds {', '.join(options)}, but a click on one chooses nothing.")
    return Yes(f"The list holds {', '.join(options)}.")


def searched(reply: SearchReply) -> Answer:
    """The list must answer a search for a common word with rows, and show some."""
    match reply:
        case Rows(query, _, _, held, rows) if held and rows:
            return Yes(f"“{query}” gave {len(held)} rows.")
        case Rows(query, _, _, held, _) if held:
            return No(f"“{query}” was answered with {len(held)} rows, but the list shows none.")
        case Rows(query):
            return NoAnswer(f"“{query}” was answered with an empty list, which can also be a fault of the portal's server")
        case NothingSent(why):
            return No(f"The search does nothing: {why}.")
        case NoAnswer():
            return reply
        case _:
            assert_never(reply)


def all_shown(reply: SearchReply) -> Answer:
    """The page must show every row that the answer to this search held, and the answer every row it counts."""
    if not isinstance(reply, Rows) or reply.shown is None or not reply.held:
        return NoAnswer("the search gave no rows to count")
    if len(reply.shown) < len(reply.held):
        return No(f"The answer held {len(reply.held)} organisations and the list shows {len(reply.shown)}.")
    if reply.count > len(reply.held) and len(reply.held) < RESULT_LIMIT:
        return No(f"The portal counts {reply.count} matches and hands over {len(reply.held)}; the rest cannot be reached.")
    return Yes(f"All {len(reply.held)} organisations of the answer are shown.")


def under_state(reply: SearchReply, state: str) -> Answer:
    """Organisations of the state must be among the rows found under State."""
    if not isinstance(reply, Rows):
        return reply if isinstance(reply, NoAnswer) else NoAnswer("the search does nothing, so the list cannot be judged")
    if not reply.held:
        return NoAnswer("the list came empty, which can also be a fault of the portal's server")
    mine = [row for row in reply.held if state.lower() in row.top.lower()]
    if not mine:
        return No(f"None of the {len(reply.held)} organisations found for “{reply.query}” under State belongs to {state}.")
    return Yes(f"{len(mine)} of {len(reply.held)} organisations found for “{reply.query}” belong to {state}.")


def carried(page: Carried | NotThere | NoAnswer, typed: dict[str, str]) -> Answer:
    """The request page must open with what was typed; `typed` has the keys name, email and mobile."""
    match page:
        case NoAnswer():
            return page
        case NotThere(why):
            return No(f"The request page does not open: {why}.")
        case Carried():
            lost = [key for key, value in typed.items() if value and getattr(page, key) != value]
            if lost:
                return No(f"The request page opens, but {', '.join(lost)} did not come along.")
            return Yes("The request page opens with name, e-mail and mobile as typed.")
        case _:
            assert_never(page)


def request_box(page: Carried | NotThere | NoAnswer) -> Answer:
    """The request page must have a box for the organisation, within the documented limit, and Submit closed."""
    if isinstance(page, NoAnswer):
        return page
    if isinstance(page, NotThere):
        return NoAnswer("the request page does not open")
    if not page.box:
        return No("The request page has no box for the name of the organisation.")
    if page.submit_open:
        return No("Submit is open though no organisation has been named.")
    if page.box_limit != REQUEST_NAME_LIMIT:
        limit = "no limit" if page.box_limit is None else f"a limit of {page.box_limit}"
        return Differs(f"The box for the organisation has {limit} instead of {REQUEST_NAME_LIMIT} characters.")
    return Yes(f"There is a box for the organisation, of at most {page.box_limit} characters.")


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


def opens(state: SubmitState, gaps: Sequence[str]) -> Answer:
    """Sign up must be pressable; a form with `gaps` could not be completed and is not blamed again."""
    match state:
        case Closed() if gaps:
            return NoAnswer(f"the form could not be completed: {', '.join(gaps)}")
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


def accepted(outcome: Outcome, what: str) -> Answer:
    """An act must succeed: the portal answered it well, or it needed no answer."""
    match outcome:
        case Done(status, message) if (status is None or status < _HTTP_REFUSED) and not message:
            return Yes(f"{what}.")
        case Done(status, message):
            return No(f"{what}: refused by the portal{_quoted(message or f'HTTP {status}')}.")
        case Unable(why):
            return No(f"{what}: {why}.")
        case Declined(why):
            return NeedsPerson(why)
        case NoReply(why):
            return NoAnswer(why)
        case _:
            assert_never(outcome)


def refused(outcome: Outcome, what: str) -> Answer:
    """An act must be refused by the portal; a page that does not even send it refuses too."""
    match outcome:
        case Done(status, message) if message or (status is not None and status >= _HTTP_REFUSED):
            return Yes(f"{what} is refused{_quoted(message or f'HTTP {status}')}.")
        case Done():
            return No(f"{what} is accepted.")
        case Unable(why):
            return NoAnswer(f"{what} could not be tried: {why}")
        case Declined(why):
            return NeedsPerson(why)
        case NoReply(why):
            return NoAnswer(why)
        case _:
            assert_never(outcome)


def after(first: Answer, then: Callable[[], Answer]) -> Answer:
    """The next answer, asked only where the one before it went well; otherwise the reason why it was not asked."""
    match first:
        case Yes() | Differs():
            return then()
        case No(seen):
            return NoAnswer(f"not reached: {seen}")
        case NoAnswer() | NeedsPerson():
            return first
        case _:
            assert_never(first)


def recognised(recognition: Recognition, documented: str) -> Answer:
    """Exactly one known shape must fit the page; another one than the documented is a difference."""
    match recognition:
        case Recognised(form) if form.generation == documented:
            return Yes(f"The form is the documented one ({documented}).")
        case Recognised(form):
            return Differs(f"The form has another shape ({form.generation}) than the documented one ({documented}).")
        case Unrecognised(seen, blank=True):
            return No(f"The sign-up page opens, but no form appears: {seen}.")
        case Unrecognised(seen):
            return NoAnswer(f"the form has a shape that this program does not know: {seen}")
        case NoAnswer():
            return recognition
        case _:
            assert_never(recognition)


def hindi(sight: Sight) -> Answer:
    """The labels must be Devanagari; a portal without a language choice promises nothing."""
    match sight:
        case Seen(""):
            return Yes("The portal offers no language choice here.")
        case Seen(text) if re.search(r"\b[a-z]+\.[a-z]+[A-Z]\w*", text):
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


def no_match(reply: SearchReply, help_sight: Callable[[], Sight]) -> Answer:
    """A name that does not exist must lead to an empty list that offers the help."""
    match reply:
        case Rows(query, _, _, held) if held:
            return No(f"“{query}”, which does not exist, was answered with {len(held)} rows.")
        case Rows():
            return shown(help_sight(), "“Request for help” in the empty list")
        case NothingSent():
            return NoAnswer("the search does nothing")
        case NoAnswer():
            return reply
        case _:
            assert_never(reply)


def same_code(outcome: Outcome) -> Answer:
    """After a resend the same code must come (FACTS §2.2)."""
    match outcome:
        case Done(_, ""):
            return Yes("The OTP was sent again; the same code came.")
        case Done(_, message):
            return Differs(f"The OTP was sent again, but {message}.")
        case _:
            return accepted(outcome, "The OTP arrives again")


def password_refused(outcome: Outcome, refusal: Callable[[], Sight], what: str) -> Answer:
    """The password page must say no, and stay."""
    if not isinstance(outcome, Done):
        return refused(outcome, what)
    match refusal():
        case Seen(text):
            return Yes(f"{what} is refused{_quoted(text)}.")
        case Unseen():
            return No(f"{what} is accepted.")
        case NoAnswer() as unknown:
            return unknown


def _quoted(text: str) -> str:
    return f" (“{text.strip()}”)" if text.strip() else ""


def host_of(url: str) -> str:
    """The host of an address, blank when it has none."""
    return urlsplit(url).hostname or ""
