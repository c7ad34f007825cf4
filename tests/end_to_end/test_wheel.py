"""The wheel is the whole program: installed from it, igot works in an empty folder, far from its source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from automation.config import ROOT
from tests.patience import PATIENCE

SOURCES = ("LICENSE", "README.md", "automation", "config.toml", "pyproject.toml", "scenarios", "setup.py")
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
OFFLINE = ["--no-index", "--no-deps", "--no-cache-dir"]


def ran(*words, **more):
    return subprocess.run(words, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False, **more)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of the sources, built in a copy of them."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copied(ROOT / name, source / name)
    stale = source / "build" / "lib" / "automation"
    stale.mkdir(parents=True)
    (stale / "gone.py").write_text("of an earlier build\n", encoding="utf-8")
    done = ran(*PIP, "wheel", *OFFLINE, "--no-build-isolation", "-w", target, source)
    assert done.returncode == 0, done.stderr
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def igot(wheel, tmp_path_factory):
    """Runs the installed program in an empty folder that takes nothing; its packages are those of the tests."""
    place = tmp_path_factory.mktemp("installed")
    assert ran(sys.executable, "-m", "venv", "--without-pip", place / "venv").returncode == 0
    scripts = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    done = ran(*PIP, "--python", python, "install", *OFFLINE, wheel)
    assert done.returncode == 0, done.stderr
    packages = sysconfig.get_path("purelib", vars={"base": str(place / "venv")})
    Path(packages, "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    empty = place / "empty"
    empty.mkdir()
    empty.chmod(0o500)
    around = {name: value for name, value in os.environ.items() if not name.startswith(("IGOT_", "PYTHON", "XDG_"))}

    def run(*words, home=place / "mine"):
        done = ran(scripts / "igot", *words, cwd=empty, env=around | {"IGOT_HOME": str(home)})
        assert not [*empty.iterdir()]
        return done

    return run


def test_the_wheel_holds_every_file_of_the_program_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    folders = [path for path in (ROOT / "automation").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    every = (path for path in (ROOT / "scenarios").rglob("*") if path.is_file())
    scenarios = [path for path in every if path.suffix not in {".py", ".pyc"}]
    shipped = [
        f"automation/_shipped/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "config.toml", *scenarios)
    ]
    assert held == {*(path.relative_to(ROOT).as_posix() for path in folders), *shipped}


def test_an_installed_program_writes_its_settings_once_and_prints_them(igot, tmp_path):
    first, second = (igot("config", home=tmp_path / "new") for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr
    assert f"Settings: {tmp_path / 'new' / 'config.toml'}" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout


def test_an_installed_program_has_its_scenarios_and_no_tests(igot):
    listed = igot("scenarios")
    assert listed.returncode == 0, listed.stderr
    assert len(listed.stdout.splitlines()) == len([*(ROOT / "scenarios").rglob("helpdesk/*.toml")])
    accepted = igot("flowchart", "accept", "none.json", "--date", "2026-01-31")
    assert (accepted.returncode, accepted.stderr) == (
        2,
        "igot: none.json cannot be read (No such file or directory); name a result.json or a run's folder.\n",
    )
    tests = igot("test")
    assert (tests.returncode, "get its source" in tests.stderr) == (2, True)


def test_an_installed_program_looks_at_its_rehearsal_and_keeps_the_run_with_the_users_files(igot, tmp_path):
    done = igot("smoke", "--generation", "login", "--screenshot", "off", home=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "runs" / "latest" / "report.html").is_file()
    assert (tmp_path / "runs" / "history.db").is_file()
