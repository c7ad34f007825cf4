"""The person at the desk of a run that checks: refuses where nobody can be there, asks them, has them act."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from automation import fetch, flowchart, steps
from automation.acts import Extra, LeftOutError
from automation.departments.expected import ours
from automation.evidence.leaks import Scanner
from automation.gate.machines import started_by
from automation.gate.policy import AtCompanion, Presence, Read
from automation.gate.receipts import CONSENTS, Receipts
from automation.guide import roster
from automation.guide.companion_window import Desk
from automation.guide.interview import interview
from automation.guide.present import PresentHands
from automation.guide.sends import Sends
from automation.guide.view import Window
from automation.model import RefusedError, UsageError
from automation.portal.messages import documented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.config import Loaded, Settings
    from automation.guide.official import Official
    from automation.names.department import Department
    from automation.result import DepartmentResult, Result
    from automation.runs.options import Options
    from automation.runs.run import Run
    from automation.runs.target import Target

PRESENCE_SECONDS = 180.0
"""How long the companion waits for somebody to say that they are there."""
SENDS = "sends.json"
CAPTCHA = tuple(  # the portal's own check at the very last click, which nobody but the person makes (FACTS §1.2, §6)
    Read(method, f"https://{host}", "/recaptcha/*")
    for method, host in (("GET", "www.google.com"), ("POST", "www.google.com"), ("GET", "www.gstatic.com"))
)
_MESSAGES = frozenset({"step-4.email-asked", "step-4.mobile-asked"})


def refuse_without_a_person(settings: Settings, environ: Mapping[str, str]) -> None:
    """Refuse to record codes, and to begin where nobody can be present. Raises UsageError or RefusedError."""
    if {settings.report.tracing, settings.report.video} != {"off"}:
        raise UsageError("Codes and passwords are typed here, so nothing is recorded; leave out --tracing and --video.")
    if machine := started_by(environ):
        raise RefusedError(f"{machine}; this needs a present person.")
    if not fetch.has_screen(environ):
        raise RefusedError("There is no screen for the browser's window; run this at a desktop.")


def of(
    loaded: Loaded, options: Options, departments: tuple[Department, ...], names: tuple[str, ...] = ()
) -> Attendance | None:
    """The person at the desk, where one is wanted; `names` is what is asked of the portal, all of it if empty.

    Raises what `refuse_without_a_person` raises.
    """
    if not options.attended:
        if options.register or options.official:
            raise UsageError("--register and --official are for a person at the desk; add --attended.")
        return None
    refuse_without_a_person(loaded.settings, os.environ)
    given = next(roster.rows(Path(options.official).expanduser()))[1] if options.official else None
    return Attendance(loaded, departments, names=names, register=options.register, given=given)


class Opening(TypedDict, total=False):
    """The arguments of `opened` for a run with a person at the desk."""

    presence: Presence
    reads: tuple[Read, ...]
    receipts: Receipts


@dataclass
class Attendance:
    """The person of one run, which the receipts name by `run`.

    `scripted`: a test plays them, on a rehearsal that proves itself to the gate. `found` is the row of their own
    department, looked up where they register.
    """

    loaded: Loaded
    departments: tuple[Department, ...]
    names: tuple[str, ...] = ()
    register: bool = False
    given: Official | None = None
    scripted: bool = False
    seconds: float = PRESENCE_SECONDS
    found: DepartmentResult | None = None
    official: Official | None = None
    desk: Desk | None = None
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    _personal: tuple[str, ...] = field(default=(), repr=False)

    def opening(self, target: Target) -> Opening:
        """What the window is opened with: who is asked, what the page needs for the last click, where a yes is kept."""
        proof = {"url": target.addresses.root, "secret": target.secret} if self.scripted else {}
        return {
            "presence": AtCompanion(visible=not self.scripted, **proof),
            "reads": CAPTCHA if target.live and self.register else (),
            "receipts": Receipts(str(self.loaded.path("report.folder") / CONSENTS), self.run),
        }

    def keep(self, text: str) -> str:
        """The part of a portal's text that may be shown: its documented words, and the department's name."""
        known = self.official.department if self.official else ""
        return text if known and text == known else documented(text)

    def begin(self, run: Run) -> PresentHands:
        """Wait for the person, ask for their particulars and what they agree to; they then take the official's part.

        Raises RefusedError where nobody comes, or the person leaves before anything has begun.
        """
        target, chart = run.target, flowchart.of(run.settings.document.name)
        outbox = f"{target.addresses.root}/rehearsal/outbox" if target.secret else ""
        self.desk = desk = Desk(
            run.session,
            run.site.current_page,
            Window(run.session.gate),
            chart,
            outbox,
            run.site.staging,
            run.settings.portal.language[:2],
        )
        sends = Sends.load(self.loaded.path("departments.raised").with_name(SENDS))
        if not desk.arrived(self.seconds):
            raise RefusedError("Nobody said in the companion window that they are there, so nothing was begun.")
        wanted = steps.closure(self.names) if self.names else steps.VERBS.keys()
        costs = frozenset(extra for name in wanted if (extra := steps.VERBS[name].extra))
        fixed = costs if self.names else costs & ({Extra.REGISTER} if self.register else set())
        offered = () if self.names else [each for each in Extra if each is not Extra.REGISTER]
        try:
            consent = interview(
                desk, sends, self.given, messages=len(_MESSAGES & {*wanted}), offered=offered, fixed=fixed
            )
        except LeftOutError as left:
            raise RefusedError(f"Nothing was begun: {left}.") from None
        self.official = self.given = given = consent.official  # a further attempt need not ask again
        self._personal = tuple(filter(None, (given.name, given.email, given.mobile, *consent.addresses.values())))
        run.official = steps.Official(
            name=given.name,
            email=given.email,
            mobile=given.mobile,
            group=given.group,
            designation=given.designation,
            **consent.addresses,
        )
        if run.recorder is not None:
            run.recorder.hide(self._personal)
        run.plan = consent.plan
        if Extra.REGISTER in consent.plan:
            self._look_up(run, given)
        hands = run.hands = PresentHands(desk, sends, run.timeout)
        return hands

    def _look_up(self, run: Run, given: Official) -> None:
        """Find the official's own department, which is what a registration has to name."""
        self.found = run.look_for(ours(given.department, self.departments), self.departments)
        if self.found.matched is None:
            raise UsageError(f"“{given.department}” cannot be picked on the portal; ask for it, and register later.")

    def notes(self) -> list[str]:
        """What the report says of the person."""
        gone = self.desk.gone if self.desk else ""
        return [f"{gone[0].upper()}{gone[1:]}; the rest was not done."] if gone else []

    @property
    def left(self) -> bool:
        """Whether the person has gone before the end."""
        return bool(self.desk and self.desk.gone)

    def checked(self, result: Result) -> None:
        """Raises RefusedError where a result holds something of the person's."""
        if Scanner(self._personal).holds_a_canary(result.model_dump_json()):
            raise RefusedError("No report was written, because it would hold something of the person's; report this.")
