"""The parts of the portal's pages, and the facts that are reported about them: names and plain records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from automation.flowchart import documents
from automation.model import Flaw, NoAnswer
from automation.spelling import decoded, plain, spelled

if TYPE_CHECKING:
    from collections.abc import Mapping


_READ_OTHERWISE = re.compile(r"[\\^$*+?(){}\[\]|&;#<>]|\s{2,}|[^\S ]|[\u00a0\u200b-\u200d\ufeff]")
"""What a regular expression, HTML or white space reads otherwise than it is typed."""


class Field(StrEnum):
    """The fields of the sign-up form, by their `formcontrolname` (FACTS §1.3)."""

    NAME = "firstname"
    GROUP = "group"
    EMAIL = "email"
    MOBILE = "mobile"
    BRANCH = "type"
    ORGANISATION = "organisation"


class Branch(StrEnum):
    """The two values of the Centre/State choice, as the portal spells them."""

    CENTRE = "ministry"
    STATE = "state"


CENTRE = documents.CENTRE
"""What ministries stand under, which have nothing above them: it is named where else a state is."""


class Channel(StrEnum):
    """Where an OTP goes."""

    EMAIL = "email"
    MOBILE = "mobile"


class Help(StrEnum):
    """The two "Request for help" links (FACTS §4)."""

    DOMAIN = "Domain"
    ORGANISATION = "Organisation"


class Declaration(StrEnum):
    """The two boxes above SIGN UP, by id."""

    CONFIRM = "confirm"
    TERMS = "confirmTerms"


class Part(StrEnum):
    """What a person meets on the form, in the order of the documented one (FACTS §1.3), then what only others have."""

    NAME = "name"
    CLASS = "class"
    EMAIL = "email"
    EMAIL_HELP = "email_help"
    MOBILE = "mobile"
    EMAIL_OTP = "email_otp"
    MOBILE_OTP = "mobile_otp"
    BRANCH = "branch"
    ORGANISATION = "organisation"
    ORGANISATION_HELP = "organisation_help"
    CONFIRM = "confirm"
    TERMS = "terms"
    SIGN_UP = "sign_up"
    LAST_NAME = "last_name"
    POST = "post"
    MINISTRY = "ministry"
    STATE = "state"
    DEPARTMENT = "department"
    CONSENT = "consent"
    CAPTCHA = "captcha"
    STEPPER = "stepper"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Seen:
    """It is on the page, visible; `documented` is false where its text is not one of its known labels.

    `misleading`: its text is another control's label, or the name of a text in place of the words.
    """

    text: str = ""
    documented: bool = True
    misleading: bool = False


@dataclass(frozen=True, slots=True)
class Unseen:
    """It is not on the page, though the page is there; `where` says where it was looked for."""

    where: str


@dataclass(frozen=True, slots=True)
class Otherwise:
    """This shape of the form does not have it; `instead` says in a clause what a person finds there."""

    instead: str


Sight = Seen | Unseen | Otherwise | NoAnswer


@dataclass(frozen=True, slots=True)
class Accepted:
    """The form takes the value."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The form marks the value as wrong; `message` is what it says beside the field, if anything."""

    message: str = ""


Validity = Accepted | Refused | Unseen | NoAnswer


@dataclass(frozen=True, slots=True)
class Opened:
    """A page of the portal is showing."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class NotThere:
    """The portal answered, but the page is not there; `why` says what came instead."""

    why: str
    flaw: Flaw | None = None


Arrival = Opened | NotThere | NoAnswer


@dataclass(frozen=True, slots=True)
class Organisation:
    """One row of the organisation list; `under` runs from the top parent down, blank when it has none.

    `original` is the name as the portal has it, where it holds HTML entities; else blank.
    """

    name: str
    top: str = ""
    under: str = ""
    map_id: str = ""
    original: str = ""

    @classmethod
    def named(cls, name: str, top: str = "", under: str = "", map_id: str = "") -> Self:
        """A row by its name as the portal has it."""
        read = decoded(name)
        return cls(read, plain(top), plain(under), map_id, "" if read == name else name)

    @property
    def on_page(self) -> str:
        """The name as the page shows it."""
        return spelled(self.original or self.name)

    @property
    def typed(self) -> str:
        """What surely finds this row again: the longest run of it that no regular expression reads otherwise (§1.3)."""
        runs = _READ_OTHERWISE.split(self.original or self.name)
        return max((run.strip() for run in runs), key=len) or self.name

    @classmethod
    def none(cls, state: str) -> Self:
        """The row that stands for no department: the offices directly below the state are below it (FACTS §1.5)."""
        return cls("N/A", state, state, "-1")

    @property
    def is_none(self) -> bool:
        """Whether it is that row."""
        return self.map_id == "-1"

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """One row of the portal's answer (FACTS §1.3)."""
        top, second = (plain(str(row.get(key) or "")) for key in ("l1OrgName", "l2OrgName"))
        under = " > ".join(filter(None, (top, second)))
        return cls.named(str(row.get("orgName") or ""), top, under, str(row.get("mapId") or ""))


@dataclass(frozen=True, slots=True)
class Rows:
    """An answered search: what the response held, and what the page then showed (None: not looked)."""

    query: str
    branch: Branch
    count: int
    held: tuple[Organisation, ...]
    shown: tuple[str, ...] | None

    def on_the_page(self) -> set[Organisation]:
        """The rows of the answer that the page showed, by name and by the line “Under …”."""
        by_name: dict[str, list[Organisation]] = {}
        for row in self.held:
            by_name.setdefault(plain(row.name).casefold(), []).append(row)
        longest = sorted(filter(None, by_name), key=len, reverse=True)
        there: set[Organisation] = set()
        for text in map(str.casefold, self.shown or ()):
            name = text if text in by_name else next((each for each in longest if text.startswith(each)), None)
            rows = by_name.get(name, []) if name else []
            under = text.removeprefix(name or "")
            told_apart = len({row.under for row in rows}) > 1
            there.update(
                row for row in rows if not told_apart or all(p in under for p in row.under.casefold().split(" > "))
            )
        return there

    @property
    def capped(self) -> bool:
        """Whether the portal may hold more than it sent: it cut at its limit, or claims more rows than it gave."""
        return len(self.held) >= RESULT_LIMIT or self.count > len(self.held)


@dataclass(frozen=True, slots=True)
class NothingSent:
    """The page was asked to search and sent nothing."""

    why: str


@dataclass(frozen=True, slots=True)
class Busy(NoAnswer):
    """The portal asks for fewer requests, or for patience; `seconds` is how long, 0 where it does not say."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Guarded(NoAnswer):
    """What would come is no read, so the gate opens it only where a person allows it."""


@dataclass(frozen=True, slots=True)
class NotListed(NoAnswer):
    """The list that was to be entered was answered with rows, and what was to be chosen is not among them."""


SearchReply = Rows | NothingSent | NoAnswer

LIST_PAGE = 50
"""The most rows that one answer of a paged list holds (FACTS §1.5)."""
RESULT_LIMIT = 500
"""The most rows one search gives (FACTS §1.3); the rest is cut without notice."""


@dataclass(frozen=True, slots=True)
class Open:
    """SIGN UP can be pressed."""


@dataclass(frozen=True, slots=True)
class Closed:
    """SIGN UP is greyed out."""


SubmitState = Open | Closed | Unseen | NoAnswer


@dataclass(frozen=True, slots=True)
class Carried:
    """The request page: what it shows of what was typed, and its box for the organisation.

    `box_limit` is how many letters the box takes (None: no limit), `box_open` whether any can be typed. `submit` is
    whether there is a button Submit. `key` is the name of a text that stands there in place of the text.
    """

    name: str
    email: str
    mobile: str
    box: bool
    box_limit: int | None
    submit_open: bool
    box_open: bool = True
    submit: bool = True
    key: str = ""
