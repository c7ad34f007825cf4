"""The settings and where each came from: defaults < config.toml < IGOT_… environment < flags. Holds no secret."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from automation import home
from automation.flowchart import documents
from automation.model import UsageError
from automation.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pydantic_core import ErrorDetails

ROOT = home.PROGRAM
USUAL = "config.toml"
_WHICH = "document.name"
NOT_SETTINGS = frozenset({"IGOT_CONFIG", "IGOT_HOME", "IGOT_PYTHON", "IGOT_PROGRESS"})
FLAGS = {
    "document.name": "--document",
    "portal.url": "--portal",
    "portal.landing_url": "--landing",
    "portal.staging": "--staging",
    "portal.language": "--language",
    "browser.name": "--browser",
    "browser.channel": "--browser-channel",
    "browser.headed": "--headed",
    "browser.slow_mo_ms": "--slowmo",
    "departments.file": "--departments",
    "departments.sheet": "--sheet",
    "run.place": "--place",
    "report.folder": "--output",
    "report.evidence": "--output",
    "report.screenshot": "--screenshot",
    "report.tracing": "--tracing",
    "report.video": "--video",
}
"""The flag for each setting. Two settings share --output; each command has one of the two."""
SECRET = re.compile(r"otp|pass(word|wd|code|phrase)?|pwd|pin|secret|token|aadhaar|credentials?|cookie")
_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def _address(value: str) -> str:
    """An address of the portal: empty, or http(s) with a host and without a name or password in it."""
    if not value:
        return value
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and " " not in value
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("should be empty or an address such as https://portal.example/signup")
    if "@" in urlsplit(value).netloc:
        raise ValueError("must not hold a user name or a password")
    return value


_SHARED = re.compile(r"((gov|nic|co|org|ac|res|net|edu|mil|gen|firm|ind)\.)?[a-z]{2}|[a-z-]+")


def _domain(value: str) -> str:
    """A domain that belongs to one office: empty, or more than one that many share."""
    if value and (_SHARED.fullmatch(value) or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", value)):
        raise ValueError("should be empty or the domain of one office, such as it.example.gov.in")
    return value


Address = Annotated[str, AfterValidator(_address)]


class Section(BaseModel):
    """A frozen table of config.toml; types are not bent, values are never echoed in errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    @field_validator("*")
    @classmethod
    def _on_one_line(cls, value: object) -> object:
        if isinstance(value, str) and re.search(r"[\0-\x1f\x7f]", value):
            raise ValueError("should be on one line, without tabs; a path with \\ stands in '…', or is written with /")
        return value


class Portal(Section):
    """Which portal; an empty `url` means the rehearsal portal, an empty `landing_url` the root of `url`.

    `staging`: it is the office's own copy, on a private address or under `office_domain`.
    """

    url: Address = ""
    landing_url: Address = ""
    staging: bool = False
    office_domain: Annotated[str, AfterValidator(_domain)] = ""
    authorisation: str = ""
    language: str = Field(
        default="en", pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="a language, such as en or hi"
    )


class BrowserSettings(Section):
    """Which browser and how it is shown; empty `channel` and `executable` mean the first that is found."""

    name: str = Field(
        default="chromium",
        pattern="^chromium$",
        description="chromium: the gate is proven in no other kind; browser.channel names Chrome or Edge",
    )
    channel: str = ""
    executable: str = ""
    headed: bool = False
    slow_mo_ms: int = Field(default=0, ge=0)


class Waits(Section):
    """The one time-out, in seconds."""

    seconds: float = Field(default=15.0, gt=0, le=600)


class Politeness(Section):
    """How many requests a run may make, and how many milliseconds lie between two searches on a live portal."""

    requests: int = Field(default=2000, ge=1)
    pace_ms: int = Field(default=1000, ge=0)
    user_agent_suffix: str = Field(
        default="igot-registration-helper/0.1 (IT cell)",
        pattern=r"^[ -~]*$",
        description="of English letters, digits and signs",
    )


def _windows(value: str) -> str:
    """Times of planned maintenance, each with its reason."""
    try:
        windows(value)
    except ValueError as error:
        raise ValueError(
            f"should hold times with a reason, such as Sun 02:00-06:00 patches, parted by ; (not “{error}”)"
        ) from None
    return value


class RunSettings(Section):
    """How long a whole run may take, in seconds (0: as long as it does), and from where it looks."""

    seconds: float = Field(default=0.0, ge=0)
    place: str = Field(
        default="", max_length=40, pattern=r"^[\w .,()-]*$", description="of letters, digits, blanks and . , ( ) -"
    )


class Maintenance(Section):
    """When the portal may be down."""

    windows: Annotated[str, AfterValidator(_windows)] = ""


def _addresses(value: str) -> str:
    """Addresses as apprise writes them, parted by blanks."""
    if not all(re.fullmatch(r"[a-z][a-z0-9+.-]*://\S+", each) for each in value.split()):
        raise ValueError("should hold addresses such as mailto://…, parted by blanks")
    return value


_HOOK = Field(
    default="",
    pattern=r"^(https?://[^\s/]+(/\S*)?)?$",
    description="empty or an address such as https://monitor.example/ping/1",
)
"""An address to be asked for: empty, or http(s) with a host."""


class Notify(Section):
    """Who is told of an unattended run, and when; empty ones tell nobody. The values may hold keys and are never shown.

    `to` are addresses as apprise writes them, `ping` is of the Healthchecks kind, `push` of Uptime Kuma's.
    """

    to: Annotated[str, AfterValidator(_addresses)] = ""
    when: Literal["on-change", "on-findings", "always"] = "on-change"
    quiet: Annotated[str, AfterValidator(_windows)] = ""
    ping: str = _HOOK
    push: str = _HOOK


NEVER_SHOWN = frozenset({"notify.to", "notify.ping", "notify.push"})


class DocumentChoice(Section):
    """Which of the papers in scenarios/ is meant: one, several parted by commas, or all."""

    name: str = Field(default=documents.USUAL, min_length=1)


class Departments(Section):
    """The list of organisations; empty `known` and `sheet` mean one that is chosen.

    File and state are the document's where nobody says otherwise; without a file there is no list, and without a state
    the organisations are the Union's.
    """

    file: str = ""
    sheet: str = ""
    known: str = ""
    state: str = ""
    raised: str = Field(default="raised.csv", min_length=1)
    overdue_days: int = Field(default=30, ge=1)


class Letter(Section):
    """What stands around the covering letter for the requests for help; empty ones are left to be filled in by hand."""

    number: str = ""
    office: str = ""
    to: str = ""
    signatory: str = ""
    designation: str = ""


class Report(Section):
    """Where runs and the bundles of evidence are kept, and whether with pictures, a trace and a video.

    The words are those of pytest-playwright, and mean the same for a run as there for a test.
    """

    folder: str = Field(default="runs", min_length=1)
    evidence: str = Field(default="evidence", min_length=1)
    screenshot: Literal["on", "off", "only-on-failure"] = "on"
    tracing: Literal["on", "off", "retain-on-failure"] = "off"
    video: Literal["on", "off", "retain-on-failure"] = "off"


class Settings(Section):
    """Everything that can be set, section by section as in config.toml."""

    document: DocumentChoice = DocumentChoice()
    portal: Portal = Portal()
    browser: BrowserSettings = BrowserSettings()
    waits: Waits = Waits()
    politeness: Politeness = Politeness()
    run: RunSettings = RunSettings()
    maintenance: Maintenance = Maintenance()
    notify: Notify = Notify()
    departments: Departments = Departments()
    letter: Letter = Letter()
    report: Report = Report()

    @property
    def state(self) -> str:
        """The state under which the organisations stand: that of the document, where nobody says otherwise."""
        return self.departments.state or documents.load(self.document.name).state

    def flat(self) -> dict[str, object]:
        """All values by dotted key, in the order of config.toml."""
        return {f"{table}.{key}": value for table, keys in self.model_dump().items() for key, value in keys.items()}


KEYS = Settings().flat()


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force; `origin` maps each dotted key to "default", a file's name, a variable or a flag.

    `every` are the settings for each document, where several are meant; these are then those of the first.
    """

    settings: Settings
    origin: dict[str, str]
    source: Path | None = None
    every: tuple[Loaded, ...] = ()

    def shared(self, of: int) -> Loaded:
        """The same for one of `of` machines that look at one portal: a share of the requests, the pace of all together.

        So the portal is asked no more often than by one machine.
        """
        polite = self.settings.politeness
        part = {"requests": max(1, polite.requests // of), "pace_ms": polite.pace_ms * of}
        return replace(self, settings=self.settings.model_copy(update={"politeness": polite.model_copy(update=part)}))

    def given(self) -> dict[str, str]:
        """What flags and variables have set, by dotted key: its origin."""
        return {key: where for key, where in self.origin.items() if where.startswith(("--", "IGOT_"))}

    def _given(self) -> dict[str, object]:
        return {key: value for key, value in self.settings.flat().items() if self.origin[key].startswith("--")}

    @property
    def file(self) -> Path:
        """The config file, which need not be there."""
        return self.source or home.settings()

    def again(self, environ: Mapping[str, str]) -> Loaded:
        """The settings as they are now, from the same file and with the same flags. Raises what `load` raises."""
        return load(self.source, environ, self._given())

    def handed_on(self) -> dict[str, str]:
        """Environment variables that hand this file, and what flags have set, on to a process that we start here."""
        given = self._given()
        file = {"IGOT_CONFIG": str(self.source.absolute())} if self.source else {}
        return file | {variable(key): str(value) for key, value in given.items()}

    @property
    def document(self) -> documents.Document:
        """The paper that it is about."""
        return documents.load(self.settings.document.name)

    def path(self, key: str) -> Path:
        """The path that a setting names: below the user's files if a file or default says so, else below here.

        What a document says is below its own folder.
        """
        path, origin = Path(str(self.settings.flat()[key])).expanduser(), self.origin[key]
        if origin.startswith(("IGOT_", "--")):
            return Path.cwd() / path
        if origin.endswith(documents.PAPER):
            return documents.file(self.settings.document.name, *path.parts)
        return home.found(*path.parts)


def variable(key: str) -> str:
    """The environment variable of a dotted key: portal.url is IGOT_PORTAL_URL."""
    return "IGOT_" + key.replace(".", "_").upper()


def load(config: Path | None, environ: Mapping[str, str], flags: Mapping[str, object]) -> Loaded:
    """Put the layers together.

    `config` is the file that --config names, else IGOT_CONFIG, else the user's config.toml. `flags` maps
    dotted keys to values; None means not given. Raises UsageError, one sentence, for anything that is not a setting
    or has the wrong type; values are never echoed.
    """
    source = _source(config, environ)
    given = {key: value for key, value in flags.items() if value is not None}
    layers = [
        _from_file(text_of(source), source.name) if source else ({}, {}),
        _from_environment(environ),
        (given, {key: FLAGS.get(key, f"--{key}") for key in given}),
    ]
    every = [_for_document(name, layers, source) for name in _chosen(layers)]
    return replace(every[0], every=tuple(every)) if len(every) > 1 else every[0]


Layer = tuple[dict[str, object], dict[str, str]]
"""Values by their keys, and where each came from."""


def _chosen(layers: Sequence[Layer]) -> tuple[str, ...]:
    """The documents that the last layer which names any has meant."""
    meant = [(str(layer[_WHICH]), names[_WHICH]) for layer, names in layers if _WHICH in layer]
    words, origin = meant[-1] if meant else (documents.USUAL, "")
    try:
        return documents.chosen(words)
    except UsageError as error:
        raise UsageError(f"{origin}: {error}") from None


def _for_document(name: str, layers: Sequence[Layer], source: Path | None) -> Loaded:
    """The settings for one document; an empty text outweighs nothing that it says."""
    own = _from_document(name)
    values, origin = dict(KEYS), dict.fromkeys(KEYS, "default")
    for layer, names in (own, *layers):
        said = {
            key: value
            for key, value in layer.items()
            if value != "" or key not in own[0] or names[key].startswith("--")
        }
        values.update(said)
        origin.update({key: names[key] for key in said})
    values[_WHICH] = name
    if not values["departments.file"] and origin["departments.file"] not in {"default", source and source.name}:
        raise UsageError(f"{origin['departments.file']}: departments.file should not be empty.")
    return Loaded(_settings(values, origin, source), origin, source)


def _from_document(name: str) -> Layer:
    own, said = documents.load(name).settings, f"{name}/{documents.PAPER}"
    for key in own:
        _known(key, KEYS, f"{said}: ")
    return own, dict.fromkeys(own, said)


def _source(config: Path | None, environ: Mapping[str, str]) -> Path | None:
    named = config or (Path(environ["IGOT_CONFIG"]) if environ.get("IGOT_CONFIG") else None)
    if named is None:
        usual = home.settings()
        return usual if usual.is_file() else None
    if not named.is_file():
        raise UsageError(f"{named}: there is no such config file; name another one with --config.")
    return named


_MENDS = (  # what stands on a line that is not TOML, and what mends it
    (r"[\0-\x08\x0b-\x1f\x7f]", "delete the character that cannot be seen"),
    (r"=\s*\"[^\"]*\\", "a path with \\ stands in '…', or is written with /"),
    (r"[“”„‘’]", 'take straight quotation marks, as in "…"'),
    (r"=\s*(true|false|yes|no|on|off)\s*(#|$)", "write true or false, in small letters"),
    (r"=\s*\d+,\d+\s*(#|$)", "write a point in a number, as in 1.5"),
    (r"[\w.]+\s*:", "a key and its value are parted by ="),
    (r"\[[^\]]*$", "a table's name stands between [ and ]"),
    (r"", "texts stand in quotation marks, one key a line"),
)


def from_toml(text: str, name: str) -> dict[str, Any]:
    """The tables of a TOML text; `name` is that of its file. Raises UsageError with the line and what mends it."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place, lines = re.search(r"\(at line (\d+)", str(error)), text.splitlines() or [""]
        number = min(int(place[1]) if place else len(lines), len(lines))
        mend = next(how for what, how in _MENDS if re.match(rf"(?i).*?{what}", lines[number - 1]))
        if str(error).startswith("Cannot "):
            mend = "that key or table stands there twice, so delete one"
        raise UsageError(f"{name}, line {number}: is not TOML; {mend}.") from None


def text_of(path: Path) -> str:
    """The text of a config file. Raises UsageError where it cannot be read."""
    return documents.text_of(path, "check its permissions")


def _from_file(text: str, name: str) -> Layer:
    values: dict[str, object] = {}
    for table, keys in from_toml(text, name).items():
        values |= {f"{table}.{key}": value for key, value in keys.items()} if isinstance(keys, dict) else {table: keys}
    for key in values:
        _known(key, KEYS, f"{name}: ")
    return values, dict.fromkeys(values, name)


def wrong(text: str, name: str) -> dict[str, str]:
    """What is wrong with the text of a config file, a sentence for each key; nothing where `load` would take it.

    Raises UsageError, as `load` does, for what is not TOML or no setting.
    """
    values = _from_file(text, name)[0]
    try:
        _validated(values)
        documents.chosen(str(values.get(_WHICH, documents.USUAL)))
    except ValidationError as error:
        return {key: f"It {words}." for key, words in _said_of(error).items()}
    except UsageError as error:
        return {_WHICH: str(error)}
    return {}


def _from_environment(environ: Mapping[str, str]) -> Layer:
    names = {variable(key): key for key in KEYS}
    values: dict[str, object] = {}
    for name in sorted(environ):
        if name.startswith("IGOT_") and name not in NOT_SETTINGS:
            _known(name, names)
            values[names[name]] = from_text(name, environ[name], KEYS[names[name]])
    return values, {key: variable(key) for key in values}


def from_text(name: str, text: str, default: object) -> object:
    """A value as text has it, of the type of the default. Raises UsageError, which begins with `name`."""
    try:
        if isinstance(default, bool):
            return _WORDS[text.strip().lower()]
        return type(default)(text) if isinstance(default, (int, float)) else text
    except KeyError:
        raise UsageError(f"{name}: should be true or false.") from None
    except ValueError:
        raise UsageError(f"{name}: should be a number.") from None


def _known(name: str, names: Iterable[str], where: str = "") -> None:
    if name in names:
        return
    if any(SECRET.fullmatch(word) for word in re.split(r"[^a-z]+", name.lower())):
        raise UsageError(f"{where}{name}: there is no setting for a secret; remove it, the person types it in.")
    near = _near(name, names)
    hint = f"did you mean {near}?" if near else "`igot config` lists them all."
    raise UsageError(f"{where}{name} is not a setting; {hint}")


def _near(name: str, names: Iterable[str], likeness: float = 0.75) -> str | None:
    from difflib import get_close_matches

    found = get_close_matches(name, list(names), n=1, cutoff=likeness)
    return found[0] if found else None


def _validated(values: Mapping[str, object]) -> Settings:
    tables: dict[str, dict[str, object]] = {}
    for key, value in values.items():
        table, _, name = key.partition(".")
        tables.setdefault(table, {})[name] = value
    return Settings.model_validate(tables)


def _settings(values: Mapping[str, object], origin: Mapping[str, str], source: Path | None) -> Settings:
    try:
        return _validated(values)
    except ValidationError as error:
        key, words = next(iter(_said_of(error).items()))
        where = origin.get(key, "")
        where += f": {key}" if where.endswith(".toml") or (source and where == source.name) else ""
        raise UsageError(f"{where}: {words}.") from None


def _said_of(error: ValidationError) -> dict[str, str]:
    """What is wrong with each setting, by its dotted key."""
    found = error.errors(include_url=False)
    return {".".join(str(part) for part in each["loc"][:2]): said(each, Settings) for each in found}


_SAID = {
    "bool_type": "should be true or false, without quotation marks",
    "float_type": "should be a number, without quotation marks",
    "int_type": "should be a whole number, without quotation marks",
    "model_type": "should be a table, with its name between [ and ] and its keys below",
    "string_type": "should be a text in quotation marks",
    "string_too_short": "should not be empty",
}


def said(error: ErrorDetails, model: type[BaseModel]) -> str:
    """A sentence on what is wrong with a value of `model`; the value itself is not shown."""
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        near = _near(str(error.get("input")), re.findall(r"'([^']+)'", limits["expected"]), 0.6)
        return f"should be {limits['expected']}{f'; perhaps {near}' if near else ''}"
    if kind == "string_too_long":
        return f"should have at most {limits['max_length']} characters"
    if kind == "string_pattern_mismatch":
        fields: Any = model.model_fields
        *tables, key = error["loc"]
        for table in tables:
            fields = fields[table].annotation.model_fields
        return f"should be {fields[key].description}"
    usual = error["msg"].removeprefix("Value error, ").replace("Input should", "should").replace("a valid ", "a ")
    return _SAID.get(kind, usual)
