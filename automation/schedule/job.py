"""What is started, when, and with which environment: the same for every scheduler."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple, Protocol

from automation.config import NEVER_SHOWN, variable
from automation.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "igot"
"""The name of the job in every scheduler; each user has one job."""
BY = "Written by “igot schedule install”; “igot schedule remove” takes it away."
_FRIDAY = 4
_FOLDERS = (
    *("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"),
    *("/snap/bin", "/opt/homebrew/bin"),
)
_KEPT = frozenset(
    {
        *("HOME", "LANG", "TMPDIR", "PLAYWRIGHT_BROWSERS_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"),
        *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"),
        *("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"),
    }
)
_SECRET = frozenset(variable(key) for key in NEVER_SHOWN)


@dataclass(frozen=True, slots=True)
class Job:
    """One run a day, or a working day (Monday to Friday), at a time of this machine's own.

    `program` is the absolute path of ./igot, `through` what starts one that is a script, `words` are what follows it,
    `folder` is where it runs, `environment` all that it finds there. Raises UsageError for text that no scheduler can
    hold.
    """

    program: PurePath
    words: tuple[str, ...]
    folder: PurePath
    at: time
    weekdays: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    through: tuple[str, ...] = ("/bin/sh",)

    @property
    def command(self) -> tuple[str, ...]:
        """All words of the run."""
        return (*self.through, str(self.program), *self.words)

    def __post_init__(self) -> None:
        texts = {"The path of the program": str(self.program), "The name of this folder": str(self.folder)}
        texts |= {f"The {place}. word": word for place, word in enumerate(self.words, 1)} | dict(self.environment)
        if bad := next((name for name, text in texts.items() if not text.isprintable()), None):
            raise UsageError(f"{bad} holds a character that no schedule can hold; change it.")


class Piece(NamedTuple):
    """What a scheduler was given: where it stands, and its text."""

    where: str
    text: str


class Scheduler(Protocol):
    """A scheduler of some system. Its TOOL is the program to talk to it, its HINT a sentence on when it starts things.

    Each of them raises UsageError, one sentence, where the tool does not do what it is asked to.
    """

    @property
    def TOOL(self) -> str: ...  # noqa: D102, N802 (a constant of a module)
    @property
    def HINT(self) -> str: ...  # noqa: D102, N802 (a constant of a module)
    def usable(self) -> bool:
        """Whether it takes a job from this user."""

    def install(self, job: Job, now: datetime) -> list[Piece]:
        """Have it start the job, in place of the one that it had."""

    def remove(self) -> list[str]:
        """Take the job away; where it was."""

    def show(self) -> list[Piece]:
        """What it has been given; nothing where there is no job."""

    def next_start(self, now: datetime) -> str:
        """When the job that it has starts next, in words; blank where that is not known."""


def time_of(text: str) -> time:
    """A time of day such as 08:30. Raises UsageError."""
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 (a time of day has no zone)
    except ValueError:
        raise UsageError("Say at what time the run should start, such as --at 08:30.") from None


def upcoming(now: datetime, at: time, *, weekdays: bool) -> datetime:
    """The next start after a moment, in the zone of that moment."""
    first = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    days = (first + timedelta(days=each) for each in range(8))
    return next(day for day in days if day > now and not (weekdays and day.weekday() > _FRIDAY))


def environment(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What the run needs of this environment, and the names of what is left out, since it may hold a password.

    A scheduler starts programs with nearly none; settings are kept, and where proxy, certificates and browsers are.
    """
    wanted = {key: value for key, value in environ.items() if key.upper() in _KEPT or key.startswith("IGOT_")}
    secret = [key for key in wanted if key in _SECRET or (key.upper().endswith("_PROXY") and "@" in wanted[key])]
    kept = {key: wanted[key] for key in sorted(wanted) if wanted[key] and key not in secret}
    if os.name == "nt":
        return {key: value for key, value in kept.items() if key.upper() != "HOME"}, sorted(secret)
    given = environ.get("PATH", "").split(os.pathsep)  # of these the usual folders: short, and not this terminal's own
    folders = [each for each in _FOLDERS if each in given] or ["/usr/bin", "/bin"]
    return {"HOME": str(Path.home()), "PATH": os.pathsep.join(folders)} | kept, sorted(secret)
