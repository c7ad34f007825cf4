"""`igot smoke`: walks the flowchart unattended, audits the departments, writes the report."""

from __future__ import annotations

import platform
import secrets
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from automation import __version__, checks, flowchart, steps, walk
from automation.browser import Pair, Session, launched
from automation.commands import output
from automation.commands.interruption import interruptible
from automation.commands.progress import Progress
from automation.commands.searcher import Searcher
from automation.departments import audit, expected
from automation.evidence.films import Films
from automation.evidence.recorder import Recorder
from automation.gate.door import GateDoor
from automation.gate.policy import Nobody, Policy, Scripted
from automation.gate.presence import Hands, NoHands
from automation.gate.scripted import ScriptedHands
from automation.model import (
    DepartmentsResult,
    Environment,
    ExitCode,
    GateResult,
    NoAnswer,
    NoAnswerError,
    PortalInfo,
    RefusedError,
    Result,
    RunInfo,
    StepResult,
    UsageError,
    exit_code,
    worst,
)
from automation.portal.site import Addresses, Site
from automation.rehearsal import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from automation.config import Loaded, Settings

RESEND_SECONDS = 3.0
"""The rehearsal's countdown in a smoke run; the rules around it stay (180 s on the portal)."""
RETRY_SECONDS = 1.0
"""How soon the rehearsal's page repeats a failed request in a smoke run (5 s on the portal)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What one run is asked to do beyond the settings.

    Of the rehearsal portal: its defects and variants, the shape of its form, how long its lists take.
    """

    defects: Sequence[str] = ()
    variants: Sequence[str] = ()
    generation: str = "g3"
    list_latency_ms: int = 0
    departments: bool = True
    json: str = ""
    junit: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to look; `secret` is blank on a portal that this run did not start.

    `authority` is the certificate (PEM) behind a rehearsal portal on https.
    """

    addresses: Addresses
    secret: str = ""
    live: bool = False
    authority: str = ""


def run(loaded: Loaded, options: Options) -> int:
    """Walk, audit, write the report; the exit code of DESIGN.

    Raises UsageError, RefusedError or NoAnswerError before anything is looked at when it cannot be.
    """
    chart = flowchart.load()
    departments = expected.load(loaded.path("departments.file"))
    started = datetime.now().astimezone()
    name = f"{started:%Y-%m-%dT%H-%M-%S}-smoke-{secrets.token_hex(2)}"
    settings, browser = loaded.settings, loaded.settings.browser
    with (
        target_of(settings, options) as target,
        Progress.on(sys.stderr) as progress,
        launched(browser, headed=browser.headed, slow_mo_ms=browser.slow_mo_ms) as pair,
    ):
        result, folder = smoke(
            settings,
            target(),
            pair,
            chart,
            departments if options.departments else (),
            folder=loaded.path("report.folder") / name,
            progress=progress,
        )
    return output.write(result, chart, folder, json=options.json, junit_file=options.junit)


@contextmanager
def target_of(settings: Settings, options: Options) -> Iterator[Callable[[], Target]]:
    """The portal of the settings, or a rehearsal portal of our own for the time of the run.

    Gives a function that waits until the rehearsal is up: a browser can be started meanwhile. Raises RefusedError for a
    live portal without a written permission in the settings (FACTS §10.6), UsageError for switches of the rehearsal on
    another portal.
    """
    url = settings.portal.url
    if url and (options.defects or options.variants or options.generation != "g3" or options.list_latency_ms):
        raise UsageError("--defect, --variant and --generation are of the rehearsal portal; leave out --portal.")
    if not url:
        with Rehearsal.start(
            defects=options.defects,
            variants=options.variants,
            resend_seconds=RESEND_SECONDS,
            retry_seconds=RETRY_SECONDS,
            generation=options.generation,
            list_latency=options.list_latency_ms / 1000,
        ) as rehearsal:
            yield lambda: Target(
                Addresses(rehearsal.url, rehearsal.url), rehearsal.secret, authority=rehearsal.authority
            )
        return
    addresses = Addresses(url, settings.portal.landing_url or _landing(url))
    live = checks.host_of(url) not in checks.LOOPBACK
    if live and not settings.portal.authorisation.strip():
        raise RefusedError(
            "The portal's terms forbid automatic access without written permission; "
            "name the permission in portal.authorisation in config.toml, or leave out --portal to use the rehearsal."
        )
    target = Target(addresses, live=live)
    yield lambda: target


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
        films.begin(session.context)
        run_ = _Run(settings, target, session, folder, films)
        run_.walk(chart, progress)
        if departments:
            run_.audit(departments, progress)
        result = run_.result()
    films.tidy()
    return result, folder


def unattended(settings: Settings, target: Target) -> Policy:
    """What a run may reach in which nobody is asked, on a rehearsal neither."""
    return replace(policy_for(settings, target), presence=Nobody())


def policy_for(settings: Settings, target: Target) -> Policy:
    """What this run may reach, and who is asked: the scripted person on a rehearsal of its own, else nobody."""
    addresses = target.addresses
    return Policy(
        portal=(addresses.root, addresses.landing),
        presence=Scripted(addresses.root, target.secret) if target.secret else Nobody(),
        budget=settings.politeness.requests,
        suffix=settings.politeness.user_agent_suffix if target.live else "",
        authority=target.authority,
    )


class _Run:
    """One run as far as it has come; a stop at any point leaves a whole result."""

    def __init__(  # the run's ingredients
        self, settings: Settings, target: Target, session: Session, folder: Path, films: Films
    ) -> None:
        self._settings, self._target, self._session, self._folder = settings, target, session, folder
        self._films = films
        self._timeout = settings.waits.seconds * 1000
        self._started, self._clock = datetime.now().astimezone(), time.monotonic()
        self._site = Site(session.page, target.addresses, self._timeout, session.gate.issuer)
        self._recorder = Recorder(session.context, folder / "pictures", pictures=settings.report.pictures)
        self._steps: list[StepResult] = []
        self._departments = DepartmentsResult()
        self._notes = [session.note] if session.note else []
        self._generation: str | None = None
        self._stopped = self._interrupted = False

    def walk(self, chart: flowchart.Flowchart, progress: Progress) -> None:
        """Walk the flowchart; a stop is noted and leaves the rest as not judged."""
        hands = _hands(self._session, self._target, self._timeout)
        visit = steps.Visit(
            portal=self._site,
            door=GateDoor(self._session.context, self._session.gate, hands, self._timeout),
            generation=chart.circular.generation,
            state=self._settings.departments.state,
            known=self._settings.departments.known,
        )
        functions = {name: self._session.answering(function) for name, function in steps.functions(visit).items()}
        try:
            self._steps = walk.run(chart, functions, [self._recorder, progress])
        except walk.Stopped as stopped:
            self._steps = stopped.results
            self._stop(stopped.cause)
        self._generation = visit.form.generation if visit.form else None

    def audit(self, departments: tuple[expected.Department, ...], progress: Progress) -> None:
        """Look for the departments; a stop keeps what was found and leaves the rest as not judged."""
        if self._stopped:
            reason = NoAnswer("the run ended before the departments were looked for")
            self._departments = audit.outage(departments, reason)
            return
        pace = self._settings.politeness.pace_ms / 1000 if self._target.live else 0.0
        searcher = Searcher(self._site, self._session, pace)
        wanted = self._settings.departments
        self._departments = audit.run(departments, searcher.ask, wanted.state, progress.searched, wanted.known)
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
        films = self._films.end(self._session.context, failed=code != ExitCode.AS_DOCUMENTED)
        target, authorisation = self._target, self._settings.portal.authorisation
        return Result(
            run=RunInfo(id=self._folder.name, started=self._started.isoformat(timespec="seconds"), seconds=seconds),
            portal=PortalInfo(
                url=target.addresses.root,
                rehearsal=bool(target.secret),
                generation=self._generation,
                authorisation=authorisation or None if target.live else None,
            ),
            verdict=verdict,
            exit_code=code,
            steps=tuple(self._steps),
            departments=self._departments,
            gate=self._gate_record(),
            environment=Environment(
                igot=__version__,
                python=platform.python_version(),
                browser=self._session.browser,
                os=f"{platform.system()} {platform.release()}",
            ),
            dialogs=tuple(self._recorder.dialogs),
            notes=(*self._notes, *films, *self._recorder.notes),
        )


def _hands(session: Session, target: Target, timeout: float) -> Hands:
    """The scripted person's on a rehearsal that this run started, else nobody's."""
    if target.secret:
        return ScriptedHands(session.context, target.addresses.root, timeout, target.authority)
    return NoHands()


def _landing(url: str) -> str:
    """The first page that goes with a portal: on the official hosts the bare host (FACTS §5.1), else the root."""
    if checks.host_of(url).endswith(f".{checks.OFFICIAL_HOST}"):
        return f"https://{checks.OFFICIAL_HOST}/"
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"
