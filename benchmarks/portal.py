"""A rehearsal portal asked through the page, with the program's own waits: the audit, and questions in turn."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from automation import config
from automation.browser import launched
from automation.departments import audit, listed
from automation.gate.policy import Policy
from automation.portal.facts import Branch
from automation.portal.site import Addresses, Site
from automation.rehearsal import Rehearsal
from automation.runs.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from automation.names.department import Department
    from automation.result import DepartmentsResult


@contextmanager
def searching(generation: str = "g3", variants: Sequence[str] = ()) -> Iterator[Searcher]:
    """A way to a fresh rehearsal portal with this form; the portal and the browser are up before."""
    settings = config.load(None, os.environ, {}).settings
    with (
        Rehearsal.start(generation=generation, variants=variants) as rehearsal,
        launched(settings.browser) as pair,
        pair.window(Policy(portal=(rehearsal.url,))) as session,
    ):
        site = Site(session.page, Addresses(rehearsal.url, rehearsal.url), settings.waits.seconds * 1000)
        yield Searcher(site, session, 0.0)


def seconds(questions: Sequence[tuple[str, str]]) -> float:
    """The seconds from the first question to the last answer."""
    with searching() as searcher:
        searcher.ask(questions[0][0], Branch(questions[0][1]))
        clock = time.monotonic()
        for text, branch in questions:
            searcher.ask(text, Branch(branch))
        return time.monotonic() - clock


def audited(
    departments: tuple[Department, ...], state: str, generation: str, variants: Sequence[str]
) -> tuple[DepartmentsResult, float]:
    """The audit of a list through the page, and its seconds."""
    with searching(generation, variants) as searcher:
        clock = time.monotonic()
        lists = searcher.lists(state)
        found = audit.run(departments, searcher.ask, state) if lists is None else listed.run(departments, lists, state)
        return found, time.monotonic() - clock


def typed(names: Sequence[str], state: str, generation: str) -> float:
    """The seconds for searching each of these names in the state's own list, with the same waits."""
    with searching(generation) as searcher:
        lists = searcher.lists(state)
        if lists is not None:
            lists.stand(None)
        else:
            searcher.ask(names[0], Branch.STATE)
        clock = time.monotonic()
        for name in names:
            if lists is None:
                searcher.ask(name, Branch.STATE)
            else:
                lists.find(name)
        return time.monotonic() - clock
