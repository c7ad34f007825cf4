"""`igot schedule` on this Linux: with the schedulers' own tools where they are, else with stand-ins that keep files."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from automation.config import ROOT
from tests.patience import PATIENCE

linux = pytest.mark.skipif(sys.platform != "linux", reason="the other systems' schedulers are tested by their files")
pytestmark = linux
CRONTAB = """#!/bin/sh
case $1 in
    -l) cat "$0.kept" 2>/dev/null || { echo "no crontab for you" >&2; exit 1; } ;;
    -r) rm "$0.kept" ;;
    -) cat >"$0.kept" ;;
esac
"""
SYSTEMCTL = """#!/bin/sh
echo "$*" >>"$0.asked"
case "$*" in *NextElapse*) echo "Mon 2026-11-30 08:30:00 IST" ;; esac
"""
NO_SYSTEMD = "#!/bin/sh\necho 'Failed to connect to bus: No medium found' >&2\nexit 1\n"
OTHERS = "# mine\nMAILTO=it\n5 5 * * * true \\% 'x'"


class Machine:
    """A home folder with awkward characters in its name, and tools for scheduling that are stand-ins."""

    def __init__(self, folder: Path) -> None:
        self.home, self.tools = folder / 'it\'s 100% $HOME; "me"', folder / "tools"
        self.home.mkdir()
        self.tools.mkdir()
        self.crontab, self.units = self.tools / "crontab.kept", self.home / ".config" / "systemd" / "user"

    def has(self, name: str, text: str) -> None:
        (self.tools / name).write_text(text, encoding="utf-8")
        (self.tools / name).chmod(0o755)

    def igot(self, *words: str, code: int = 0) -> str:
        path = f"{self.tools}:{Path(sys.executable).parent}:/nowhere"
        around = {"HOME": str(self.home), "PATH": path, "PYTHONPATH": str(ROOT)}
        for name in ("cat", "rm", "sh"):
            link = self.tools / name
            if not link.exists():
                link.symlink_to(shutil.which(name) or f"/bin/{name}")
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "automation", "schedule", *words],
            cwd=self.home,
            env=around,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stderr if code else done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path.resolve())


def test_without_a_scheduler_it_says_what_to_install(machine: Machine) -> None:
    assert "install systemctl or crontab" in machine.igot("install", "--at", "08:30", code=2)


def test_the_crontab_keeps_every_other_line_whatever_is_installed_and_removed(machine: Machine) -> None:
    machine.has("crontab", CRONTAB)
    machine.has("systemctl", NO_SYSTEMD)
    machine.crontab.write_text(OTHERS, encoding="utf-8")
    first = machine.igot("install", "--at", "08:30")
    assert "30 8 * * *" in first
    assert "does not make up for a start that was missed" in first
    machine.igot("install", "--at", "09:05", "--weekdays", "config")
    kept = machine.crontab.read_text(encoding="utf-8")
    assert kept.startswith(OTHERS + "\n")
    assert kept.count("# igot: written by") == kept.count("# igot: end") == 1
    assert "\n5 9 * * 1-5 cd " in kept
    assert "09:05" in machine.igot("show").splitlines()[-1]
    assert "Removed" in machine.igot("remove")
    assert machine.crontab.read_text(encoding="utf-8") == OTHERS + "\n"
    assert "Nothing was scheduled" in machine.igot("remove")
    assert "Nothing is scheduled" in machine.igot("show", code=2)


def test_a_crontab_that_held_nothing_else_is_gone_afterwards(machine: Machine) -> None:
    machine.has("crontab", CRONTAB)
    machine.igot("install", "--at", "08:30")
    machine.igot("remove")
    assert not machine.crontab.exists()


def test_a_crontab_that_cannot_be_read_or_was_spoiled_is_never_overwritten(machine: Machine) -> None:
    machine.has("crontab", CRONTAB)
    machine.igot("install", "--at", "08:30")
    spoiled = machine.crontab.read_text(encoding="utf-8").replace("# igot: end\n", "") + "7 7 * * * mine\n"
    machine.crontab.write_text(spoiled, encoding="utf-8")
    assert "mend it with crontab -e" in machine.igot("install", "--at", "09:00", code=2)
    assert machine.crontab.read_text(encoding="utf-8") == spoiled
    machine.has("crontab", "#!/bin/sh\necho 'you are not allowed to use this program' >&2\nexit 1\n")
    assert "allowed to you" in machine.igot("install", "--at", "09:00", code=2)


def test_the_line_of_the_crontab_runs_in_an_empty_environment(machine: Machine, tmp_path: Path) -> None:
    machine.has("crontab", CRONTAB)
    machine.igot("install", "--at", "08:30", "config", "--debug")
    _, line, _ = machine.crontab.read_text(encoding="utf-8").splitlines()
    command = line.split(" ", 5)[5].replace("\\%", "%")
    assert shlex.split(command)[:3] == ["cd", str(machine.home), "&&"]
    here = ROOT / "igot"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd="/",
        env={},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert str(here) in command
    assert (done.returncode, done.stderr) == (0, "")
    assert "portal.url" in done.stdout


def test_the_real_crontab_takes_the_line(machine: Machine, tmp_path: Path) -> None:
    """Without a crontab of this machine's own the line is read as crontab(5) says, in the unit tests."""
    machine.has("crontab", CRONTAB)
    machine.igot("install", "--at", "08:30", "--weekdays", "--prometheus", "a b$c%d.prom")
    real = shutil.which("crontab")
    if real is None or "-n" not in subprocess.run([real, "-h"], capture_output=True, text=True, check=False).stderr:
        pytest.skip("no crontab that can check a file without installing it")
    subprocess.run([real, "-n", machine.crontab], check=True)


def test_systemd_is_preferred_told_to_reload_and_left_as_it_was(machine: Machine) -> None:
    machine.has("crontab", CRONTAB)
    machine.has("systemctl", NO_SYSTEMD)
    machine.igot("install", "--at", "07:00")
    assert machine.crontab.exists()
    machine.has("systemctl", SYSTEMCTL)
    told = machine.igot("install", "--at", "08:30", "--weekdays")
    assert not machine.crontab.exists()  # one schedule, not two
    assert "enable-linger" in told
    assert sorted(each.name for each in machine.units.iterdir()) == ["igot.service", "igot.timer"]
    assert all(each.stat().st_mode & 0o077 == 0 for each in machine.units.iterdir())
    assert "Next start: Mon 2026-11-30 08:30:00 IST." in machine.igot("show")
    asked = (machine.tools / "systemctl.asked").read_text().splitlines()
    assert asked[:4] == [
        "--user show-environment",
        *(f"--user {each}" for each in ("daemon-reload", "enable igot.timer", "restart igot.timer")),
    ]
    machine.igot("install", "--at", "09:05")
    assert "*-*-* 09:05:00" in (machine.units / "igot.timer").read_text(encoding="utf-8")
    assert machine.igot("remove").count("Removed") == 2
    assert not list(machine.units.iterdir())
    asked = (machine.tools / "systemctl.asked").read_text().splitlines()
    assert asked[-2:] == ["--user disable --now igot.timer", "--user daemon-reload"]


def test_what_systemd_says_when_it_fails_is_passed_on(machine: Machine) -> None:
    machine.has("systemctl", '#!/bin/sh\ncase $2 in enable) echo "Unit is masked." >&2; exit 1 ;; esac\n')
    assert "(Unit is masked.)" in machine.igot("install", "--at", "08:30", code=2)


@pytest.mark.parametrize("weekdays", [[], ["--weekdays"]])
def test_the_real_systemd_takes_the_units(machine: Machine, tmp_path: Path, weekdays: list[str]) -> None:
    """Without systemd the units are read as systemd.syntax(7) says, in the unit tests."""
    machine.has("systemctl", SYSTEMCTL)
    machine.igot("install", "--at", "08:30", *weekdays, "--prometheus", 'a b$c%d"e\\f.prom')
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd on this machine")
    around = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(machine.home)}
    timer = machine.units / "igot.timer"
    done = subprocess.run(
        [analyze, "--user", "verify", timer], env=around, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    when = timer.read_text(encoding="utf-8").partition("OnCalendar=")[2].partition("\n")[0]
    subprocess.run([analyze, "calendar", when], check=True, capture_output=True, timeout=PATIENCE)
