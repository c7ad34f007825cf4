"""Reads the catalogue of symptoms: what officials say, how it is repeated, which causes are likely, what to answer."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import ValidationError, model_validator

from automation import flowchart
from automation.bilingual import Bilingual
from automation.flowchart.documents import Strict
from automation.model import Reach, UsageError
from automation.symptoms.outcome import Reason

FILE = Path(__file__).parent / "data" / "catalogue.toml"


TurnTo = Literal["", "the office's nodal officer (MDO)", "the state's administrator", "the portal's support"]


class Cause(Strict):
    """One likely cause: who is responsible, and the sentences for the official and for the portal's team.

    `official_paged` replaces `official` where the form has two pages, and lacks what `official` mentions. `turn_to` is
    the role of the person to turn to.
    """

    reason: Reason
    words: str
    evidence: str
    official: Bilingual
    official_paged: Bilingual | None = None
    portal: str = ""
    turn_to: TurnTo = ""

    def said(self, generation: str | None) -> Bilingual:
        """What the official is told on this shape of the form."""
        return ((generation or "").startswith("g4") and self.official_paged) or self.official


class Ask(Strict):
    """A question on the phone, and the cause that a yes or a no leads to."""

    ask: Bilingual
    yes: str = ""
    no: str = ""


class Symptom(Strict):
    """One thing that officials report.

    `says` are their own words. `shows` are the checks and questions of the flowchart at which the symptom can be seen;
    what they need is asked before them. `how` says so for people, `decides` what evidence decides. `causes` stand in
    the order of their likelihood. What nobody can look at has no `shows` but a `box` of the flowchart, and is decided
    by what it `asks` the official. `account_first`: an account that is there already may be all that is needed.
    """

    id: str
    title: Bilingual
    says: tuple[str, ...]
    facts: str
    how: str
    decides: str
    shows: tuple[str, ...] = ()
    causes: tuple[str, ...]
    box: str = ""
    asks: tuple[Ask, ...] = ()
    account_first: bool = False

    @property
    def source(self) -> str:
        """Where it is from, for people: the page of the facts, and the circular."""
        return self.facts.replace("FACTS §", "docs/facts.md §")

    @property
    def step(self) -> str:
        """The box of the flowchart at which it shows."""
        return self.shows[-1].partition(".")[0] if self.shows else self.box

    @property
    def needs_person(self) -> bool:
        """Whether only a present person can find out."""
        return not self.shows or any(flowchart.questions()[name].reach is not Reach.LOOK for name in self.shows)


class Catalogue(Strict):
    """Every symptom and every cause."""

    symptoms: tuple[Symptom, ...]
    causes: dict[str, Cause]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for symptom in self.symptoms:
            unknown = set(symptom.causes) - self.causes.keys()
            if unknown:
                raise ValueError(f"{symptom.id}: names what is not there ({', '.join(sorted(unknown))})")
            if bool(symptom.shows) == bool(symptom.asks and symptom.box):
                raise ValueError(f"{symptom.id}: is either looked at (shows) or asked about (asks, box)")
            if {name for each in symptom.asks for name in (each.yes, each.no)} - {"", *symptom.causes}:
                raise ValueError(f"{symptom.id}: an answer leads to none of its causes")
        return self

    @cached_property
    def by_id(self) -> dict[str, Symptom]:
        """The symptoms by id."""
        return {symptom.id: symptom for symptom in self.symptoms}

    def near(self, name: str) -> str:
        """Words that name the nearest symptom, blank where none is near."""
        found = get_close_matches(name, list(self.by_id), n=1, cutoff=0.5)
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
