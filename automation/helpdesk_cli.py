"""The helpdesk's part of the command line, from `reproduce` to `purge`; imports nothing heavy itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from automation.config import Loaded


class Command(Protocol):
    """Makes one command known, by its name, what it runs and its help."""

    def __call__(self, name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        """The parser to which the command's flags are added."""
        ...


def add(
    command: Command,
    look_flags: Callable[[argparse.ArgumentParser], None],
    person_flags: Callable[[argparse.ArgumentParser], None],
    loaded: Callable[[argparse.Namespace], Loaded],
) -> None:
    """Make the helpdesk's commands known; two add the flags of a look and of a person, `loaded` reads the settings."""
    _reproduce(command, look_flags, person_flags, loaded)
    _catalogue(command, loaded)
    _bundles(command, loaded)


def _reproduce(
    command: Command,
    look_flags: Callable[[argparse.ArgumentParser], None],
    person_flags: Callable[[argparse.ArgumentParser], None],
    loaded: Callable[[argparse.Namespace], Loaded],
) -> None:
    def run(arguments: argparse.Namespace) -> int:
        settings = loaded(arguments)
        from automation.commands import reproduce
        from automation.runs.target import Options

        options = Options(
            times=arguments.times,
            defects=tuple(arguments.defect),
            variants=tuple(arguments.variant),
            ticket=arguments.ticket,
            json=arguments.json,
            generation=arguments.generation,
            list_latency_ms=arguments.list_latency,
            attended=arguments.attended,
            official=arguments.official,
        )
        return reproduce.run(settings, arguments.scenario, options)

    sub = command("reproduce", run, "repeat a reported problem n times, give a verdict and a bundle")
    sub.add_argument("scenario", metavar="SCENARIO", help="a file, a name that `igot scenarios` lists, or a symptom")
    sub.add_argument("-n", "--times", type=int, default=None, metavar="N", help="how often, each on a fresh page (3)")
    sub.add_argument("--ticket", default="", metavar="HD-123", help="the ticket that the bundle belongs to")
    sub.add_argument("--screenshot", choices=("on", "off"), default=None, help="pictures in the bundle (on)")
    films = ("on", "off", "retain-on-failure")
    sub.add_argument("--tracing", choices=films, default=None, help="a scrubbed trace; only with --portal (off)")
    person_flags(sub)
    look_flags(sub)


def _catalogue(command: Command, loaded: Callable[[argparse.Namespace], Loaded]) -> None:
    def scenarios(arguments: argparse.Namespace) -> int:
        loaded(arguments)
        from automation.commands import helpdesk

        return helpdesk.scenarios()

    def new(arguments: argparse.Namespace) -> int:
        loaded(arguments)
        from automation.commands import helpdesk

        return helpdesk.new(arguments.symptom, arguments.ticket)

    def explain(arguments: argparse.Namespace) -> int:
        loaded(arguments)
        from automation.commands import helpdesk

        return helpdesk.explain(arguments.symptom, markdown=arguments.markdown)

    command("scenarios", scenarios, "list the scenarios of the helpdesk")
    sub = command("new", new, "write a scenario by asking four questions")
    sub.add_argument("symptom", metavar="SYMPTOM", help="one that `igot explain` lists")
    sub.add_argument("--ticket", default="", metavar="HD-123", help="the ticket it belongs to")
    sub = command("explain", explain, "say how a symptom is repeated, what decides, which causes are likely")
    sub.add_argument("symptom", nargs="?", default="", metavar="SYMPTOM", help="without it, all are listed")
    sub.add_argument("--markdown", action="store_true", help="the whole catalogue as the page docs/symptoms.md")


def _bundles(command: Command, loaded: Callable[[argparse.Namespace], Loaded]) -> None:
    def verify(arguments: argparse.Namespace) -> int:
        loaded(arguments)
        from automation.commands import bundles

        return bundles.verify(arguments.bundle)

    def purge(arguments: argparse.Namespace) -> int:
        settings = loaded(arguments)
        from automation.commands import bundles

        return bundles.purge(settings, arguments.older_than, dry_run=arguments.dry_run)

    sub = command("verify-bundle", verify, "check that nothing in a bundle was changed")
    sub.add_argument("bundle", type=Path, metavar="FILE", help="a zip that `igot reproduce` left")
    sub = command("purge", purge, "remove old bundles")
    sub.add_argument("--older-than", required=True, metavar="90d", help="how old: days (90d) or weeks (12w)")
    sub.add_argument("--dry-run", action="store_true", help="only name them")
