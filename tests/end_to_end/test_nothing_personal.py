"""Whatever personal data a page holds, says, asks for or answers, none of it gets into a bundle."""

from __future__ import annotations

import json
import random
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error, Response

from automation.commands.reproduce import bundled
from automation.config import Report, Settings, Waits
from automation.evidence import network_log
from automation.evidence.leaks import Scanner
from automation.model import RefusedError
from automation.names.department import Department
from automation.portal.site import Addresses
from automation.runs import repetition
from automation.runs.progress import Progress
from automation.runs.repetition import Repetition
from automation.runs.target import Target
from automation.symptoms.scenario import Scenario
from tests import planted
from tests.patience import unhurried
from tests.portals import Portal
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Route

    from automation.browser import Pair, Session
    from automation.rehearsal import Rehearsal
    from tests.planted import Planted

A_RUN = 250
RUNS = 4  # 1,000 values in all, half of them in each run of the tests
# What a careless portal does with people's data: it shows, logs, throws, says and asks for them.
CARELESS = """values => addEventListener('DOMContentLoaded', () => {
  const groups = [];
  for (let at = 0; at < values.length; at += 10) groups.push(values.slice(at, at + 10).join(' | '));
  document.title = groups[0];
  const note = document.createElement('p');
  note.textContent = groups.join(' ');
  document.body.append(note);
  history.replaceState(null, '', `${location.pathname}?who=${encodeURIComponent(groups[0])}`);
  for (const group of groups) {
    console.error(group, new TypeError(group));
    alert(group);
    setTimeout(() => { const error = new RangeError(group); error.name = group; throw error; });
    fetch(`/assets/${encodeURIComponent(group.slice(0, 60))}?q=${encodeURIComponent(group)}`).catch(() => null);
    fetch(`/api/user/v1/groups?who=${encodeURIComponent(group)}`, { headers: { 'x-who': encodeURIComponent(group) } });
  }
})"""


class Careless:
    """The pair of the tests, whose windows meet a portal that spreads its users' data."""

    def __init__(self, pair: Pair, values: list[str]) -> None:
        self._pair, self._values = pair, values

    @contextmanager
    def window(self, *given: Any, **more: Any) -> Iterator[Session]:
        with self._pair.window(*given, **more) as session:
            session.context.add_init_script(f"({CARELESS})({json.dumps(self._values)})")
            session.context.route("**/signup/search", self._answer)
            yield session

    def _answer(self, route: Route) -> None:
        rows = [{"orgName": each, "mapId": each, "l1OrgName": each, "l2OrgName": None} for each in self._values]
        said = {"status": "failed", "errmsg": self._values[0], "err": self._values[1]}
        result = {"count": 9_876_543_210, "response": rows, "errmsg": self._values[2]}
        route.fulfill(json={"result": result, "params": said, "responseCode": self._values[3]})


@pytest.fixture(scope="module")
def portal() -> Iterator[Rehearsal]:
    with Portal.start(resend_seconds=1, retry_seconds=0.1) as running:
        yield running


def ran(pair: Pair, portal: Rehearsal, folder: Path, values: list[Planted], symptom: str) -> Repetition:
    """A run on the careless portal, by a person whose data are among the values."""
    by_kind = {
        kind: next((each.bare for each in values if each.kind == kind), "") for kind in ("mail", "mobile", "name")
    }
    person = {"email": by_kind["mail"], "mobile": by_kind["mobile"], "name": by_kind["name"]}
    scenario = Scenario.model_validate(
        {"title": "Careless", "symptom": symptom, "person": {key: value for key, value in person.items() if value}}
    )
    short = Settings(waits=Waits(seconds=unhurried(1.0)), report=Report(screenshot="on"))
    target = Target(Addresses(portal.url, portal.url), portal.secret, forget=portal.reset)
    run = Repetition(short, scenario, target, (Department("Some Office", "other"),), folder / "pictures")
    run.repeat(Careless(pair, [each.text for each in values]), 1, Progress(sys.stderr))  # type: ignore[arg-type]
    return run


def left(run: Repetition, folder: Path) -> bytes:
    """The bundle of a run."""
    result = bundled(run, "", folder / "evidence")
    with open(result.bundle, "rb") as file:  # noqa: PTH123 (a str of the result)
        return file.read()


@pytest.mark.parametrize("seed", rows(range(RUNS), [0, 1]))
def test_none_of_the_planted_values_is_found_in_any_bundle(
    pair: Pair, portal: Rehearsal, tmp_path: Path, seed: int
) -> None:
    values = planted.values(random.Random(seed), A_RUN)
    symptoms = ("department-missing", "sms-otp-missing", "group-list-empty", "name-refused")
    data = left(ran(pair, portal, tmp_path, values, symptoms[seed % len(symptoms)]), tmp_path)
    assert planted.found(data, values) == []


SOME = [
    planted.Planted("mobile", "+91 98000-00042", "9800000042"),
    planted.Planted("mail", "asha.verma@example.gov.in", "asha.verma@example.gov.in"),
    planted.Planted("name", "आशा वर्मा", "आशा वर्मा"),
    planted.Planted("name", "राजेश कुमार", "राजेश कुमार"),
    planted.Planted("code", "OTP 482913", "482913"),
]


def whole(answer: Response | None, _until: float) -> dict[str, str]:
    """An answer as it is, where the page has not gone on."""
    with suppress(Error):
        return {"message": answer.text()} if answer else {}
    return {}


class Everything:
    def __contains__(self, _: object) -> bool:
        return True


PROTECTIONS: dict[str, tuple[object, str, object]] = {
    "what dialogs say": (repetition, "described", lambda text: text),
    "the paths of requests": (network_log, "kept", lambda url: url),
    "the types of errors": (network_log, "_ERRORS", Everything()),
    "the bodies of answers": (network_log, "_numbers", whole),
}


@pytest.mark.parametrize("which", PROTECTIONS)
def test_without_its_protection_the_leak_scan_keeps_the_bundle_back_and_without_either_the_search_finds_them(
    pair: Pair, portal: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    module, name, careless = PROTECTIONS[which]
    monkeypatch.setattr(module, name, careless)
    run = ran(pair, portal, tmp_path, SOME, "department-missing")
    with pytest.raises(RefusedError, match=r"leak scan found personal data \((mobile number|e-mail address|code)"):
        left(run, tmp_path)
    assert list(tmp_path.rglob("*.zip")) == []
    monkeypatch.setattr(Scanner, "scan", lambda *_: [])
    data = left(run, tmp_path)
    assert {text for _, text in planted.found(data, SOME)} >= {each.text for each in SOME if each.kind != "code"}
