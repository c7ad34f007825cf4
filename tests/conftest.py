"""What the tests share: one browser a process, a rehearsal portal, and a whole smoke run on one."""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import expect

from automation import browser as browsers
from automation import flowchart
from automation.config import BrowserSettings, Politeness, Report, Settings, Waits
from automation.endings import ENDINGS
from automation.model import Verdict
from automation.portal.site import Addresses
from automation.runs.options import LOGIN, Options
from automation.runs.progress import Progress
from automation.runs.target import Target
from tests.links import LINK
from tests.looked import smoke
from tests.parts import part
from tests.patience import PATIENCE, unhurried
from tests.portals import Portal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext, Playwright, ProxySettings

    from automation.browser import Pair
    from automation.names.department import Department
    from automation.rehearsal import Rehearsal
    from automation.result import CheckResult, Result, StepResult

expect.set_options(timeout=1000 * PATIENCE)  # what a page must show comes, and on a busy machine late
RESEND_SECONDS, RETRY_SECONDS = 3.0, 0.3
UNIT = Path(__file__).with_name("unit")
LONGEST = (
    *("test_no_way_out_gets_past_the_gate", "test_all_219_departments_are_told_as_they_are"),
    *("test_each_morning_of_a_month", "test_with_everything_chosen_and_a_registration", "test_each_document_is_walked"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First the unit tests, which need a process that no browser's event loop runs in, then the longest of the others.

    The processes take shares from the end of one another's, so that none waits for a long one in the end.
    """
    items.sort(key=lambda item: (UNIT not in item.path.parents, not item.name.startswith(LONGEST)))


@pytest.fixture(autouse=True)
def endings() -> Iterator[None]:
    """A run that ends in this process leaves its signals ignored, and what later tests start would ignore them too."""
    before = {number: signal.getsignal(number) for number in ENDINGS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one Playwright of this process, in place of pytest-playwright's own: it fetches what a bare Debian lacks."""
    with browsers.started() as running:
        yield running


@pytest.fixture(scope="session")
def pair(browser_type_launch_args: dict[str, Any], browser_name: str, playwright: Playwright) -> Iterator[Pair]:
    """One browser behind one gate for all tests of this process; flags of pytest-playwright are honoured."""
    given = browser_type_launch_args
    wanted = BrowserSettings.model_validate({"name": browser_name, "channel": given.get("channel", "")})
    headed, slow = not given.get("headless", True), given.get("slow_mo", 0)
    with browsers.launched(wanted, playwright, headed=headed, slow_mo_ms=slow) as running:
        yield running


@pytest.fixture(scope="session")
def browser(pair: Pair) -> Browser:
    """The browser of the pair. A context that is made without a way out has none."""
    return pair.browser


@pytest.fixture
def ungated(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts that reach this machine, and nothing else, without a gate: for tests of the stand-in itself."""
    direct: ProxySettings = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
    with ExitStack() as made:

        def context(**more: Any) -> BrowserContext:
            return made.enter_context(closing(browser.new_context(proxy=direct, **more)))

        yield context


@pytest.fixture
def settings() -> Settings:
    """Short waits and no pictures."""
    return Settings(
        waits=Waits(seconds=unhurried(3.0)), politeness=Politeness(pace_ms=0), report=Report(screenshot="off")
    )


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    """A healthy rehearsal portal that remembers nothing yet."""
    with Portal.start(resend_seconds=RESEND_SECONDS, retry_seconds=RETRY_SECONDS) as portal:
        yield portal


@dataclass(frozen=True)
class Walked:
    """A finished run and the portal it was made on, which still runs."""

    result: Result
    folder: Path
    rehearsal: Rehearsal

    @property
    def checks(self) -> dict[str, CheckResult]:
        """Every check by its id."""
        return {check.id: check for step in self.result.steps for check in step.checks}

    @property
    def steps(self) -> dict[str, StepResult]:
        """Every step by its id."""
        return {step.id: step for step in self.result.steps}


class SmokeRun(Protocol):
    """Runs `smoke` in this process on a rehearsal portal of its own, or on `portal`.

    With `person` false the run does not know the portal's secret, so nobody takes the official's part. `secret` is
    one that the run believes in, in place of the portal's own.
    `generation` is the shape of the form; with LOGIN the login is looked at. `about` are the boxes or checks that a
    test is about: in the usual run nothing else is asked but what these need, with all tests everything; `only` are
    those that are asked by themselves in each run.
    """

    def __call__(
        self,
        defects: Sequence[str] = (),
        variants: Sequence[str] = (),
        departments: Sequence[Department] = (),
        *,
        person: bool = True,
        secret: str | None = None,
        portal: Rehearsal | None = None,
        settings: Settings | None = None,
        generation: str = "g3",
        about: Sequence[str] = (),
        only: Sequence[str] = (),
    ) -> Walked: ...


@pytest.fixture(scope="session")
def every(pytestconfig: pytest.Config) -> bool:
    """Whether the thorough tests are run too (`-m ""`), or they alone (`-m thorough`)."""
    return pytestconfig.getoption("markexpr") in {"", "thorough"}


@pytest.fixture
def smoke_run(pair: Pair, settings: Settings, tmp_path: Path, every: bool) -> Iterator[SmokeRun]:
    """Whole runs of `smoke` in the shared browser, each behind a window of the gate of its own.

    A portal without a defect shows all that is waited for, so there the program's own patience costs nothing.
    What a run could not judge is printed with its reason: pytest shows it where a test fails.
    """
    patient = settings.model_copy(update={"waits": Waits(seconds=unhurried(Waits().seconds))})
    short, runs = settings, 0
    with ExitStack() as portals:

        def run(
            defects: Sequence[str] = (),
            variants: Sequence[str] = (),
            departments: Sequence[Department] = (),
            *,
            person: bool = True,
            secret: str | None = None,
            portal: Rehearsal | None = None,
            settings: Settings | None = None,
            generation: str = "g3",
            about: Sequence[str] = (),
            only: Sequence[str] = (),
        ) -> Walked:
            nonlocal runs
            runs += 1
            usual = short if defects or portal else patient
            portal = portal or portals.enter_context(
                Portal.start(
                    defects=defects,
                    variants=variants,
                    resend_seconds=RESEND_SECONDS,
                    retry_seconds=RETRY_SECONDS,
                    generation=Options(generation=generation).shape,
                )
            )
            known = secret if secret is not None else portal.secret if person else ""
            folder = tmp_path / f"run-{runs}"
            result = smoke(
                settings or usual,
                Target(
                    Addresses(portal.url, portal.url, link=LINK if generation == "crp" else ""),
                    known,
                    authority=portal.authority,
                ),
                pair,
                part(
                    flowchart.load(flowchart.BEFORE if generation == LOGIN else flowchart.DOCUMENTED),
                    only or (() if every else about),
                ),
                tuple(departments),
                folder=folder,
                progress=Progress(sys.stderr),
            )
            walked = Walked(result, folder, portal)
            for check in walked.checks.values():
                if check.verdict is Verdict.CANNOT_JUDGE:
                    print(f"{check.id} cannot be judged: {check.why}")  # noqa: T201 - for the reader of a failed test
            return walked

        yield run
