"""Parses the command line, wires the command, turns what happens into an exit code; imports nothing heavy itself."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from automation import guide_cli, helpdesk_cli

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

    from automation.config import Loaded

_ABOUT = "Checks the iGOT Karmayogi registration against the circular's flowchart, and helps people to register."
_EPILOG = (
    "Nothing that sends a message or commits a record leaves the browser unless a person is present and has just said "
    "so. Exit codes: 0 as documented, 1 findings, 2 usage, 3 internal error, 4 cannot judge, 5 refused, 130 stopped."
)
_SETTING_FLAGS = {
    "portal": "portal.url",
    "headed": "browser.headed",
    "browser": "browser.name",
    "browser_channel": "browser.channel",
    "slowmo": "browser.slow_mo_ms",
    "output": "report.folder",
    "tracing": "report.tracing",
    "video": "report.video",
    "departments": "departments.file",
    "language": "portal.language",
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code (DESIGN, exit codes)."""
    arguments, rest = parser().parse_known_args(words)
    if rest and not hasattr(arguments, "words"):
        parser().error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.words = rest
    interrupted = _noting_ctrl_c()
    try:
        return int(arguments.run(arguments))
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 (the last place where an error becomes a sentence)
        return _interrupted() if interrupted else _told(error, debug=arguments.debug)


def _noting_ctrl_c() -> list[int]:
    """A list that holds something once Ctrl-C was pressed: the browser hears it too, and its death is then no error."""
    pressed: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        with suppress(ValueError):  # not the main thread: a test runs us
            signal.signal(signal.SIGINT, note)
    return pressed


def _interrupted() -> int:
    sys.stderr.write("igot: interrupted.\n")
    return 130


def _told(error: Exception, *, debug: bool) -> int:
    """One sentence on stderr, and the exit code that goes with it; a traceback only with --debug."""
    from automation.model import ExitCode, IgotError

    if debug:
        from loguru import logger

        logger.opt(exception=error).debug("this is what happened")
    if isinstance(error, IgotError):
        sys.stderr.write(f"igot: {error}\n")
        return error.exit_code
    sys.stderr.write(f"igot: an internal error ({type(error).__name__}); run again with --debug and report it.\n")
    return ExitCode.INTERNAL


def parser() -> argparse.ArgumentParser:
    """The command line as documented in DESIGN."""
    top = argparse.ArgumentParser(prog="igot", description=_ABOUT, epilog=_EPILOG)
    top.add_argument("--version", action="version", version=_version())
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, metavar="FILE", help="settings other than config.toml")
    common.add_argument("--debug", action="store_true", help="say more on stderr")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=words, description=words, parents=[common])
        sub.set_defaults(run=run)
        return sub

    _smoke_flags(command("smoke", _smoke, "walk the flowchart unattended, audit the departments, write the report"))
    _departments_flags(command("departments", _departments, "audit the departments alone, draft requests for help"))
    _names_flags(command("names", _names, "say of each pair of names in a CSV file whether they are one department"))
    helpdesk_cli.add(command, _look_flags, _person_flags, _loaded)
    guide_cli.add(command, _switches, _loaded)
    _rehearse_flags(command("rehearse", _rehearse, "serve the rehearsal portal for people"))
    chart = command("flowchart", _flowchart, "make the flowchart that a run has seen the documented one")
    chart.add_argument("action", choices=("accept",), help="what to do with it")
    chart.add_argument("result", type=Path, metavar="result.json", help="the result of that run")
    chart.add_argument("--source", default="", metavar="TEXT", help="where the new flowchart is issued")
    chart.add_argument("--date", required=True, metavar="YYYY-MM-DD", help="its date")
    gate = command("gate", _gate, "prove the gate: fire every kind of request at it and print what got through")
    gate.add_argument(
        "--family", action="append", default=[], metavar="NAME", help="only these ways out, such as forms"
    )
    gate.add_argument("--trials", type=int, default=10, metavar="N", help="how often each end is tried (10)")
    gate.add_argument("--json", default="", metavar="FILE", help='the table for machines; "-" is stdout')
    command("doctor", _doctor, "say what is wrong with this machine, a sentence each")
    command("config", _config, "print each setting and where it came from")
    command("schema", _schema, "print the JSON Schema of the machine-readable result")
    test = command("test", _test, "set up the test extras and run the whole test suite; further words are pytest's")
    test.set_defaults(words=[])  # what it does not know itself is pytest's
    return top


def _smoke_flags(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--no-departments", action="store_true", help="walk the flowchart only")
    sub.add_argument("--register", action="store_true", help="with --attended: register this official, up to step 7")
    sub.add_argument("--confirm", type=int, metavar="N", help="look at a finding N times more (1, on a rehearsal 0)")
    _person_flags(sub)
    sub.add_argument("--junit", default="", metavar="FILE", help="the result as JUnit XML")
    sub.add_argument("--screenshot", choices=("on", "off"), default=None, help="pictures for the report (on)")
    films = ("on", "off", "retain-on-failure")
    sub.add_argument("--tracing", choices=films, default=None, help="a Playwright trace; only with --portal (off)")
    sub.add_argument("--video", choices=films, default=None, help="films of the pages; only with --portal (off)")
    _look_flags(sub)


def _person_flags(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--attended", action="store_true", help="a present person takes the official's part")
    sub.add_argument("--official", default="", metavar="FILE", help="with --attended: their particulars, CSV or XLSX")


def _departments_flags(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--offline", type=Path, metavar="FILE", help="audit an exported list (JSON or CSV), no browser")
    for flag, words in (
        ("--compare", "what has changed since an earlier audit (the latest)"),
        ("--resume", "go on with an audit that was stopped (the latest)"),
    ):
        sub.add_argument(flag, nargs="?", const="latest", default="", metavar="FOLDER", help=words)
    _look_flags(sub)


def _look_flags(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--portal", "--base-url", metavar="URL", help="a portal other than the rehearsal portal")
    sub.add_argument("--departments", metavar="FILE", help="another list of departments")
    sub.add_argument("--json", default="", metavar="FILE", help='the machine-readable result; "-" is stdout')
    sub.add_argument("--output", metavar="FOLDER", help="where the report goes")
    sub.add_argument("--headed", action="store_const", const=True, help="show the browser's window")
    sub.add_argument("--browser", choices=("chromium", "firefox", "webkit"), help="which browser")
    sub.add_argument("--browser-channel", metavar="NAME", help="an installed one, such as chrome or msedge")
    sub.add_argument("--slowmo", type=int, metavar="MS", help="pause before each thing the browser is told")
    _switches(sub)


def _names_flags(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("pairs", type=Path, metavar="PAIRS.csv", help="columns expected_name, candidate, candidate_parent")
    sub.add_argument("--departments", metavar="FILE", help="another list of departments, whose other names are known")


def _rehearse_flags(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--port", type=int, default=0, help="the port on this machine (a free one)")
    sub.add_argument("--resend-seconds", type=float, default=180.0, help="the countdown before an OTP is sent again")
    sub.add_argument(
        "--list-defects", action="store_true", help="name the defects and variants that can be switched on"
    )
    _switches(sub)


def _switches(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--defect", action="append", default=[], metavar="NAME", help="break the rehearsal portal so")
    sub.add_argument("--variant", action="append", default=[], metavar="NAME", help="change it harmlessly so")
    shapes = ("g1", "g3", "g4a", "g4b")
    sub.add_argument("--generation", choices=shapes, default="g3", help="the shape of the rehearsal's form (g3)")
    sub.add_argument("--list-latency", type=int, default=0, metavar="MS", help="how long its lists take (0)")


def _version() -> str:
    from automation import __version__

    return f"igot {__version__}"


def _loaded(arguments: argparse.Namespace) -> Loaded:
    from automation import config, log

    log.set_up(debug=arguments.debug)
    flags = {key: getattr(arguments, name, None) for name, key in _SETTING_FLAGS.items()}
    if getattr(arguments, "screenshot", None):
        flags["report.pictures"] = arguments.screenshot == "on"
    return config.load(arguments.config, os.environ, flags)


def _smoke(arguments: argparse.Namespace) -> int:
    loaded = _loaded(arguments)
    from automation.commands import smoke
    from automation.runs.target import Options

    options = Options(
        defects=arguments.defect,
        variants=arguments.variant,
        generation=arguments.generation,
        list_latency_ms=arguments.list_latency,
        departments=not arguments.no_departments,
        json=arguments.json,
        junit=arguments.junit,
        confirm=arguments.confirm,
        attended=arguments.attended,
        register=arguments.register,
        official=arguments.official,
    )
    return smoke.run(loaded, options)


def _departments(arguments: argparse.Namespace) -> int:
    loaded = _loaded(arguments)
    from automation.commands import departments

    if arguments.offline:
        return departments.offline(loaded, arguments.offline, json=arguments.json, compare=arguments.compare)
    from automation.runs.target import Options

    options = Options(
        defects=arguments.defect,
        variants=arguments.variant,
        generation=arguments.generation,
        list_latency_ms=arguments.list_latency,
        json=arguments.json,
    )
    return departments.run(loaded, options, compare=arguments.compare, resume=arguments.resume)


def _names(arguments: argparse.Namespace) -> int:
    loaded = _loaded(arguments)
    from automation.commands import names

    return names.run(loaded, arguments.pairs)


def _rehearse(arguments: argparse.Namespace) -> int:
    _loaded(arguments)
    from automation.commands import rehearse

    if arguments.list_defects:
        return rehearse.list_switches()
    return rehearse.run(
        arguments.port,
        arguments.resend_seconds,
        arguments.defect,
        arguments.variant,
        generation=arguments.generation,
        list_latency=arguments.list_latency / 1000,
    )


def _flowchart(arguments: argparse.Namespace) -> int:
    _loaded(arguments)
    from datetime import date

    from automation.commands import flowchart
    from automation.model import UsageError

    try:
        day = date.fromisoformat(arguments.date)
    except ValueError:
        raise UsageError("--date should be a date such as 2026-01-31.") from None
    return flowchart.accept(arguments.result, arguments.source, day)


def _gate(arguments: argparse.Namespace) -> int:
    loaded = _loaded(arguments)
    from automation.commands import gate

    return gate.run(loaded, families=arguments.family, count=arguments.trials, json_file=arguments.json)


def _doctor(arguments: argparse.Namespace) -> int:
    from automation.commands import doctor

    return doctor.run(_loaded(arguments))


def _config(arguments: argparse.Namespace) -> int:
    from automation.commands import config

    return config.run(_loaded(arguments))


def _schema(_arguments: argparse.Namespace) -> int:
    import json

    from automation.result import Result

    sys.stdout.write(json.dumps(Result.model_json_schema(), indent=1) + "\n")
    return 0


def _test(arguments: argparse.Namespace) -> int:
    from automation.commands import test

    return test.run(_loaded(arguments), arguments.words)
