"""The documents, each a folder below `scenarios/`: what each says about itself and about the settings."""

from __future__ import annotations

import datetime as dt
import tomllib
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from automation import home
from automation.bilingual import Bilingual, paired
from automation.model import UsageError

FOLDER = home.PROGRAM / "scenarios"
"""The documents that came with the program."""
USUAL = "delhi-2025"
"""The document that is meant where none is named."""
ALL, CENTRE = "all", "Centre"
PAPER, CHART, LIST, NAMES, HELPDESK = "document.toml", "flowchart.toml", "departments.csv", "names.toml", "helpdesk"
_OWN = ("document", "due")
"""The tables of document.toml that are of the paper itself; every other is one of the settings."""


class Strict(BaseModel):
    """What is written by hand: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, ignored_types=(cached_property,))

    @model_validator(mode="before")
    @classmethod
    def _pairs(cls, table: Any) -> Any:  # noqa: ANN401 (whatever stands in a file)
        """A text in two languages is written as `x` and `x_hi`."""
        names = [name for name, field in cls.model_fields.items() if field.annotation in {Bilingual, Bilingual | None}]
        return paired(table, names) if names and isinstance(table, dict) else table


class Circular(Strict):
    """The paper a flowchart stands in, and the generation of the form that it describes, blank where it shows none.

    What is no circular has a `source` (English, Hindi) in place of number and date, and describes no form.
    """

    number: str = ""
    date: dt.date | None = None
    issued_by: str = ""
    title: str
    generation: str = ""
    source: str = ""
    source_hi: str = ""


DUE = {
    "register_by": Bilingual("register", "पंजीकरण करें"),
    "course_by": Bilingual("complete one course", "एक पाठ्यक्रम पूरा करें"),
}
"""What is due."""


class Due(Strict):
    """By when the paper wants something done; `course` is one course on the portal."""

    register_by: dt.date | None = None
    course_by: dt.date | None = None

    def days(self) -> tuple[tuple[str, dt.date], ...]:
        """What is due and by when, the nearest first."""
        found = [(name, day) for name, day in self if day]
        return tuple(sorted(found, key=lambda each: each[1]))


class Paper(Circular):
    """A document as it describes itself, with the languages that it is written in."""

    languages: tuple[Literal["en", "hi", "mr"], ...] = Field(default=("en",), min_length=1)


class Document(Strict):
    """A folder of `scenarios/`: its paper, its dates, and the settings that it brings, by dotted key."""

    name: str
    place: Path
    paper: Paper
    due: Due = Due()
    settings: dict[str, Any] = {}

    @property
    def state(self) -> str:
        """The state under which its organisations stand; without one they are the Union's."""
        return str(self.settings.get("departments.state") or CENTRE)


class Names(Strict):
    """What a document knows of its offices' names besides what is known of all: its names.toml.

    `government` is the name of its government in letters. `names` are the names of the state itself and `places` its
    localities, separated by |. `marks` are words that mark an office's name as the state's, `optional` words that only
    say which state it belongs to, `address` words that end an address, `bodies` short names of bodies that have units
    of their own. `phrases` and `hindi` map a spelling to the words that it stands for.
    """

    government: str = ""
    names: str = ""
    marks: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    places: str = ""
    phrases: dict[str, str] = {}
    hindi: dict[str, str] = {}

    def and_(self, other: Names) -> Names:
        """What both know."""
        return Names(
            government=self.government or other.government,
            names=f"{self.names}|{other.names}",
            marks=tuple(dict.fromkeys((*self.marks, *other.marks))),
            optional=(*self.optional, *other.optional),
            address=(*self.address, *other.address),
            bodies=(*self.bodies, *other.bodies),
            places=f"{self.places}|{other.places}",
            phrases=self.phrases | other.phrases,
            hindi=self.hindi | other.hindi,
        )


def of_document(name: str) -> str:
    """A document's name where results and the history tell it: blank for the usual one."""
    return "" if name == USUAL else name


def folders() -> tuple[Path, ...]:
    """The folders with documents: the user's own, then the program's; in a checkout it is one folder."""
    return tuple(dict.fromkeys((home.own("scenarios"), home.PROGRAM / "scenarios")))


def file(name: str, *parts: str) -> Path:
    """A file of a document: the user's own where it is there, else the program's."""
    return home.found("scenarios", name, *parts)


def names(*places: Path) -> tuple[str, ...]:
    """Every document of some folders, by default all, in alphabetical order, the usual one first."""
    found = sorted({each.parent.name for folder in places or folders() for each in folder.glob(f"*/{PAPER}")})
    return tuple(sorted(found, key=lambda name: name != USUAL))


def chosen(words: str, *places: Path) -> tuple[str, ...]:
    """The documents that a setting names: one, several parted by commas, or all. Raises UsageError."""
    known = names(*places)
    wanted = known if words.strip() == ALL else tuple(filter(None, (each.strip() for each in words.split(","))))
    for name in wanted or (words,):
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}."
            raise UsageError(f"There is no document called {name or 'nothing'}; {hint}")
    return tuple(dict.fromkeys(wanted))


def load(name: str = USUAL, *places: Path) -> Document:
    """A document by its name, of some folders or of all. Raises UsageError, naming file and place."""
    name = chosen(name, *places)[0]
    place = places[0] / name if places else file(name, PAPER).parent
    tables = read(place / PAPER)
    try:
        return Document(
            name=name,
            place=place,
            paper=Paper.model_validate(tables.get("document", {})),
            due=Due.model_validate(tables.get("due", {})),
            settings={
                f"{table}.{key}": value
                for table, keys in tables.items()
                if table not in _OWN and isinstance(keys, dict)
                for key, value in keys.items()
            },
        )
    except ValidationError as error:
        raise UsageError(f"{name}/{PAPER}: {sentence(error)}") from None


@cache
def states() -> frozenset[str]:
    """The states that documents are of."""
    return frozenset(load(name).state for name in names())


@cache
def names_of(state: str) -> Names:
    """What the documents of one state know of its names. Raises UsageError for a file that is not of this form."""
    found = Names()
    for each in map(load, names()):
        file = each.place / NAMES
        if each.state == state and file.is_file():
            try:
                found = found.and_(Names.model_validate(read(file)))
            except ValidationError as error:
                raise UsageError(f"{each.name}/{NAMES}: {sentence(error)}") from None
    return found


def read(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises UsageError, naming file and line."""
    try:
        return tomllib.loads(text_of(path, "restore it from the project"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path.name}: {error}; correct that line.") from None


def text_of(path: Path, mend: str) -> str:
    """The text of a file that people edit, its line ends as they are.

    Raises UsageError where it is not UTF-8, or cannot be read; the sentence then ends with `mend`.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be read ({error.strerror}); {mend}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path.name}: is not UTF-8; save it again as UTF-8.") from None


def sentence(error: ValidationError) -> str:
    """Where something is wrong and what, without the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ").replace("Extra inputs are not permitted", "is not known here")
    return f"{place}: {said}." if place else f"{said}."
