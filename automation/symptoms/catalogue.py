"""Reads the catalogue of symptoms: what officials say, how it is repeated, which causes are likely, what to answer."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from automation import flowchart
from automation.model import Reach, UsageError
from automation.symptoms.result import Reason

FILE = Path(__file__).parent / "data" / "catalogue.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Cause(_Strict):
    """One likely cause: whose it is, and the sentences for the official (English, Hindi) and for the portal's team."""

    reason: Reason
    words: str
    evidence: str
    official: str
    official_hi: str
    portal: str = ""


class Symptom(_Strict):
    """One thing that officials report.

    `says` are their own words. `shows` are the checks and questions of the flowchart at which the symptom can be seen;
    what they need is asked before them. `how` says so for people, `decides` what evidence decides. `causes` stand in
    the order of their likelihood.
    """

    id: str
    title: str
    title_hi: str
    says: tuple[str, ...]
    facts: str
    how: str
    decides: str
    shows: tuple[str, ...]
    causes: tuple[str, ...]

    @property
    def step(self) -> str:
        """The box of the flowchart at which it shows."""
        return self.shows[-1].partition(".")[0]

    @property
    def needs_person(self) -> bool:
        """Whether only a present person can find out."""
        return any(flowchart.load().asks(name).reach is not Reach.LOOK for name in self.shows)


class Catalogue(_Strict):
    """Every symptom and every cause."""

    symptoms: tuple[Symptom, ...]
    causes: dict[str, Cause]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for symptom in self.symptoms:
            unknown = set(symptom.causes) - self.causes.keys()
            if unknown:
                raise ValueError(f"{symptom.id}: names what is not there ({', '.join(sorted(unknown))})")
        return self

    @cached_property
    def by_id(self) -> dict[str, Symptom]:
        """The symptoms by id."""
        return {symptom.id: symptom for symptom in self.symptoms}

    def near(self, name: str) -> str:
        """Words that name the nearest symptom, blank where none is near."""
        found = get_close_matches(name, list(self.by_id), n=1)
        return f"; perhaps {found[0]}" if found else ""

    def get(self, name: str) -> Symptom:
        """One symptom. Raises UsageError for one that is not in the catalogue."""
        if name not in self.by_id:
            raise UsageError(f"There is no symptom called {name}; `igot explain` lists them{self.near(name)}.")
        return self.by_id[name]


def load(path: Path = FILE) -> Catalogue:
    """The catalogue of a TOML file. Raises UsageError where it is damaged."""
    try:
        return Catalogue.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise UsageError(f"{path.name}: {str(error).splitlines()[0]}; restore it from the project.") from None


CATALOGUE = load()
