"""A scenario: who had which trouble, as plain data; read strictly, and written without personal data."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from automation.config import SECRET, from_toml, said
from automation.flowchart import documents
from automation.model import UsageError
from automation.symptoms.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

NOT_SCENARIOS = frozenset({documents.PAPER, documents.CHART, documents.NAMES, "login.toml"})
TICKET = re.compile(r"(?=.{1,40}\Z)[A-Za-z]{1,10}[A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\Z")
_MAIL, _PHONE = "an address such as asha.verma@example.gov.in", "of digits, such as 9000000042"
Network = Literal["direct", "office-proxy", "slow-3g"]
Expected = Literal["reproduced", "intermittent", "not_reproduced"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Person(_Section):
    """The official; made up unless the file says otherwise, and never kept in the evidence."""

    name: str = Field(default="Asha Verma", min_length=1, max_length=150)
    group: Literal["A", "B", "C", "D"] = "B"
    email: str = Field(default="asha.verma@example.gov.in", max_length=320, pattern=r"^\S+@\S+$", description=_MAIL)
    mobile: str = Field(default="9000000042", max_length=20, pattern=r"^[+0-9 -]+$", description=_PHONE)


class Place(_Section):
    """The organisation that the official looks for; blank where the trouble has nothing to do with it."""

    name: str = Field(default="", max_length=200)
    branch: Literal["state", "centre"] = "state"


class Scenario(_Section):
    """One reported situation. `until` is the last box of the flowchart to walk to, blank for as far as it takes."""

    title: str = Field(min_length=1, max_length=120)
    symptom: str
    ticket: str = ""
    language: Literal["en", "hi"] = "en"
    browser: Literal["chromium", "chrome", "msedge"] = "chromium"
    network: Network = "direct"
    until: Literal["", "step-1", "step-2", "step-3", "step-4", "step-5", "step-6", "step-7"] = ""
    expect: Expected = "not_reproduced"
    person: Person = Person()
    organisation: Place = Place()

    @field_validator("symptom")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in CATALOGUE.by_id:
            raise ValueError(f"should be one of the symptoms that `igot explain` lists{CATALOGUE.near(value)}")
        return value

    @field_validator("ticket")
    @classmethod
    def _plain(cls, value: str) -> str:
        if value and not is_ticket(value):
            raise ValueError("should be letters, digits and dashes, such as HD-123")
        return value

    def personal(self) -> tuple[str, ...]:
        """What the official's data are: texts that must never be found in the evidence."""
        person = self.person
        return (person.name, person.email, person.mobile)


def is_ticket(text: str) -> bool:
    """Whether a text can name a ticket, and a folder on every system."""
    return TICKET.fullmatch(text) is not None and not _DEVICES.match(text)


def load(path: Path) -> Scenario:
    """The scenario of a TOML file.

    Raises UsageError, one sentence with file and line, for anything that is not of this form; no value is echoed.
    """
    return parse(documents.text_of(path, "`igot scenarios` lists them"), path.name)


def parse(text: str, name: str) -> Scenario:
    """The scenario of a TOML text; `name` is that of its file. Raises UsageError as `load` does."""
    tables = from_toml(text, name)
    for keys in _keys(tables):
        if any(SECRET.fullmatch(word) for word in re.split(r"[^a-z]+", keys[-1].lower())):
            raise UsageError(
                f"{name}, line {_line(text, keys)}: {'.'.join(keys)} would be a secret, and a scenario holds none; "
                "delete the line, the person types it in."
            )
    try:
        return Scenario.model_validate(tables)
    except ValidationError as error:
        first = min(error.errors(include_url=False), key=lambda each: _at(text, each))
        raise UsageError(f"{name}, line {_at(text, first)}: {_sentence(first)}") from None


def _keys(table: dict[str, object], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from _keys(value, (*above, key))


def _at(text: str, error: ErrorDetails) -> int:
    return _line(text, tuple(str(part) for part in error["loc"]))


def _line(text: str, keys: tuple[str, ...]) -> int:
    """The line, from 1, on which a key stands; of a missing one that of its table, else the first."""
    table, found = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            table = re.sub(r"[\s\"']", "", head[1])
            found = number if table == ".".join(keys[: table.count(".") + 1]) else found
        key = re.match(r"\s*([^=#\[]+?)\s*=", line)
        full = f"{table}.{key[1]}" if key and table else key[1] if key else ""
        if re.sub(r"[\s\"']", "", full) == ".".join(keys):
            return number
    return found


def _sentence(error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "the file"
    match error["type"]:
        case "extra_forbidden":
            return f"{key} is not a key of a scenario; {_near(key.rpartition('.')[2])}."
        case "missing":
            return f"{key} is missing; add it."
        case _:
            return f"{key} {said(error, Scenario)}."


def _near(key: str) -> str:
    known = {*Scenario.model_fields, *Person.model_fields, *Place.model_fields}
    found = get_close_matches(key, sorted(known), n=1)
    return f"perhaps {found[0]} is meant" if found else f"known are {', '.join(Scenario.model_fields)}"


def folders(document: str = documents.USUAL) -> tuple[Path, ...]:
    """Where scenarios stand: those of a document, and those of every one; the user's own before the program's."""
    below = (Path(document, documents.HELPDESK), Path(documents.HELPDESK))
    return tuple(each / part for part in below for each in documents.folders())


def files(*places: Path) -> tuple[Path, ...]:
    """Every scenario file below some folders, by default the usual ones, in alphabetical order."""
    every = (path for folder in places or folders() for path in folder.rglob("*.toml"))
    return tuple(sorted((path for path in every if path.name not in NOT_SCENARIOS), key=lambda path: path.stem))


def find(name: str, places: Iterable[Path] = ()) -> Path:
    """The file of a scenario, by its path or by its name. Raises UsageError for one that is not there."""
    folders_ = tuple(places) or folders()
    path = Path(name).expanduser()
    every = [path, *(folder / f"{name.removesuffix('.toml')}.toml" for folder in folders_)]
    found = next((each for each in every if each.is_file()), None)
    if found is None:
        known = [*CATALOGUE.by_id, *(each.stem for each in files(*folders_))]
        near = get_close_matches(name, known, n=1)
        hint = f" (perhaps {near[0]})" if near else ""
        raise UsageError(
            f"There is no scenario called {name}{hint}; `igot scenarios` lists them, `igot new` writes one."
        )
    return found


def dump(scenario: Scenario) -> str:
    """The scenario as TOML, with nothing in it that is not said otherwise by default."""
    import tomlkit

    return tomlkit.dumps(scenario.model_dump(exclude_defaults=True))


def without_person(scenario: Scenario) -> str:
    """The scenario as TOML for the bundle: of the person only what shape their data have."""
    text = dump(scenario.model_copy(update={"person": Person()}))
    person = scenario.person
    return text + "\n".join(
        [
            "",
            "# The person, by the shape of what they typed:",
            f"# name: {shape_of_name(person.name)}",
            f"# e-mail: an address under {person.email.rpartition('@')[2]}",
            f"# mobile: {sum(each.isdecimal() for each in person.mobile)} digits",
            "",
        ]
    )


def shape_of_name(name: str) -> str:
    """What is remarkable about a name for the form's rule, without the name (FACTS §1.2)."""
    kinds = {
        "digits": any(each.isdecimal() for each in name),
        "a dot": "." in name,
        "a hyphen": "-" in name,
        "letters of another script": any(each.isalpha() and not each.isascii() for each in name),
        "other signs": any(not each.isalnum() and not each.isspace() and each not in ".-'" for each in name)
        and name.isascii(),
    }
    found = [kind for kind, there in kinds.items() if there]
    return f"{len(name)} characters" + (f", with {' and '.join(found)}" if found else ", plain letters")
