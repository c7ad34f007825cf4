"""Parses the command line, wires the command, turns what happens into an exit code; imports nothing heavy itself."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext, redirect_stderr, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from automation.endings import ENDINGS
from automation.saying import as_utf_8, data, say

if TYPE_CHECKING:
    from types import FrameType

    from automation.config import Loaded
    from automation.runs.target import Options

_ABOUT = "Checks the iGOT Karmayogi registration against the circular's flowchart, and helps people to register."
_EPILOG = (
    "Nothing that sends a message or commits a record leaves the browser unless a person is present and has just said "
    "so. Exit codes: 0 as documented, 1 findings, 2 usage, 3 internal error, 4 cannot judge, 5 refused, 130 stopped."
)
_NAGIOS = "--nagios"
_LAST_PORT = 65535
_PASSING = frozenset({"schedule", "test"})
"""The commands whose further words are another's: those of the run that is scheduled, pytest's."""
_SETTING_FLAGS = {
    "portal": "portal.url",
    "landing": "portal.landing_url",
    "staging": "portal.staging",
    "headed": "browser.headed",
    "browser": "browser.name",
    "browser_channel": "browser.channel",
    "slowmo": "browser.slow_mo_ms",
    "output": "report.folder",
    "evidence": "report.evidence",
    "screenshot": "report.screenshot",
    "tracing": "report.tracing",
    "video": "report.video",
    "document": "document.name",
    "departments": "departments.file",
    "sheet": "departments.sheet",
    "place": "run.place",
    "language": "portal.language",
}


Teller = Callable[[str, int], int]
"""Tells the reader in a sentence why there is no result, and gives the exit code for it."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code (DESIGN, exit codes), with --nagios the plug-in's."""
    if words is None:
        as_utf_8()
    given = list(sys.argv[1:] if words is None else words)
    tell = _unknown if _is_plug_in(given) else _told
    interrupted = _noting_endings()
    debug = False
    try:
        arguments = _parsed(given)
        debug = arguments.debug
        loaded = _loaded(arguments)
        _check_documents(arguments, loaded)
        return int(arguments.run(import_module(f"automation.commands.{arguments.module}"), loaded, arguments))
    except KeyboardInterrupt:
        return tell("interrupted.", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0 if tell is _told else 3
    except Exception as error:  # noqa: BLE001 (the last place where an error becomes a sentence)
        return tell("interrupted.", 130) if interrupted else tell(*_ending(error, debug=debug))


def _is_plug_in(given: Sequence[str]) -> bool:
    """Whether a monitor reads what is said; not where the run is only scheduled."""
    return _NAGIOS in given and given[0] != "schedule"


def _parsed(given: Sequence[str]) -> argparse.Namespace:
    """The command and its flags. Raises UsageError for what a plug-in is to tell; else argparse tells it and exits."""
    said = io.StringIO()
    try:
        with redirect_stderr(said) if _is_plug_in(given) else nullcontext():
            arguments, rest = parser().parse_known_args(given)
            if rest and not hasattr(arguments, "words"):
                parser().error(f"unrecognized arguments: {' '.join(rest)}")
    except SystemExit as end:
        if not end.code or not _is_plug_in(given):
            raise
        from automation.model import UsageError

        raise UsageError(said.getvalue().strip().rpartition("\n")[2]) from None
    arguments.words = rest
    _check_stdout(arguments)
    return arguments


def _check_stdout(arguments: argparse.Namespace) -> None:
    """Only one thing goes to stdout. Raises UsageError."""
    wanted = [f"--{name}" for name in ("json", "junit", "prometheus") if getattr(arguments, name, "") == "-"]
    wanted += [_NAGIOS] if getattr(arguments, "nagios", False) else []
    if wanted[1:]:
        from automation.model import UsageError

        raise UsageError(f"{wanted[0]} and {wanted[1]} both want stdout; name a file for one of them.")


def _check_documents(arguments: argparse.Namespace, loaded: Loaded) -> None:
    """Only a walk, and the portal that it is rehearsed on, can be for several documents. Raises UsageError."""
    if loaded.every and arguments.module not in {"smoke", "rehearse", "config", "document"}:
        from automation.model import UsageError

        several = ", ".join(each.settings.document.name for each in loaded.every)
        raise UsageError(f"This is for one document, and {several} are meant; name one with --document.")


def _noting_endings() -> list[int]:
    """A list that holds something once somebody ended the run: the browser hears it too, so its death is no error."""
    pressed: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        signal.default_int_handler(number, frame)

    for number in ENDINGS:
        if signal.getsignal(number) in {signal.default_int_handler, signal.SIG_DFL}:
            with suppress(ValueError):  # not the main thread: a test runs us
                signal.signal(number, note)
    if sys.platform == "win32":
        from automation import mswindows

        mswindows.hear_closing(mswindows.interrupt)
    return pressed


def _told(sentence: str, code: int) -> int:
    say(f"igot: {sentence}", aside=True)
    return code


def _unknown(sentence: str, _code: int) -> int:
    from automation.reports import nagios

    data(nagios.unknown(sentence))
    return nagios.Status.UNKNOWN


def _ending(error: Exception, *, debug: bool) -> tuple[str, int]:
    """One sentence, and the exit code that goes with it; a traceback only with --debug."""
    from automation import files
    from automation.model import ExitCode, IgotError

    if debug:
        from loguru import logger

        logger.opt(exception=error).debug("this is what happened")
    if isinstance(error, IgotError):
        return str(error), error.exit_code
    if isinstance(error, OSError) and error.filename and (said := files.refused(Path(error.filename), error, "")):
        return said, ExitCode.USAGE
    return f"an internal error ({type(error).__name__}); run again with --debug and report it.", ExitCode.INTERNAL


class _Help(argparse.HelpFormatter):
    """Help that leaves the lines of the examples as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith("examples:") else super()._fill_text(text, width, indent)


class _Parser(argparse.ArgumentParser):
    """A parser that says in one sentence what is wrong, and which name is near."""

    def error(self, message: str) -> NoReturn:
        """End with the sentence and exit code 2."""
        say(f"{self.prog}: {message}; see {self.prog} --help.", aside=True)
        self.exit(2)

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401 (argparse's own words)
        if action.choices is None or value in action.choices:
            return
        from difflib import get_close_matches

        known = [str(each) for each in action.choices]
        near = get_close_matches(str(value).lower(), known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
        raise argparse.ArgumentError(action, f"there is no {value} ({hint})")

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:  # noqa: ANN401 (argparse's own words)
        try:
            return super()._get_value(action, arg_string)
        except argparse.ArgumentError:
            raise argparse.ArgumentError(action, f"should be a number such as 3, not {arg_string}") from None


def parser() -> argparse.ArgumentParser:
    """The command line as documented in DESIGN."""
    top = _Parser(prog="igot", description=_ABOUT, epilog=_EPILOG)
    top.add_argument("--version", action="version", version=_version())
    common = _Parser(add_help=False)
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="settings other than config.toml; as in --config office.toml"
    )
    common.add_argument("--debug", action="store_true", help="say more on stderr")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module, run, words, *groups in COMMANDS:
        sub = commands.add_parser(
            name,
            help=words,
            description=words,
            parents=[common],
            epilog="\n".join(["examples:", *(f"  igot {name} {each}".rstrip() for each in EXAMPLES.get(name, ("",)))]),
            formatter_class=_Help,
        )
        sub.set_defaults(module=module, run=run, **({"words": []} if name in _PASSING else {}))
        for flags in groups:
            for given, more in flags:
                sub.add_argument(*given, **more)
    return top


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
EXAMPLES = {
    "smoke": (
        "",
        "--no-departments --headed",
        "--portal https://staging.example.gov.in/public/signup --staging --nagios",
        "--portal https://portal.igotkarmayogi.gov.in/public/signup --attended --register",
    ),
    "departments": ("", "--headed --nagios", "--portal https://staging.example.gov.in/public/signup --staging"),
    "merge": ("east/result.json west/result.json --html places.html",),
    "history": ("", "--login --since 2026-11-01"),
    "accept": ('--by "IT cell" --why "asked for on 3 November"',),
    "schedule": ("install --at 08:30 --weekdays", "show"),
    "digest": ("--days 7 --pdf digest.pdf",),
    "names": ("pairs.csv --portal https://staging.example.gov.in/public/signup --staging",),
    "desk": ("", "--no-browser --port 8042"),
    "reproduce": (
        "sms-otp-missing --ticket HD-123",
        "sms-otp-missing --attended --headed --portal https://staging.example.gov.in/public/signup --staging",
    ),
    "scenarios": ("",),
    "new": ("sms-otp-missing --ticket HD-123",),
    "explain": ("otp nahi aa raha", "--markdown"),
    "verify-bundle": ("evidence/HD-123/bundle.zip",),
    "purge": ("--older-than 90d --dry-run",),
    "guide": (
        "",
        "--plain --resume",
        "--next --portal https://staging.example.gov.in/public/signup --staging",
    ),
    "roster": ("import section.xlsx --replace",),
    "status": ("--names",),
    "rehearse": ("--port 8042", "--list-defects"),
    "document": ("list", "new haryana-2026 --from order.txt", "check haryana-2026 --html page.html"),
    "flowchart": ('accept runs/latest/result.json --date 2026-01-31 --source "Circular F.10 of 2026"',),
    "gate": ("", "--full"),
    "test": ("-k departments",),
}
"""What follows the name of a command, as people would write it."""


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"should be a number from 0 to {_LAST_PORT}")
    return int(text)


def _flag(*names: str, **more: Any) -> Flag:  # noqa: ANN401 (argparse's own words)
    """A flag; what takes a value of its own has an example of one in its help."""
    example = next((_VALUES[each] for each in (*names, more.get("dest", "")) if each in _VALUES), "")
    if example:
        words = [names[0], example] if names[0].startswith("-") else [example]
        more["help"] = f"{more['help']}; as in {' '.join(words)}"
    return names, more


def _version() -> str:
    from automation import __version__

    return f"igot {__version__}"


def _loaded(arguments: argparse.Namespace) -> Loaded:
    from automation import config, home, log

    log.set_up(debug=arguments.debug)
    named = arguments.config or os.environ.get("IGOT_CONFIG")
    if not named and (written := home.settle()):
        say(f"Settings: {written} (just written; each is explained there).", aside=True)
    flags = {key: getattr(arguments, name, None) for name, key in _SETTING_FLAGS.items()}
    return config.load(arguments.config, os.environ, flags)


def _options(arguments: argparse.Namespace) -> Options:
    """What a run is asked to do, by the names of the flags."""
    from dataclasses import fields

    from automation.runs.target import Options

    names = [each.name for each in fields(Options) if hasattr(arguments, each.name)]
    return Options(**{name: getattr(arguments, name) for name in names})


def _guide(it: Any, loaded: Loaded, given: argparse.Namespace) -> int:  # noqa: ANN401 (a module)
    if asked := [flag for flag in _RECORDING if getattr(given, f"no_{flag[2:]}")]:
        from automation.model import UsageError

        raise UsageError(f"Codes and passwords are typed here, so nothing is recorded; leave out {asked[0]}.")
    return int(it.run(loaded, _options(given), it.Wishes(given.plain, given.resume, given.next, given.staff)))


def _departments(it: Any, loaded: Loaded, given: argparse.Namespace) -> int:  # noqa: ANN401 (a module)
    if given.offline:
        if given.shard:
            from automation.model import UsageError

            raise UsageError("--offline asks no portal, so there is nothing to share out; leave out --shard.")
        readers = {"json": given.json, "prometheus": given.prometheus, "nagios": given.nagios}
        return int(it.offline(loaded, given.offline, given.sheet or "", compare=given.compare, **readers))
    return int(it.run(loaded, _options(given), compare=given.compare, resume=given.resume))


def _history(it: Any, loaded: Loaded, given: argparse.Namespace) -> int:  # noqa: ANN401 (a module)
    if given.what:
        return int(it.rebuild(loaded))
    return int(
        it.show(loaded, it.Question(given.check, given.department, given.since, given.csv, given.html, given.login))
    )


def _schedule(it: Any, _loaded: Loaded, given: argparse.Namespace) -> int:  # noqa: ANN401 (a module)
    if given.what == "install":
        first = next(iter(given.words), "-")
        words = ["smoke", *given.words] if first.startswith("-") else given.words
        _parsed(words)  # what cannot be run is not scheduled
        return int(it.install(it.When(given.at, given.weekdays), words, given.config))
    if given.words or given.at or given.weekdays:
        from automation.model import UsageError

        raise UsageError(f"igot schedule {given.what} takes no further words; leave them out.")
    return int(it.show() if given.what == "show" else it.remove())


def _document(it: Any, _loaded: Loaded, given: argparse.Namespace) -> int:  # noqa: ANN401 (a module)
    if given.what in {"list", "questions"}:
        return int(it.list_() if given.what == "list" else it.questions())
    if not given.name:
        from automation.model import UsageError

        raise UsageError(f"Name the document, as in igot document {given.what} haryana-2026.")
    if given.what == "new":
        return int(it.new(given.name, it.Asked(given.text, given.state, given.source)))
    return int(it.check(given.name, given.html))


def _rehearse(it: Any, loaded: Loaded, given: argparse.Namespace) -> int:  # noqa: ANN401 (a module)
    if given.list_defects:
        return int(it.list_switches())
    named = tuple(each.settings.document.name for each in loaded.every or (loaded,))
    return int(it.run(given.port, given.resend_seconds, _options(given), named))


# ---------------------------------------------------------------------------------------------------------- the flags

_FAMILIES = "agents fetch forms frames hints media navigation popups redirects reports sockets workers"
_FILMS = ("on", "off", "retain-on-failure")
_RECORDING = ("--tracing", "--video", "--screenshot")
_DOCUMENT = _flag("--document", metavar="NAME", help="whose registration: a circular, several (a,b), or all")
_PORTAL = _flag("--portal", "--base-url", metavar="URL", help="a portal other than the rehearsal portal")
_LANDING = _flag("--landing", metavar="URL", help="its first page, where that stands elsewhere than at the root")
_STAGING = _flag("--staging", action="store_const", const=True, help="it is the office's own staging copy")
_BROWSER = (
    _flag("--browser", metavar="chromium", help="the one kind there is; Chrome and Edge are channels of it"),
    _flag("--browser-channel", metavar="NAME", help="an installed one, such as chrome or msedge"),
)
_OUTPUT = _flag("--output", metavar="FOLDER", help="where the report goes")
_SWITCHES = (
    _flag("--defect", action="append", default=[], dest="defects", metavar="NAME", help="break the rehearsal so"),
    _flag("--variant", action="append", default=[], dest="variants", metavar="NAME", help="change it harmlessly so"),
    _flag(
        "--list-latency", type=int, default=0, dest="list_latency_ms", metavar="MS", help="how long its lists take (0)"
    ),
)
_SHAPES = ("g1", "g3", "g4a", "g4b", "crp")
_GENERATION = _flag("--generation", choices=_SHAPES, default="g3", help="the shape of its form (g3)")
_GENERATION_OR_LOGIN = _flag(
    "--generation",
    choices=(*_SHAPES, "login"),
    default="g3",
    help="the shape of its form (g3); with login, of any portal its login is looked at and not the form",
)
_ALARM = (
    _flag(
        "--alarm",
        choices=("on-findings", "on-change"),
        default="on-findings",
        help="exit 1 on each finding, or only where something is worse than what was accepted",
    ),
    _flag("--place", metavar="NAME", help="from where this machine looks, as the history names it"),
)
_SHARD = _flag("--shard", default="", metavar="2/5", help="a share of the departments; igot merge puts them together")
_SHEET = _flag("--sheet", metavar="NAME", help="the sheet of a workbook with several (the first with the columns)")
_LISTED = (_flag("--departments", metavar="FILE", help="another list of departments"), _SHEET)
_JSON = _flag("--json", default="", metavar="FILE", help='the machine-readable result; "-" is stdout')
_MONITORING = (
    _flag("--prometheus", default="", metavar="FILE", help="the figures for Prometheus' node exporter"),
    _flag(_NAGIOS, action="store_true", help="stdout and exit code as a Nagios plug-in has them"),
)
_LOOK = (
    _DOCUMENT,
    _PORTAL,
    _LANDING,
    _STAGING,
    *_LISTED,
    _JSON,
    _flag("--headed", action="store_const", const=True, help="show the browser's window"),
    _flag("--slowmo", type=int, metavar="MS", help="pause before each thing the browser is told"),
    *_BROWSER,
    *_SWITCHES,
)
_PERSON = (
    _flag("--attended", action="store_true", help="a present person takes the official's part"),
    _flag("--official", default="", metavar="FILE", help="with --attended: their particulars, a table"),
)
_TICKET = _flag("--ticket", default="", metavar="HD-123", help="the ticket that it belongs to")
_PICTURES = _flag(
    "--screenshot", choices=("on", "off", "only-on-failure"), default=None, help="pictures in what is kept (on)"
)
_TRACING = _flag("--tracing", choices=_FILMS, default=None, help="a Playwright trace; only with --portal (off)")

Run = Callable[[Any, "Loaded", argparse.Namespace], int]
# Name, module of the command, what is called there, its words, its flags.
COMMANDS: tuple[tuple[str, str, Run, str, *tuple[Sequence[Flag], ...]], ...] = (
    (
        "smoke",
        "smoke",
        lambda it, loaded, given: it.run(loaded, _options(given)),
        "walk the flowchart unattended, audit the departments, write the report",
        [
            _flag("--no-departments", action="store_false", dest="audit", help="walk the flowchart only"),
            _flag("--register", action="store_true", help="with --attended: register this official, up to step 7"),
            _flag("--confirm", type=int, metavar="N", help="look at a finding N times more (1, on a rehearsal 0)"),
            _flag("--junit", default="", metavar="FILE", help="the result as JUnit XML"),
            _flag("--video", choices=_FILMS, default=None, help="films of the pages; only with --portal (off)"),
            *(_PICTURES, _TRACING),
        ],
        _PERSON,
        [*_LOOK, *_ALARM, *_MONITORING, _OUTPUT, _GENERATION_OR_LOGIN, _SHARD],
    ),
    (
        "departments",
        "departments",
        _departments,
        "audit the departments alone, draft requests for help",
        [
            _flag("--offline", type=Path, metavar="FILE", help="audit an exported list (JSON or a table), no browser"),
            *(
                _flag(name, nargs="?", const="latest", default="", metavar="FOLDER", help=words)
                for name, words in (
                    ("--compare", "what has changed since an earlier audit (the latest)"),
                    ("--resume", "go on with an audit that was stopped (the latest)"),
                )
            ),
        ],
        [*_LOOK, *_ALARM, *_MONITORING, _OUTPUT, _GENERATION, _SHARD],
    ),
    (
        "merge",
        "merge",
        lambda it, loaded, given: it.run(loaded, given.runs, it.Wanted(given.json, given.html, given.csv, given.alarm)),
        "put results of several places side by side; make one result of the shards of one look, which are no faster",
        [
            _flag("runs", nargs="+", type=Path, metavar="RUN.json", help="a run's result.json, or its folder"),
            _flag("--html", default="", metavar="FILE", help="as one page"),
            _flag("--csv", default="", metavar="FILE", help="as a table for Excel"),
            *(_JSON, _ALARM[0], _OUTPUT),
        ],
    ),
    (
        "history",
        "history",
        _history,
        "what the runs before have found: the last 14 days, one check, one department",
        [
            _flag("what", nargs="?", choices=("rebuild",), help="read the runs that are there into a new history"),
            _flag("--check", default="", metavar="ID", help="how one check stood"),
            _flag("--department", default="", metavar="NAME", help="how one department stood"),
            _flag("--since", default="", metavar="YYYY-MM-DD", help="from that day on"),
            _flag("--login", action="store_true", help="of smoke --generation login, not of the registration"),
            _flag("--csv", default="", metavar="FILE", help="a row a run, for Excel"),
            _flag("--html", default="", metavar="FILE", help="one page: the calendar, the departments, the seconds"),
            *(_DOCUMENT, _PORTAL, _OUTPUT),
        ],
    ),
    (
        "accept",
        "history",
        lambda it, loaded, given: it.accept(loaded, given.run_, given.by, given.why),
        "accept the findings of a run, so that --alarm on-change is silent about them",
        [
            _flag("run_", nargs="?", default="", metavar="RUN", help="its folder or the name of that (the latest)"),
            _flag("--by", default="", metavar="WHO", help="the office that accepts them"),
            _flag("--why", default="", metavar="TEXT", help="why nothing has to be done about them"),
            _OUTPUT,
        ],
    ),
    (
        "schedule",
        "schedule",
        _schedule,
        "have this system start a run each morning; further words are those of the run (smoke)",
        [
            _flag("what", choices=("install", "show", "remove"), help="what to do with it"),
            _flag("--at", default="", metavar="08:30", help="when, by this machine's clock"),
            _flag("--weekdays", action="store_true", help="only from Monday to Friday"),
        ],
    ),
    (
        "digest",
        "digest",
        lambda it, loaded, given: it.run(loaded, it.Wanted(given.days, given.html, given.markdown, given.pdf)),
        "a letter in English and Hindi on what the runs of the last days have found",
        [
            _flag("--days", type=int, choices=(1, 7, 30), default=1, help="of how many days, with today (1)"),
            _flag("--html", default="", metavar="FILE", help="as a page"),
            _flag("--markdown", default="", metavar="FILE", help="as Markdown"),
            _flag("--pdf", default="", metavar="FILE", help="as PDF, printed by the browser that is there"),
            *(_DOCUMENT, _PORTAL, _OUTPUT),
        ],
    ),
    (
        "names",
        "names",
        lambda it, loaded, given: it.run(loaded, given.pairs, _options(given), given.sheet or ""),
        "say of each pair of names in a table whether they are one department",
        [
            _flag(
                "pairs",
                type=Path,
                metavar="PAIRS",
                help="a table with the columns expected_name, candidate, candidate_parent",
            ),
            *(_DOCUMENT, *_LISTED, _PORTAL, _STAGING),
        ],
    ),
    (
        "desk",
        "desk",
        lambda it, loaded, given: it.run(loaded, given.port, show=given.show),
        "the helpdesk's page on this machine: problems, registrations, departments, history",
        [
            _flag("--port", type=_port, default=0, help="the port on this machine (a free one)"),
            _flag("--no-browser", action="store_false", dest="show", help="only print the address"),
            *(_DOCUMENT, _PORTAL, _OUTPUT),
        ],
    ),
    (
        "reproduce",
        "reproduce",
        lambda it, loaded, given: it.run(loaded, given.scenario, _options(given)),
        "repeat a reported problem n times, give a verdict and a bundle",
        [
            _flag("scenario", metavar="SCENARIO", help="a file, a name that `igot scenarios` lists, or a symptom"),
            _flag("-n", "--times", type=int, metavar="N", help="how often, each on a fresh page (3, with a person 1)"),
            _flag("--output", dest="evidence", metavar="FOLDER", help="where the bundle goes, a sub-folder a ticket"),
            _flag("--sign-with", default="", metavar="KEY", help="sign the bundle with this Ed25519 key"),
            *(_TICKET, _PICTURES, _TRACING),
        ],
        _PERSON,
        [*_LOOK, _GENERATION],
    ),
    ("scenarios", "helpdesk", lambda it, *_: it.scenarios(), "list the scenarios of the helpdesk"),
    (
        "new",
        "helpdesk",
        lambda it, _, given: it.new(given.symptom, given.ticket),
        "write a scenario by asking four questions",
        [_flag("symptom", metavar="SYMPTOM", help="one that `igot explain` lists"), _TICKET],
    ),
    (
        "explain",
        "helpdesk",
        lambda it, _, given: it.explain(" ".join(given.symptom), markdown=given.markdown),
        "say how a symptom is repeated, what decides, which causes are likely",
        [
            _flag("symptom", nargs="*", metavar="SYMPTOM", help="its name, or a complaint; without it, all are listed"),
            _flag("--markdown", action="store_true", help="the whole catalogue as the page docs/symptoms.md"),
        ],
    ),
    (
        "verify-bundle",
        "bundles",
        lambda it, _, given: it.verify(given.bundle, given.sha256, given.public_key),
        "check that nothing in a bundle was changed",
        [
            _flag("bundle", type=Path, metavar="FILE", help="a zip that `igot reproduce` left"),
            _flag("--sha256", default="", metavar="SUM", help="the sum that was told when it was made"),
            _flag("--public-key", default="", metavar="FILE", help="the .pub file of the key that signed it"),
        ],
    ),
    (
        "purge",
        "bundles",
        lambda it, loaded, given: it.purge(loaded, given.older_than, given.keep_last, dry_run=given.dry_run),
        "remove old bundles and runs",
        [
            _flag("--older-than", default="", metavar="90d", help="how old: days (90d) or weeks (12w)"),
            _flag("--keep-last", type=int, default=0, metavar="N", help="the newest N runs stay; alone: all others go"),
            _flag("--dry-run", action="store_true", help="only name them"),
        ],
    ),
    (
        "guide",
        "guide",
        _guide,
        "walk a present person through the registration, in a visible browser",
        [
            _flag("--plain", action="store_true", help="on the terminal alone, without the companion window"),
            _flag("--resume", action="store_true", help="go on with the registration that broke off"),
            _flag("--next", action="store_true", help="for the next official of the imported list"),
            _flag("--staff", default="", metavar="ID", help="who sits at the machine, for the consent log"),
            _flag("--language", choices=("en", "hi"), default=None, help="of the companion window"),
            *(
                _flag(name, nargs="?", const="on", default="", dest=f"no_{name[2:]}", help="refused here")
                for name in _RECORDING
            ),
            *(_DOCUMENT, _PORTAL, _LANDING, _STAGING),
        ],
        [*_BROWSER, _OUTPUT],
        [*_SWITCHES, _GENERATION],
    ),
    (
        "roster",
        "roster",
        lambda it, loaded, given: it.take(loaded, given.file, given.sheet or "", replace=given.replace),
        "take in the section's list of officials; it stays where it is",
        [
            _flag("what", choices=("import",), help="take a list in"),
            _flag(
                "file", type=Path, metavar="FILE", help="CSV, XLSX, XLS or ODS with name, email, mobile, department, …"
            ),
            _flag("--replace", action="store_true", help="count who is no longer in it as gone, without a question"),
            _SHEET,
        ],
    ),
    (
        "status",
        "roster",
        lambda it, loaded, given: it.status(loaded, given.csv, given.json, given.note, names=given.names),
        "how many officials of each department are registered, in progress or blocked",
        [
            _flag("--csv", default="", metavar="FILE", help="the counts for Excel"),
            _flag("--json", default="", metavar="FILE", help='the counts for machines; "-" is stdout'),
            _flag("--note", default="", metavar="FILE.html", help="a note to print, with file number and date"),
            _flag("--names", action="store_true", help="also the officials' names, from your own file"),
        ],
    ),
    (
        "rehearse",
        "rehearse",
        _rehearse,
        "serve the rehearsal portal for people",
        [
            _flag("--port", type=_port, default=0, help="the port on this machine (a free one)"),
            _flag("--resend-seconds", type=float, default=180.0, help="the countdown before an OTP is sent again"),
            _flag("--list-defects", action="store_true", help="name the defects and variants that can be switched on"),
        ],
        [*_SWITCHES, _GENERATION, _DOCUMENT],
    ),
    (
        "document",
        "document",
        _document,
        "the circulars that there are; a new one out of its text; what one claims and how it is verified",
        [
            _flag("what", choices=("list", "new", "check", "questions"), help="what to do"),
            _flag("name", nargs="?", default="", metavar="NAME", help="with new and check: its name"),
            _flag("--from", type=Path, dest="text", metavar="TEXT.txt", help="with new: the circular's text"),
            _flag("--state", default="", metavar="NAME", help="with new: whose offices; of the Union's bodies Centre"),
            _flag("--source", default="", metavar="TEXT", help="with new: where a text without a number is from"),
            _flag("--html", default="", metavar="FILE", help="with check: as a page with the chart drawn"),
        ],
    ),
    (
        "flowchart",
        "flowchart",
        lambda it, _, given: it.accept(given.result, given.source, given.date),
        "make the flowchart that a run has seen the documented one",
        [
            _flag("action", choices=("accept",), help="what to do with it"),
            _flag("result", type=Path, metavar="result.json", help="the result of that run"),
            _flag("--source", default="", metavar="TEXT", help="where the new flowchart is issued"),
            _flag("--date", required=True, metavar="YYYY-MM-DD", help="its date"),
        ],
    ),
    (
        "gate",
        "gate",
        lambda it, loaded, given: it.run(
            loaded, families=given.family, count=given.trials, full=given.full, json_file=given.json
        ),
        "prove the gate: fire ways out of a page at it, and print what got through",
        [
            _flag("--full", action="store_true", help="every known way out, and ten trials of each end (minutes)"),
            _flag("--family", action="append", default=[], metavar="NAME", help=f"all of these only: {_FAMILIES}"),
            _flag("--trials", type=int, default=None, metavar="N", help="how often each end is tried (1, full 10)"),
            _flag("--json", default="", metavar="FILE", help='the table for machines; "-" is stdout'),
        ],
    ),
    ("doctor", "doctor", lambda it, loaded, _: it.run(loaded), "say what is wrong with this machine, a sentence each"),
    ("config", "config", lambda it, loaded, _: it.run(loaded), "print each setting and where it came from"),
    ("schema", "config", lambda it, *_: it.schema(), "print the JSON Schema of the machine-readable result"),
    (
        "test",
        "test",
        lambda it, loaded, given: it.run(loaded, given.words),
        "set up the test extras and run the test suite; further words are pytest's",
    ),
)
