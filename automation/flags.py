"""The flags that several commands have, how a command writes down its own, and an example of each value."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from automation.config import Loaded
    from automation.runs.options import Options

NAGIOS = "--nagios"
_LAST_PORT = 65535
Flag = tuple[tuple[str, ...], dict[str, Any]]
_VALUES = {
    "--confirm": "2",
    "--junit": "smoke.xml",
    "--official": "asha.csv",
    "--document": "haryana-2025",
    "--portal": "https://portal.igotkarmayogi.gov.in/public/signup",
    "--landing": "https://igotkarmayogi.gov.in/",
    "--departments": "list.xlsx",
    "--sheet": "Departments",
    "--json": "result.json",
    "--slowmo": "250",
    "--browser": "chromium",
    "--browser-channel": "msedge",
    "--defect": "email-otp-not-delivered",
    "--variant": "more-organisations",
    "--list-latency": "1500",
    "--place": '"Vikas Bhawan"',
    "--prometheus": "igot.prom",
    "--output": "D:/igot",
    "--shard": "2/5",
    "--offline": "dropdown.json",
    "--compare": "runs/latest",
    "--resume": "runs/latest",
    "runs": "east/result.json west/result.json",
    "--html": "page.html",
    "--csv": "table.csv",
    "--check": "step-3.mobile",
    "--department": '"Department of Power"',
    "--since": "2026-11-01",
    "run_": "latest",
    "--by": '"IT cell"',
    "--why": '"asked for on 3 November"',
    "--at": "08:30",
    "--markdown": "digest.md",
    "--pdf": "digest.pdf",
    "pairs": "pairs.csv",
    "--port": "8042",
    "scenario": "sms-otp-missing",
    "-n": "5",
    "--sign-with": "office.key",
    "--ticket": "HD-123",
    "symptom": "sms-otp-missing",
    "bundle": "evidence/HD-123/bundle.zip",
    "--sha256": "9f86d081…",
    "--public-key": "office.pub",
    "--older-than": "90d",
    "--keep-last": "30",
    "--staff": "desk-2",
    "name": "haryana-2026",
    "file": "section.xlsx",
    "--note": "status.html",
    "--resend-seconds": "30",
    "--from": "order.txt",
    "--state": "Haryana",
    "--source": '"Circular F.10 of 2026"',
    "result": "runs/latest/result.json",
    "--date": "2026-01-31",
    "--family": "redirects",
    "--trials": "3",
}
"""An example of the value of each flag that takes one of its own."""


def path(text: str) -> Path:
    """A file or a folder."""
    return Path(text)


def port(text: str) -> int:
    """A port of this machine, 0 for a free one. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"should be a number from 0 to {_LAST_PORT}")
    return int(text)


def flag(*names: str, **more: Any) -> Flag:  # noqa: ANN401 (argparse's own words)
    """A flag; what takes a value of its own has an example of one in its help."""
    example = next((_VALUES[each] for each in (*names, more.get("dest", "")) if each in _VALUES), "")
    if example and more.get("action") in {None, "append"}:
        words = [names[0], example] if names[0].startswith("-") else [example]
        more["help"] = f"{more['help']}; as in {' '.join(words)}"
    return names, more


def switch(name: str, words: str, **more: Any) -> Flag:  # noqa: ANN401 (argparse's own words)
    """A flag that is given or not."""
    return flag(name, action="store_true", help=words, **more)


def text(name: str, metavar: str, words: str, **more: Any) -> Flag:  # noqa: ANN401 (argparse's own words)
    """A flag with a text, such as the name of a file; blank where it is not given."""
    return flag(name, default="", metavar=metavar, help=words, **more)


FILMS = ("on", "off", "retain-on-failure")
DOCUMENT = flag("--document", metavar="NAME", help="whose registration: a circular, several (a,b), or all")
PORTAL = flag("--portal", "--base-url", metavar="URL", help="a portal other than the rehearsal portal")
LANDING = flag("--landing", metavar="URL", help="its first page, where that stands elsewhere than at the root")
STAGING = flag("--staging", action="store_const", const=True, help="it is the office's own staging copy")
BROWSER = (
    flag("--browser", metavar="chromium", help="the one kind there is; Chrome and Edge are channels of it"),
    flag("--browser-channel", metavar="NAME", help="an installed one, such as chrome or msedge"),
)
OUTPUT = flag("--output", metavar="FOLDER", help="where the report goes")
SWITCHES = (
    flag("--defect", action="append", default=[], dest="defects", metavar="NAME", help="break the rehearsal so"),
    flag("--variant", action="append", default=[], dest="variants", metavar="NAME", help="change it harmlessly so"),
    flag(
        "--list-latency", type=int, default=0, dest="list_latency_ms", metavar="MS", help="how long its lists take (0)"
    ),
)
SHAPES = ("g1", "g3", "g4a", "g4b", "crp")
GENERATION = flag("--generation", choices=SHAPES, default="g3", help="the shape of its form (g3)")
GENERATION_OR_LOGIN = flag(
    "--generation",
    choices=(*SHAPES, "login"),
    default="g3",
    help="the shape of its form (g3); with login, of any portal its login is looked at and not the form",
)
ALARM = (
    flag(
        "--alarm",
        choices=("on-findings", "on-change"),
        default="on-findings",
        help="exit 1 on each finding, or only where something is worse than what was accepted",
    ),
    flag("--place", metavar="NAME", help="from where this machine looks, as the history names it"),
)
SHARD = text("--shard", "2/5", "a share of the departments; igot merge puts them together")
SHEET = flag("--sheet", metavar="NAME", help="the sheet of a workbook with several (the first with the columns)")
LISTED = (flag("--departments", metavar="FILE", help="another list of departments"), SHEET)
JSON = text("--json", "FILE", 'the machine-readable result; "-" is stdout')
MONITORING = (
    text("--prometheus", "FILE", "the figures for Prometheus' node exporter"),
    switch(NAGIOS, "stdout and exit code as a Nagios plug-in has them"),
)
LOOK = (
    DOCUMENT,
    PORTAL,
    LANDING,
    STAGING,
    *LISTED,
    JSON,
    flag("--headed", action="store_const", const=True, help="show the browser's window"),
    flag("--slowmo", type=int, metavar="MS", help="pause before each thing the browser is told"),
    *BROWSER,
    *SWITCHES,
)
PERSON = (
    switch("--attended", "a present person takes the official's part"),
    text("--official", "FILE", "with --attended: their particulars, a table"),
)
TICKET = text("--ticket", "HD-123", "the ticket that it belongs to")
PICTURES = flag(
    "--screenshot", choices=("on", "off", "only-on-failure"), default=None, help="pictures in what is kept (on)"
)
TRACING = flag("--tracing", choices=FILMS, default=None, help="a Playwright trace; only with --portal (off)")


@dataclass(frozen=True, slots=True)
class Command:
    """What a command does with the settings and its flags, and what may follow its name, as people would write it.

    `run` gives the exit code. With `passing`, further words are another program's: those of the run that is scheduled,
    pytest's.
    """

    run: Callable[[Loaded, argparse.Namespace], int]
    flags: Sequence[Flag] = ()
    examples: tuple[str, ...] = field(default=("",))
    passing: bool = False


def options(given: argparse.Namespace) -> Options:
    """What a run is asked to do, by the names of the flags."""
    from dataclasses import fields

    from automation.runs.options import Options

    names = [each.name for each in fields(Options) if hasattr(given, each.name)]
    return Options(**{name: getattr(given, name) for name in names})
