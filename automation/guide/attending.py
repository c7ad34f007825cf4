"""One registration with a person present: looks at the page, fills what is not secret, says what to do; no more."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError

from automation.guide import official as officials
from automation.guide import words
from automation.guide.advice import Advice, Stage, advise
from automation.guide.filling import fill
from automation.guide.official import GROUPS, Official
from automation.guide.sealing import Seal
from automation.guide.showing import Moment, shown
from automation.guide.story import Otp, Story, Trouble
from automation.model import Listing, NoAnswer
from automation.portal.facts import Channel, Opened
from automation.portal.form import FixedForm, Recognised, SignUpForm
from automation.portal.scene import Place, Scene, look

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.bilingual import Bilingual
    from automation.browser import Session
    from automation.flowchart import Flowchart
    from automation.gate.receipts import Receipts
    from automation.guide.bookmark import Bookmark
    from automation.guide.replies import Answers
    from automation.guide.view import View
    from automation.portal.site import Site
    from automation.result import DepartmentResult

LOOK_MS, GLANCE_MS = 150.0, 2000.0
_TOUCHED_LOOKS = 5
GRACE_SECONDS, RETRY_SECONDS, LASTING_SECONDS = 3.0, 20.0, 3.0
_MOMENTARY = frozenset({"portal-down", "page-away", "by-hand"})
_THE_PERSONS = {"confirm", "confirmTerms", "email-verified", "mobile-verified"}


class End(StrEnum):
    """Why a registration is over before its end."""

    STOPPED = "it was stopped by the person"
    COMPANION_CLOSED = "the companion window was closed, so nobody can say yes any more"
    PORTAL_CLOSED = "the portal's window was closed"
    INTERRUPTED = "it was interrupted"


@dataclass
class Attended:
    """What a registration is made with. `find` looks a department up in the portal's list, on any form.

    `outbox` is where a rehearsal shows what it would have sent, blank on any other portal.
    """

    session: Session
    site: Site
    view: View
    answers: Answers
    chart: Flowchart
    receipts: Receipts
    bookmark: Bookmark
    keep: Callable[[Bookmark], None]
    find: Callable[[str], DepartmentResult]
    state: str = ""
    due: tuple[Bilingual, ...] = ()
    language: str = "en"
    official: Official | None = None
    resumed: bool = False
    outbox: str = ""


@dataclass(slots=True)
class _Page:
    """What the program has done on the form that is open; forgotten with it."""

    filled: set[str] = field(default_factory=set)
    verified: frozenset[Channel] = frozenset()


class Guide:
    """Looks and acts once a `tick`; `ended` says why it is over, blank while it goes on."""

    def __init__(self, attended: Attended, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` in seconds."""
        self._with, self._clock = attended, clock
        self._form: SignUpForm | None = None
        self._official: Official | None = None
        self._given = attended.official
        self._result: DepartmentResult | None = None
        self._tried: set[tuple[str, str]] = set()
        self._groups: tuple[str, ...] = GROUPS
        self._wrong: dict[str, Bilingual] = {}
        self._overruled: set[str] = set()
        self._page = _Page()
        self._scene: Scene | None = None
        self._seal = Seal(attended.session.gate, attended.session.context)
        if attended.session.latch is not None:
            attended.session.latch.touched = self._touched
        self._coming: tuple[Advice, float] | None = None
        self._receipts = 0
        self._left_since: float | None = None
        self._opened_at: float | None = None
        self.stage = Stage.OPENING
        self.story = Story(registered=attended.bookmark.registered)
        self.advice = advise(self.stage, None, self.story, 0.0)
        self.ended: str = ""

    @property
    def done(self) -> bool:
        """Whether the official is behind the login of the portal."""
        return self.advice.key == "done"

    @property
    def missing(self) -> str:
        """“department-missing” where the official's department is not in the portal's list, else blank."""
        found = self._result.listing if self._result else None
        return "department-missing" if found is Listing.MISSING else ""

    def run(self) -> None:
        """Look until it is over. Raises NoAnswerError when the gate has ended."""
        try:
            while not self.ended:
                self.tick()
        finally:
            self.close()

    def _touched(self) -> None:
        """Somebody has come to a box for a secret: the gate is told at once what it leads to.

        What they type is held until then: a page that does not tell yet is asked again, or their press would be kept.
        """
        for _ in range(_TOUCHED_LOOKS):
            if self._seal.keep(look(self._with.session.page, GLANCE_MS), touched=True):
                return
            self._with.session.page.wait_for_timeout(LOOK_MS)

    def close(self) -> None:
        """Write the receipts of acts whose answer was not seen. Raises NoAnswerError when the gate has ended."""
        self._keep_receipts("the answer was not seen")

    def tick(self) -> None:
        """One look: hear the person, learn from the portal's answers, do what is due, say what is next."""
        try:
            self._hear()
            answers = self._with.answers.new()
            for answer in answers:
                self.story.take(answer)
            self._keep_receipts(f"HTTP {answers[-1].status}" if answers else "")
            self._scene = look(self._with.session.page, GLANCE_MS)
            self._seal.keep(self._scene)
            self._notice(self._scene)
            self._advise()
            self._show()
            self._work()
            self._with.session.page.wait_for_timeout(LOOK_MS)
            if self._with.session.interrupted:
                self.ended = End.INTERRUPTED
        except PlaywrightError as error:
            if self._with.session.page.is_closed() or "crash" in error.message.lower():
                self.ended = End.PORTAL_CLOSED
        self._remember()

    def _advise(self) -> None:
        """What is next; an alarm that may be the page's own moment of change is said only when it lasts."""
        now = self._clock()
        advice = advise(self.stage, self._scene, self.story, now)
        if advice == self.advice or advice.key not in _MOMENTARY:
            self.advice, self._coming = advice, None
        elif self._coming is None or self._coming[0] != advice:
            self._coming = (advice, now)
        elif now - self._coming[1] > LASTING_SECONDS:
            self.advice, self._coming = advice, None

    # ------------------------------------------------------------------------------------------------- the person

    def _hear(self) -> None:
        said, there = self._with.view.heard()
        for each in said:
            match each:
                case {"kind": "particulars", "values": dict(values)} if self.stage is Stage.PARTICULARS:
                    self._check(Official.of(values))
                case {"kind": "language", "language": "en" | "hi" as language}:
                    self._with.language = language
                case {"kind": "stop"}:
                    self.ended = End.STOPPED
                case _:
                    pass
        if there:
            self._left_since = 0.0
        elif self._left_since is not None:  # somebody was there
            self._left_since = self._left_since or self._clock()
            if self._clock() - self._left_since > GRACE_SECONDS:
                self.ended = End.COMPANION_CLOSED

    @property
    def _somebody(self) -> bool:
        return self._left_since is not None

    def _check(self, given: Official) -> None:
        """Refuse what the portal would refuse; an address that is given a second time may stand."""
        bad = officials.refusals(given, self._groups, frozenset(self._overruled))
        if bad.get("email") == "email-government":
            self._overruled.add(given.email)
        self._wrong = {name: words.text("refuse", key) for name, key in bad.items()}
        self._given = given
        if not bad:
            self.stage = Stage.CHECKING

    def _keep_receipts(self, outcome: str) -> None:
        asked, with_ = self._with.session.gate.record().asked, self._with
        self._receipts = with_.receipts.follow(asked, self._receipts, with_.language, outcome)

    # ---------------------------------------------------------------------------------------------------- the page

    def _notice(self, scene: Scene | None) -> None:
        """Note whether the mail's link was followed, and what the page has lost since the last look."""
        if scene is not None and scene.place in {Place.PASSWORD, Place.PROFILE}:
            self.story.link_followed = True
        if scene is None or self.stage is not Stage.WATCHING or scene.place is not Place.SIGN_UP:
            return
        typed = self._page.filled & scene.shown & {"firstname", "email", "mobile"}
        if typed and typed <= set(scene.unmet) and not scene.verified:
            self._page = _Page()
            self.story.otps = {channel: Otp() for channel in Channel}
            self.story.trouble = Trouble.LOST
            self.stage = Stage.FILLING
            return
        if self.story.channel in scene.verified:  # a second press after the right code changes nothing
            self.story.trouble = None
        gone = {channel for channel in self._page.verified - scene.verified if channel in scene.shown}
        for channel in gone:
            self.story.otps[channel] = Otp()
            self.story.trouble, self.story.channel = Trouble.UNVERIFIED, channel
        self._page.verified = (self._page.verified - gone) | scene.verified

    def _work(self) -> None:
        """Do what is the program's to do in this stage."""
        match self.stage:
            case Stage.OPENING if self._somebody:
                self._open()
            case Stage.PARTICULARS if self._with.official is not None:
                given, self._with.official = self._with.official, None  # a row of the roster is checked once
                self._check(given)
            case Stage.CHECKING:
                self._look_up()
            case Stage.FILLING:
                self._fill()
            case Stage.WATCHING:
                scene = self._scene
                if self._form and scene and not scene.last_page and self.advice.key == "next":
                    self._page.filled -= scene.shown
                    self._form.turn_page()
                elif scene and self._fillable(scene):
                    self.stage = Stage.FILLING
            case _:
                pass

    def _fillable(self, scene: Scene) -> frozenset[str]:
        """The conditions that the program could still meet on this page, and has not tried to."""
        if scene.place is not Place.SIGN_UP or self._official is None or self.story.registered or scene.typing:
            return frozenset()
        return frozenset(scene.unmet) - frozenset(self._page.filled) - _THE_PERSONS

    def _open(self) -> None:
        """Steps 1 and 2: the portal's first page, then Register; a portal that is down is tried again."""
        if self._opened_at is not None and self._clock() - self._opened_at < RETRY_SECONDS:
            return
        self._opened_at = self._clock()
        site = self._with.site
        site.try_again()
        arrival = None if site.linked else site.open_landing()
        if isinstance(arrival, Opened):
            arrival = site.follow_register()
        if not isinstance(arrival, Opened):
            arrival = site.open_sign_up()
        recognition = site.recognise() if isinstance(arrival, Opened) else None
        if isinstance(recognition, Recognised):
            self._form = recognition.form
            scene = look(self._with.session.page, GLANCE_MS)
            shown = self._form.options() if scene and "group" in scene.shown else ()
            self._groups = shown if isinstance(shown, tuple) and shown else GROUPS
        elif recognition is None or isinstance(recognition, NoAnswer):
            return
        self._opened_at = None
        self.stage = Stage.PARTICULARS if self._form else Stage.WATCHING

    def _look_up(self) -> None:
        """Whether the department can be picked, and in which spelling, before anything is typed."""
        given = self._given
        if given is None or self._form is None:
            return
        if isinstance(self._form, FixedForm):
            key, said = officials.link_refusal(self._form.organisation(), given.department)
        else:
            self._result = result = self._with.find(given.department)
            key, said = officials.department_refusal(result, given.department)
        if key and (key, given.department) not in self._tried:
            self._tried.add((key, given.department))
            self._wrong = {"department": words.text("refuse", key, text=said)}
            self.stage = Stage.PARTICULARS
            return
        self._official = given
        self._with.site.open_sign_up()  # a form that was searched keeps what the search left
        recognition = self._with.site.recognise()
        if isinstance(recognition, Recognised):
            self._form = recognition.form
        self.stage = Stage.FILLING

    def _fill(self) -> None:
        scene = self._scene
        if self._form is None or self._official is None or scene is None:
            return
        wanted = self._fillable(scene)
        fill(self._form, self._official, self._groups, self._result, wanted, self._with.state)
        self._page.filled |= wanted
        self.stage = Stage.WATCHING

    def _show(self) -> None:
        with_, form = self._with, self._form
        documented = with_.chart.circular.generation
        asks = self.stage is Stage.PARTICULARS and self._somebody
        moment = Moment(
            advice=self.advice,
            stage=self.stage,
            scene=self._scene,
            story=self.story,
            now=self._clock(),
            pages=len(form.pages) if form and form.generation != (documented or form.generation) else 0,
            groups=self._groups if asks else None,
            given=self._given,
            wrong=self._wrong,
            said=tuple(with_.answers.said[-3:]),
            due=with_.due,
            resumed_at=with_.bookmark.step if with_.resumed else 0,
            outbox=with_.outbox,
            staging=with_.site.staging,
        )
        with_.view.show({"language": with_.language, **shown(moment, with_.chart)})

    def _remember(self) -> None:
        """Keep the furthest step for --resume."""
        mark = self._with.bookmark
        step = max(mark.step, self.advice.step if self.stage is Stage.WATCHING else 1)
        if (step, self.story.registered) != (mark.step, mark.registered):
            mark.step, mark.registered = step, self.story.registered
            self._with.keep(mark)
