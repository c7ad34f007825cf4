"""Repeats the situation of a scenario, each time on a fresh page in one browser, and puts the results together."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from automation import flowchart, steps
from automation.browser import Pair, slow_network
from automation.dates import STAMP
from automation.departments.expected import ours
from automation.model import By, ExitCode, NeedsPerson, NoAnswerError, UsageError
from automation.portal.facts import Branch, Rows
from automation.portal.messages import described, documented
from automation.portal.paths import kept
from automation.result import GateResult, RunInfo, StepResult
from automation.runs import output
from automation.runs.run import Keeping, Run, opened
from automation.steps.organisation import COMMON_WORD, longest_word
from automation.symptoms import summary, weighing
from automation.symptoms.case import Case
from automation.symptoms.catalogue import CATALOGUE, Symptom
from automation.symptoms.outcome import Attempt, Reproduction, Shown
from automation.symptoms.scenario import Person, Scenario

if TYPE_CHECKING:
    from pathlib import Path

    from automation.config import Settings
    from automation.guide.present import PresentHands
    from automation.names.department import Department
    from automation.runs.attendance import Attendance
    from automation.runs.progress import Progress
    from automation.runs.target import Target
    from automation.walk import Observer


@dataclass(slots=True)
class Repetition:
    """The attempts at one scenario as far as they have come; `folder` holds the pictures until they are bundled.

    `canaries` are the codes and links that a rehearsal has sent: the leak scan looks for them. `person` takes the
    official's part, where one is present; the requests of all attempts together keep to the budget.
    """

    settings: Settings
    scenario: Scenario
    target: Target
    departments: tuple[Department, ...]
    folder: Path
    person: Attendance | None = None
    attempts: list[Attempt] = field(default_factory=list)
    gates: list[GateResult] = field(default_factory=list)
    canaries: set[str] = field(default_factory=set)
    generation: str | None = None
    browser: str = ""
    interrupted: bool = False
    ended: bool = False
    notes: list[str] = field(default_factory=list)
    looked_at: dict[str, None] = field(default_factory=dict)
    left: dict[str, None] = field(default_factory=dict)
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
        spent = sum(entry.count for gate in self.gates for entry in gate.allowed)
        left = self.settings.politeness.requests - spent
        if left <= 0:
            self.ended, self.notes = True, [*self.notes, "The request budget of this run was used up before its end."]
            return
        person, folder = self.person, self.folder / f"attempt-{number}"
        keeping = Keeping(folder, "", self.scenario.personal(), described, each_step=number == 1)
        with opened(
            self.settings,
            self.target,
            pair,
            keeping=keeping,
            budget=left,
            language=self.scenario.language,
            **(person.opening(self.target) if person else {}),
        ) as run:
            if self.scenario.network == "slow-3g":
                slow_network.slow_down(run.session.context)
            self._repeated(run, number, folder, progress)

    def _repeated(self, run: Run, number: int, folder: Path, progress: Progress) -> None:
        begun = time.monotonic()
        case, results = self._walk(run, progress)
        assert run.recorder is not None  # noqa: S101 (an attempt keeps evidence)
        recorder = run.recorder
        case.network, case.console = recorder.traffic.table(), tuple(recorder.traffic.console)
        self.gates.append(run.record())
        self.browser, self.generation = run.session.browser, run.generation or self.generation
        self.ended, self.interrupted = run.stopped or (self.person is not None and self.person.left), run.interrupted
        shown, explanation, why = weighing.shown(self.symptom, case)
        films = recorder.end(failed=shown is not Shown.NOT_REPRODUCED)
        self.attempts.append(
            Attempt(
                number=number,
                shown=shown,
                seconds=round(time.monotonic() - begun, 3),
                difference=weighing.difference(case),
                explanation=explanation,
                steps=tuple(results),
                network=case.network,
                console=case.console,
                dialogs=tuple(recorder.dialogs),
                pictures=tuple(sorted(path.name for path in folder.glob("*.jpg"))),
                notes=tuple(filter(None, [why, *films, *recorder.notes])),
            )
        )

    def _walk(self, run: Run, progress: Progress) -> tuple[Case, list[StepResult]]:
        """Ask what shows the symptom, and on the way what that needs."""
        scenario, chart = self.scenario, flowchart.of(self.settings.document.name).complete()
        if scenario.language != "en":
            run.site.speak(scenario.language)
        run.official = steps.Official(**scenario.person.model_dump())
        observers: list[Observer] = [progress, *([self._begun(run)] if self.person else [])]
        visit = run.visit(keep=self._keep)
        visit.known = self.scenario.organisation.name or run.settings.departments.known
        visit.word = longest_word(scenario.organisation.name) or COMMON_WORD
        visit.branch = Branch.CENTRE if scenario.organisation.branch == "centre" else Branch.STATE
        visit.look_for = lambda: run.look_for(self._department(), self.departments)
        visit.wanted = self.person.found if self.person else None
        until = scenario.until or "step-7"
        shown, needed = self.symptom.shows, steps.claimed(chart, self.symptom.shows)
        near = [[name for name in each if name.partition(".")[0] <= until] for each in (shown, needed)]
        names = near[0] or near[1]
        results = run.walk(chart, names, visit, observers, whole=False)
        return self._case(visit, chart), results

    def _begun(self, run: Run) -> PresentHands:
        """The person is there and has told who they are; the next attempt need not ask again."""
        assert self.person is not None  # noqa: S101 (asked for only where there is one)
        hands = self.person.begin(run)
        given = run.official
        person = Person(name=given.name, email=given.email, mobile=given.mobile)
        self.scenario = self.scenario.model_copy(update={"person": person})
        return hands

    def _keep(self, text: str) -> str:
        """Of the portal's texts the documented ones, and the names that are asked about."""
        known = {self.scenario.organisation.name, self.settings.departments.known} - {""}
        return text if text in known else documented(text)

    def _case(self, visit: steps.Visit, chart: flowchart.Flowchart) -> Case:
        answers = visit.answers
        claims = {each.id: each.documented for step in chart.steps for each in (*step.checks, *step.questions)}
        for name in filter(claims.__contains__, answers):
            person = isinstance(answers[name], NeedsPerson)
            (self.left if person else self.looked_at)[claims[name]] = None
        rows = visit.listed if not isinstance(visit.whole, Rows) else visit.whole
        return Case(self.scenario, visit.answers, visit.outcomes, visit.department, rows)

    def _department(self) -> Department:
        """The organisation of the scenario with what the list of departments knows of it."""
        wanted = self.scenario.organisation.name or self.settings.departments.known or self.departments[0].name
        return ours(wanted, self.departments)

    def _command(self, ticket: str, where: str = "") -> str:
        """The command for a person at the desk."""
        return f"./igot reproduce {self.symptom.id} --attended --ticket {ticket or 'HD-123'}{where}"

    def result(self, ticket: str) -> Reproduction:
        """The result of all attempts, without the bundle."""
        shown = summary.verdict(self.attempts)
        times, judged = summary.counts(self.attempts)
        first = summary.leading(self.attempts)
        explanation = first.explanation if first else None
        ticket = ticket or self.scenario.ticket
        portal = self.target.info(self.generation, self.settings.portal.authorisation)
        command = "" if self.person else self._command(ticket, self.target.flags)
        official, note = summary.texts(self.symptom, shown, explanation, self.generation)
        if portal.stand_in:
            command = command or self._command(ticket)
            official, note = summary.not_of_the_portal(portal.stand_in, self._command(ticket)), ""
        return Reproduction(
            run=RunInfo(
                id=f"{self.started:{STAMP}}-{secrets.token_hex(3)}",
                started=self.started.isoformat(timespec="seconds"),
                seconds=round(time.monotonic() - self.clock, 3),
                person=By.PRESENT if self.person else By.SCRIPTED if self.target.secret else By.LOOK,
            ),
            portal=portal,
            scenario=self.scenario.title,
            symptom=self.symptom.id,
            title=self.symptom.title.english,
            ticket=ticket,
            verdict=shown,
            exit_code=ExitCode.INTERRUPTED if self.interrupted else summary.exit_code(shown),
            attempted=len(self.attempts),
            judged=judged,
            reproduced=times,
            headline=summary.headline(self.attempts),
            difference=first.difference if first else None,
            explanation=explanation,
            official=official.english,
            official_hi=official.hindi,
            portal_note=note,
            looked_at=tuple(self.looked_at),
            left=tuple(self.left),
            command=command,
            attempts=tuple(self.attempts),
            gate=_together(self.gates),
            environment=output.environment(self.browser or "none"),
            proxy=proxy_named(),
            notes=(*self.notes, *(["The run was interrupted."] if self.interrupted else [])),
        )


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
    """The settings with what the scenario asks for, where no flag (by dotted key) says otherwise.

    Nothing is filmed: on a film nobody can paint the official's particulars over.
    """
    if scenario.network == "office-proxy" and not proxy_named():
        raise UsageError(
            "The scenario is about the office's proxy, and this machine names none; set HTTPS_PROXY, or set "
            "network = direct in the scenario."
        )
    browser, report = settings.browser, settings.report
    if scenario.browser != browser.name and not {"browser.channel", "browser.executable"} & flags.keys():
        browser = browser.model_copy(update={"channel": scenario.browser, "executable": ""})
    return settings.model_copy(update={"browser": browser, "report": report.model_copy(update={"video": "off"})})
