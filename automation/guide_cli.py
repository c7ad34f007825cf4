"""The attended part of the command line, `guide`, `roster` and `status`; imports nothing heavy itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from automation.config import Loaded
    from automation.helpdesk_cli import Command

_RECORDING = ("--tracing", "--video", "--screenshot")


def add(
    command: Command,
    switches: Callable[[argparse.ArgumentParser], None],
    loaded: Callable[[argparse.Namespace], Loaded],
) -> None:
    """Make the attended commands known; `switches` adds the rehearsal's, `loaded` reads the settings."""
    _guide(command, switches, loaded)
    _roster(command, loaded)


def _guide(
    command: Command,
    switches: Callable[[argparse.ArgumentParser], None],
    loaded: Callable[[argparse.Namespace], Loaded],
) -> None:
    def run(arguments: argparse.Namespace) -> int:
        if asked := [flag for flag in _RECORDING if getattr(arguments, f"no_{flag[2:]}")]:
            from automation.model import UsageError

            raise UsageError(f"Codes and passwords are typed here, so nothing is recorded; leave out {asked[0]}.")
        settings = loaded(arguments)
        from automation.commands import guide
        from automation.runs.target import Options

        options = Options(defects=arguments.defect, variants=arguments.variant, generation=arguments.generation)
        wishes = guide.Wishes(
            plain=arguments.plain, resume=arguments.resume, following=arguments.next, staff=arguments.staff
        )
        return guide.run(settings, options, wishes)

    sub = command("guide", run, "walk a present person through the registration, in a visible browser")
    sub.add_argument("--portal", "--base-url", metavar="URL", help="a portal other than the rehearsal portal")
    sub.add_argument("--plain", action="store_true", help="on the terminal alone, without the companion window")
    sub.add_argument("--resume", action="store_true", help="go on with the registration that broke off")
    sub.add_argument("--next", action="store_true", help="for the next official of the imported list")
    sub.add_argument("--staff", default="", metavar="ID", help="who sits at the machine, for the consent log")
    sub.add_argument("--language", choices=("en", "hi"), default=None, help="of the companion window")
    sub.add_argument("--browser", choices=("chromium", "firefox", "webkit"), help="which browser")
    sub.add_argument("--browser-channel", metavar="NAME", help="an installed one, such as chrome or msedge")
    sub.add_argument("--output", metavar="FOLDER", help="where the consent log goes")
    for flag in _RECORDING:
        sub.add_argument(flag, nargs="?", const="on", default="", dest=f"no_{flag[2:]}", help="refused here")
    switches(sub)


def _roster(command: Command, loaded: Callable[[argparse.Namespace], Loaded]) -> None:
    def take(arguments: argparse.Namespace) -> int:
        from automation.commands import roster

        return roster.take(loaded(arguments), arguments.file)

    def status(arguments: argparse.Namespace) -> int:
        from automation.commands import roster

        named = {name: getattr(arguments, name) for name in ("csv", "json", "note", "names")}
        return roster.status(loaded(arguments), **named)

    sub = command("roster", take, "take in the section's list of officials; it stays where it is")
    sub.add_argument("what", choices=("import",), help="take a list in")
    sub.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX with name, email, mobile, department, …")
    sub = command("status", status, "how many officials of each department are registered, in progress or blocked")
    sub.add_argument("--csv", default="", metavar="FILE", help="the counts for Excel")
    sub.add_argument("--json", default="", metavar="FILE", help='the counts for machines; "-" is stdout')
    sub.add_argument("--note", default="", metavar="FILE.html", help="a note to print, with file number and date")
    sub.add_argument("--names", action="store_true", help="also the officials' names, from your own file")
