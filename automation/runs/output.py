"""Writes a result where its readers look: stdout, the report folder, and the files that they named."""

from __future__ import annotations

import os
import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from automation import __version__, files
from automation.model import ExitCode, UsageError, explained
from automation.reports import html, junit, nagios, revision, terminal
from automation.result import DriftKind, Environment, Result
from automation.runs import folders
from automation.runs.options import NOTHING_MORE, Options
from automation.saying import colours, data, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.flowchart import Flowchart


def environment(browser: str) -> Environment:
    """What a run was made with; `browser` is its name and version, or "none"."""
    return Environment(
        igot=__version__,
        python=platform.python_version(),
        browser=browser,
        os=f"{platform.system()} {platform.release()}",
    )


def write(result: Result, chart: Flowchart, folder: Path, asked: Options = NOTHING_MORE, *, newest: bool = True) -> int:
    """Write everything and return the exit code of the run; a full disk loses the report, never the verdict.

    Of the files that are asked for "-" is stdout, blank is nowhere. With `nagios` stdout is the line of a monitoring
    plug-in, and the exit code is the plug-in's. `latest` leads to the `newest`.
    """
    body = result.model_dump_json(indent=1)
    contents = {"report.html": html.render(result, chart, folder / "pictures"), "result.json": body + "\n"}
    if any(line.kind is not DriftKind.AS_DOCUMENTED for line in result.drift.lines):
        contents["flowchart-proposed.md"] = revision.markdown(result.drift, chart, result.run.started[:10])
    place = _report(folder, contents)
    whole = newest and result.remembered and result.exit_code != ExitCode.INTERRUPTED
    if whole and place is not None and place.parent == folder:
        with suppress(OSError):  # a name that leads nowhere new is no loss
            folders.point(folder)
    texts = {asked.json: body, asked.junit: junit.render(result)}
    if asked.prometheus:
        from automation.reports import prometheus

        texts[asked.prometheus] = prometheus.render(result)
    lost = _told(_saved(texts)) or place is None or place.parent != folder
    code = result.exit_code or (ExitCode.USAGE if lost else 0)
    if asked.nagios:
        text = nagios.line(result, code)
    else:
        people = terminal.render(result, colour=colours()) + (f"Report: {place}\n" if place else "")
        text = texts["-"].removesuffix("\n") + "\n" if "-" in texts else people
    unsaid = _told([_print(text)])
    if asked.nagios:
        return nagios.Status.UNKNOWN if unsaid else nagios.status(result, code)
    return code or (ExitCode.USAGE if unsaid else 0)


def hand_over(text: str, contents: Mapping[str, str]) -> bool:
    """Print a text, and write others to the files that the user named (not "-" and blank); whether one is lost."""
    return _told([_print(text), *_saved(contents)])


def save(name: str, text: str, encoding: str = "utf-8") -> str:
    """Write a file that the user named; a sentence for them. Raises UsageError where it cannot be written."""
    with explained(f"{name} could not be written", "name another file", Path(name)):
        files.write(Path(name), text, encoding=encoding)
    return f"Written: {name}"


def _saved(contents: Mapping[str, str]) -> list[str]:
    """The same with several files where a run goes on; a sentence for each that could not be written."""
    lost = []
    for name in filter(lambda each: each not in {"", "-"}, contents):
        try:
            save(name, contents[name])
        except UsageError as error:
            lost.append(f"igot: {error}")
    return lost


def _told(lost: list[str]) -> bool:
    """Say what is lost, a sentence each or blank; whether anything is."""
    for sentence in filter(None, lost):
        say(sentence, aside=True)
    return any(lost)


def _report(folder: Path, contents: Mapping[str, str]) -> Path | None:
    """The report in its folder, else in the folder for temporary files; where it is, or None with a sentence."""
    for place in (folder, folders.fallback() / folder.name):
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
