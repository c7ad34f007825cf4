"""`igot schedule`: has this system start a run each morning; says what was written, and when it starts next."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from automation import dates, flags, home, schedule
from automation.model import ExitCode, UsageError
from automation.runs import clock
from automation.saying import say
from automation.schedule.job import Job, Piece, environment, time_of, upcoming

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from automation.config import Loaded


def install(at: str, words: Sequence[str], config: Path | None, *, weekdays: bool) -> int:
    """Have the system start the program `at` a time such as 08:30, with these words, this folder and this config; 0.

    `weekdays`: only from Monday to Friday. Raises UsageError for a time that is none, and where no scheduler takes it.
    """
    around, left_out = environment(os.environ)
    *through, program = home.starter()
    job = Job(
        program=Path(program),
        through=tuple(through),
        words=(*words, *(("--config", str(config.absolute())) if config else ())),
        folder=Path.cwd(),
        at=time_of(at),
        weekdays=weekdays,
        environment=around,
    )
    written, hint = schedule.install(job, clock.now())
    _print("Written", written)
    for name in left_out:
        say(f"{name} may hold a password and is not written; give it to the scheduler by hand, or use config.toml.")
    say(f"Next start: {dates.readable(upcoming(clock.now(), job.at, weekdays=job.weekdays).isoformat())}. {hint}")
    return ExitCode.AS_DOCUMENTED


def show() -> int:
    """Print what is installed and when it starts next; 0. Raises UsageError where nothing is."""
    found, start = schedule.show(clock.now())
    if not found:
        raise UsageError("Nothing is scheduled; igot schedule install --at 08:30 does so.")
    _print("Installed", found)
    say(f"Next start: {start or 'not known'}.")
    return ExitCode.AS_DOCUMENTED


def remove() -> int:
    """Take it away; 0, also where there was nothing."""
    gone = schedule.remove()
    say("\n".join(f"Removed: {each}" for each in gone) or "Nothing was scheduled.")
    return ExitCode.AS_DOCUMENTED


def _print(what: str, pieces: Sequence[Piece]) -> None:
    for where, text in pieces:
        say(f"{what}: {where}\n" + "".join(f"    {line}\n" for line in text.splitlines()))


def _given(_loaded: Loaded, given: Namespace) -> int:
    if given.what == "install":
        first = next(iter(given.words), "-")
        words = ["smoke", *given.words] if first.startswith("-") else given.words
        given.parsed(words)  # what cannot be run is not scheduled
        return install(given.at, words, given.config, weekdays=given.weekdays)
    if given.words or given.at or given.weekdays:
        raise UsageError(f"igot schedule {given.what} takes no further words; leave them out.")
    return show() if given.what == "show" else remove()


SCHEDULE = flags.Command(
    _given,
    flags=(
        flags.flag("what", choices=("install", "show", "remove"), help="what to do with it"),
        flags.text("--at", "08:30", "when, by this machine's clock"),
        flags.switch("--weekdays", "only from Monday to Friday"),
    ),
    examples=("install --at 08:30 --weekdays", "show"),
    passing=True,
)
