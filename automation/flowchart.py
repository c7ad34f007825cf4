"""Reads scenarios/flowchart.toml into a Flowchart; knows nothing of how a check is verified."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from automation import home
from automation.model import Journey, Reach, UsageError

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTED = home.scenario("flowchart.toml")
BEFORE = home.scenario("login.toml")
"""The one box that comes before the circular's (FACTS §12.6)."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Circular(_Strict):
    """The paper the flowchart stands in, and the generation of the form that it describes.

    What is no circular has a `source` (English, Hindi) in place of number and date, and describes no form.
    """

    number: str = ""
    date: dt.date | None = None
    issued_by: str = ""
    title: str
    generation: str = ""
    source: str = ""
    source_hi: str = ""


class Check(_Strict):
    """One claim that can be verified; `documented` is the claim, `how` says how it is verified."""

    id: str
    documented: str
    how: str
    reach: Reach


class Step(_Strict):
    """One box of the flowchart, in the circular's words.

    `questions` are asked where officials report something there; the circular does not claim them.
    """

    id: str
    title: str
    title_hi: str
    text: str
    text_hi: str = ""
    checks: tuple[Check, ...]
    questions: tuple[Check, ...] = ()


class Box(_Strict):
    """One box of a flowchart that has replaced the circular's: its step, its page of the form, and what is on it."""

    step: str
    page: int
    parts: tuple[str, ...]


class Flowchart(_Strict):
    """The documented steps, in order; `boxes` where a later flowchart has another order than the circular's.

    `withdrawn` are checks of the circular that a later flowchart no longer claims.
    """

    circular: Circular
    steps: tuple[Step, ...]
    journey: Journey = Journey.REGISTRATION
    boxes: tuple[Box, ...] = ()
    withdrawn: tuple[str, ...] = ()

    def asks(self, name: str) -> Check:
        """A check or a question by its id. Raises KeyError for one that is not there."""
        return {each.id: each for step in self.steps for each in (*step.checks, *step.questions)}[name]

    @model_validator(mode="after")
    def _a_circular_has_number_and_date(self) -> Self:
        if self.journey is Journey.REGISTRATION and not (self.circular.number and self.circular.date):
            message = "the circular lacks its number or its date"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _ids_are_unique_and_belong_to_their_step(self) -> Self:
        seen: set[str] = set()
        for step in self.steps:
            for name in (step.id, *(check.id for check in (*step.checks, *step.questions))):
                if name in seen or not name.startswith(step.id):
                    message = f"{name} stands twice or under the wrong step"
                    raise ValueError(message)
                seen.add(name)
        return self


def load(path: Path = DOCUMENTED) -> Flowchart:
    """The flowchart of a TOML file.

    Raises UsageError, naming file and place, when the file is missing or not of this form.
    """
    try:
        return Flowchart.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        message = f"{path.name}: cannot be read ({error.strerror}); restore it from the project."
        raise UsageError(message) from None
    except tomllib.TOMLDecodeError as error:
        message = f"{path.name}: {error}; correct that line."
        raise UsageError(message) from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "flowchart"
        message = f"{path.name}: {place}: {first['msg']}."
        raise UsageError(message) from None
