"""Puts a result where its readers look: stdout, the report folder, and the files they named."""

from __future__ import annotations

import os
import platform
import secrets
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from automation import __version__, files
from automation.model import ExitCode
from automation.reports import html, junit, revision, terminal
from automation.result import DriftKind, Environment, Result
from automation.runs import clock
from automation.saying import colours, data, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.config import Loaded
    from automation.flowchart import Flowchart


def folder(loaded: Loaded, kind: str) -> Path:
    """A new name in the folder of the settings for what a run leaves; nothing is made yet."""
    return loaded.path("report.folder") / f"{clock.now():%Y-%m-%dT%H-%M-%S}-{kind}-{secrets.token_hex(2)}"


def environment(browser: str) -> Environment:
    """What a run was made with; `browser` is its name and version, or "none"."""
    return Environment(
        igot=__version__,
        python=platform.python_version(),
        browser=browser,
        os=f"{platform.system()} {platform.release()}",
    )


def write(result: Result, chart: Flowchart, folder: Path, *, json: str = "", junit_file: str = "") -> int:
    """Write everything and return the exit code of the run; a full disk costs the report, never the verdict.

    `json` and `junit_file` are file names, "-" is stdout, blank is nowhere.
    """
    body = result.model_dump_json(indent=1)
    contents = {"report.html": html.render(result, chart, folder / "pictures"), "result.json": body + "\n"}
    if any(line.kind is not DriftKind.AS_DOCUMENTED for line in result.drift.lines):
        contents["flowchart-proposed.md"] = revision.markdown(result.drift, chart, result.run.started[:10])
    place = _report(folder, contents)
    if json == "-":
        text = body + "\n"
    else:
        text = terminal.render(result, colour=colours()) + (f"Report: {place}\n" if place else "")
    lost = hand_over(text, {json: body, junit_file: junit.render(result)})
    return result.exit_code or (ExitCode.USAGE if lost or place is None or place.parent != folder else 0)


def hand_over(text: str, contents: Mapping[str, str]) -> bool:
    """Print a text and write others to the files that the user named ("-" and blank are none); whether one is lost."""
    lost = [_print(text)] + [_save(Path(name), body) for name, body in contents.items() if name not in {"", "-"}]
    for sentence in filter(None, lost):
        say(sentence, aside=True)
    return any(lost)


def _report(folder: Path, contents: Mapping[str, str]) -> Path | None:
    """The report in its folder, else in the folder for temporary files; where it is, or None with a sentence."""
    for place in (folder, Path(tempfile.gettempdir()) / folder.name):
        try:
            place.mkdir(parents=True, exist_ok=True)
            for name, text in contents.items():
                files.write(place / name, text)
        except OSError as error:
            say(f"igot: the report could not be written to {place} ({error.strerror}); make room there.", aside=True)
            continue
        return place / "report.html"
    return None


def _print(text: str) -> str:
    """Write to stdout; blank, or the sentence that says why not. A reader who has gone away misses nothing."""
    try:
        data(text)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is not tried again at the end
        if not isinstance(error, BrokenPipeError):
            return f"igot: the result could not be printed ({error.strerror}); send it elsewhere."
    return ""


def _save(path: Path, text: str) -> str:
    """Write a file; blank, or the sentence that says why not."""
    try:
        files.write(path, text)
    except OSError as error:
        return f"igot: {path} could not be written ({error.strerror}); name another file."
    return ""
