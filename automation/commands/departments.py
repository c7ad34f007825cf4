"""`igot departments`: audits the departments alone, against the portal's dropdown or an exported list of it."""

from __future__ import annotations

import platform
import secrets
import time
from datetime import datetime
from typing import TYPE_CHECKING

from automation import __version__, flowchart
from automation.commands import output
from automation.departments import expected, exported
from automation.departments import offline as exported_audit
from automation.model import DepartmentsResult, Environment, Listing, PortalInfo, Result, RunInfo, Verdict, exit_code

if TYPE_CHECKING:
    from pathlib import Path

    from automation.config import Loaded


def offline(loaded: Loaded, dropdown: Path, *, json: str = "") -> int:
    """Audit the expected list against an exported one, write the report; the exit code of DESIGN.

    Raises UsageError, naming file and line, where either list cannot be read.
    """
    started, clock = datetime.now().astimezone(), time.monotonic()
    departments = expected.load(loaded.path("departments.file"))
    rows = exported.load(dropdown)
    found = exported_audit.audit(departments, rows, loaded.settings.departments.state)
    name = f"{started:%Y-%m-%dT%H-%M-%S}-departments-{secrets.token_hex(2)}"
    verdict = verdict_of(found)
    result = Result(
        run=RunInfo(
            id=name,
            started=started.isoformat(timespec="seconds"),
            seconds=round(time.monotonic() - clock, 3),
        ),
        portal=PortalInfo(url=dropdown.name, rehearsal=False),
        verdict=verdict,
        exit_code=exit_code(verdict, found),
        departments=found,
        environment=Environment(
            igot=__version__,
            python=platform.python_version(),
            browser="none",
            os=f"{platform.system()} {platform.release()}",
        ),
    )
    return output.write(result, flowchart.load(), loaded.path("report.folder") / name, json=json)


def verdict_of(audit: DepartmentsResult) -> Verdict:
    """The verdict on a run that looked at the departments only."""
    if all(each.listing is Listing.CANNOT_JUDGE for each in audit.results):
        return Verdict.CANNOT_JUDGE
    return Verdict.AS_DOCUMENTED
