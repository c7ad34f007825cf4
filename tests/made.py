"""Results as runs leave them, made without a portal: one check of each step, and some departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.history.items import CHECK
from automation.model import By, Cause, Listing, Verdict
from automation.result import (
    CheckResult,
    DepartmentResult,
    DepartmentsResult,
    Environment,
    Hindrance,
    PortalInfo,
    Request,
    Result,
    RunInfo,
    StepResult,
    exit_code,
    worst,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LIVE = "https://portal.example"
STEPS = tuple(f"step-{number}" for number in range(1, 8))
CHECKED = {step: f"{step}.{CHECK}" for step in STEPS}


def made(
    at: str,
    steps: Mapping[str, Verdict] | None = None,
    departments: Mapping[str, Listing] | None = None,
    *,
    cause: Cause | None = None,
    requests: Mapping[str, tuple[int, bool]] | None = None,
    generation: str = "g3",
    place: str = "",
    name: str = "",
    person: By = By.LOOK,
    rehearsal: bool = False,
) -> Result:
    """The result of a run that began at a moment of RFC 3339, or at 08:30 in Delhi on a day such as 2026-11-03.

    `steps` are those that are not as documented; a `cause` stood in the way of all. `requests` are days and whether
    that is overdue.
    """
    started = at if "T" in at else f"{at}T08:30:00+05:30"
    verdicts = dict.fromkeys(STEPS, Verdict.CANNOT_JUDGE if cause else Verdict.AS_DOCUMENTED) | dict(steps or {})
    listings = dict.fromkeys(departments or {}, Listing.CANNOT_JUDGE) if cause else dict(departments or {})
    found = DepartmentsResult(
        expected=len(listings),
        listed=sum(each in {Listing.LISTED, Listing.NEAR_NAME} for each in listings.values()),
        searches=len(listings),
        results=tuple(DepartmentResult(name=each, listing=how, why="looked") for each, how in listings.items()),
    )
    verdict = worst(list(verdicts.values()))
    return Result(
        run=RunInfo(
            id=name or f"{started[:19]}-smoke-0000".replace(":", "-"),
            started=started,
            seconds=9.5,
            person=person,
            place=place,
        ),
        portal=PortalInfo(url=LIVE, rehearsal=rehearsal, generation=None if cause else generation),
        verdict=verdict,
        exit_code=exit_code(verdict, found),
        hindrance=Hindrance(cause=cause, said=str(cause)) if cause else None,
        steps=tuple(
            StepResult(id=step, title=f"The {step}", verdict=how, seconds=1.5, checks=(_check(CHECKED[step], how),))
            for step, how in verdicts.items()
        ),
        departments=found,
        requests=tuple(
            Request(department=each, days=days, overdue=late) for each, (days, late) in (requests or {}).items()
        ),
        environment=Environment(igot="0.1.0", python="3.11", browser="chromium 1", os="Linux"),
    )


def _check(name: str, verdict: Verdict) -> CheckResult:
    return CheckResult(
        id=name, verdict=verdict, documented="It is there.", observed=f"{name} is {verdict}", why="no page"
    )
