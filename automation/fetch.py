"""Fetches what a machine lacks to run a browser, only on need, and says so on stderr."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from automation.model import NoAnswerError
from automation.saying import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DOWNLOAD_SECONDS = 900
SHELL = "chromium-headless-shell"
"""Debian's Chromium without its windows, package and program: a page costs it a fifth of the work."""
_KNOWN = {
    "Missing X server": "there is no screen to show a window on; leave out --headed.",
    "missing dependencies": "system libraries are missing; run .venv/bin/python -m playwright install-deps as root.",
    "No usable sandbox": "this system does not let it build its sandbox; install Chrome, Edge or Chromium.",
    "ENOSPC": "the disk is full; make room.",
    "No space left": "the disk is full; make room.",
    "ENOTFOUND": "the server's name is not known here: no network, or HTTPS_PROXY is needed.",
    "EAI_AGAIN": "the server's name is not known here: no network, or HTTPS_PROXY is needed.",
    "ECONNREFUSED": "the connection was refused.",
}


def ensure_driver(*, install: bool = True) -> None:
    """Make sure that Playwright's own driver starts: it needs libatomic, which a bare Debian does not have.

    Raises NoAnswerError, one sentence, if it does not.
    """
    if not sys.platform.startswith("linux") or _loads("libatomic.so.1"):
        return
    probe = [sys.executable, "-m", "playwright", "--version"]
    if not run_all([probe]):
        return
    failure = "run apt-get install libatomic1 as root"
    if install and is_debian_root():
        say("Playwright needs a system library; installing libatomic1.", aside=True)
        failure = run_all([*apt("libatomic1"), probe])
    if failure:
        raise NoAnswerError(f"Playwright does not start, since the system library libatomic1 is missing: {failure}.")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def browser_sources(*, headed: bool) -> list[tuple[str, list[list[str]]]]:
    """Where a browser can be had, in order: what is said, and the commands that fetch it."""
    own = ("downloading Playwright's Chromium", [[sys.executable, "-m", "playwright", "install", "chromium"]])
    if not is_debian_root():
        return [own]
    packages = ["chromium"] if headed else [SHELL, "chromium"]
    return [own, *((f"installing Debian's {package}", apt(package)) for package in packages)]


def run_all(commands: Sequence[Sequence[str]]) -> str:
    """Run commands one after the other; the empty string, or why one failed, in a line."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        try:
            done = subprocess.run(
                command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, timeout=DOWNLOAD_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return f"no end after {DOWNLOAD_SECONDS // 60} minutes"
        except OSError as error:
            return str(error.strerror)
        if done.returncode:
            return why((done.stderr or done.stdout).decode(errors="replace")).rstrip(".")
    return ""


def why(text: str) -> str:
    """The one sentence that says most of a long complaint."""
    if known := next((sentence for sign, sentence in _KNOWN.items() if sign in text), None):
        return known
    lines = [line.strip(" ║╔╗╚╝═-") for line in text.splitlines()]
    telling = [line for line in lines if re.search(r"^E: |Error: |error while loading|is not found at", line)]
    said = (telling or [line for line in lines if line] or ["no reason was given"])[0]
    return said[:200].rstrip(".") + "."


def apt(package: str) -> list[list[str]]:
    """The commands that install one of Debian's packages."""
    return [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]]


def is_debian_root() -> bool:
    """Whether Debian's packages can be installed."""
    return is_root() and Path("/etc/debian_version").exists() and bool(shutil.which("apt-get"))


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether a window can be shown."""
    return not sys.platform.startswith("linux") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def is_root() -> bool:
    """Whether this is the superuser (root); Chromium has no sandbox then."""
    return sys.platform != "win32" and os.geteuid() == 0
