"""`igot departments`: audits the departments alone, against the portal's dropdown or an exported list of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from automation import flowchart
from automation.commands import output, paperwork
from automation.departments import audit, expected, exported, journal, ledger, listed, snapshot
from automation.departments import offline as exported_audit
from automation.model import ExitCode, Listing, UsageError, Verdict
from automation.result import DepartmentsResult, PortalInfo, Result, RunInfo, exit_code

if TYPE_CHECKING:
    from automation.commands.target import Options
    from automation.config import Loaded
    from automation.portal.facts import Organisation

LATEST = "latest"


@dataclass
class _Run:
    """One audit as far as it has come."""

    loaded: Loaded
    compare: str
    rows: list[Organisation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    interrupted: bool = False
    started: datetime = field(default_factory=lambda: datetime.now().astimezone())
    clock: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Read what may be wrong before anything is looked at."""
        self.departments = expected.load(self.loaded.path("departments.file"))
        self.raised = ledger.load(self.loaded.path("departments.raised"))
        self.runs = self.loaded.path("report.folder")
        self.folder = output.folder(self.loaded, "departments")
        self.before = _earlier(self.runs, self.compare)

    def finished(self, found: DepartmentsResult) -> DepartmentsResult:
        """The audit with what the ledger and the earlier audit add to it."""
        days = self.loaded.settings.departments.overdue_days
        self.notes += ledger.notes(self.raised, found.results, self.started.date(), days)
        changed = () if self.before is None else snapshot.changes(self.before, self.rows, found.asked)
        results = ledger.without_raised(found.results, self.raised)
        return found.model_copy(update={"results": results, "changes": changed})

    def result(self, found: DepartmentsResult, portal: PortalInfo, browser: str) -> Result:
        """The whole result; the verdict says whether anything could be judged."""
        judged = any(each.listing is not Listing.CANNOT_JUDGE for each in found.results)
        verdict = Verdict.AS_DOCUMENTED if judged else Verdict.CANNOT_JUDGE
        return Result(
            run=RunInfo(
                id=self.folder.name,
                started=self.started.isoformat(timespec="seconds"),
                seconds=round(time.monotonic() - self.clock, 3),
            ),
            portal=portal,
            verdict=verdict,
            exit_code=ExitCode.INTERRUPTED if self.interrupted else exit_code(verdict, found),
            departments=found,
            environment=output.environment(browser),
            notes=tuple(self.notes),
        )

    def kept(self) -> None:
        """Keep the organisations that were seen, for later audits to compare with."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / snapshot.FILE).write_text(snapshot.dump(self.rows), encoding="utf-8")
        except OSError as error:
            self.notes.append(f"The organisations seen could not be kept ({error.strerror}).")


def offline(loaded: Loaded, dropdown: Path, *, json: str = "", compare: str = "") -> int:
    """Audit the expected list against an exported one, write the report; the exit code of DESIGN.

    Raises UsageError, naming file and line, where either list cannot be read.
    """
    run_ = _Run(loaded, compare)
    rows, state = exported.load(dropdown), loaded.settings.departments.state
    found = run_.finished(exported_audit.audit(run_.departments, rows, state, run_.rows))
    run_.kept()
    paperwork.write(run_.folder, found, run_.departments, loaded.settings, run_.started.date())
    result = run_.result(found, PortalInfo(url=dropdown.name, rehearsal=False), "none")
    return output.write(result, flowchart.load(), run_.folder, json=json)


def run(loaded: Loaded, options: Options, *, compare: str = "", resume: str = "") -> int:
    """Audit the portal's dropdown, write the report and the requests for help; the exit code of DESIGN.

    `resume` names an audit that was stopped, or the latest: its answers are not asked for again. Raises UsageError,
    RefusedError or NoAnswerError before anything is looked at when it cannot be.
    """
    from automation.commands.interruption import interruptible
    from automation.commands.searcher import Searcher
    from automation.commands.target import looking, unattended
    from automation.evidence import printing
    from automation.portal.site import Site

    run_ = _Run(loaded, compare)
    answers = _stopped(run_.runs, resume)
    settings = loaded.settings
    with (
        looking(settings, options) as (target, pair, progress),
        pair.window(unattended(settings, target), language=settings.portal.language) as session,
        interruptible(session),
    ):
        site = Site(session.page, target.addresses, settings.waits.seconds * 1000, session.gate.issuer)
        searcher = Searcher(site, session, settings.politeness.pace_ms / 1000 if target.live else 0.0)
        ask = journal.remembering(searcher.ask, run_.folder / journal.FILE, answers)
        wanted = settings.departments
        lists = searcher.lists(wanted.state)
        if lists is None:
            found = audit.run(run_.departments, ask, wanted.state, progress.searched, wanted.known, run_.rows)
        else:
            found = listed.run(run_.departments, lists, wanted.state, progress.searched, run_.rows)
        run_.interrupted = searcher.interrupted
        run_.notes += [f"The run ended early: {searcher.stopped.why}; --resume goes on."] if searcher.stopped else []
        found = run_.finished(found)
        run_.kept()
        lost = paperwork.write(
            run_.folder,
            found,
            run_.departments,
            settings,
            run_.started.date(),
            lambda page, path: printing.pdf(session.context, page, path),
        )
        run_.notes += [f"No PDF of the covering letter: {lost}."] if lost else []
        portal = target.info(searcher.generation, authorisation=settings.portal.authorisation)
        result = run_.result(found, portal, session.browser).model_copy(update={"gate": session.gate.record()})
    if searcher.stopped is None:
        (run_.folder / journal.FILE).unlink(missing_ok=True)  # nothing is left to go on with
    return output.write(result, flowchart.load(), run_.folder, json=options.json)


def _earlier(runs: Path, compare: str) -> tuple[Organisation, ...] | None:
    """The organisations to compare with, None without --compare."""
    if not compare:
        return None
    place = snapshot.latest(runs) if compare == LATEST else Path(compare).expanduser()
    if place is None:
        raise UsageError(f"There is no earlier audit in {runs} to compare with; leave out --compare this time.")
    return snapshot.load(place)


def _stopped(runs: Path, resume: str) -> Path | None:
    """The answers to go on with, None without --resume."""
    if not resume:
        return None
    place = journal.latest(runs) if resume == LATEST else Path(resume).expanduser()
    if place is None:
        raise UsageError(f"There is no audit in {runs} that was stopped; leave out --resume.")
    return place / journal.FILE if place.is_dir() else place
