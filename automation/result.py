"""The result of a run as it is written: steps, checks, departments, what the gate saw (DESIGN, result format)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, assert_never

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from automation.bilingual import Worded
from automation.escaping import SHOWN_FOR_IT
from automation.model import By, Cause, Effect, ExitCode, Journey, Listing, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence


_HALF = re.compile("[\ud800-\udfff]")


class Record(BaseModel):
    """A frozen piece of the machine-readable result; keys are only ever added."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        """A portal may send half a letter (a lone surrogate), which no file can hold: it is replaced by U+FFFD."""
        if type(value) is str:
            return _HALF.sub(SHOWN_FOR_IT, value)
        return tuple(map(cls._whole, value)) if isinstance(value, list | tuple) else value


def _moment(value: str) -> str:
    """A moment of RFC 3339, with its zone; blank where there is none."""
    if value and datetime.fromisoformat(value).tzinfo is None:
        raise ValueError("should be a moment with its zone, such as 2026-11-29T08:30:00+05:30")
    return value


Moment = Annotated[str, AfterValidator(_moment)]


class Look(Record):
    """What an earlier look at the same claim came to."""

    verdict: Verdict
    observed: str


class CheckResult(Record):
    """One claim of the flowchart and what was found.

    `by` is who verified it, null where it was not judged; `seconds` how long a message took, as the person says.
    `first` is the look before this one, where a finding was looked at a second time.
    """

    id: str
    verdict: Verdict
    documented: str
    observed: str = ""
    why: str = ""
    evidence: tuple[str, ...] = ()
    by: By | None = None
    seconds: float | None = None
    first: Look | None = None


class WayResult(Record):
    """One of several ways to do what a box wants; `checks` are the ids of its own."""

    title: str
    verdict: Verdict
    checks: tuple[str, ...] = ()


class StepResult(Record):
    """One box of the flowchart; `when` says whom it is for, blank for everybody."""

    id: str
    title: str
    verdict: Verdict
    seconds: float
    checks: tuple[CheckResult, ...]
    ways: tuple[WayResult, ...] = ()
    when: str = ""

    @property
    def number(self) -> str:
        """What it is called in the document, such as 4; a dot for a box of no document."""
        return self.id.rpartition("-")[2] if "-" in self.id else "·"

    def judged(self, checks: Sequence[CheckResult]) -> StepResult:
        """The same box with these results of its checks, and what they come to."""
        ways = tuple(
            each.model_copy(update={"verdict": _of_box([one.verdict for one in checks if one.id in each.checks])})
            for each in self.ways
        )
        in_ways = {name for each in ways for name in each.checks}
        rest = [one.verdict for one in checks if one.id not in in_ways]
        verdicts = [*rest, *([either([each.verdict for each in ways])] if ways else [])]
        return self.model_copy(update={"checks": tuple(checks), "ways": ways, "verdict": _of_box(verdicts)})


class Matched(Record):
    """The row of the dropdown that a department was found as; the keys are the portal's own.

    `original` is its name as the portal has it, where that holds HTML entities.
    """

    name: str
    original: str = ""
    mapId: str = ""  # noqa: N815 (the portal's own key)


class Proof(Record):
    """One question that was put to the portal: how many rows the answer held and how many the page showed.

    `shown` is null where the page was not looked at; `cut` says that the portal may hold more rows than it sent;
    `list` names the list, where the form has several.
    """

    query: str
    branch: str
    held: int
    shown: int | None = None
    cut: bool = False
    list: str = ""


class DepartmentResult(Record):
    """One expected department and where it stands in the dropdown.

    `by_scroll`, `by_search` and `in_data` are true, false, or null for "not asked or not answered".
    `request_for_help` is the text to send where the department is missing, else null.
    """

    name: str
    listing: Listing
    matched: Matched | None = None
    under: str | None = None
    score: float = Field(default=0.0, ge=0, le=1)
    why: str = ""
    queries: tuple[str, ...] = ()
    proof: tuple[Proof, ...] = ()
    by_scroll: bool | None = None
    by_search: bool | None = None
    in_data: bool | None = None
    request_for_help: str | None = None


class ListFinding(Record):
    """One thing that is wrong with the portal's list itself, whatever it means for our departments."""

    kind: str
    name: str
    under: str
    mapId: str = ""  # noqa: N815 (the portal's own key)
    why: str


class Change(Record):
    """One organisation that was added, removed, renamed or moved since an earlier audit; `before` is what it was."""

    kind: str
    name: str
    under: str
    before: str = ""


PICKABLE = frozenset({Listing.LISTED, Listing.NEAR_NAME})
"""The listings that an official can pick."""
UNPICKABLE = frozenset({Listing.MISSING, Listing.HIDDEN, Listing.MISPLACED})
"""The listings that are findings."""


class DepartmentsResult(Record):
    """The audit of the dropdown. `searches` counts the questions put to the portal.

    `asked` are those questions, `quality` is what is wrong with the list itself, `changes` what is new since the audit
    it was compared with.
    """

    expected: int = 0
    listed: int = 0
    searches: int = 0
    results: tuple[DepartmentResult, ...] = ()
    asked: tuple[Proof, ...] = ()
    quality: tuple[ListFinding, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def unpickable(self) -> int:
        """How many of the departments an official certainly cannot pick where they belong."""
        return sum(each.listing in UNPICKABLE for each in self.results)


class GateEntry(Record):
    """Requests of one kind that the gate let pass or refused; never a body, never a query string.

    `size` is how many bytes of body went to and fro.
    """

    effect: Effect
    method: str
    url: str
    count: int
    why: str = ""
    size: int = 0


class GateQuestion(Record):
    """What a person was asked, with the names of the request's fields and a masked recipient, and the answer."""

    words: str
    effect: Effect
    method: str
    url: str
    fields: tuple[str, ...] = ()
    recipient: str = ""
    english: str = ""
    hindi: str = ""
    answer: str


class GateResult(Record):
    """What the gate let pass, what it refused and asked; `unknown` holds a sentence for each endpoint nobody knows."""

    allowed: tuple[GateEntry, ...] = ()
    denied: tuple[GateEntry, ...] = ()
    asked: tuple[GateQuestion, ...] = ()
    unknown: tuple[str, ...] = ()


class DriftKind(Worded):
    """What became of a part of the documented flowchart."""

    AS_DOCUMENTED = "as_documented", "as documented"
    RENAMED = "renamed", "in other words or another way"
    MOVED = "moved", "moved"
    MISSING = "missing", "missing or broken"
    EXTRA = "extra", "not in the circular"
    BLOCKED = "blocked", "not reached"


class DriftLine(Record):
    """One part of a step: what is documented, what was seen. `step` is blank where a part belongs to none."""

    step: str
    part: str
    documented: str
    seen: str
    verdict: Verdict
    kind: DriftKind


class LiveBox(Record):
    """One box of the flowchart as the portal has it now: the documented step it belongs to and its parts, in order."""

    step: str
    page: int = 1
    parts: tuple[str, ...] = ()
    reached: bool = True


class Drift(Record):
    """Where the documented flowchart no longer matches the portal; empty where no form was seen."""

    lines: tuple[DriftLine, ...] = ()
    live: tuple[LiveBox, ...] = ()


class Shard(Record):
    """Which share of a list of departments a run looked at: one of `of`, counted from 1.

    `names` are those of the whole list, in its order. `walks`: the first of the shards walks the flowchart as well.
    """

    number: int = Field(ge=1)
    of: int = Field(ge=1)
    walks: bool
    names: tuple[str, ...]


class RunInfo(Record):
    """Which run this was; `started` is RFC 3339, `person` took the official's part, `place` is where it ran.

    `document` is whose flowchart it was, blank for the usual one; `journey` is what was walked. `shard` is null where
    the run looked at all that it was asked for.
    """

    id: str
    started: Annotated[Moment, Field(min_length=1)]
    seconds: float
    person: By = By.LOOK
    journey: Journey = Journey.REGISTRATION
    place: str = ""
    shard: Shard | None = None
    document: str = ""


class PortalInfo(Record):
    """Which portal was looked at; `authorisation` names the written permission for a live one.

    `staging`: it is a copy that belongs to the office.
    """

    url: str
    rehearsal: bool
    generation: str | None = None
    authorisation: str | None = None
    staging: bool = False

    @property
    def stand_in(self) -> str:
        """What stood in for the portal, in a word or two; blank where the portal itself was looked at."""
        return "REHEARSAL" if self.rehearsal else "STAGING COPY" if self.staging else ""

    @property
    def head(self) -> str:
        """The first line of whatever is told of a run: a stand-in's answer is never taken for the portal's."""
        if self.rehearsal:
            return "REHEARSAL on our own stand-in, not the portal"
        return f"STAGING COPY, not the portal: {self.url}" if self.staging else f"Portal: {self.url}"


class Request(Record):
    """A request for help that somebody has sent, `days` ago, for a department that is still missing."""

    department: str
    days: int
    overdue: bool


class ItemChange(Record):
    """One thing that stands otherwise than before; `kind` is check, department, list or request."""

    kind: str
    name: str
    before: str
    now: str
    said: str = ""


class Changed(Record):
    """What has changed since the last run that could judge: `since` is when that was, blank where there is none.

    `new` and `gone` are findings, `appeared` and `vanished` departments that can be picked now and could not, and the
    other way round; `form` tells a form of another shape; `unknown` counts what was judged before and not now.
    `hindered` is the cause that stood in the way of the run before this one, blank where none did.
    """

    since: Moment = ""
    run: str = ""
    new: tuple[ItemChange, ...] = ()
    gone: tuple[ItemChange, ...] = ()
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    form: str = ""
    unknown: int = 0
    hindered: str = ""

    @property
    def nothing(self) -> bool:
        """Whether all that was judged stands as it stood."""
        return not (self.new or self.gone or self.appeared or self.vanished or self.form)


class Hindrance(Record):
    """What stood in the way of the whole run: its cause, and what was seen of it in words."""

    cause: Cause
    said: str


NO_BROWSER = "none"


class Environment(Record):
    """The machine the run was made on; `browser` is its name and version, or “none”."""

    igot: str
    python: str
    browser: str
    os: str


class Result(Record):
    """The machine-readable result of one run. `notes` are sentences for the reader (interrupted, disk full …).

    `hindrance` is null where the run got as far as the form, `changed` where no history was kept. `maintenance` is the
    reason of the planned maintenance in which the portal was down, `requests` are those that wait.
    """

    schema_version: int = 1
    run: RunInfo
    portal: PortalInfo
    verdict: Verdict
    exit_code: int
    hindrance: Hindrance | None = None
    steps: tuple[StepResult, ...] = ()
    departments: DepartmentsResult = DepartmentsResult()
    changed: Changed | None = None
    maintenance: str = ""
    requests: tuple[Request, ...] = ()
    drift: Drift = Drift()
    gate: GateResult = GateResult()
    environment: Environment
    dialogs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def offline(self) -> bool:
        """Whether it is of an exported list, so that no portal was looked at."""
        return self.environment.browser == NO_BROWSER

    @property
    def remembered(self) -> bool:
        """Whether the history keeps it: neither one that looked at no portal, nor a share of a run."""
        return not self.offline and self.run.shard is None


LIST_FINDINGS = frozenset({"designations_empty", "designations_cut", "organisations_empty"})
"""What is wrong with a list itself that keeps people from registering, whatever it means for our departments."""
_SEVERITY = tuple(Verdict)


def _of_box(verdicts: list[Verdict]) -> Verdict:
    """What a box or a way comes to; one that claims nothing is left to a person."""
    return worst(verdicts) if verdicts else Verdict.NEEDS_PERSON


def either(verdicts: list[Verdict]) -> Verdict:
    """The verdict of several ways when one is enough: if one is broken and another is not, the box has changed."""
    broken = [each for each in verdicts if each is Verdict.BROKEN]
    return Verdict.CHANGED if broken and len(broken) < len(verdicts) else worst(verdicts)


def worst(verdicts: list[Verdict]) -> Verdict:
    """The worst of some verdicts; of none, `cannot_judge`, since nothing was looked at."""
    return max(verdicts, key=_SEVERITY.index, default=Verdict.CANNOT_JUDGE)


def verdict_of(steps: Sequence[StepResult], departments: DepartmentsResult) -> Verdict:
    """The verdict of a whole run: the worst of its steps; of an audit alone, whether anything could be judged."""
    judged = any(each.listing is not Listing.CANNOT_JUDGE for each in departments.results)
    return worst([step.verdict for step in steps] or ([Verdict.AS_DOCUMENTED] if judged else []))


def exit_code(verdict: Verdict, departments: DepartmentsResult) -> ExitCode:
    """The exit code of a finished run (DESIGN, exit codes).

    A finding outweighs a question without an answer. A department listed under another spelling is no finding:
    it can be picked.
    """
    listings = {each.listing for each in departments.results}
    kinds = {each.kind for each in departments.quality}
    if verdict in {Verdict.BROKEN, Verdict.CHANGED} or kinds & LIST_FINDINGS or departments.unpickable:
        return ExitCode.FINDINGS
    if verdict is Verdict.CANNOT_JUDGE or Listing.CANNOT_JUDGE in listings:
        return ExitCode.CANNOT_JUDGE
    match verdict:
        case Verdict.AS_DOCUMENTED | Verdict.NEEDS_PERSON:
            return ExitCode.AS_DOCUMENTED
        case _:
            assert_never(verdict)
