"""Times questions put to a rehearsal portal through the page, with the program's own waits."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from automation import config
from automation.browser import launched
from automation.gate.policy import Policy
from automation.portal.facts import Branch
from automation.portal.site import Addresses, Site
from automation.rehearsal import Rehearsal
from automation.runs.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Sequence


def seconds(questions: Sequence[tuple[str, str]]) -> float:
    """The seconds from the first question to the last answer; the portal and the browser are up before."""
    settings = config.load(None, os.environ, {}).settings
    with (
        Rehearsal.start() as rehearsal,
        launched(settings.browser) as pair,
        pair.window(Policy(portal=(rehearsal.url,))) as session,
    ):
        site = Site(session.page, Addresses(rehearsal.url, rehearsal.url), settings.waits.seconds * 1000)
        searcher = Searcher(site, session, 0.0)
        searcher.ask(questions[0][0], Branch(questions[0][1]))
        clock = time.monotonic()
        for text, branch in questions:
            searcher.ask(text, Branch(branch))
        return time.monotonic() - clock
