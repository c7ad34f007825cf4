"""The result as a text file for Prometheus' node exporter: figures only, each with the portal that it is of."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from automation.escaping import clean
from automation.model import Journey, Listing, Verdict

if TYPE_CHECKING:
    from automation.result import DepartmentsResult, PortalInfo, Result

NUMBERS = {
    Verdict.AS_DOCUMENTED: 0,
    Verdict.NEEDS_PERSON: 1,
    Verdict.CANNOT_JUDGE: 2,
    Verdict.CHANGED: 3,
    Verdict.BROKEN: 4,
}
"""The number of each verdict; kept in people's alarms, so none is ever given another meaning."""
_MEANING = ", ".join(f"{number} {verdict}" for verdict, number in NUMBERS.items())


def render(result: Result) -> str:
    """The text file, ending with a newline. Departments are left out where none were asked for."""
    figures = _Figures(result)
    run = result.run
    figures.add(
        "run_timestamp_seconds", "When the run began, in Unix time", datetime.fromisoformat(run.started).timestamp()
    )
    figures.add("run_duration_seconds", "How long the run took", run.seconds)
    figures.add(
        "run_exit_code", "The exit code: 0 as documented, 1 findings, 4 cannot judge, 130 interrupted", result.exit_code
    )
    figures.add("run_verdict", f"The verdict of the run: {_MEANING}", NUMBERS[result.verdict])
    for step in result.steps:
        figures.add("step_verdict", f"The verdict of a step: {_MEANING}", NUMBERS[step.verdict], step=step.id)
        figures.add("step_duration_seconds", "How long a step took", step.seconds, step=step.id)
        for check in step.checks:
            verdict = NUMBERS[check.verdict]
            figures.add("check_verdict", f"The verdict of a check: {_MEANING}", verdict, step=step.id, check=check.id)
    if result.departments.expected:
        _departments(figures, result.departments)
    return figures.text()


def _command(result: Result) -> str:
    """What was run; the login's figures are a series of their own."""
    if result.run.journey is Journey.LOGIN:
        return "login"
    return "smoke" if result.steps else "departments"


def _departments(figures: _Figures, found: DepartmentsResult) -> None:
    listings = Counter(each.listing for each in found.results)
    for listing in Listing:
        figures.add("departments", "How many departments stand so in the dropdown", listings[listing], listing=listing)
    figures.add("departments_expected", "How many departments should be there", found.expected)
    figures.add("departments_searches", "How many questions were put to the portal", found.searches)


class _Figures:
    """The figures of one run; each carries the portal, what stood in for it, and the command that was run."""

    def __init__(self, result: Result) -> None:
        self._registry = CollectorRegistry()
        self._gauges: dict[str, Gauge] = {}
        self._of = {
            "portal": _host(result.portal),
            "stand_in": result.portal.stand_in.lower() or "none",
            "command": _command(result),
        }

    def add(self, name: str, words: str, value: float, **labels: str) -> None:
        labels = {key: clean(text) for key, text in (self._of | labels).items()}
        if name not in self._gauges:
            self._gauges[name] = Gauge(f"igot_{name}", words, list(labels), registry=self._registry)
        self._gauges[name].labels(**labels).set(value)

    def text(self) -> str:
        return generate_latest(self._registry).decode()


def _host(portal: PortalInfo) -> str:
    """Its host, with the port where it is not a rehearsal's, which is another one each time; else its name as it is."""
    try:
        parts = urlsplit(portal.url)
    except ValueError:
        return portal.url
    return (parts.hostname if portal.rehearsal else parts.netloc) or portal.url
