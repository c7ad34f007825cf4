"""Fires every way out in every state of the gate, and once without a gate, and tells what arrived."""

from __future__ import annotations

import os
import secrets
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

from automation import fetch
from automation.acts import Act
from automation.browser import finder
from automation.browser.guard import Pair, companion, launched
from automation.gate.policy import AtCompanion, Nobody, Policy, Presence, Scripted
from automation.proof.sinks import HOST, Sinks, until
from automation.proof.vectors import Ends, Vector, javascript, knowledge, new_mark, vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from automation.config import BrowserSettings
    from automation.gate.control import Gate

    Window = tuple[BrowserContext, Gate | None]
    OpenIn = Callable[["State"], AbstractContextManager[Window]]

State = Literal["no gate", "sealed", "browse", "approved", "asked", "typed"]
OPEN: State = "no gate"
STATES: tuple[State, ...] = (OPEN, "sealed", "browse", "approved", "asked", "typed")
"""`approved`: one request was allowed and has left. `asked`: the companion asks a person about one. `typed`: the first
key of a secret was pressed, and nothing but the box that it stands in has shut the gate."""
WATCH_SECONDS = 1.0
"""How long a batch is watched: nothing proves that nothing comes but time. Without a gate most arrive in 0.1 s."""
_WITH_A_PERSON = frozenset({"asked", "typed"})
_BATCH = 40
_PATIENCE_MS = 5000.0
_PERMITTED = "await fetch(own, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})"


@dataclass(slots=True)
class Shot:
    """One way out, and what arrived of it in each state."""

    vector: Vector
    arrived: dict[State, list[str]] = field(default_factory=dict)
    not_begun: list[State] = field(default_factory=list)

    @property
    def fires(self) -> bool:
        """Whether it gets out where there is no gate, so that its silence behind one means something."""
        return bool(self.arrived.get(OPEN))

    @property
    def escaped(self) -> list[State]:
        """The states in which it got past the gate."""
        return [state for state, words in self.arrived.items() if state != OPEN and words]


@dataclass(slots=True)
class Outcome:
    """All shots; `approvals` holds for each permission how many requests it let out (1 is right).

    `unreceipted` is how many left after a yes for which no receipt could be kept (0 is right).
    """

    shots: list[Shot]
    approvals: list[int] = field(default_factory=list)
    unreceipted: int = 0

    @property
    def holds(self) -> bool:
        """Whether every script ran, nothing got out that may not, and each permission let exactly one request out."""
        kept = not any(shot.escaped or shot.not_begun for shot in self.shots)
        return kept and all(count == 1 for count in self.approvals) and not self.unreceipted


def run(
    settings: BrowserSettings,
    tell: Callable[[State, int, int], None],
    chosen: Sequence[Vector] = (),
    *,
    states: Sequence[State] = STATES,
    playwright: Playwright | None = None,
) -> Outcome:
    """Fire `chosen` ways out (all of them when empty) at sinks on this machine; `tell` hears of the progress.

    `states` are those to fire them in, and where there is no gate always. `playwright` is one that runs already. Raises
    NoAnswerError when there is no browser, RefusedError when the gate fails its own test at the start.
    """
    from automation.gate.certificates import Authority

    outcome = Outcome([Shot(vector) for vector in chosen or vectors()])
    secret = secrets.token_hex(16)
    running = nullcontext(playwright) if playwright else finder.started()
    with running as driver, Sinks(Authority().context(HOST), secret) as sinks:
        battery = _Battery(driver, settings, sinks, secret, outcome, tell)
        battery.fire(states)
    return outcome


@dataclass(frozen=True, slots=True)
class _Battery:
    _playwright: Playwright
    _settings: BrowserSettings
    _sinks: Sinks
    _secret: str
    _outcome: Outcome
    _tell: Callable[[State, int, int], None]
    _asking: list[Page] = field(default_factory=list)

    def fire(self, wanted: Sequence[State]) -> None:
        """All ways out in all states; a way out that ends the browser gets one of its own, at the end."""
        last = [shot for shot in self._outcome.shots if shot.vector.ends == "browser"]
        shots = [shot for shot in self._outcome.shots if shot not in last]
        screen = fetch.has_screen(os.environ)
        gated = tuple(state for state in STATES if state in wanted and state != OPEN)
        watched = tuple(state for state in gated if screen and state in _WITH_A_PERSON)
        unwatched = tuple(state for state in gated if state not in watched)
        for states in filter(None, ((OPEN,), unwatched, watched)):
            with self._browser(states[0], headed=states == watched) as open_in:
                for state in states:
                    self._in(state, open_in, shots)
        for state in (OPEN, *gated):
            for shot in last:
                with self._browser(state, headed=state in watched) as open_in:
                    self._batch(state, open_in, [shot])

    def _in(self, state: State, open_in: OpenIn, shots: list[Shot]) -> None:
        """All ways out in one state: many in a window, but each one alone that ends more than its page.

        Arrivals without a mark cannot be told apart. Behind a gate none should arrive; only where one does, each way
        out without a mark is fired alone.
        """
        alone = [shot for shot in shots if shot.vector.ends == "context"]
        nameless = [shot for shot in shots if not shot.vector.marked and shot not in alone]
        many = [shot for shot in shots if shot not in alone and shot not in nameless]
        for at in range(0, len(many), _BATCH):
            self._batch(state, open_in, many[at : at + _BATCH])
        before = self._sinks.anonymous
        if state != OPEN and nameless:
            self._batch(state, open_in, nameless)
        if state == OPEN or self._sinks.anonymous > before:
            alone += nameless
        for shot in alone:
            self._batch(state, open_in, [shot])

    @contextmanager
    def _browser(self, state: State, *, headed: bool) -> Iterator[OpenIn]:
        """A browser, as a function that opens windows in it: for no gate, or for every state of one."""
        if state != OPEN:
            with launched(self._settings, self._playwright, headed=headed) as pair:
                yield lambda state: self._behind_gate(pair, state)
            return
        browser = _without_flags(self._playwright, finder.ensure(self._playwright, self._settings))
        try:
            yield lambda _state: _without_gate(browser)
        finally:
            with suppress(PlaywrightError):
                browser.close()

    @contextmanager
    def _behind_gate(self, pair: Pair, state: State) -> Iterator[Window]:
        portal = self._sinks.origin("portal")
        presence: Presence = Nobody()
        if state == "approved":
            presence = Scripted(portal, self._secret)
        elif state in _WITH_A_PERSON:
            presence = AtCompanion(url=portal, secret=self._secret)
        with pair.window(Policy(portal=(portal,), presence=presence)) as session:
            if state != "asked":
                yield session.context, session.gate
                return
            with companion(pair, session.gate, "en"):
                self._asking.append(pair.browser.contexts[-1].pages[0])
                yield session.context, session.gate

    def _batch(self, state: State, open_in: OpenIn, batch: list[Shot]) -> None:
        """Fire some ways out in one window, and watch what arrives."""
        marks = {new_mark(): shot for shot in batch}
        before, portal = self._sinks.anonymous, self._sinks.origin("portal")
        with open_in(state) as (context, gate):
            pages = [(mark, shot.vector, self._prepared(context, shot.vector, mark)) for mark, shot in marks.items()]
            if gate and state == "sealed":
                gate.seal()
            if gate and state == "approved":
                self._permit(context, gate)
            asked = self._ask(context) if state == "asked" else ""
            if gate and state == "typed":
                _type(context, portal)
            for mark, vector, page in pages:
                if not _evaluate(page, vector.script, self._knows(mark), wait=False):
                    marks[mark].not_begun.append(state)
                _end(page, vector.ends, portal)
            # without a gate until all have arrived, else for the whole time
            until(lambda: state == OPEN and all(map(self._sinks.arrived, marks)), WATCH_SECONDS)
            if asked:
                self._answer(asked)
        for mark, shot in marks.items():
            unmarked = not shot.vector.marked and self._sinks.anonymous > before
            shot.arrived[state] = [*self._sinks.arrived(mark), *(["without a mark"] if unmarked else [])]
        self._tell(state, sum(state in shot.arrived for shot in self._outcome.shots), len(self._outcome.shots))

    def _permit(self, context: BrowserContext, gate: Gate) -> None:
        """Have one request allowed, and count how often it arrives: a second, identical one follows it at once."""
        page, mark = context.new_page(), new_mark()
        page.goto(self._sinks.origin("portal"), timeout=_PATIENCE_MS)
        gate.announce(Act.SEND_EMAIL_OTP)
        for _ in range(2):
            _evaluate(page, _PERMITTED, self._knows(mark), wait=True)
        self._outcome.approvals.append(len(self._sinks.arrived(mark)))

    def _ask(self, context: BrowserContext) -> str:
        """Have the companion ask about one request, and leave the question standing; the request's mark."""
        page, mark, person = context.new_page(), new_mark(), self._asking[-1]
        page.goto(self._sinks.origin("portal"), timeout=_PATIENCE_MS)
        person.locator("#here").press("Enter", timeout=_PATIENCE_MS)
        _evaluate(page, _PERMITTED, self._knows(mark), wait=False)
        person.locator("#asked").wait_for(timeout=_PATIENCE_MS)
        return mark

    def _answer(self, mark: str) -> None:
        """Say yes to it where no receipt can be kept: the request must stay all the same."""
        person = self._asking.pop()
        with suppress(PlaywrightError):  # a way out has ended the question
            person.locator("#yes:enabled").press("Enter", timeout=_PATIENCE_MS)
            person.locator("#asked").wait_for(state="hidden", timeout=_PATIENCE_MS)
        until(lambda: bool(self._sinks.arrived(mark)), WATCH_SECONDS)
        self._outcome.unreceipted += len(self._sinks.arrived(mark))

    def _prepared(self, context: BrowserContext, vector: Vector, mark: str) -> Page:
        page = context.new_page()
        page.goto(self._sinks.origin("portal"), timeout=_PATIENCE_MS)
        if vector.first:
            _evaluate(page, vector.first, self._knows(mark), wait=True)
        return page

    def _knows(self, mark: str) -> dict[str, str]:
        return knowledge(self._sinks.ports, HOST, mark)


def _type(context: BrowserContext, portal: str) -> None:
    """Press the first key of a secret on a page of the portal's; nobody seals the gate."""
    page = context.new_page()
    page.goto(portal, timeout=_PATIENCE_MS)
    page.evaluate(
        "() => { document.body.innerHTML = '<input type=password>'; document.querySelector('input').focus(); }"
    )
    page.keyboard.press("4")
    page.wait_for_function("() => document.querySelector('input').value === '4'", timeout=_PATIENCE_MS)


def _without_flags(playwright: Playwright, found: finder.Found) -> Browser:
    """The one browser of the program that stands behind no gate; its pages know of no place but the sinks."""
    browser: Browser = playwright.chromium.launch(
        args=["--ignore-certificate-errors", "--no-first-run"],
        chromium_sandbox=not fetch.is_root(),
        **finder.place_of(found),
    )
    return browser


@contextmanager
def _without_gate(browser: Browser) -> Iterator[Window]:
    context = browser.new_context()
    try:
        yield context, None
    finally:
        with suppress(PlaywrightError):  # a way out may have closed it
            context.close()


def _evaluate(page: Page, script: str, knows: dict[str, str], *, wait: bool) -> bool:
    """Whether the script began; `wait` also for its end."""
    try:
        page.evaluate(javascript(script, wait=wait), knows)
    except PlaywrightError:
        return False
    return True


def _end(page: Page, how: Ends, portal: str) -> None:
    """End the page as the way out asks, once its script has begun."""
    with suppress(PlaywrightError):  # behind a sealed gate the page does not load
        match how:
            case "leaves":
                page.goto(f"{portal}/left", wait_until="commit", timeout=_PATIENCE_MS)
            case "closes":
                page.close()
            case "context":
                page.context.close()
            case "browser" if page.context.browser:
                page.context.browser.close()
            case _:
                pass
