"""`igot smoke`: walks the flowchart, audits the departments, writes the report; with a person, `--attended`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import drift, flowchart, steps
from automation.acts import NoHands
from automation.departments import expected, ledger, shards
from automation.gate.policy import Nobody
from automation.model import ExitCode, Journey, UsageError
from automation.result import DepartmentsResult, Result, exit_code, verdict_of
from automation.runs import attendance, output, telling
from automation.runs.remembering import check, remembered
from automation.runs.run import Keeping, opened
from automation.runs.target import looking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from automation.browser import Pair
    from automation.config import Loaded, Settings
    from automation.departments.ledger import Raised
    from automation.result import Shard
    from automation.runs.attendance import Attendance, Opening
    from automation.runs.progress import Progress
    from automation.runs.target import Options, Target
    from automation.walk import Observer


def run(loaded: Loaded, options: Options) -> int:
    """Walk, audit, write the report; the exit code of DESIGN.

    Raises UsageError, RefusedError or NoAnswerError before anything is looked at when it cannot be.
    """
    login = options.journey is Journey.LOGIN
    if login and options.attended:
        raise UsageError("The login is only looked at, so nobody is needed for it; leave out --attended.")
    chart = flowchart.load(flowchart.BEFORE if login else flowchart.DOCUMENTED)
    departments = expected.of(loaded)
    shard = shards.of(options.shard, departments, walks=True)
    if shard and (options.attended or login or not options.audit):
        raise UsageError("--shard shares out the departments of an unattended look; leave it out here.")
    loaded = loaded.shared(shard.of) if shard else loaded
    raised = ledger.load(loaded.path("departments.raised"))
    check(loaded, options.alarm)
    folder = output.folder(loaded, shards.kind("smoke", shard))
    person = attendance.of(loaded, options, departments)
    if person is None and shard is None:
        telling.begun(loaded)
    with looking(loaded.settings, options) as (target, pair, progress):
        wanted = departments if options.audit and person is None and not login else ()
        result = smoke(
            loaded.settings,
            target,
            pair,
            chart,
            shards.share(wanted, shard),
            folder=folder,
            progress=progress,
            raised=raised,
            confirm=options.looks(target),
            person=person,
            shard=shard,
            among=departments if shard else (),
        )
    if person is not None:
        person.checked(result)
    result = telling.told(remembered(result, loaded, options.alarm), loaded)
    return output.write(
        result,
        chart,
        folder,
        json=options.json,
        junit_file=options.junit,
        prometheus_file=options.prometheus,
        plug_in=options.nagios,
    )


def smoke(  # noqa: PLR0913 (the run's ingredients, each named)
    settings: Settings,
    target: Target,
    pair: Pair,
    chart: flowchart.Flowchart,
    departments: tuple[expected.Department, ...],
    *,
    folder: Path,
    progress: Progress,
    raised: Sequence[Raised] = (),
    confirm: int = 0,
    person: Attendance | None = None,
    shard: Shard | None = None,
    among: tuple[expected.Department, ...] = (),
) -> Result:
    """One run against one portal; its pictures are in `folder`. Never raises for a portal that misbehaves.

    `confirm` is how often what was found broken is looked at again. `person` takes the official's part: raises
    RefusedError where nobody comes. A chart of the login is only looked at, also where a scripted person would be. Of
    several shards the first walks; `among` is the list that they share.
    """
    keeping = person.keeping(folder) if person else Keeping(folder)
    login = chart.journey is Journey.LOGIN
    asked: Opening = person.opening(target) if person else {"presence": Nobody()} if login else {}
    with opened(settings, target, pair, keeping=keeping, **asked) as run_:
        if login:
            run_.hands = NoHands()
        observers: list[Observer] = [progress, *([person.begin(run_)] if person else [])]
        visit = run_.visit(chart.circular.generation, person.told if person else str)
        visit.wanted = person.found if person else None
        walks = shard is None or shard.number == 1
        results = run_.walk(chart, steps.order(visit, chart.journey), visit, observers) if walks else []
        results = run_.confirmed(chart, results, confirm)
        run_.notes += [f"Warning: {each}; the portal's page may have changed." for each in visit.fallbacks]
        unseen = visit.form.pages[len(visit.outline) :] if visit.form else ()
        differs = drift.compare(chart, results, visit.outline, drift.not_reached(unseen))
        found = run_.audit(departments, raised, progress.searched, among=among) if departments else DepartmentsResult()
        run_.notes += person.notes() if person else []
        run_.notes += [shards.note(shard)] if shard else []
        verdict = verdict_of(results, found)
        code = ExitCode.INTERRUPTED if run_.interrupted else exit_code(verdict, found)
        films = run_.recorder.end(failed=code != ExitCode.AS_DOCUMENTED) if run_.recorder else []
        return Result(
            run=run_.info(folder.name, chart.journey, shard),
            portal=target.info(run_.generation, settings.portal.authorisation),
            verdict=verdict,
            exit_code=code,
            hindrance=run_.hindrance,
            requests=run_.requests,
            steps=tuple(results),
            departments=found,
            drift=differs,
            gate=run_.record(),
            environment=output.environment(run_.session.browser),
            dialogs=tuple(run_.recorder.dialogs) if run_.recorder else (),
            notes=(*run_.notes, *films, *(run_.recorder.notes if run_.recorder else ())),
        )
