"""Reads the flowchart of a document and what its checks ask; knows nothing of how a question is put to a page."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import ValidationError, model_validator

from automation import home
from automation.bilingual import Bilingual
from automation.flowchart.documents import CHART, FOLDER, PAPER, USUAL, Circular, Strict, file, read, sentence
from automation.model import Journey, Reach, UsageError, Verdict
from automation.result import CheckResult, StepResult, WayResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


DOCUMENTED = FOLDER / USUAL / CHART
BEFORE = home.found("scenarios", "login.toml")
"""The one box that comes before every document's (FACTS §12.6)."""
BESIDES = "besides"
"""The box of what the document claims nothing of."""


class Question(Strict):
    """What can be asked of the portal, whatever document claims it; one that is `reported` none claims."""

    documented: str
    how: str
    reach: Reach
    reported: bool = False


class Check(Strict):
    """One claim that can be verified; `documented` is the claim, `how` says how it is verified.

    `asks` is the question of questions.toml, where the check has an `id` of its own.
    """

    id: str
    documented: str
    how: str
    reach: Reach
    asks: str = ""

    @property
    def question(self) -> str:
        """What is asked."""
        return self.asks or self.id


class Way(Strict):
    """One of several ways to do what a box wants; without checks somebody else does it, or a person looks."""

    title: str
    title_hi: str = ""
    checks: tuple[str, ...] = ()


class Step(Strict):
    """One box of the flowchart, in the document's words.

    `questions` are asked where officials report something there; the document does not claim them. Any of the `ways`
    will do, where there are several; `when` says whom the box is for, where it is not for everybody. A box without
    checks is done `by` the office, or by a person.
    """

    id: str
    title: str
    title_hi: str
    text: str
    text_hi: str = ""
    when: str = ""
    when_hi: str = ""
    by: Literal["", "office", "person"] = ""
    ways: tuple[Way, ...] = ()
    checks: tuple[Check, ...] = ()
    questions: tuple[Check, ...] = ()

    @property
    def number(self) -> str:
        """What it is called in the document, such as 4; a dot for a box of no document."""
        return self.id.rpartition("-")[2] if "-" in self.id else "·"

    @property
    def subjects(self) -> frozenset[str]:
        """What its checks are about, such as “step-4” for the OTPs."""
        return frozenset(each.question.partition(".")[0] for each in self.checks)

    def begun(self, seconds: float = 0.0) -> StepResult:
        """The box of a result, before anything of it was judged."""
        unjudged = Verdict.CANNOT_JUDGE
        return StepResult(
            id=self.id,
            title=self.title,
            verdict=unjudged,
            seconds=round(seconds, 3),
            checks=(),
            ways=tuple(WayResult(title=way.title, verdict=unjudged, checks=way.checks) for way in self.ways),
            when=self.when,
        )


_BESIDES = Step(id=BESIDES, title="Besides what the document says", title_hi="दस्तावेज़ में जो है, उसके अलावा", text="")


class Box(Strict):
    """One box of a flowchart that has replaced the document's: its step, its page of the form, and what is on it."""

    step: str
    page: int
    parts: tuple[str, ...] = ()


class Flowchart(Strict):
    """The documented steps, in order; `boxes` where a later flowchart has another order than the document's.

    `withdrawn` are checks of the document that a later flowchart no longer claims.
    """

    circular: Circular
    steps: tuple[Step, ...]
    journey: Journey = Journey.REGISTRATION
    boxes: tuple[Box, ...] = ()
    withdrawn: tuple[str, ...] = ()

    def asks(self, name: str) -> Check:
        """A check or a question by its id or by what it asks. Raises KeyError for one that is not there."""
        every = [each for step in self.steps for each in (*step.checks, *step.questions)]
        return ({each.question: each for each in every} | {each.id: each for each in every})[name]

    def box(self, subject: str) -> Step | None:
        """The first box that claims something of a subject, such as “step-4” for the OTPs; None for none."""
        return next((step for step in self.steps if subject in step.subjects), None)

    @model_validator(mode="after")
    def _a_circular_has_number_and_date(self) -> Self:
        circular = self.circular
        if self.journey is Journey.REGISTRATION and not circular.source and not (circular.number and circular.date):
            raise ValueError("the circular lacks its number or its date, and no source is named in their place")
        return self

    @model_validator(mode="after")
    def _the_shape_of_a_form_is_compared_box_by_box(self) -> Self:
        """What a form has is held against the boxes of its subjects, so they must have those names (drift)."""
        for step in self.steps if self.circular.generation else ():
            for check in step.checks:
                if not check.question.startswith(f"{step.id}."):
                    raise ValueError(f"{check.id} stands under the wrong step for a document that describes a form")
        return self

    @model_validator(mode="after")
    def _each_stands_once(self) -> Self:
        seen: set[str] = set()
        for step in self.steps:
            for name in (step.id, *(check.id for check in (*step.checks, *step.questions))):
                if name in seen:
                    raise ValueError(f"{name} stands there twice")
                seen.add(name)
        return self

    def found(self, steps: Iterable[StepResult]) -> dict[str, CheckResult]:
        """The results of a walk on this flowchart by what was asked."""
        return {self.asks(each.id).question: each for step in steps for each in step.checks}

    def projected(self, found: Mapping[str, CheckResult]) -> list[StepResult]:
        """What was found for several documents, by what was asked, as the boxes of this one."""
        return [
            step.begun().judged(
                [
                    found[each.question].model_copy(update={"id": each.id, "documented": each.documented})
                    for each in step.checks
                    if each.question in found and each.id not in self.withdrawn
                ]
            )
            for step in self.steps
        ]

    def joined(self, others: Iterable[Flowchart]) -> Flowchart:
        """The same with a last box for what only other documents claim, so that one walk serves all of them."""
        asked = {each.question for step in self.steps for each in step.checks} - {*self.withdrawn}
        every = {each.question: each for chart in others for step in chart.steps for each in step.checks}
        rest = tuple(
            each.model_copy(update={"id": name, "asks": ""}) for name, each in every.items() if name not in asked
        )
        more = _BESIDES.model_copy(update={"checks": rest})
        return self.model_copy(update={"steps": (*self.steps, *([more] if rest else []))})

    def complete(self) -> Flowchart:
        """The same with a last box for every question that the document claims nothing of."""
        asked = {each.question for step in self.steps for each in (*step.checks, *step.questions)}
        rest = tuple(check(name) for name in questions() if name not in asked)
        more = _BESIDES.model_copy(update={"questions": rest})
        return self.model_copy(update={"steps": (*self.steps, *([more] if rest else []))})


@cache
def questions() -> dict[str, Question]:
    """Every question by its id, in the order of the file."""
    tables = read(Path(__file__).with_name("questions.toml"))
    return {name: Question.model_validate(table) for name, table in tables.items()}


def check(name: str) -> Check:
    """The check that claims what a question's own words say. Raises KeyError for one that there is not."""
    return Check(id=name, **questions()[name].model_dump(exclude={"reported"}))


def of(document: str) -> Flowchart:
    """The flowchart of a document. Raises UsageError as `load` does."""
    return load(file(document, CHART))


@cache
def before() -> Flowchart:
    """The flowchart of what comes before every document's."""
    return load(BEFORE)


def account() -> Bilingual:
    """The question before the form: whether there is an account already (FACTS §12.6)."""
    return Bilingual(before().steps[0].text, before().steps[0].text_hi)


def load(path: Path = DOCUMENTED) -> Flowchart:
    """The flowchart of a TOML file, and of the paper that is described beside it.

    Raises UsageError, naming file and place, when the file is missing or not of this form.
    """
    tables = read(path)
    paper = path.with_name(PAPER)
    circular = read(paper).get("document", {}) if paper.is_file() and path.name == CHART else {}
    circular = {key: value for key, value in circular.items() if key in Circular.model_fields}
    try:
        tables["circular"] = circular | tables.get("circular", {})
        tables["steps"] = _with_questions([_step(path.name, each) for each in tables.get("steps", [])])
        return Flowchart.model_validate(tables)
    except ValidationError as error:
        raise UsageError(f"{path.name}: {sentence(error)}") from None
    except (TypeError, AttributeError):
        raise UsageError(f"{path.name}: should hold [[steps]] with texts and lists of checks.") from None


def _step(name: str, table: dict[str, Any]) -> dict[str, Any]:
    """A step with its checks spelled out; those of its ways are checks of the step."""
    asks, says = table.pop("asks", {}), table.pop("says", {})
    ways = table.get("ways", ())
    named = [*table.get("checks", ()), *(name for way in ways for name in way.get("checks", ()))]
    checks = [_check(name, each, asks.pop(each, ""), says.pop(each, "")) for each in named]
    if left := [*asks, *says]:
        raise UsageError(f"{name}: {table.get('id')} says something of {left[0]}, which is none of its checks.")
    return table | {"checks": checks}


def _check(where: str, name: str, asks: str, says: str) -> dict[str, Any]:
    question = questions().get(asks or name)
    if question is None or question.reported:
        near = get_close_matches(asks or name, [each for each, one in questions().items() if not one.reported], n=1)
        hint = f"did you mean {near[0]}?" if near else "`igot document questions` lists them."
        raise UsageError(f"{where}: there is no question {asks or name}; {hint}")
    told = question.model_dump(exclude={"reported"})
    return told | {"id": name, "asks": asks} | ({"documented": says} if says else {})


def _with_questions(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps, each also with what is reported of the subjects that it is the first to claim something of."""
    told: set[str] = set()
    for step in steps:
        subjects = {(each["asks"] or each["id"]).partition(".")[0] for each in step["checks"]} - told
        told |= subjects
        step["questions"] = [
            one.model_dump(exclude={"reported"}) | {"id": name}
            for name, one in questions().items()
            if one.reported and name.partition(".")[0] in subjects
        ]
    return steps
