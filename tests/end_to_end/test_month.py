"""A month of mornings on one portal: what changes, breaks, fails and comes back is told that day, and nothing else."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from automation import flowchart
from automation.commands import history
from automation.config import Loaded
from automation.departments.ledger import Raised
from automation.history import database
from automation.names.department import Department
from automation.portal.site import Addresses
from automation.reports import digest
from automation.runs import clock, telling
from automation.runs.progress import Progress
from automation.runs.remembering import remembered
from automation.runs.target import Target
from tests.contract.test_telling import Hook, hook
from tests.looked import smoke
from tests.parts import part
from tests.portals import Portal
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from automation.browser import Pair
    from automation.config import Settings
    from automation.rehearsal import Rehearsal
    from automation.result import Result

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGKILL and no limit of a file's size there")

THERE = ("Department of Women and Child Development",)
COMING = ("Drugs Control Department",)
NEVER = "Office of Nothing Whatever"
DEFECT, FOUND = "organisation-relabelled", ("step-5.dropdown",)
KILLED = """
import os, signal, sys
from pathlib import Path
from automation.history.database import Database, as_kept
from tests.made import made
run = as_kept(made(sys.argv[2]))
with Database(Path(sys.argv[1])) as kept, kept._writing():
    kept._run(1, run.row, run.steps)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@dataclass
class Office:
    """The machine in the office: its settings, its clock, the portal that it looks at each morning."""

    pair: Pair
    loaded: Loaded
    folder: Path
    sink: Hook
    today: date = date(2026, 11, 1)
    portal: Rehearsal = field(default_factory=Portal.start)
    results: dict[int, Result] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The portal keeps its address for the whole month."""
        self.url = self.portal.url

    def down(self) -> None:
        """The portal is off."""
        self.portal.stop()

    def up(self, variants: Sequence[str] = ()) -> None:
        """It is back at its address, with other switches."""
        self.portal.stop()
        self.portal = Portal.start(port=urlsplit(self.url).port or 0, variants=variants)
        assert self.portal.url == self.url

    def morning(self) -> Result:
        """The run of a day, as `igot smoke --alarm on-change` makes it."""
        raised = (Raised(NEVER, date(2026, 10, 28), "IT cell", "F.1"),)
        folder = self.folder / f"{self.today}T08-30-00-smoke-0000"
        telling.begun(self.loaded)
        result = smoke(
            self.loaded.settings,
            Target(Addresses(self.url, self.url)),
            self.pair,
            part(flowchart.load(), ("step-1.landing", *FOUND)),
            tuple(Department(name, "department") for name in (*THERE, *COMING, NEVER)),
            folder=folder,
            progress=Progress(sys.stderr),
            raised=raised,
        )
        result = telling.notified(remembered(result, self.loaded, "on-change"), self.loaded)
        folder.mkdir(exist_ok=True)
        (folder / "result.json").write_text(result.model_dump_json(), encoding="utf-8")
        self.results[self.today.day] = result
        return result

    def accept(self) -> None:
        """Somebody accepts what the last run has found."""
        latest = f"{self.today.replace(day=max(self.results))}T08-30-00-smoke-0000"
        history.accept(self.loaded, latest, "IT cell", "known to the portal's team")

    def killed(self) -> None:
        """A run is killed while it writes into the history."""
        command = [sys.executable, "-c", KILLED, str(self.folder / database.FILE), str(self.today)]
        assert subprocess.run(command, check=False).returncode == -signal.SIGKILL

    def letter(self, days: int) -> str:
        """The digest in English."""
        written, notes = telling.written(self.loaded, (), self.today - timedelta(days=days - 1), self.today)
        assert written is not None
        assert notes == ()
        return digest.as_text(written[:1])


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process grows: what a full disk does to whoever writes."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


@dataclass(frozen=True)
class Day:
    """What happens before the run of a day, and what the run has to come to; by default it is a day like any other."""

    happens: Callable[[Office], object] = lambda _: None
    code: int = 0
    told: bool = False
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    letter: str = "Nothing has changed since"


QUIET = Day()
MONTH: dict[int, Day] = {
    1: Day(code=1, told=True, letter="There is no earlier run to compare with"),
    2: Day(Office.accept),
    5: Day(lambda it: it.portal.switch(on=[DEFECT]), 1, told=True, new=FOUND, letter="New: step-5.dropdown"),
    6: Day(code=1),
    7: Day(Office.accept),
    9: Day(lambda it: it.portal.switch(off=[DEFECT]), told=True, gone=FOUND, letter="No longer: step-5.dropdown"),
    11: Day(Office.down, 4, told=True, letter="nothing answers"),
    12: Day(code=4, letter="nothing answers"),
    13: Day(Office.up, told=True),
    15: Day(Office.down, letter="planned maintenance (patches)"),
    16: Day(Office.up),
    17: Day(
        lambda it: it.up(variants=["departments-added"]),
        told=True,
        appeared=COMING,
        letter="Can be picked now: Dr",
    ),
    18: Day(Office.accept),
    19: Day(Office.killed),
    25: Day(
        Office.up,
        1,
        told=True,
        vanished=COMING,
        letter="Can no longer be picked: Dr",
    ),
    26: Day(code=1),
    27: Day(code=1),
    28: Day(code=1, told=True, new=(NEVER,), letter=f"New: {NEVER}: still missing after 31 days"),
    29: Day(code=1),
    30: Day(code=1),
}
FULL = 22
DAYS = {
    "every day": (*range(1, 31),),
    "the days on which something happens": (1, 2, 5, 7, 9, 11, 12, 13, 15, 17, 18, 19, 22, 25, 28),
}


@pytest.mark.parametrize("days", rows(list(DAYS), ["the days on which something happens"]))
def test_each_morning_of_a_month_tells_what_is_new_and_nothing_else(
    pair: Pair, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: str
) -> None:
    with hook() as sink:
        update: dict[str, Any] = {
            "report": settings.report.model_copy(update={"folder": str(tmp_path)}),
            "notify": settings.notify.model_copy(update={"to": f"json://127.0.0.1:{sink.port}"}),
            "maintenance": settings.maintenance.model_copy(update={"windows": "Sun 00:00-23:59 patches"}),
        }
        known = settings.model_copy(update=update)
        office = Office(pair, Loaded(known, dict.fromkeys(known.flat(), "default")), tmp_path, sink)
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(f"{office.today}T08:30:00").astimezone())
        try:
            for number in DAYS[days]:
                office.today = date(2026, 11, number)
                if number == FULL:
                    with full_disk():
                        a_full_disk_costs_the_history(office)
                else:
                    as_expected(office, MONTH.get(number, QUIET))
        finally:
            office.portal.stop()
        the_month_is_told(office, len(DAYS[days]) - 1)


def as_expected(office: Office, day: Day) -> None:
    """The run of a day, what it exits with, who is told, and the letter of that day."""
    day.happens(office)
    before = len(office.sink.asked)
    result = office.morning()
    changed = result.changed
    assert changed is not None, (office.today, result.notes)
    moved = (
        (each.name for each in changed.new),
        (each.name for each in changed.gone),
        changed.appeared,
        changed.vanished,
    )
    told = len(office.sink.asked) > before
    expected = (day.code, day.told, *((day.new, day.gone, day.appeared, day.vanished) if changed.since else ((),) * 4))
    assert (result.exit_code, told, *map(tuple, moved)) == expected, (office.today, changed, result.notes)
    assert day.letter in office.letter(1), (office.today, office.letter(1))
    if told:
        assert day.letter in json.loads(office.sink.asked[-1][2])["message"]


def a_full_disk_costs_the_history(office: Office) -> None:
    """The verdict and the exit code are those of a day like any other, and the run says what is lost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "notified", lambda result, _: result)
        patch.setattr(type(office.folder), "write_text", lambda *_, **__: 0)
        result = office.morning()
    assert (result.exit_code, result.verdict) == (0, office.results[max(office.results)].verdict)
    assert any("The history could not be kept" in note for note in result.notes), result.notes


def the_month_is_told(office: Office, runs: int) -> None:
    """The letters of a week and of the whole month, and the history that is read again from the results."""
    week, month = office.letter(7), office.letter(30)
    assert f"Can no longer be picked: {'; '.join(COMING)}" in week
    assert f"Runs in this time: {runs}." in month
    assert month.count("nothing answers") == 2
    assert month.count("planned maintenance (patches)") == 1
    assert f"No run on {30 - runs} of the days: " in month
    assert "Departments that can be picked: 1 of 3." in month
    before = (office.folder / database.FILE).stat().st_size
    history.rebuild(office.loaded)
    assert f"Runs in this time: {runs}." in office.letter(30)
    assert (office.folder / database.FILE).stat().st_size < 2 * before
