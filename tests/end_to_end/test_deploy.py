"""The files in deploy/ do what they are for, as their own tools see them where those are here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from automation.config import ROOT
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPLOY = ROOT / "deploy"
pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="these files are for Linux; Windows' own is tested by its schema"
)


@pytest.fixture
def kuma() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """The address of a push monitor, and what it is told."""
    told: list[dict[str, list[str]]] = []

    class Monitor(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append(parse_qs(urlsplit(self.path).query))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Monitor) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api/push/abc", told
        server.shutdown()


def push(folder: Path, address: str, code: int, line: str) -> subprocess.CompletedProcess[str]:
    """Run the script with a stand-in for the program, which says a line and ends with a code."""
    stand_in, script = folder / "igot", folder / "push.sh"
    stand_in.write_text(f"#!/bin/sh\necho \"$*\" >'{folder}/words'\nprintf '%s\\n' '{line}'\nexit {code}\n")
    stand_in.chmod(0o755)
    script.write_text((DEPLOY / "uptime-kuma-push.sh").read_text().replace("/opt/igot/igot", str(stand_in)))
    return subprocess.run(
        ["sh", script, "--place", "x"],
        env={"PATH": os.environ["PATH"], "KUMA_PUSH_URL": address},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.skipif(shutil.which("curl") is None, reason="the script sends with curl")
@pytest.mark.parametrize(("code", "status"), [(0, "up"), (1, "down"), (2, "down")])
def test_uptime_kuma_is_told_what_a_plug_in_says(tmp_path, kuma, code, status):
    address, told = kuma
    done = push(tmp_path, f"{address}?status=up&msg=OK&ping=", code, "IGOT X - a & b: 1 of 2 | seconds=1s;;;0")
    assert (done.returncode, done.stderr) == (0, "")
    assert told == [{"status": [status], "msg": ["IGOT X - a & b: 1 of 2"]}]
    assert (tmp_path / "words").read_text() == "smoke --nagios --alarm on-change --place x\n"


def test_uptime_kuma_is_told_nothing_where_there_is_no_answer(tmp_path, kuma):
    address, told = kuma
    done = push(tmp_path, address, 3, "IGOT UNKNOWN - nothing answers")
    assert (done.returncode, done.stderr) == (3, "IGOT UNKNOWN - nothing answers\n")
    assert told == []


def test_zabbix_reads_a_figure_with_the_command_of_its_line(tmp_path):
    file = tmp_path / "igot.prom"
    file.write_text(
        'igot_run_exit_code{command="smoke",portal="x",stand_in="none"} 1.0\nigot_run_verdict{command="smoke"} 4.0\n'
    )
    line = re.search(
        r"^UserParameter=igot.run\[\*\],(.+)$", (DEPLOY / "zabbix-userparameter.conf").read_text(), re.MULTILINE
    )
    assert line
    command = line[1].replace("$1", "exit_code").replace("/var/lib/igot/igot.prom", str(file))
    assert subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout == "1.0\n"


TOOLS = [
    ("sh", "-n", "uptime-kuma-push.sh"),
    ("shellcheck", "uptime-kuma-push.sh"),
    ("promtool", "check", "rules", "prometheus-alerts.yml"),
    ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", "github-actions.yml"),
    ("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "gitlab-ci.yml"),
    ("kubernetes-validate", "--strict", "kubernetes-cronjob.yaml"),
    ("hadolint", "--ignore", "DL3008", "Containerfile"),
]


@pytest.mark.parametrize("words", TOOLS, ids=lambda words: f"{words[0]} {words[-1]}")
def test_a_file_passes_its_own_tool(words):
    """Where the tool is missing, the file is read by its known parts in the unit tests."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"no {words[0]} on this machine")
    done = subprocess.run(words, cwd=DEPLOY, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# ------------------------------------------------------------------------------------------------------- the container


def test_what_the_image_holds_is_enough_for_a_run(tmp_path):
    """The files that the Containerfile copies look at their rehearsal, without the rest of the checkout."""
    root, state = tmp_path / "opt", tmp_path / "state"
    for line in re.findall(r"^COPY (.+)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE):
        *sources, target = line.split()
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, root / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                (root / target).mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, root / target)
    around = {name: value for name, value in os.environ.items() if not name.startswith("IGOT_")}
    done = subprocess.run(
        [sys.executable, "-m", "automation", "smoke", "--generation", "login", "--output", state / "runs"],
        cwd=root,
        env=around | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "IGOT_REPORT_SCREENSHOT": "off"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    copied = {"LICENSE", "README.md", "automation", "config.toml", "igot", "pyproject.toml", "requirements.txt"}
    assert {each.name for each in root.iterdir()} == copied | {"scenarios"}  # nothing is written beside the program


def builder() -> str:
    """A program here that builds and runs images; blank where there is none that answers."""
    for name in ("podman", "docker"):
        found = shutil.which(name)
        if found and subprocess.run([found, "info"], capture_output=True, check=False).returncode == 0:
            return found
    return ""


def test_the_image_is_built_and_walks_the_flowchart_with_no_rights_on_a_file_system_that_it_cannot_write_to():
    tool = builder()
    if not tool:
        pytest.skip("nothing on this machine builds images")
    subprocess.run([tool, "build", "-f", DEPLOY / "Containerfile", "-t", "igot-test", ROOT], check=True, timeout=1800)
    kept = ["--read-only", "--tmpfs", "/tmp", "--shm-size", "512m"]
    fenced = [
        "--cap-drop",
        "ALL",
        "--security-opt",
        "no-new-privileges",
        "--security-opt",
        f"seccomp={DEPLOY}/seccomp.json",
    ]
    done = subprocess.run(
        [tool, "run", "--rm", "--init", *kept, *fenced, "igot-test", "smoke", "--no-departments"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "without its sandbox" not in done.stdout + done.stderr
