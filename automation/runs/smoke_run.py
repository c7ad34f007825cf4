"""One look at a portal: walks the flowchart of one document or several, audits their lists, writes the reports."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from automation import drift, flowchart, steps
from automation.acts import NoHands
from automation.departments import expected, ledger, shards
from automation.gate.policy import Nobody
from automation.model import ExitCode, Journey, UsageError
from automation.portal.messages import documented, masked
from automation.reports import html
from automation.result import CheckResult, DepartmentsResult, Result, Shard, StepResult, exit_code, verdict_of
from automation.runs import attendance, folders, output, telling
from automation.runs.remembering import check, remembered
from automation.runs.run import PICTURES, Keeping, Run, opened
from automation.runs.target import Target, looking
from automation.steps.visit import FORM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from automation.browser import Pair
    from automation.config import Loaded, Settings
    from automation.names.department import Department
    from automation.runs.options import Options
    from automation.runs.progress import Progress
    from automation.walk import Observer

_OF_THE_STATE = ("step-5.own", "step-5.known")
"""What is asked of the document's own state and organisations."""


def run(loaded: Loaded, options: Options) -> int:
    """Walk, audit, write the report; the exit code of DESIGN, of several documents that of the worst news.

    Raises UsageError, RefusedError or NoAnswerError before anything is looked at when it cannot be.
    """
    login = options.journey is Journey.LOGIN
    if login and options.attended:
        raise UsageError("The login is only looked at, so nobody is needed for it; leave out --attended.")
    every = [Part.of(each, options) for each in (loaded.every or (loaded,))]
    if len(every) > 1 and (flag := next((each for each, given in _of_one(options).items() if given), "")):
        raise UsageError(f"{flag} is for one document, and several are meant; name one with --document.")
    first = every[0]
    shard = shards.of(options.shard, first.departments, walks=True)
    if shard and (options.attended or login or not options.audit):
        raise UsageError("--shard shares out the departments of an unattended look; leave it out here.")
    loaded = first.loaded = loaded.shared(shard.of) if shard else first.loaded
    check(loaded, options.alarm)
    for part in every:
        part.folder = folders.new(loaded.path("report.folder"), shards.kind("smoke", shard))
    person = attendance.of(loaded, options, first.departments)
    if person is None and shard is None:
        telling.begun(loaded)
    options = replace(options, documents=tuple(part.name for part in every))
    for part in every:
        part.share(shard, audits=options.audit and person is None and not login)
    with looking(loaded.settings, options) as (target, pair, progress):
        html.prepare()  # while the portal is waited for
        results = Look(target, pair, progress, options.looks(target), person, shard).at(every)
    if person is not None:
        person.checked(results[0])
    codes = [_written(part, result, options, first) for part, result in zip(every, results, strict=True)]
    return next(code for code in _WORST if code in codes) if len(codes) > 1 else codes[0]


def _of_one(options: Options) -> dict[str, object]:
    """What can be asked for with one document only, by its flag."""
    return {
        "--attended": options.attended,
        "--generation login": options.journey is Journey.LOGIN,
        "--shard": options.shard,
        "--nagios": options.nagios,
        "A result on stdout": "-" in {options.json, options.junit, options.prometheus},
    }


_WORST = (130, 3, 2, 1, 5, 4, 0)
"""Exit codes, that of the worst news first."""


@dataclass
class Part:
    """One document of a run: its settings, its flowchart, its list, and where its report goes.

    `among` is the whole list where `departments` are a share of it.
    """

    loaded: Loaded
    chart: flowchart.Flowchart
    departments: tuple[Department, ...]
    raised: Sequence[ledger.Raised] = ()
    folder: Path = Path()
    among: tuple[Department, ...] = ()

    @classmethod
    def of(cls, loaded: Loaded, options: Options) -> Part:
        """Read what may be wrong before anything is looked at. Raises UsageError."""
        login = options.journey is Journey.LOGIN
        chart = flowchart.before() if login else flowchart.of(loaded.settings.document.name)
        return cls(loaded, chart, expected.of(loaded), ledger.load(loaded.path("departments.raised")))

    @property
    def settings(self) -> Settings:
        """The document's own settings."""
        return self.loaded.settings

    @property
    def name(self) -> str:
        """The document's name."""
        return self.settings.document.name

    def share(self, shard: Shard | None, *, audits: bool) -> None:
        """Leave only the departments that this run looks for: those of its shard, or none where it makes no audit."""
        self.among = self.departments if shard else ()
        self.departments = shards.share(self.departments, shard) if audits else ()


def _written(part: Part, result: Result, options: Options, first: Part) -> int:
    """Keep, tell and write one document's result; of several each has files of its own, and the walk's pictures."""
    several = len(options.documents) > 1

    def named(file: str) -> str:
        path = Path(file)
        return str(path.with_name(f"{path.stem}-{part.name}{path.suffix}")) if file and several else file

    if part is not first and (first.folder / PICTURES).is_dir():
        with suppress(OSError):  # the report then is without them
            shutil.copytree(first.folder / PICTURES, part.folder / PICTURES, dirs_exist_ok=True)
    result = telling.notified(remembered(result, part.loaded, options.alarm), part.loaded)
    own = replace(options, json=named(options.json), junit=named(options.junit), prometheus=named(options.prometheus))
    return output.write(result, part.chart, part.folder, own, newest=part is first)


@dataclass
class Look:
    """One look at one portal for one document or several, in one window.

    `confirm` is how often what was found broken is looked at again. `person` takes the official's part: RefusedError is
    raised where nobody comes. A chart of the login is only looked at, also where a scripted person would be.
    """

    target: Target
    pair: Pair
    progress: Progress
    confirm: int
    person: attendance.Attendance | None = None
    shard: Shard | None = None
    filmed: bool = False

    def at(self, every: Sequence[Part]) -> list[Result]:
        """A result for each document: the portal is walked once for all of them, and each list is searched."""
        first, person = every[0], self.person
        keeping = Keeping(first.folder, dialog_text=documented if person else masked)
        login = first.chart.journey is Journey.LOGIN
        asked: attendance.Opening = person.opening(self.target) if person else {"presence": Nobody()} if login else {}
        with opened(first.settings, self.target, self.pair, keeping=keeping, **asked) as run_:
            if login:
                run_.hands = NoHands()
            chart = first.chart.joined(each.chart for each in every[1:])
            visit, results = self._walked(run_, chart)
            found = chart.found(results)
            told = [self._result(run_, first, visit, [each for each in results if each.id != flowchart.BESIDES])]
            for each in every[1:]:
                own = each.chart.projected(found | self._own(run_, each, visit)) if found else []
                told.append(self._result(run_, each, visit, own))
            return told

    def _walked(self, run_: Run, chart: flowchart.Flowchart) -> tuple[steps.Visit, list[StepResult]]:
        person = self.person
        observers: list[Observer] = [self.progress, *([person.begin(run_)] if person else [])]
        visit = run_.visit(chart.circular.generation, person.keep if person else str)
        visit.wanted = person.found if person else None
        claims = {each.question for step in chart.steps for each in step.checks}
        walks = self.shard is None or self.shard.number == 1
        asked = steps.Apart(visit, run_.looking())
        names = steps.order(visit, chart.journey, claims)
        results = run_.walk(chart, names, visit, observers, asked=asked) if walks else []
        return visit, run_.confirmed(chart, results, self.confirm)

    def _own(self, run_: Run, wanted: Part, walked: steps.Visit) -> dict[str, CheckResult]:
        """What is of one document alone: the shape of its form, its own state's list. A finding is looked at again."""
        run_.settings = wanted.settings
        same = wanted.settings.state == walked.state
        names = [FORM, *(() if same else _OF_THE_STATE)]
        checks = {each.question: each for step in wanted.chart.steps for each in step.checks}
        visit = run_.looking(wanted.chart.circular.generation)
        found = run_.walk(wanted.chart, [name for name in names if name in checks], visit, [self.progress], whole=False)
        return wanted.chart.found(run_.confirmed(wanted.chart, found, self.confirm))

    def _result(self, run_: Run, wanted: Part, visit: steps.Visit, results: Sequence[StepResult]) -> Result:
        run_.settings, run_.requests = wanted.settings, ()
        noted, person = len(run_.notes), self.person
        run_.notes += [f"Warning: {each}; the portal's page may have changed." for each in visit.fallbacks]
        unseen = visit.form.pages[len(visit.outline) :] if visit.form else ()
        differs = drift.compare(wanted.chart, results, visit.outline, drift.not_reached(unseen))
        audited = (
            run_.audit(wanted.departments, wanted.raised, self.progress.searched, among=wanted.among)
            if wanted.departments
            else DepartmentsResult()
        )
        run_.notes += person.notes() if person else []
        run_.notes += [shards.note(self.shard)] if self.shard else []
        verdict = verdict_of(results, audited)
        code = ExitCode.INTERRUPTED if run_.interrupted else exit_code(verdict, audited)
        filmed, self.filmed = self.filmed, True  # the films are of the walk, which is the first document's
        films = run_.recorder.end(failed=code != ExitCode.AS_DOCUMENTED) if run_.recorder and not filmed else []
        gate = run_.record()
        notes = (*run_.notes, *films, *(run_.recorder.notes if run_.recorder else ()))
        del run_.notes[noted:]
        return Result(
            run=run_.info(wanted.folder.name, wanted.chart.journey, self.shard),
            portal=self.target.info(run_.generation, wanted.settings.portal.authorisation),
            verdict=verdict,
            exit_code=code,
            hindrance=run_.hindrance,
            requests=run_.requests,
            steps=tuple(results),
            departments=audited,
            drift=differs,
            gate=gate,
            environment=output.environment(run_.session.browser),
            dialogs=tuple(run_.recorder.dialogs) if run_.recorder else (),
            notes=notes,
        )
