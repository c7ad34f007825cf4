"""One window on one portal and all that a run is made with: site, door, evidence, searcher, clock, notes, record."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from automation import walk
from automation.acts import Act, Declined, Extra, Hands, NoHands, Outcome
from automation.browser import Pair, Session, companion
from automation.checks import judge
from automation.departments import audit, ledger, listed
from automation.departments.results import outage
from automation.evidence.films import Films
from automation.evidence.quiet_door import QuietDoor
from automation.evidence.recorder import Recorder
from automation.flowchart.documents import of_document
from automation.gate.door import GateDoor
from automation.gate.policy import AtCompanion, AtTerminal, Nobody, Policy, Presence, Read, Scripted
from automation.gate.scripted import ScriptedHands
from automation.model import Journey, Listing, NeedsPerson, NoAnswer, NoAnswerError, Reach, UnreachedError, Verdict
from automation.portal.facts import CENTRE, Branch, Organisation, Rows, SearchReply
from automation.portal.messages import masked
from automation.portal.site import Site
from automation.result import (
    CheckResult,
    DepartmentResult,
    DepartmentsResult,
    GateResult,
    Hindrance,
    Look,
    Request,
    RunInfo,
    Shard,
    StepResult,
)
from automation.runs import clock
from automation.runs.interruption import interruptible
from automation.runs.searcher import Searcher
from automation.runs.target import Target, presence_for
from automation.steps import VERBS, Apart, Official, Visit
from automation.steps.organisation import COMMON_WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from automation.config import Settings
    from automation.departments.asking import Progress, Search
    from automation.flowchart import Flowchart
    from automation.gate.receipts import Receipts
    from automation.names.department import Department


PICTURES = "pictures"
_LONGEST = 60
"""So many time-outs (waits.seconds) may one question take where no person is waited for; then a page hangs."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a run keeps, and where. `personal` are texts of the run's person.

    `dialog_text` is what becomes of a dialog's text. Without `each_step` only findings get a picture; pictures go into
    the sub-folder `pictures`.
    """

    folder: Path
    pictures: str = PICTURES
    personal: tuple[str, ...] = ()
    dialog_text: Callable[[str], str] = masked
    each_step: bool = True


def policy_for(  # noqa: PLR0913, PLR0917 (what a window may do, each named)
    settings: Settings,
    target: Target,
    presence: Presence | None = None,
    reads: Sequence[Read] = (),
    budget: int | None = None,
    receipts: Receipts | None = None,
) -> Policy:
    """What a run may reach, and who is asked; the arguments are those of `opened`."""
    return Policy(
        portal=(target.addresses.root, target.addresses.landing),
        presence=presence or presence_for(target),
        reads=tuple(reads),
        budget=settings.politeness.requests if budget is None else budget,
        suffix=settings.politeness.user_agent_suffix if target.live else "",
        authority=target.authority,
        receipts=receipts,
    )


@contextmanager
def opened(  # noqa: PLR0913 (what a run is made of, each named)
    settings: Settings,
    target: Target,
    pair: Pair,
    *,
    keeping: Keeping | None = None,
    presence: Presence | None = None,
    reads: Sequence[Read] = (),
    budget: int | None = None,
    language: str = "",
    receipts: Receipts | None = None,
) -> Iterator[Run]:
    """A window on the portal, and the companion's beside it where a person is asked there; both close at the end.

    `presence` is who is asked: by default the scripted person on a rehearsal of this run, else nobody. `budget` is the
    most requests that may pass, by default that of the settings. `receipts` is where a person's yes is written down:
    without it none counts. Raises what `Pair.window` and `Films` raise.
    """
    spoken, wanted = language or settings.portal.language, settings.report
    policy = policy_for(settings, target, presence, reads, budget, receipts)
    films = None
    if keeping is not None:
        codes = not isinstance(policy.presence, Nobody)
        films = Films(keeping.folder, wanted.tracing, wanted.video, unattended=not codes, canaries=keeping.personal)
    # A window that a person looks at is as large as they make it.
    watched = isinstance(presence, AtTerminal) or (isinstance(presence, AtCompanion) and presence.visible)
    videos = films.videos if films else None
    with (
        pair.window(policy, language=spoken, videos=videos, resizable=watched) as session,
        interruptible(session),
        ExitStack() as stack,
    ):
        if isinstance(policy.presence, Nobody | Scripted):
            session.limit = _LONGEST * settings.waits.seconds
        if session.gate.companion:
            stack.enter_context(companion(pair, session.gate, spoken, session.page))
        recorder = None
        if keeping is not None:
            recorder = Recorder(
                session.context,
                keeping.folder / keeping.pictures,
                pictures=wanted.screenshot != "off",
                films=films,
                personal=keeping.personal,
                each_step=keeping.each_step and wanted.screenshot == "on",
                keep=keeping.dialog_text,
            )
        yield Run(settings, target, session, recorder)
    if films:
        films.tidy()


@dataclass
class Run:
    """One run as far as it has come; a stop at any point leaves a whole result.

    `hands` do the official's part, `plan` is what they do besides. `stopped` says that nothing more can be asked,
    `hindrance` what kept the run from the form. `requests` are those for help that wait.
    `searched` are the answers of the list, which several documents share.
    """

    settings: Settings
    target: Target
    session: Session
    recorder: Recorder | None = None
    notes: list[str] = field(default_factory=list)
    plan: Collection[Extra] = frozenset(Extra)
    official: Official = field(default_factory=Official)
    stopped: bool = False
    interrupted: bool = False
    hindrance: Hindrance | None = None
    requests: tuple[Request, ...] = ()
    generation: str | None = None
    started: datetime = field(default_factory=lambda: clock.now())  # noqa: PLW0108 (the clock of that moment)
    clock: float = field(default_factory=time.monotonic)
    searched: dict[tuple[str, Branch], SearchReply] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing is asked of the portal yet."""
        if self.settings.run.seconds:
            self.session.deadline = self.clock + self.settings.run.seconds
        self.timeout = self.settings.waits.seconds * 1000
        self.site = Site(self.session.page, self.target.addresses, self.timeout, self.session.gate.issuer)
        if self.recorder is not None:
            self.recorder.current_page = self.site.current_page
        self.hands = hands_for(self.session, self.target, self.timeout)
        self.notes += [self.session.note] if self.session.note and self.recorder else []
        self._lost_record = False

    def visit(self, generation: str = "", keep: Callable[[str], str] = str) -> Visit:
        """A visitor of the portal, who has not opened it yet; `keep` is what of the portal's texts may be told."""
        door = GateDoor(
            self.session.context,
            self.session.gate,
            self.hands,
            self.timeout,
            plan=self.plan,
            current_page=self.site.current_page,
        )
        return Visit(
            portal=self.site,
            door=door if self.recorder is None else QuietDoor(door, self.recorder),
            verbs=VERBS,
            generation=generation,
            state=self.settings.state,
            branch=Branch.CENTRE if self.settings.state == CENTRE else Branch.STATE,
            known=self.settings.departments.known,
            official=self.official,
            keep=keep,
            shield=self.session.shield,
        )

    def walk(  # noqa: PLR0913 (the ingredients of a walk, each named)
        self,
        chart: Flowchart,
        names: Iterable[str],
        visit: Visit,
        observers: Sequence[walk.Observer],
        *,
        whole: bool = True,
        asked: walk.Answering | None = None,
    ) -> list[StepResult]:
        """Ask the questions, of the visit or of what it is a part of; a stop is noted, the rest is not judged."""
        watching = [*([self.recorder] if self.recorder else []), *observers]
        try:
            results = walk.run(chart, names, asked or visit, watching, by=self.hands.by, whole=whole)
        except walk.Stopped as stopped:
            results = stopped.results
            self.stop(stopped.cause)
        self.generation = visit.form.generation if visit.form else self.generation
        self._hindered(visit.hindrance)
        return results

    def _hindered(self, answer: NoAnswer | None) -> None:
        if self.hindrance is None and answer is not None and answer.cause is not None:
            self.hindrance = Hindrance(cause=answer.cause, said=answer.why)

    def stop(self, cause: BaseException) -> None:
        """Nothing more can be asked, for this reason."""
        self.stopped = True
        self.interrupted = isinstance(cause, KeyboardInterrupt)
        early = f"The run ended early: {str(cause).rstrip('.')}."
        self._lost_record = isinstance(cause, NoAnswerError)
        if self.interrupted or self.hindrance is None or str(cause) != self.hindrance.said:
            self.notes.append("The run was interrupted." if self.interrupted else early)

    def looking(self, generation: str = "") -> Visit:
        """A visitor whose door does no acts: for a second look."""
        return replace(self.visit(generation), door=_Looking())

    def confirmed(self, chart: Flowchart, steps: Sequence[StepResult], times: int) -> list[StepResult]:
        """The results, once what was found broken by looking was looked at again on a fresh page, `times` at most.

        What the findings kept from being reached is looked at with them.
        """
        doubtful = {Verdict.BROKEN, Verdict.CANNOT_JUDGE}
        found = {each.id: each.verdict for step in steps for each in step.checks if each.verdict in doubtful}
        left = [name for name in found if chart.asks(name).reach is Reach.LOOK]
        looks: dict[str, CheckResult] = {}
        for _ in range(times if Verdict.BROKEN in found.values() else 0):
            if self.stopped:
                break
            again, login = (self.looking(chart.circular.generation) for _ in range(2))
            both = Apart(again, login)
            for name in left:
                try:
                    looks[name] = judge(chart.asks(name), both.answer(chart.asks(name).question))
                except UnreachedError as error:
                    looks[name] = judge(chart.asks(name), NoAnswer(str(error)))
                except (NoAnswerError, KeyboardInterrupt) as error:
                    self.stop(error)
                    break
            left = [name for name in left if name in looks and looks[name].verdict in doubtful]
        return [step.judged([_both(check, looks.get(check.id)) for check in step.checks]) for step in steps]

    def searcher(self) -> Searcher:
        """The way to put questions to the lists, as politely as the settings say."""
        pace = self.settings.politeness.pace_ms / 1000 if self.target.live else 0.0
        return Searcher(self.site, self.session, pace)

    def audit(  # noqa: PLR0913 (what an audit is made of, each named)
        self,
        departments: tuple[Department, ...],
        raised: Sequence[ledger.Raised],
        searched: Progress,
        *,
        remembering: Callable[[Search], Search] = lambda ask: ask,
        rows: list[Organisation] | None = None,
        among: tuple[Department, ...] = (),
    ) -> DepartmentsResult:
        """Look for the departments; a stop keeps what was found. What was asked for already is not drafted again.

        `rows` collects the organisations that are seen. `among` is the whole list that `departments` share.
        """
        wanted = self.settings.departments
        if self.stopped:
            return outage(departments, NoAnswer("the run ended before the departments were looked for"))
        searcher, seen = self.searcher(), rows if rows is not None else []
        state = self.settings.state
        lists = searcher.lists(state)
        if lists is None:
            ask = remembering(self._once(searcher.ask))
            found = audit.run(departments, ask, state, searched, wanted.known, seen, among)
        else:
            found = listed.run(departments, lists, state, searched, seen, known=among, among=among)
        self.generation = searcher.generation or self.generation
        if searcher.interrupted:
            self.stop(KeyboardInterrupt())
        elif searcher.stopped is not None:
            self._hindered(None if searcher.generation else searcher.stopped)
            self.stop(NoAnswerError(searcher.stopped.why))
        elsewhere = {each.name.casefold() for each in set(among).difference(departments)}
        raised = [each for each in raised if each.department.casefold() not in elsewhere]
        self.notes += ledger.notes(raised, found.results, self.started.date(), wanted.overdue_days)
        self.requests = ledger.waiting(raised, found.results, self.started.date(), wanted.overdue_days)
        return found.model_copy(update={"results": ledger.without_raised(found.results, raised)})

    def _once(self, ask: Search) -> Search:
        """The same, but what was answered in this run is not asked again for another document."""

        def asked(text: str, branch: Branch) -> SearchReply:
            if isinstance(known := self.searched.get((text, branch)), Rows):
                return known
            self.searched[text, branch] = reply = ask(text, branch)
            return reply

        return asked

    def look_for(self, department: Department, departments: tuple[Department, ...]) -> DepartmentResult:
        """Look for one organisation; the form is not fit to be filled afterwards.

        Without a known parent it may stand anywhere under the state. What brings rows tells an empty answer from a
        broken server.
        """
        searcher, wanted = self.searcher(), self.settings.departments
        state = self.settings.state
        lists = searcher.lists(state)
        if lists is None:
            known = wanted.known or COMMON_WORD
            found = audit.run((department,), searcher.ask, state, known=known).results[0]
        else:
            found = listed.run((department,), lists, state, known=departments).results[0]
        anywhere = not department.parent and state.casefold() in (found.under or "").casefold()
        if found.listing is Listing.MISPLACED and anywhere:
            return found.model_copy(update={"listing": Listing.LISTED})
        return found

    def record(self) -> GateResult:
        """What the gate remembers; noted are a gate that has ended and taken it along, and a budget that is used up."""
        most = self.settings.politeness.requests
        try:
            found = self.session.gate.record()
        except NoAnswerError as gone:
            self.notes += [] if self._lost_record else [str(gone)]
            self._lost_record = True
            return GateResult()
        if sum(each.count for each in found.allowed) >= most:
            self.notes.append(f"All {most} requests that this run may make are used up (politeness.requests).")
        return found

    def info(self, name: str, journey: Journey = Journey.REGISTRATION, shard: Shard | None = None) -> RunInfo:
        """Which run it is, and which share of one."""
        return RunInfo(
            id=name,
            started=self.started.isoformat(timespec="seconds"),
            seconds=round(time.monotonic() - self.clock, 3),
            person=self.hands.by,
            place=self.settings.run.place,
            journey=journey,
            shard=shard,
            document=of_document(self.settings.document.name),
        )


def hands_for(session: Session, target: Target, timeout: float) -> Hands:
    """The scripted person's on a rehearsal that this run started, unless somebody is asked; else nobody's."""
    if target.secret and not session.gate.companion:
        return ScriptedHands(session.context, target.addresses.root, timeout, target.authority)
    return NoHands()


class _Looking:
    """The door of a second look: what needs a person is not done twice."""

    by = NoHands.by

    def absent(self, extra: Extra | None = None) -> NeedsPerson | None:  # noqa: ARG002 (nobody is asked for anything)
        """Nobody is asked again."""
        return NeedsPerson("it was only looked at a second time")

    def ask(self, act: Act) -> Outcome:  # noqa: ARG002 (nothing is done twice)
        """Nothing is done."""
        return Declined("it was only looked at a second time")


def _both(first: CheckResult, second: CheckResult | None) -> CheckResult:
    """A check with both looks; one that only a person could repeat stays as it was found."""
    new = first.verdict is Verdict.CANNOT_JUDGE and second is not None and second.verdict is not Verdict.AS_DOCUMENTED
    if second is None or second.verdict is Verdict.NEEDS_PERSON or new:  # a finding that was seen once is none yet
        return first
    look = Look(verdict=first.verdict, observed=first.observed)
    return second.model_copy(update={"first": look, "evidence": first.evidence})
