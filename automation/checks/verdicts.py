"""An answer becomes a verdict and a sentence; what every check has in common: pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from automation.model import Answer, By, Differs, NeedsPerson, No, NoAnswer, Reach, Verdict, Yes, foreign
from automation.portal.facts import Arrival, NotThere, Opened, Seen, Sight, Unseen
from automation.result import CheckResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.flowchart import Check


def judge(check: Check, answer: Answer, by: By = By.LOOK) -> CheckResult:
    """The result of one check; `why` is filled where the verdict is not `as_documented`.

    `by` is who takes the official's part in this run; what a look alone verifies is looked at, whoever is there.
    """
    match answer:
        case Yes(seen):
            verdict, observed, why = Verdict.AS_DOCUMENTED, seen, ""
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
    verified = None if verdict in {Verdict.NEEDS_PERSON, Verdict.CANNOT_JUDGE} else by
    return CheckResult(
        id=check.id,
        verdict=verdict,
        documented=check.documented,
        observed=observed,
        why=why,
        by=By.LOOK if verified and check.reach is Reach.LOOK else verified,
        seconds=getattr(answer, "seconds", None),
    )


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


def also(first: Answer, then: Callable[[], Answer]) -> Answer:
    """The next part of the same check, asked only where the part before it went well; otherwise that part's answer."""
    return then() if isinstance(first, Yes | Differs) else first


def shown(sight: Sight, what: str) -> Answer:
    """Something documented must be on the page; other words than the documented ones are a difference."""
    match sight:
        case Seen(text, documented=True):
            return Yes(f"{what} is there{quoted(text)}.")
        case Seen(text):
            return Differs(f"{what} is there, but reads “{foreign(text)}”.")
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
            return Yes(f"{what} opens{quoted(title)}.")
        case NotThere(why, flaw):
            return No(f"{what} does not open: {why}.", flaw)
        case NoAnswer():
            return arrival
        case _:
            assert_never(arrival)


def quoted(text: str) -> str:
    """The page's own words in brackets and quotation marks; blank when it said nothing."""
    return f" (“{foreign(text.strip())}”)" if text.strip() else ""
