"""Repeats the situation of a scenario, each time on a fresh page in one browser, and puts together what came of it."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from automation import flowchart, steps, walk
from automation.browser import throttle
from automation.commands import output
from automation.commands import target as targets
from automation.commands.interruption import interruptible
from automation.commands.searcher import Searcher
from automation.departments import audit, expected, listed
from automation.evidence.door import QuietDoor
from automation.evidence.films import Films
from automation.evidence.recorder import Recorder
from automation.gate.door import GateDoor
from automation.model import ExitCode, NoAnswerError, UsageError
from automation.portal.messages import told
from automation.portal.paths import kept
from automation.portal.site import Site
from automation.result import GateResult, RunInfo
from automation.steps import replay
from automation.steps.organisation import COMMON_WORD
from automation.symptoms import moves, summary, weighing
from automation.symptoms.case import Case
from automation.symptoms.catalogue import CATALOGUE, Symptom
from automation.symptoms.result import Attempt, Reproduction, Shown

if TYPE_CHECKING:
    from pathlib import Path

    from automation.browser import Pair, Session
    from automation.commands.progress import Progress
    from automation.commands.target import Target
    from automation.config import Settings
    from automation.result import DepartmentResult, StepResult
    from automation.symptoms.scenario import Scenario


@dataclass(slots=True)
class Repetition:
    """The attempts at one scenario as far as they have come; `folder` holds the pictures until they are bundled.

    `canaries` are the codes and links that a rehearsal has sent: the leak scan looks for them.
    """

    settings: Settings
    scenario: Scenario
    target: Target
    departments: tuple[expected.Department, ...]
    folder: Path
    attempts: list[Attempt] = field(default_factory=list)
    gates: list[GateResult] = field(default_factory=list)
    canaries: set[str] = field(default_factory=set)
    generation: str | None = None
    browser: str = ""
    interrupted: bool = False
    ended: bool = False
    started: datetime = field(default_factory=lambda: datetime.now().astimezone())
    clock: float = field(default_factory=time.monotonic)

    @property
    def symptom(self) -> Symptom:
        """The symptom of the scenario."""
        return CATALOGUE.get(self.scenario.symptom)

    def repeat(self, pair: Pair, times: int, progress: Progress) -> None:
        """Try `times` times, each on a fresh page; an interruption keeps what was tried so far."""
        for number in range(1, times + 1):
            progress.line(f"  attempt {number} of {times}")
            self.target.forget()
            self._attempt(pair, number, progress)
            with suppress(NoAnswerError):  # the rehearsal has gone, and with it what it sent
                self.canaries.update(self.target.sent())
            if self.ended:
                return

    def _attempt(self, pair: Pair, number: int, progress: Progress) -> None:
        policy, language = targets.policy_for(self.settings, self.target), self.scenario.language
        begun = time.monotonic()
        with pair.window(policy, language=language) as session, interruptible(session):
            if self.scenario.network == "slow-3g":
                throttle.slow_down(session.context)
            folder = self.folder / f"attempt-{number}"
            recorder = self._recorder(session, folder, each_step=number == 1)
            case, results = self._walk(session, recorder, progress)
            case.network, case.console = recorder.traffic.table(), tuple(recorder.traffic.console)
            self.gates.append(_record(session))
            self.browser = session.browser
            shown, explanation, why = weighing.shown(self.symptom, case)
            films = recorder.end(failed=shown is not Shown.NOT_REPRODUCED)
        self.attempts.append(
            Attempt(
                number=number,
                shown=shown,
                seconds=round(time.monotonic() - begun, 3),
                difference=weighing.difference(results),
                explanation=explanation,
                steps=tuple(results),
                network=case.network,
                console=case.console,
                dialogs=tuple(recorder.dialogs),
                pictures=tuple(sorted(path.name for path in folder.glob("*.jpg"))),
                notes=tuple(filter(None, [why, *films, *recorder.notes])),
            )
        )

    def _recorder(self, session: Session, folder: Path, *, each_step: bool) -> Recorder:
        """What keeps the evidence of one attempt; a trace only of a look in which nobody types a code."""
        personal, wanted = self.scenario.personal(), self.settings.report
        films = Films(folder, wanted.tracing, unattended=not self.target.secret, canaries=personal)
        return Recorder(
            session.context,
            folder,
            pictures=wanted.pictures,
            films=films,
            personal=personal,
            each_step=each_step,
            keep=told,
        )

    def _walk(self, session: Session, recorder: Recorder, progress: Progress) -> tuple[Case, list[StepResult]]:
        """One walk over the moves of the symptom."""
        settings, scenario, case = self.settings, self.scenario, Case(self.scenario)
        timeout = settings.waits.seconds * 1000
        site = Site(session.page, self.target.addresses, timeout, session.gate.issuer)
        if scenario.language != "en":
            site.speak(scenario.language)
        hands = targets.hands_for(session, self.target, timeout)
        visit = steps.Visit(
            portal=site,
            door=QuietDoor(GateDoor(session.context, session.gate, hands, timeout), recorder),
            generation="",
            state=settings.departments.state,
            known=settings.departments.known,
            official=_official(scenario),
        )
        chart = moves.chart(flowchart.load(), self.symptom.moves, scenario.until or "step-7")
        functions = replay.functions(chart, visit, case, partial(self._look_for, site, session), self._department())
        try:
            results = walk.run(
                chart, [(name, session.answering(each)) for name, each in functions.items()], [recorder, progress]
            )
        except walk.Stopped as stopped:
            results, self.ended = stopped.results, True
            self.interrupted = isinstance(stopped.cause, KeyboardInterrupt)
        self.generation = visit.form.generation if visit.form else self.generation
        return case, results

    def _look_for(self, site: Site, session: Session, department: expected.Department) -> DepartmentResult:
        """Look for an organisation in the form's lists, on a fresh page and as politely as the audit does."""
        pace = self.settings.politeness.pace_ms / 1000 if self.target.live else 0.0
        searcher, wanted = Searcher(site, session, pace), self.settings.departments
        lists = searcher.lists(wanted.state)
        if lists is not None:
            return listed.run((department,), lists, wanted.state, known=self.departments).results[0]
        known = wanted.known or COMMON_WORD  # what brings rows tells an empty answer from a broken server
        return audit.run((department,), searcher.ask, wanted.state, known=known).results[0]

    def _department(self) -> expected.Department:
        """The organisation of the scenario with what the list of departments knows of it."""
        wanted = self.scenario.organisation.name or self.settings.departments.known or self.departments[0].name
        folded = " ".join(wanted.split()).casefold()
        known = (each for each in self.departments if folded in map(str.casefold, (each.name, *each.aliases)))
        return next(known, expected.Department(wanted, "other"))

    def result(self, ticket: str) -> Reproduction:
        """All that came of it, without the bundle."""
        shown = summary.verdict(self.attempts)
        times, judged = summary.counts(self.attempts)
        first = summary.leading(self.attempts)
        explanation = first.explanation if first else None
        official, official_hi, note = summary.texts(self.symptom, shown, explanation)
        name = f"{self.started:%Y-%m-%dT%H-%M-%S}-{secrets.token_hex(3)}"
        seconds = round(time.monotonic() - self.clock, 3)
        return Reproduction(
            run=RunInfo(id=name, started=self.started.isoformat(timespec="seconds"), seconds=seconds),
            portal=self.target.info(self.generation, self.settings.portal.authorisation),
            scenario=self.scenario.title,
            symptom=self.symptom.id,
            title=self.symptom.title,
            ticket=ticket or self.scenario.ticket,
            verdict=shown,
            exit_code=ExitCode.INTERRUPTED if self.interrupted else summary.exit_code(shown),
            attempted=len(self.attempts),
            judged=judged,
            reproduced=times,
            headline=summary.headline(self.attempts),
            difference=first.difference if first else None,
            explanation=explanation,
            official=official,
            official_hi=official_hi,
            portal_note=note,
            attempts=tuple(self.attempts),
            gate=_together(self.gates),
            environment=output.environment(self.browser or "none"),
            proxy=proxy_named(),
            notes=("The run was interrupted.",) if self.interrupted else (),
        )


def _official(scenario: Scenario) -> steps.Official:
    person = scenario.person
    return steps.Official(name=person.name, email=person.email, mobile=person.mobile, group=person.group)


def _record(session: Session) -> GateResult:
    try:
        return session.gate.record()
    except NoAnswerError:
        return GateResult()


def _together(gates: list[GateResult]) -> GateResult:
    """What the gates of all attempts let pass and refused, by paths that can hold nobody's data."""
    return GateResult(
        allowed=tuple(each.model_copy(update={"url": kept(each.url)}) for gate in gates for each in gate.allowed),
        denied=tuple(each.model_copy(update={"url": kept(each.url)}) for gate in gates for each in gate.denied),
    )


def proxy_named() -> bool:
    """Whether the environment names a proxy."""
    return any(os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"))


def adapted(settings: Settings, scenario: Scenario, flags: dict[str, str]) -> Settings:
    """The settings with what the scenario asks for, where no flag (by dotted key) says otherwise."""
    if scenario.network == "office-proxy" and not proxy_named():
        raise UsageError(
            "The scenario is about the office's proxy, and this machine names none; set HTTPS_PROXY, or set "
            "network = direct in the scenario."
        )
    name = settings.browser.name if "browser.name" in flags else scenario.browser
    if scenario.network == "slow-3g" and name != "chromium":
        raise UsageError("network = slow-3g needs Chromium; set browser = chromium in the scenario.")
    return settings.model_copy(update={"browser": settings.browser.model_copy(update={"name": name})})
