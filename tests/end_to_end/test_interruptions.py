"""Whatever ends a run early, the reader gets a report, the shell the right code, and no process stays behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from automation import flowchart
from automation.model import Verdict
from automation.rehearsal import Rehearsal
from automation.rehearsal.state import Options
from automation.result import Environment, PortalInfo, Result, RunInfo
from automation.runs import output
from tests.marks import proc
from tests.patience import PATIENCE, unhurried
from tests.portals import Portal
from tests.tables import rows

ROOT = Path(__file__).parents[2]
IDS = [step.id for step in flowchart.load().steps]
LOGIN, BEFORE = ("--generation", "login"), [step.id for step in flowchart.load(flowchart.BEFORE).steps]
"""The shortest look at which nothing is found, and what it looks at."""

pytestmark = proc


def until(holds: Callable[[], Any], what: str) -> Any:
    """Wait for what proves that the run is where it should be."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.02)
    return pytest.fail(f"{what}: not within {PATIENCE:.0f} seconds")


class Run:
    """`igot smoke` as a person starts it at a terminal: a process group of its own, all its processes marked."""

    def __init__(self, folder: Path, *words: str, runs: Path | None = None, stdout: Any = subprocess.PIPE) -> None:
        self.mark = uuid.uuid4().hex
        self.runs = runs or folder / "runs"
        self.temp = Path(tempfile.mkdtemp(prefix="igot-"))  # a longer name than this keeps the browser from its sockets
        clean = {name: value for name, value in os.environ.items() if not name.startswith("IGOT_")}
        self.process = subprocess.Popen(
            # tests that were started in the background, or by nohup, ignore these, and would hand that on
            ["env", "--default-signal", sys.executable, "-m", "automation", "smoke", "--output", self.runs, *words],
            cwd=ROOT,
            env=clean
            | {"IGOT_WAITS_SECONDS": str(unhurried(3)), "TMPDIR": str(self.temp), "MARK_OF_THE_RUN": self.mark},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def pids(self) -> dict[int, str]:
        """The living processes of this run, with their command lines."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                if self.mark.encode() not in (entry / "environ").read_bytes():
                    continue
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if state != "Z":
                found[int(entry.name)] = words
        return found

    def catches(self, *signals: signal.Signals) -> bool:
        """Whether the run itself has a handler for each of these signals by now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        caught = int(status.partition("SigCgt:")[2].split()[0], 16)
        return all(caught >> (number - 1) & 1 for number in signals)

    def browser(self) -> list[int]:
        """The processes of the browser."""
        return [pid for pid, words in self.pids().items() if "--user-data-dir=" in words or "--type=" in words]

    def reached(self, step: str) -> None:
        """Wait until a step has been walked: its picture is there."""
        until(lambda: self.ended() or list(self.runs.glob(f"*/pictures/{step}.jpg")), f"{step} of the run")
        assert not self.ended(), self.process.communicate()

    def ended(self) -> bool:
        return self.process.poll() is not None

    def finish(self) -> tuple[int, str, str]:
        """The exit code, what was printed, and what was said on stderr; nothing may be left of the run."""
        out, err = self.process.communicate(timeout=PATIENCE)
        assert "Traceback" not in err, err
        until(lambda: not self.pids(), f"the end of {self.pids()}")
        return self.process.returncode, out, err

    def report(self, folder: Path | None = None, steps: Sequence[str] = IDS) -> dict[str, Any]:
        """The written result, which must be whole, with its page beside it."""
        [page] = (folder or self.runs).glob("20*/report.html")
        result: dict[str, Any] = json.loads((page.parent / "result.json").read_text(encoding="utf-8"))
        text = page.read_text(encoding="utf-8")
        assert text.rstrip().endswith("</html>")
        assert [step["id"] for step in result["steps"]] == [*steps]
        assert all(step["id"] in text and step["checks"] for step in result["steps"])
        return result

    def kill(self) -> None:
        for pid in self.pids():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


Start = Callable[..., Run]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    runs: list[Run] = []

    def started(*words: str, **how: Any) -> Run:
        runs.append(Run(tmp_path, *words, **how))
        return runs[-1]

    yield started
    for run in runs:
        run.kill()
        run.process.communicate()
        shutil.rmtree(run.temp, ignore_errors=True)


def verdicts(result: dict[str, Any]) -> dict[str, str]:
    return {check["id"]: check["verdict"] for step in result["steps"] for check in step["checks"]}


def blamed(result: dict[str, Any]) -> list[str]:
    return [name for name, verdict in verdicts(result).items() if verdict in {Verdict.BROKEN, Verdict.CHANGED}]


def to_all(run: Run) -> None:
    """Ctrl-C as a terminal sends it: to every process of the group, Playwright's driver among them."""
    os.killpg(run.process.pid, signal.SIGINT)


def to_one(run: Run) -> None:
    """What `kill` and a service manager send."""
    run.process.terminate()


def hung_up(run: Run) -> None:
    """The terminal is closed."""
    run.process.send_signal(signal.SIGHUP)


STOPS = {stop.__name__: stop for stop in (to_all, to_one, hung_up)}
WHEN = [(step, stop) for step in ("step-1", "step-3") for stop in STOPS]


@pytest.mark.parametrize("when", rows(WHEN, [("step-1", "to_one"), ("step-1", "hung_up"), ("step-3", "to_all")]))
def test_an_interrupted_run_is_reported(start: Start, when: tuple[str, str]) -> None:
    step, stop = when[0], STOPS[when[1]]
    run = start()
    run.reached(step)
    stop(run)
    code, out, _ = run.finish()
    result = run.report()
    assert (code, result["exit_code"]) == (130, 130)
    assert blamed(result) == []
    assert result["steps"][0]["verdict"] == "as_documented"
    assert {check["verdict"] for check in result["steps"][-1]["checks"]} == {"cannot_judge"}
    assert any("interrupted" in note for note in result["notes"])
    assert {each["listing"] for each in result["departments"]["results"]} == {"cannot_judge"}
    assert "interrupted" in out


OF_A_WALK = 25  # searches; an audit makes three times as many


def searches(portal: Rehearsal) -> int:
    return sum(each["path"].endswith("/search") for each in portal.received())


def test_an_interrupted_audit_keeps_what_was_walked(start: Start) -> None:
    with Portal.start() as portal:  # with nobody there, which is the shorter walk
        run = start("--portal", portal.url)
        until(lambda: run.ended() or searches(portal) > OF_A_WALK, "the audit's searches")
        to_all(run)
        code, _, _ = run.finish()
    result = run.report()
    assert code == 130
    assert "cannot_judge" not in verdicts(result).values()
    assert "cannot_judge" in {each["listing"] for each in result["departments"]["results"]}


def test_pressing_ctrl_c_again_and_again_does_no_harm(start: Start) -> None:
    run = start("--no-departments")
    run.reached("step-2")
    to_all(run)
    while not run.ended():
        time.sleep(0.1)
        to_all(run)
    code, _, _ = run.finish()
    assert code == 130
    assert run.report()["exit_code"] == 130


MOMENTS: dict[str, Callable[[Run], object]] = {
    "as soon as it would hear it": lambda run: run.catches(signal.SIGTERM, signal.SIGHUP),
    "with a browser": Run.browser,
}
"""Where a run is in its start, and what shows it; before the first of them Python itself still starts."""


STARTS = [(moment, stop) for moment in MOMENTS for stop in STOPS]


@pytest.mark.parametrize("when", rows(STARTS, STARTS[:4:2]))
def test_an_interruption_during_the_start_leaves_nothing_behind(start: Start, when: tuple[str, str]) -> None:
    moment, stop = when[0], STOPS[when[1]]
    run = start("--no-departments")
    until(lambda: run.ended() or MOMENTS[moment](run), moment)
    assert not run.ended(), run.process.communicate()
    stop(run)
    code, _, said = run.finish()
    assert code in {130, -signal.SIGINT}
    assert code != 130 or list(run.runs.glob("*/report.html")) or "interrupted" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [(("automation.gate.process", "--piped"), "secret"), (("automation.rehearsal",), json.dumps(asdict(Options())))],
)
def test_a_process_of_ours_whose_program_goes_while_it_starts_ends_without_a_word(
    words: tuple[str, ...], told: str
) -> None:
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, text=True, **pipes) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(f"{told}\n")
        process.stdin.flush()
        assert process.stderr.read() == ""
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("words", rows([(), ("--no-departments",)], [()]))
def test_a_killed_browser_ends_in_a_report(start: Start, words: tuple[str, ...]) -> None:
    run = start(*words)
    run.reached("step-3")
    assert run.browser()
    for pid in run.browser():
        os.kill(pid, signal.SIGKILL)
    code, out, _ = run.finish()
    result = run.report()
    assert (code, result["exit_code"], result["verdict"]) == (4, 4, "cannot_judge")
    assert blamed(result) == []
    assert any("browser" in note for note in result["notes"])
    assert "browser" in out


def test_a_portal_that_dies_half_way_is_not_blamed(start: Start) -> None:
    with Rehearsal.start() as portal:
        run = start("--portal", portal.url)
        run.reached("step-3")
        portal.stop()
        code, _, _ = run.finish()
    result = run.report()
    assert code == 4
    assert blamed(result) == []
    assert {each["listing"] for each in result["departments"]["results"]} == {"cannot_judge"}


@pytest.mark.thorough  # as a portal that somebody else has started
def test_the_rehearsal_that_dies_half_way_is_not_blamed(start: Start) -> None:
    run = start("--no-departments")
    run.reached("step-2")
    [server] = [pid for pid, words in run.pids().items() if "automation.rehearsal" in words]
    os.kill(server, signal.SIGKILL)
    code, _, _ = run.finish()
    result = run.report()
    assert code == 4
    assert blamed(result) == []


# ------------------------------------------------------------------------------------------------ nowhere to write


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for almost nothing."""
    place = tmp_path / "small"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=48k", "none", str(place)]
    try:
        mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_costs_the_pictures_and_moves_the_report(start: Start, small_disk: Path) -> None:
    with Portal.start() as portal:  # with nobody there, which is the shorter walk
        words = ("--no-departments", "--portal", portal.url)
        run = start(*words, "--json", str(small_disk / "my.json"), runs=small_disk / "runs")
        code, out, err = run.finish()
    result = run.report(run.temp)
    assert result["exit_code"] == 0
    assert code == 2  # a file that was asked for is not there
    assert any("no picture" in note for note in result["notes"])
    assert str(run.temp) in out
    assert "my.json could not be written (No space left on device)" in err
    assert "report could not be written" in err


def test_a_folder_that_cannot_be_written_moves_the_report(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    run = start(*LOGIN, runs=tmp_path / "file" / "runs")
    code, out, err = run.finish()
    assert code == 2  # it is not where it was asked for
    assert run.report(run.temp, BEFORE)["exit_code"] == 0
    assert str(run.temp) in out
    assert err.count("\n") <= 2
    assert "report could not be written" in err


def result_of_nothing() -> Result:
    return Result(
        run=RunInfo(id="run", started="2026-01-02T03:04:05+05:30", seconds=1),
        portal=PortalInfo(url="http://127.0.0.1:1", rehearsal=True),
        verdict=Verdict.AS_DOCUMENTED,
        exit_code=0,
        environment=Environment(igot="0", python="3", browser="none", os="none"),
    )


def test_a_report_that_fits_nowhere_is_said_and_the_verdict_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    for place in (tmp_path / "runs", tmp_path / "temp"):
        (place / "run").mkdir(parents=True)
        (place / "run" / "report.html").symlink_to(full)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    assert output.write(result_of_nothing(), flowchart.load(), tmp_path / "runs" / "run") == 2
    said = capsys.readouterr()
    assert said.err.count("No space left on device") == 2
    assert "Report:" not in said.out


@pytest.mark.parametrize("words", rows([(), ("--json", "-")], [("--json", "-")]))
def test_a_full_stdout_costs_neither_report_nor_verdict(start: Start, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        run = start(*LOGIN, *words, stdout=full)
        code, _, err = run.finish()
    assert run.report(steps=BEFORE)["exit_code"] == 0
    assert code == 2  # what was asked for is not there
    assert err.strip().splitlines()[-1].startswith("igot: the result could not be printed (No space left on device)")


@pytest.mark.thorough  # beside a stdout that is full
def test_a_reader_who_goes_away_costs_neither_report_nor_verdict(start: Start) -> None:
    run = start(*LOGIN)
    assert run.process.stdout
    run.process.stdout.close()
    code, _, err = run.finish()
    assert code == 0
    assert run.report(steps=BEFORE)["exit_code"] == 0
    assert err == ""
