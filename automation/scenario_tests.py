"""Lets pytest collect scenarios as tests, with pytest-playwright's flags; imported by scenarios/conftest.py alone."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from automation import config
from automation.commands.reproduce import bundled, checked
from automation.departments import expected, shards
from automation.model import UsageError
from automation.reports import reproduction as report
from automation.runs.options import TIMES, Options
from automation.runs.progress import Progress
from automation.runs.repetition import Repetition, adapted
from automation.runs.target import Target, looking
from automation.symptoms.outcome import Reproduction, Shown
from automation.symptoms.scenario import NOT_SCENARIOS, Scenario, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.browser import Pair
    from automation.config import Loaded, Settings

Looking = tuple["Target", "Pair", Progress]
_LOOKING: pytest.StashKey[dict[str, Looking]] = pytest.StashKey()
_FLAGS = {"browser_channel": "browser.channel", "slowmo": "browser.slow_mo_ms", "base_url": "portal.url"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two flags of our own."""
    parser.addoption("--times", type=int, default=TIMES, metavar="N", help=f"tries a scenario ({TIMES})")
    parser.addoption("--shard", default="", metavar="2/5", help="every fifth scenario, from the second on")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a kind of browser in which the gate was never proven. Raises pytest.UsageError, one sentence."""
    if other := next((each for each in config.getoption("--browser", default=None) or () if each != "chromium"), None):
        raise pytest.UsageError(f"--browser {other}: the gate is proven in Chromium alone; leave it out.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the scenarios of the other shards."""
    shard = shards.numbers(config.getoption("--shard"))
    if shard is None:
        return
    number, of = shard
    scenarios = [item for item in items if isinstance(item, ScenarioItem)]
    others = set(scenarios) - set(scenarios[number - 1 :: of])
    config.hook.pytest_deselected(items=[item for item in items if item in others])
    items[:] = [item for item in items if item not in others]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Every TOML file is a scenario, except the program's own ones."""
    if file_path.suffix != ".toml" or file_path.name in NOT_SCENARIOS:
        return None
    return ScenarioFile.from_parent(parent, path=file_path)


class ScenarioFile(pytest.File):
    """One scenario, a test."""

    def collect(self) -> Iterator[pytest.Item]:
        """The test; a scenario that is wrong is told in its one sentence."""
        try:
            scenario = load(self.path)
            checked(scenario, Options())
        except UsageError as error:
            raise self.CollectError(str(error)) from None
        yield ScenarioItem.from_parent(self, name=scenario.symptom, scenario=scenario)


class NotAsExpectedError(Exception):
    """The scenario came out otherwise than it says."""


class CannotJudgeError(Exception):
    """Nothing can be said, which is neither a pass nor a failure of the portal."""


class ScenarioItem(pytest.Item):
    """The scenario is repeated in `setup`, so that what cannot be judged is an error, and compared in `runtest`."""

    result: Reproduction

    def __init__(self, *, scenario: Scenario, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type] # whatever pytest hands on
        self._scenario = scenario

    def setup(self) -> None:
        """Repeat the situation and leave its bundle."""
        super().setup()
        loaded = self._loaded()
        evidence = loaded.path("report.evidence")
        _keep_away(evidence, self.config.getoption("--output", default=None))
        settings = adapted(loaded.settings, self._scenario, loaded.given())
        target, pair, progress = _looking(self.config, settings)
        with tempfile.TemporaryDirectory(prefix="igot-") as folder:
            departments = expected.of(loaded)
            repetition = Repetition(settings, self._scenario, target, departments, Path(folder))
            repetition.repeat(pair, self.config.getoption("--times", default=TIMES), progress)
            self.result = bundled(repetition, "", evidence)
        self.user_properties += [("headline", self.result.headline), ("bundle", self.result.bundle)]
        if self.result.verdict is Shown.CANNOT_JUDGE:
            if not target.secret and repetition.symptom.needs_person:
                pytest.skip(self.result.headline)
            raise CannotJudgeError(self.result.headline)

    def _loaded(self) -> Loaded:
        given = {
            key: self.config.getoption(f"--{name.replace('_', '-')}", default=None) for name, key in _FLAGS.items()
        }
        flags: dict[str, object] = {key: value for key, value in given.items() if value}
        if self.config.getoption("--headed", default=False):
            flags["browser.headed"] = True
        if self.config.getoption("--video", default="off") != "off":
            raise UsageError("A film would show the official of a scenario; leave out --video.")
        for name in ("tracing", "screenshot"):
            if (wish := self.config.getoption(f"--{name}", default="off")) != "off":
                flags[f"report.{name}"] = wish
        shard = shards.numbers(self.config.getoption("--shard"))
        loaded = config.load(None, os.environ, flags)
        return loaded.shared(shard[1]) if shard else loaded

    def runtest(self) -> None:
        """Compare with what the scenario expects."""
        self.add_report_section("call", "igot", report.terminal(self.result))
        if self.result.verdict.value != self._scenario.expect:
            raise NotAsExpectedError(f"{self.result.headline} The scenario expects: {self._scenario.expect}.")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:  # noqa: ARG002
        """One sentence, no traceback."""
        return str(excinfo.value) or type(excinfo.value).__name__

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the scenario stands and what it is about."""
        return self.path, 0, f"{self.name}: {self._scenario.title}"


def _keep_away(evidence: Path, output: str | None) -> None:
    """Refuse an evidence folder inside one that pytest empties at each start."""
    if output and evidence.resolve().is_relative_to(Path(output).resolve()):
        raise UsageError(f"{evidence} lies in --output, which pytest empties; name another folder in report.evidence.")


def _looking(config_: pytest.Config, settings: Settings) -> Looking:
    """A browser and a portal for all scenarios of this process that need the same browser, closed at its end."""
    running = config_.stash.setdefault(_LOOKING, {})
    channel = settings.browser.channel
    if channel not in running:
        stack = ExitStack()
        config_.add_cleanup(stack.close)
        running[channel] = stack.enter_context(looking(settings, Options()))
    return running[channel]
