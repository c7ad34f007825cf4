"""`igot smoke`: walks the flowchart unattended, audits the departments, writes the report."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from automation import drift, flowchart, steps, walk
from automation.commands import output
from automation.commands.interruption import interruptible
from automation.commands.searcher import Searcher
from automation.commands.target import hands_for, looking, policy_for
from automation.departments import expected
from automation.evidence.films import Films
from automation.evidence.recorder import Recorder
from automation.gate.door import GateDoor
from automation.model import ExitCode, NoAnswer, NoAnswerError
from automation.portal.site import Site
from automation.result import DepartmentsResult, Drift, GateResult, Result, RunInfo, StepResult, exit_code, worst

if TYPE_CHECKING:
    from pathlib import Path

    from automation.browser import Pair, Session
    from automation.commands.progress import Progress
    from automation.commands.target import Options, Target
    from automation.config import Loaded, Settings


def run(loaded: Loaded, options: Options) -> int:
    """Walk, audit, write the report; the exit code of DESIGN.

    Raises UsageError, RefusedError or NoAnswerError before anything is looked at when it cannot be.
    """
    chart = flowchart.load()
    departments = expected.load(loaded.path("departments.file"))
    folder = output.folder(loaded, "smoke")
    with looking(loaded.settings, options) as (target, pair, progress):
        wanted = departments if options.departments else ()
        result, folder = smoke(loaded.settings, target, pair, chart, wanted, folder=folder, progress=progress)
    return output.write(result, chart, folder, json=options.json, junit_file=options.junit)


def smoke(  # noqa: PLR0913 (the run's ingredients, each named)
    settings: Settings,
    target: Target,
    pair: Pair,
    chart: flowchart.Flowchart,
    departments: tuple[expected.Department, ...],
    *,
    folder: Path,
    progress: Progress,
) -> tuple[Result, Path]:
    """One run against one portal: its result, and the folder that holds its pictures.

    Never raises for a portal that misbehaves.
    """
    films = Films(folder, settings.report.tracing, settings.report.video, unattended=not target.secret)
    policy, language = policy_for(settings, target), settings.portal.language
    with pair.window(policy, language=language, videos=films.videos) as session, interruptible(session):
        run_ = _Run(settings, target, session, folder, films)
        run_.walk(chart, progress)
        if departments:
            run_.audit(departments, progress)
        result = run_.result()
    films.tidy()
    return result, folder


class _Run:
    """One run as far as it has come; a stop at any point leaves a whole result."""

    def __init__(  # the run's ingredients
        self, settings: Settings, target: Target, session: Session, folder: Path, films: Films
    ) -> None:
        self._settings, self._target, self._session, self._folder = settings, target, session, folder
        self._timeout = settings.waits.seconds * 1000
        self._started, self._clock = datetime.now().astimezone(), time.monotonic()
        self._site = Site(session.page, target.addresses, self._timeout, session.gate.issuer)
        self._recorder = Recorder(session.context, folder / "pictures", pictures=settings.report.pictures, films=films)
        self._steps: list[StepResult] = []
        self._departments = DepartmentsResult()
        self._notes = [session.note] if session.note else []
        self._generation: str | None = None
        self._drift = Drift()
        self._stopped = self._interrupted = False

    def walk(self, chart: flowchart.Flowchart, progress: Progress) -> None:
        """Walk the flowchart; a stop is noted and leaves the rest as not judged."""
        hands = hands_for(self._session, self._target, self._timeout)
        visit = steps.Visit(
            portal=self._site,
            door=GateDoor(self._session.context, self._session.gate, hands, self._timeout),
            generation=chart.circular.generation,
            state=self._settings.departments.state,
            known=self._settings.departments.known,
        )
        legs = ((name, self._session.answering(function)) for name, function in steps.legs(visit))
        try:
            self._steps = walk.run(chart, legs, [self._recorder, progress])
        except walk.Stopped as stopped:
            self._steps = stopped.results
            self._stop(stopped.cause)
        self._generation = visit.form.generation if visit.form else None
        self._notes += [f"Warning: {each}; the portal's page may have changed." for each in visit.fallbacks]
        unseen = visit.form.pages[len(visit.outline) :] if visit.form else ()
        self._drift = drift.compare(chart, self._steps, visit.outline, drift.not_reached(unseen))

    def audit(self, departments: tuple[expected.Department, ...], progress: Progress) -> None:
        """Look for the departments; a stop keeps what was found and leaves the rest as not judged."""
        from automation.departments import audit, listed

        if self._stopped:
            reason = NoAnswer("the run ended before the departments were looked for")
            self._departments = audit.outage(departments, reason)
            return
        pace = self._settings.politeness.pace_ms / 1000 if self._target.live else 0.0
        searcher = Searcher(self._site, self._session, pace)
        wanted = self._settings.departments
        lists = searcher.lists(wanted.state)
        if lists is None:
            self._departments = audit.run(departments, searcher.ask, wanted.state, progress.searched, wanted.known)
        else:
            self._departments = listed.run(departments, lists, wanted.state, progress.searched)
        if searcher.interrupted:
            self._stop(KeyboardInterrupt())
        elif searcher.stopped is not None:
            self._stop(NoAnswerError(searcher.stopped.why))

    def _stop(self, cause: BaseException) -> None:
        self._stopped = True
        self._interrupted = isinstance(cause, KeyboardInterrupt)
        early = f"The run ended early: {str(cause).rstrip('.')}."
        self._notes.append("The run was interrupted." if self._interrupted else early)

    def _gate_record(self) -> GateResult:
        """What the gate remembers; a gate that has ended has taken it along, which is noted."""
        try:
            return self._session.gate.record()
        except NoAnswerError as gone:
            if not any(str(gone) in note for note in self._notes):
                self._notes.append(str(gone))
            return GateResult()

    def result(self) -> Result:
        """Everything that is known of the run."""
        verdict = worst([step.verdict for step in self._steps])
        code = ExitCode.INTERRUPTED if self._interrupted else exit_code(verdict, self._departments)
        seconds = round(time.monotonic() - self._clock, 3)
        films = self._recorder.end(failed=code != ExitCode.AS_DOCUMENTED)
        return Result(
            run=RunInfo(id=self._folder.name, started=self._started.isoformat(timespec="seconds"), seconds=seconds),
            portal=self._target.info(self._generation, self._settings.portal.authorisation),
            verdict=verdict,
            exit_code=code,
            steps=tuple(self._steps),
            departments=self._departments,
            drift=self._drift,
            gate=self._gate_record(),
            environment=output.environment(self._session.browser),
            dialogs=tuple(self._recorder.dialogs),
            notes=(*self._notes, *films, *self._recorder.notes),
        )
