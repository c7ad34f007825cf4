"""`igot smoke`: walks the flowchart unattended, audits the departments, writes the report."""

from __future__ import annotations

import platform
import secrets
import signal
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from automation import __version__, checks, flowchart, steps, walk
from automation.commands import output
from automation.commands.progress import Progress
from automation.departments import audit, expected
from automation.evidence.recorder import Recorder
from automation.gate.door import GateDoor
from automation.gate.presence import Nobody, Person
from automation.gate.scripted import ScriptedPerson
from automation.gate.session import Session, guarded
from automation.model import (
    DepartmentsResult,
    Environment,
    ExitCode,
    NoAnswer,
    NoAnswerError,
    PortalInfo,
    RefusedError,
    Result,
    RunInfo,
    StepResult,
    UnreachedError,
    exit_code,
    worst,
)
from automation.portal.form import Branch, Recognised, SearchReply, Seen
from automation.portal.site import Addresses, Site
from automation.rehearsal import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import FrameType

    from playwright.sync_api import Browser

    from automation.config import Loaded, Settings

RESEND_SECONDS = 3.0
"""The rehearsal's countdown in a smoke run; the rules around it stay (180 s on the portal)."""
RETRY_SECONDS = 1.0
"""How soon the rehearsal's page repeats a failed request in a smoke run (5 s on the portal)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What one run is asked to do beyond the settings; `defects` and `variants` are switches of the rehearsal."""

    defects: Sequence[str] = ()
    variants: Sequence[str] = ()
    departments: bool = True
    json: str = ""
    junit: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to look; `secret` is blank on a portal that this run did not start."""

    addresses: Addresses
    secret: str = ""
    live: bool = False


@dataclass(slots=True)
class Run:
    """What is known of the run so far; a stop at any point leaves a whole result."""

    folder: Path
    started: datetime = field(default_factory=lambda: datetime.now().astimezone())
    clock: float = field(default_factory=time.monotonic)
    steps: list[StepResult] = field(default_factory=list)
    departments: DepartmentsResult = field(default_factory=DepartmentsResult)
    notes: list[str] = field(default_factory=list)
    generation: str | None = None
    interrupted: bool = False


def run(loaded: Loaded, options: Options) -> int:
    """Walk, audit, write the report; the exit code of DESIGN.

    Raises UsageError, RefusedError or NoAnswerError before anything is looked at when it cannot be.
    """
    chart = flowchart.load()
    departments = expected.load(loaded.path("departments.file"))
    started = datetime.now().astimezone()
    name = f"{started:%Y-%m-%dT%H-%M-%S}-smoke-{secrets.token_hex(2)}"
    with target_of(loaded.settings, options) as target:
        result, folder = smoke(
            loaded.settings,
            target,
            chart,
            departments if options.departments else (),
            folder=loaded.path("report.folder") / name,
        )
    return output.write(result, chart, folder, json=options.json, junit_file=options.junit)


@contextmanager
def target_of(settings: Settings, options: Options) -> Iterator[Target]:
    """The portal of the settings, or a rehearsal portal of our own for the time of the run.

    Raises RefusedError for a live portal without a written permission in the settings (FACTS §10.6).
    """
    url = settings.portal.url
    if not url:
        with Rehearsal.start(
            defects=options.defects,
            variants=options.variants,
            resend_seconds=RESEND_SECONDS,
            retry_seconds=RETRY_SECONDS,
        ) as rehearsal:
            yield Target(Addresses(rehearsal.url, rehearsal.url), rehearsal.secret)
        return
    addresses = Addresses(url, settings.portal.landing_url or _landing(url))
    live = checks.host_of(url) not in checks.LOOPBACK
    if live and not settings.portal.authorisation.strip():
        raise RefusedError(
            "The portal's terms forbid automatic access without written permission; "
            "name the permission in portal.authorisation in config.toml, or leave out --portal to use the rehearsal."
        )
    yield Target(addresses, live=live)


def smoke(  # noqa: PLR0913 (the run's ingredients, each named)
    settings: Settings,
    target: Target,
    chart: flowchart.Flowchart,
    departments: tuple[expected.Department, ...],
    *,
    folder: Path,
    shared: Browser | None = None,
) -> tuple[Result, Path]:
    """One run against one portal: its result, and the folder that holds its pictures.

    `shared` is a browser that is already running (tests). Never raises for a portal that misbehaves.
    """
    run_ = Run(folder)
    urls = [target.addresses.root, target.addresses.landing]
    suffix = settings.politeness.user_agent_suffix if target.live else ""
    with guarded(settings, urls, suffix=suffix, shared=shared) as session, _interruptible(session):
        recorder = Recorder(session.context, folder / "pictures", pictures=settings.report.pictures)
        if session.note:
            run_.notes.append(session.note)
        with ExitStack() as stack:
            progress = stack.enter_context(Progress.on(sys.stderr))
            site = Site(session.page, target.addresses, settings.waits.seconds * 1000)
            _walk(run_, settings, target, chart, session, site, recorder, progress)
            if departments:
                _audit(run_, settings, target, departments, session, site, progress)
        run_.notes += recorder.notes
        return _result(run_, settings, target, session, recorder), folder


def _walk(  # noqa: PLR0913 (the run's ingredients, each named)
    run_: Run,
    settings: Settings,
    target: Target,
    chart: flowchart.Flowchart,
    session: Session,
    site: Site,
    recorder: Recorder,
    progress: Progress,
) -> None:
    timeout = settings.waits.seconds * 1000
    door = GateDoor(session.context, session.fence, _person(session, target, timeout), timeout)
    visit = steps.Visit(
        portal=site,
        door=door,
        generation=chart.circular.generation,
        state=settings.departments.state,
        known=settings.departments.known,
    )
    functions = {name: session.answering(function) for name, function in steps.functions(visit).items()}
    try:
        run_.steps = walk.run(chart, functions, [recorder, progress])
    except walk.Stopped as stopped:
        run_.steps = stopped.results
        run_.interrupted = isinstance(stopped.cause, KeyboardInterrupt)
        run_.notes.append("The run was interrupted." if run_.interrupted else f"The run ended early: {stopped.cause}.")
    run_.generation = visit.form.generation if visit.form else None


def _person(session: Session, target: Target, timeout: float) -> Person:
    """The scripted person on a rehearsal that this run started, else nobody."""
    if target.secret:
        return ScriptedPerson(session.context, target.addresses.root, target.secret, timeout)
    return Nobody()


def _audit(  # noqa: PLR0913 (the run's ingredients, each named)
    run_: Run,
    settings: Settings,
    target: Target,
    departments: tuple[expected.Department, ...],
    session: Session,
    site: Site,
    progress: Progress,
) -> None:
    if run_.notes and run_.notes[-1].startswith("The run "):
        run_.departments = audit.outage(departments, NoAnswer("the run ended before the departments were looked for"))
        return
    pace = settings.politeness.pace_ms / 1000 if target.live else 0.0
    search = Searcher(site, session, pace)
    try:
        with session.shield():
            recognition = search.open()
        if recognition is not None:
            run_.departments = audit.outage(departments, recognition)
            return
        run_.departments = audit.run(departments, search.ask, settings.departments.state, progress.searched)
    except KeyboardInterrupt:
        run_.interrupted = True
        run_.notes.append("The run was interrupted.")
        run_.departments = audit.outage(departments, NoAnswer("the run was interrupted"))
    except (NoAnswerError, UnreachedError) as error:
        run_.notes.append(f"The audit of the departments ended early: {error}.")
        run_.departments = audit.outage(departments, NoAnswer(str(error)))


class Searcher:
    """Puts the audit's questions to one open form, at the pace that is polite."""

    def __init__(self, site: Site, session: Session, pace: float) -> None:
        """`pace` in seconds between two questions."""
        self._site, self._session, self._pace = site, session, pace
        self._branch: Branch | None = None
        self._last = 0.0

    def open(self) -> NoAnswer | None:
        """Open a fresh form; why there is none, else None."""
        self._site.open_sign_up()
        recognition = self._site.recognise()
        if isinstance(recognition, Recognised):
            self._form = recognition.form
            return None
        return recognition if isinstance(recognition, NoAnswer) else NoAnswer("there is no form to search on")

    def ask(self, text: str, branch: Branch) -> SearchReply:
        """One question under one branch."""
        with self._session.shield():
            if branch is not self._branch:
                if not isinstance(self._form.choose_branch(branch), Seen):
                    return NoAnswer("Centre or State cannot be chosen")
                self._branch = branch
            time.sleep(max(0.0, self._last + self._pace - time.monotonic()))  # politeness, not a wait for the page
            self._last = time.monotonic()
            return self._form.search(text)


@contextmanager
def _interruptible(session: Session) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop the run between two checks; a second Ctrl-C stops it at once."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if session.interrupted:
            raise KeyboardInterrupt
        session.interrupted = True

    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            before[number] = signal.signal(number, stop)
        except ValueError:
            pass  # not the main thread: a test runs us
    try:
        yield
    finally:
        for number, handler in before.items():
            impatient = number == signal.SIGINT and session.interrupted  # a further Ctrl-C must not cost the report
            signal.signal(number, signal.SIG_IGN if impatient else handler)


def _result(run_: Run, settings: Settings, target: Target, session: Session, recorder: Recorder) -> Result:
    verdict = worst([step.verdict for step in run_.steps])
    code = ExitCode.INTERRUPTED if run_.interrupted else exit_code(verdict, run_.departments)
    return Result(
        run=RunInfo(
            id=run_.folder.name,
            started=run_.started.isoformat(timespec="seconds"),
            seconds=round(time.monotonic() - run_.clock, 3),
        ),
        portal=PortalInfo(
            url=target.addresses.root,
            rehearsal=bool(target.secret),
            generation=run_.generation,
            authorisation=settings.portal.authorisation or None if target.live else None,
        ),
        verdict=verdict,
        exit_code=code,
        steps=tuple(run_.steps),
        departments=run_.departments,
        gate=session.fence.record(),
        environment=Environment(
            igot=__version__,
            python=platform.python_version(),
            browser=session.browser,
            os=f"{platform.system()} {platform.release()}",
        ),
        dialogs=tuple(recorder.dialogs),
        notes=tuple(run_.notes),
    )


def _landing(url: str) -> str:
    """The first page that goes with a portal: on the official hosts the bare host (FACTS §5.1), else the root."""
    if checks.host_of(url).endswith(f".{checks.OFFICIAL_HOST}"):
        return f"https://{checks.OFFICIAL_HOST}/"
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"
