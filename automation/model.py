"""The words of the project as types: verdicts, listings, effects, answers, errors; it knows nothing else of it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, assert_never

from automation.bilingual import Worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Verdict(Worded):
    """What a check, a step or a whole run came to, from best to worst news."""

    AS_DOCUMENTED = "as_documented", "as documented", "परिपत्र के अनुसार"
    NEEDS_PERSON = "needs_person", "needs a person", "व्यक्ति आवश्यक"
    CANNOT_JUDGE = "cannot_judge", "cannot judge", "निर्णय संभव नहीं"
    CHANGED = "changed", "changed", "बदला हुआ"
    BROKEN = "broken", "broken", "काम नहीं कर रहा"


class Listing(Worded):
    """What became of one department in the portal's dropdown."""

    LISTED = "listed", "listed"
    NEAR_NAME = "near_name", "under another spelling"
    HIDDEN = "hidden", "hidden", "खोज में नहीं"
    MISPLACED = "misplaced", "misplaced", "अन्य स्थान पर"
    MISSING = "missing", "missing", "सूची में नहीं"
    CANNOT_JUDGE = "cannot_judge", "cannot judge"


class Effect(StrEnum):
    """What a request does at the other end."""

    READ = "read"
    TELEMETRY = "telemetry"
    SENDS_MESSAGE = "sends_message"
    COMMITS_RECORD = "commits_record"
    CREDENTIAL = "credential"
    UNKNOWN = "unknown"


class Journey(StrEnum):
    """Which flowchart a walk follows: the circular's, or the question that comes before it."""

    REGISTRATION = "registration"
    LOGIN = "login"


class Reach(Worded):
    """What a check needs: a look, a present person, or a look that a person completes."""

    LOOK = "look", "looked at unattended", "बिना व्यक्ति के देखा जाता है"
    PERSON = "person", "with a present person", "उपस्थित व्यक्ति के साथ"
    BOTH = "both", "looked at unattended, completed with a person", "बिना व्यक्ति के देखा जाता है, व्यक्ति के साथ पूरा"


class ExitCode(IntEnum):
    """What the program tells the shell."""

    AS_DOCUMENTED = 0
    FINDINGS = 1
    USAGE = 2
    INTERNAL = 3
    CANNOT_JUDGE = 4
    REFUSED = 5
    INTERRUPTED = 130


NO_FORM = "there was no form to look at (see step 2)"
"""Why whatever is asked of the form has no answer where none was reached."""


class Cause(StrEnum):
    """Why there is no answer, where that decides anything."""

    SECURITY_CHECK = "security check"
    CAPTCHA = "captcha"
    PROXY = "proxy"
    CERTIFICATE = "certificate"
    REFUSED = "nothing answers"
    NAME = "name not known"
    CUT = "connection cut"
    NO_NETWORK = "no network"
    TIMED_OUT = "no answer in time"
    TLS = "no secure connection"
    LOOP = "redirect loop"
    ELSEWHERE = "another host"
    SIGN_IN = "sign-in page"
    EMPTY = "empty page"
    MAINTENANCE = "maintenance"
    HTTP_ERROR = "HTTP error"
    START_UP = "start-up questions not answered"
    ACT_FAILED = "a server error in answer to an act"


class Flaw(StrEnum):
    """Which of several things that can be wrong at one place it is, where that decides anything."""

    SILENT = "nothing is sent"
    DEAD = "a click does nothing"
    ELSEWHERE = "a click leads to another page"
    BLANK = "the page stays blank"
    UNPICKABLE = "a choice is not taken"
    ANOTHER = "another one is shown than was picked"
    NO_PAGE = "the page does not open"
    LINK_CLOSED = "the link is closed"
    LINK_WRONG = "the link is incomplete or wrong"


@dataclass(frozen=True, slots=True)
class Yes:
    """The portal does what is documented; `seen` says so in words, `seconds` how long a message took."""

    seen: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Differs:
    """It works, but not as documented."""

    seen: str


@dataclass(frozen=True, slots=True)
class No:
    """It does not work."""

    seen: str
    flaw: Flaw | Cause | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The question was not answered: outage, proxy, captcha, our own browser."""

    why: str
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """Only a present person could find out."""

    why: str


Answer = Yes | Differs | No | NoAnswer | NeedsPerson
_MARKS = re.compile("[\ue000\ue001]")
_FOREIGN = re.compile("\ue000([^\ue000\ue001]*)\ue001")


def foreign(text: str) -> str:
    """A text of the portal's, marked as such for as long as nobody has decided what of it may be told."""
    return f"\ue000{_MARKS.sub('', text)}\ue001"


def rendered(answer: Answer, keep: Callable[[str], str]) -> Answer:
    """The answer with each text of the portal's as `keep` tells it."""

    def told(sentence: str) -> str:
        return _FOREIGN.sub(lambda found: keep(found[1]), sentence)

    match answer:
        case Yes() | Differs() | No():
            return replace(answer, seen=told(answer.seen))
        case NoAnswer() | NeedsPerson():
            return replace(answer, why=told(answer.why))
        case _:
            assert_never(answer)


class By(Worded):
    """Who verified a check."""

    # in words: who takes the official's part in the run
    LOOK = "looked at", "nobody"
    SCRIPTED = "scripted person", "a scripted person"
    PRESENT = "present person", "a present person"


class IgotError(Exception):
    """An error for the reader: one sentence, what happened and what to do.

    IgotError
    ├── UsageError       config, scenario or command line is wrong        (exit 2)
    ├── RefusedError     the gate said no: host, presence, leak           (exit 5)
    ├── NoAnswerError    no browser, no portal: nothing can be judged     (exit 4)
    └── UnreachedError   a step has nothing to look at; the walk goes on
    """

    exit_code = ExitCode.INTERNAL


class UsageError(IgotError):
    """Config, scenario or command line is wrong."""

    exit_code = ExitCode.USAGE


@contextmanager
def explained(what: str, mend: str, path: Path | None = None) -> Iterator[None]:
    """Raise UsageError where the system refuses: what cannot be done, why, how to mend it.

    A file of this `path` may be open in another program, which is then said instead.
    """
    try:
        yield
    except OSError as error:
        from automation.files import refused

        otherwise = f"{what} ({error.strerror}); {mend}."
        raise UsageError(refused(path, error, otherwise) if path else otherwise) from None


class RefusedError(IgotError):
    """The gate refused."""

    exit_code = ExitCode.REFUSED


class NoAnswerError(IgotError):
    """The browser or the portal is gone; what was asked has no answer."""

    exit_code = ExitCode.CANNOT_JUDGE


class UnreachedError(IgotError):
    """A step has nothing to look at, for the reason given; the walk goes on with the next."""
