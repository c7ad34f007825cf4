"""`igot departments`: audits the departments alone, against the portal's dropdown or an exported list of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from automation import flags, flowchart
from automation.departments import expected, exported, journal, ledger, shards, snapshot
from automation.files import write
from automation.flowchart.documents import of_document
from automation.model import ExitCode, UsageError
from automation.result import NO_BROWSER, DepartmentsResult, PortalInfo, Result, RunInfo, exit_code, verdict_of
from automation.runs import clock, folders, output, paperwork, telling
from automation.runs.remembering import check, remembered

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from datetime import datetime

    from automation.config import Loaded
    from automation.portal.facts import Organisation
    from automation.runs.options import Options

LATEST = "latest"


@dataclass
class _Run:
    """One audit as far as it has come."""

    loaded: Loaded
    compare: str
    part: str = ""
    rows: list[Organisation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    interrupted: bool = False
    started: datetime = field(default_factory=lambda: clock.now())  # noqa: PLW0108 (the clock of that moment)
    clock: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Read what may be wrong before anything is looked at."""
        every = expected.of(self.loaded)
        self.shard = shards.of(self.part, every, walks=False)
        if self.shard:
            if self.compare:
                raise UsageError("--compare needs all departments, and --shard looks at some; leave out one of them.")
            self.loaded = self.loaded.shared(self.shard.of)
            self.notes.append(shards.note(self.shard))
        self.departments, self.among = shards.share(every, self.shard), every if self.shard else ()
        self.raised = ledger.load(self.loaded.path("departments.raised"))
        self.runs = self.loaded.path("report.folder")
        self.folder = folders.new(self.runs, shards.kind("departments", self.shard))
        none = f"There is no earlier audit in {self.runs} to compare with; leave out --compare this time."
        earlier = _kept(self.runs, self.compare, snapshot.FILE, none)
        self.before = snapshot.load(earlier) if earlier else None

    def finished(
        self,
        found: DepartmentsResult,
        portal: PortalInfo,
        browser: str,
        print_: Callable[[str, Path], str] | None = None,
    ) -> Result:
        """The whole result with what has changed; what was seen is kept, the letter is written, and printed."""
        changed = () if self.before is None else snapshot.changes(self.before, self.rows, found.asked)
        found = found.model_copy(update={"changes": changed})
        if not self.shard:  # which has not seen enough
            self._keep()
            day, settings = self.started.date(), self.loaded.settings
            lost = paperwork.write(
                self.folder, found, self.departments, settings, day, print_, stand_in=portal.stand_in
            )
            what = "PDF of the covering letter" if print_ else "covering letter"
            self.notes += [f"No {what}: {lost}."] if lost else []
        verdict = verdict_of((), found)
        return Result(
            run=RunInfo(
                id=self.folder.name,
                started=self.started.isoformat(timespec="seconds"),
                seconds=round(time.monotonic() - self.clock, 3),
                place=self.loaded.settings.run.place,
                shard=self.shard,
                document=of_document(self.loaded.settings.document.name),
            ),
            portal=portal,
            verdict=verdict,
            exit_code=ExitCode.INTERRUPTED if self.interrupted else exit_code(verdict, found),
            departments=found,
            environment=output.environment(browser),
            notes=tuple(self.notes),
        )

    def _keep(self) -> None:
        """Keep the organisations that were seen, for later audits to compare with."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write(self.folder / snapshot.FILE, snapshot.dump(self.rows))
        except OSError as error:
            self.notes.append(f"The organisations seen could not be kept ({error.strerror}).")


def offline(loaded: Loaded, dropdown: Path, options: Options, *, sheet: str = "", compare: str = "") -> int:
    """Audit the expected list against an exported one, write the report; the exit code of DESIGN.

    Raises UsageError, naming file and line, where either list cannot be read.
    """
    run_ = _Run(loaded, compare)
    wanted = loaded.settings.departments
    rows, state, days = exported.load(dropdown, sheet), loaded.settings.state, wanted.overdue_days
    found = exported.audit(run_.departments, rows, state, run_.rows)
    run_.notes += ledger.notes(run_.raised, found.results, run_.started.date(), days)
    found = found.model_copy(update={"results": ledger.without_raised(found.results, run_.raised)})
    result = run_.finished(found, PortalInfo(url=dropdown.name, rehearsal=False), NO_BROWSER)
    return output.write(result, flowchart.of(loaded.settings.document.name), run_.folder, options)


def run(loaded: Loaded, options: Options, *, compare: str = "", resume: str = "") -> int:
    """Audit the portal's dropdown, write the report and the requests for help; the exit code of DESIGN.

    `resume` names an audit that was stopped, or the latest: its answers are not asked for again. Raises UsageError,
    RefusedError or NoAnswerError before anything is looked at when it cannot be.
    """
    from automation.evidence import printing
    from automation.gate.policy import Nobody
    from automation.runs.run import opened
    from automation.runs.target import looking

    run_ = _Run(loaded, compare, options.shard)
    none = f"There is no audit in {run_.runs} that was stopped; leave out --resume."
    answers = _kept(run_.runs, resume, journal.FILE, none)
    check(loaded, options.alarm)
    settings = run_.loaded.settings
    if run_.shard is None:
        telling.begun(loaded)
    with (
        looking(settings, options) as (target, pair, progress),
        opened(settings, target, pair, presence=Nobody()) as window,
    ):
        found = window.audit(
            run_.departments,
            run_.raised,
            progress.searched,
            remembering=lambda ask: journal.remembering(ask, run_.folder / journal.FILE, answers),
            rows=run_.rows,
            among=run_.among,
        )
        run_.interrupted = window.interrupted
        passed = window.record()
        share = f" --shard {run_.shard.number}/{run_.shard.of}" if run_.shard else ""
        run_.notes += window.notes + [f"To go on: igot departments --resume{share}"] * window.stopped
        portal = target.info(window.generation, authorisation=settings.portal.authorisation)
        print_ = partial(printing.pdf, window.session.context)
        result = run_.finished(found, portal, window.session.browser, print_).model_copy(
            update={"gate": passed, "hindrance": window.hindrance, "requests": window.requests}
        )
    if not window.stopped:
        (run_.folder / journal.FILE).unlink(missing_ok=True)  # nothing is left to go on with
    result = telling.notified(remembered(result, loaded, options.alarm), loaded)
    return output.write(result, flowchart.of(loaded.settings.document.name), run_.folder, options)


def _kept(runs: Path, named: str, file: str, none: str) -> Path | None:
    """A file that an earlier audit has kept, by its own name, its folder's or “latest”; None for a blank name.

    Raises UsageError, which says `none`, where the folder of runs has no such file.
    """
    if not named:
        return None
    place = max(runs.glob(f"*/{file}"), default=None) if named == LATEST else Path(named).expanduser()
    if place is None:
        raise UsageError(none)
    return place / file if place.is_dir() else place


def _given(loaded: Loaded, given: Namespace) -> int:
    if not given.offline:
        return run(loaded, flags.options(given), compare=given.compare, resume=given.resume)
    if given.shard:
        raise UsageError("--offline asks no portal, so there is nothing to share out; leave out --shard.")
    return offline(loaded, given.offline, flags.options(given), sheet=given.sheet or "", compare=given.compare)


DEPARTMENTS = flags.Command(
    _given,
    flags=(
        flags.flag(
            "--offline", type=flags.path, metavar="FILE", help="audit an exported list (JSON or a table), no browser"
        ),
        flags.text(
            "--compare", "FOLDER", "what has changed since an earlier audit (the latest)", nargs="?", const=LATEST
        ),
        flags.text("--resume", "FOLDER", "go on with an audit that was stopped (the latest)", nargs="?", const=LATEST),
        *flags.LOOK,
        *flags.ALARM,
        *flags.MONITORING,
        flags.OUTPUT,
        flags.GENERATION,
        flags.SHARD,
    ),
    examples=("", "--headed --nagios", "--portal https://staging.example.gov.in/public/signup --staging"),
)
