"""Parses the command line, wires the command, turns what happens into an exit code; imports nothing heavy itself."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from contextlib import nullcontext, redirect_stderr, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from automation import __version__
from automation.endings import ENDINGS
from automation.model import UsageError
from automation.saying import as_utf_8, data, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from automation.config import Loaded

NAMES = {
    "smoke": ("smoke", "walk the flowchart unattended, audit the departments, write the report"),
    "departments": ("departments", "audit the departments alone, draft requests for help"),
    "merge": (
        "merge",
        "put results of several places side by side; make one result of the shards of one look, which are no faster",
    ),
    "history": ("history", "what the runs before have found: the last 14 days, one check, one department"),
    "accept": ("history", "accept the findings of a run, so that --alarm on-change is silent about them"),
    "schedule": ("schedule", "have this system start a run each morning; further words are those of the run (smoke)"),
    "digest": ("digest", "a letter in English and Hindi on what the runs of the last days have found"),
    "names": ("names", "say of each pair of names in a table whether they are one department"),
    "desk": ("desk", "the helpdesk's page on this machine: problems, registrations, departments, history"),
    "reproduce": ("reproduce", "repeat a reported problem n times, give a verdict and a bundle"),
    "scenarios": ("helpdesk", "list the scenarios of the helpdesk"),
    "new": ("helpdesk", "write a scenario by asking four questions"),
    "explain": ("helpdesk", "say how a symptom is repeated, what decides, which causes are likely"),
    "verify-bundle": ("bundles", "check that nothing in a bundle was changed"),
    "purge": ("bundles", "remove old bundles and runs"),
    "guide": ("guide", "walk a present person through the registration, in a visible browser"),
    "roster": ("roster", "take in the section's list of officials; it stays where it is"),
    "status": ("roster", "how many officials of each department are registered, in progress or blocked"),
    "rehearse": ("rehearse", "serve the rehearsal portal for people"),
    "document": (
        "document",
        "the circulars that there are; a new one out of its text; what one claims and how it is verified",
    ),
    "flowchart": ("flowchart", "make the flowchart that a run has seen the documented one"),
    "gate": ("gate", "prove the gate: fire ways out of a page at it, and print what got through"),
    "doctor": ("doctor", "say what is wrong with this machine, a sentence each"),
    "config": ("config", "print each setting and where it came from"),
    "schema": ("config", "print the JSON Schema of the machine-readable result"),
    "test": ("test", "set up the test extras and run the test suite; further words are pytest's"),
}
"""Each command: the module with its flags and its run, in a constant of its name; what it does, in a sentence."""
_ABOUT = "Checks the iGOT Karmayogi registration against the circular's flowchart, and helps people to register."
_EPILOG = (
    "Nothing that sends a message or commits a record leaves the browser unless a person is present and has just said "
    "so. Exit codes: 0 as documented, 1 findings, 2 usage, 3 internal error, 4 cannot judge, 5 refused, 130 stopped."
)
_NAGIOS = "--nagios"


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
        return int(arguments.run(loaded, arguments))
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
            command_line = parser(next((each for each in given if each in NAMES), "-"))
            arguments, rest = command_line.parse_known_args(given)
            if rest and not hasattr(arguments, "words"):
                command_line.error(f"unrecognized arguments: {' '.join(rest)}")
    except SystemExit as end:
        if not end.code or not _is_plug_in(given):
            raise
        raise UsageError(said.getvalue().strip().rpartition("\n")[2]) from None
    arguments.words = rest
    _check_stdout(arguments)
    return arguments


def _check_stdout(arguments: argparse.Namespace) -> None:
    """Only one thing goes to stdout. Raises UsageError."""
    wanted = [f"--{name}" for name in ("json", "junit", "prometheus") if getattr(arguments, name, "") == "-"]
    wanted += [_NAGIOS] if getattr(arguments, "nagios", False) else []
    if wanted[1:]:
        raise UsageError(f"{wanted[0]} and {wanted[1]} both want stdout; name a file for one of them.")


def _check_documents(arguments: argparse.Namespace, loaded: Loaded) -> None:
    """Only a walk, and the portal that it is rehearsed on, can be for several documents. Raises UsageError."""
    if loaded.every and arguments.module not in {"smoke", "rehearse", "config", "document"}:
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


def parser(only: str = "") -> argparse.ArgumentParser:
    """The command line as documented; with `only` no other command's module is loaded, nor are its flags known."""
    top = _Parser(prog="igot", description=_ABOUT, epilog=_EPILOG)
    top.add_argument("--version", action="version", version=f"igot {__version__}")
    common = _Parser(add_help=False)
    other = "settings other than config.toml; as in --config office.toml"
    common.add_argument("--config", type=Path, metavar="FILE", help=other)
    common.add_argument("--debug", action="store_true", help="say more on stderr")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (module, words) in NAMES.items():
        sub = commands.add_parser(name, help=words, description=words, parents=[common], formatter_class=_Help)
        if only not in {"", name}:
            continue
        command = getattr(import_module(f"automation.commands.{module}"), name.upper().replace("-", "_"))
        sub.epilog = "\n".join(["examples:", *(f"  igot {name} {each}".rstrip() for each in command.examples)])
        sub.set_defaults(module=module, run=command.run, parsed=_parsed, **({"words": []} if command.passing else {}))
        for given, more in command.flags:
            sub.add_argument(*given, **more)
    return top


def _loaded(arguments: argparse.Namespace) -> Loaded:
    from automation import config, home, log

    log.set_up(debug=arguments.debug)
    named = arguments.config or os.environ.get("IGOT_CONFIG")
    if not named and (written := home.settle()):
        say(f"Settings: {written} (just written; each is explained there).", aside=True)
    names = {key: flag[2:].replace("-", "_") for key, flag in config.FLAGS.items()} | {"report.evidence": "evidence"}
    flags = {key: getattr(arguments, name, None) for key, name in names.items()}
    return config.load(arguments.config, os.environ, flags)
