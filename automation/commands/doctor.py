"""`igot doctor`: says what is wrong with this machine and how to mend it, a sentence each; changes nothing."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from automation import fetch, flags, home
from automation.model import ExitCode, IgotError
from automation.saying import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from automation.config import BrowserSettings, Loaded

ROOM = 500_000_000  # bytes that a month of runs may need


class State(StrEnum):
    """Three answers: all right, to be mended, or not to be judged from here."""

    OK = "ok"
    MEND = "mend"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor. `essential`: without this answer nothing can be said of the machine as a whole."""

    state: State
    subject: str
    words: str
    essential: bool = False


def run(loaded: Loaded) -> int:
    """Print a line a finding on stdout.

    0: nothing needs mending; 1: something does; 4: nothing does, but the browser or the portal could not be judged.
    """
    states = []
    for finding in examine(loaded):
        say(f"{f'[{finding.state}]':<6} {finding.subject}: {finding.words}")
        states.append((finding.state, finding.essential))
    if any(state is State.MEND for state, _ in states):
        return ExitCode.FINDINGS
    return ExitCode.CANNOT_JUDGE if (State.UNKNOWN, True) in states else ExitCode.AS_DOCUMENTED


def examine(loaded: Loaded) -> Iterator[Finding]:
    """All findings, each as soon as it is known; an examination that itself fails is a finding too."""
    from automation.commands import doctor_network

    settings = loaded.settings
    examinations: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
        ("Python", lambda: [python()]),
        ("Packages", lambda: [packages(home.PROGRAM / "requirements.txt") if home.CHECKOUT else needed()]),
        ("Browser", lambda: browser(settings.browser)),
        ("Display", lambda: [display(os.environ)]),
        ("Portal", lambda: doctor_network.portal(settings)),
        ("Proxy", lambda: [doctor_network.proxy(os.environ, settings.waits.seconds)]),
        ("Reports", lambda: [writable(loaded.path("report.folder"), "Reports"), room(loaded.path("report.folder"))]),
        ("Temporary files", lambda: [writable(Path(tempfile.gettempdir()), "Temporary files")]),
    )
    for subject, examination in examinations:
        try:
            yield from examination()
        except Exception as error:  # noqa: BLE001 - one examination that fails must not keep the others from being made
            yield Finding(State.UNKNOWN, subject, f"could not be examined ({type(error).__name__}).", essential=True)


def python() -> Finding:
    """Whether this Python is new enough."""
    version = platform.python_version()
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody may have started the package by another Python
        return Finding(State.MEND, "Python", f"{version} is too old; install 3.11 or newer and delete .venv.")
    return Finding(State.OK, "Python", f"{version} on {platform.system()} {platform.release()}.")


def packages(pinned: Path) -> Finding:
    """Whether the installed packages are the pinned ones; packages for other systems do not count."""
    wanted = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)( ;)?", pinned.read_text(encoding="utf-8"), re.MULTILINE)
    wrong = [name for name, version, marked in wanted if _installed(name) not in {version, None if marked else version}]
    if wrong:
        words = f"not as pinned: {', '.join(wrong)}; delete .venv and run igot again."
        return Finding(State.MEND, "Packages", words, essential=True)
    return Finding(State.OK, "Packages", "all as pinned in requirements.txt.")


def needed() -> Finding:
    """Whether what an installed program needs is there; its versions are the installer's choice."""
    named = metadata.requires("igot-registration-helper") or []
    wanted = [re.split(r"[^\w.-]", each)[0] for each in named if "extra ==" not in each]
    if gone := [name for name in wanted if _installed(name) is None]:
        return Finding(State.MEND, "Packages", f"not there: {', '.join(gone)}; install igot again.", essential=True)
    return Finding(State.OK, "Packages", "all there.")


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def browser(settings: BrowserSettings) -> Iterator[Finding]:
    """Whether a browser is there and starts; nothing is downloaded."""
    from automation.browser import NotFound, find, launched, sandbox_note, started

    try:
        with started(install=False) as playwright:
            found = find(playwright, settings)
            if isinstance(found, NotFound):
                mend = "mend config.toml" if found.final else "install Chrome, or run igot smoke, which downloads one"
                yield Finding(State.MEND, "Browser", f"{found.why}; {mend}.", essential=True)
                return
            with launched(settings, playwright) as pair:
                words = f"{found.how}, version {pair.browser.version}, starts, and has no way round the gate."
                yield Finding(State.OK, "Browser", words)
    except IgotError as error:
        yield Finding(State.MEND, "Browser", str(error), essential=True)
        return
    if note := sandbox_note():
        yield Finding(State.UNKNOWN, "Sandbox", note)


def display(environ: Mapping[str, str]) -> Finding:
    """Whether a window can be shown, as the guide needs."""
    if not fetch.has_screen(environ):
        return Finding(State.UNKNOWN, "Display", "there is no screen, so no igot guide and no --headed here.")
    return Finding(State.OK, "Display", "a window can be shown.")


def writable(folder: Path, subject: str) -> Finding:
    """Whether files can be written in a folder, or in the nearest one that exists where it will be made."""
    there = _nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"igot")
    except OSError as error:
        return Finding(State.MEND, subject, f"cannot write in {there} ({error.strerror}); name another folder.")
    return Finding(State.OK, subject, f"can be written in {folder}.")


def room(folder: Path) -> Finding:
    """Whether the disk has room for reports."""
    free = shutil.disk_usage(_nearest(folder)).free
    words = f"{free / 1e9:.1f} GB free"
    if free < ROOM:
        return Finding(State.MEND, "Disk", f"{words}; make room, {ROOM / 1e9:.1f} GB are needed.")
    return Finding(State.OK, "Disk", f"{words}.")


def _nearest(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.is_dir())


DOCTOR = flags.Command(lambda loaded, _given: run(loaded))
