"""The program as a shell sees it: exit codes, what goes to stdout, what to stderr, and what a terminal adds."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from automation import __version__, flowchart
from automation.config import KEYS
from tests.patience import PATIENCE, unhurried
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.rehearsal import Rehearsal

ROOT = Path(__file__).parents[2]
IDS = [step.id for step in flowchart.load().steps]
HEAVY = ("playwright", "uvicorn", "starlette", "jinja2", "rapidfuzz", "cryptography")
LOGIN = ("--generation", "login")
"""The shortest look at which nothing is found."""
BROKEN = ("--no-departments", "--defect", "texts-missing")
"""The shortest walk with a finding: the form does not come up, so nothing behind it can be judged."""
ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def environment(**more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IGOT_") and name != "NO_COLOR"}
    return clean | {"IGOT_WAITS_SECONDS": str(unhurried(3)), "IGOT_REPORT_SCREENSHOT": "off"} | more


def igot(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "automation", *words],
        cwd=ROOT,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def assert_one_sentence(done: subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    """Nothing on stdout, and on stderr one line for the reader."""
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.startswith("igot")
    for part in parts:
        assert part in done.stderr, done.stderr


# ---------------------------------------------------------------------------------------------- what is wrong, and 2


@pytest.mark.parametrize(
    "words",
    [
        ("smoke", "--no-such-flag"),
        ("smoke", "--slowmo", "soon"),
        ("smoke", "--browser", "lynx"),
        ("rehearse", "--port", "high"),
        ("desk", "--port", "99999"),
        ("no-such-command",),
        ("config", "more"),
        (),
    ],
)
def test_a_wrong_word_on_the_command_line_is_a_usage_error(words: tuple[str, ...]) -> None:
    done = igot(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert re.fullmatch(r"igot[\w ]*: .+\.", done.stderr.strip())


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("smoke", "--defect", "name-mising"), ("name-mising", "name-missing")),
        (("smoke", "--variant", "hindu"), ("hindu", "hindi")),
        (("rehearse", "--defect", "name-mising"), ("name-missing",)),
        (("smoke", "--departments", "{folder}/none.csv"), ("none.csv",)),
        (("smoke", "--config", "{folder}/none.toml"), ("none.toml",)),
        (("smoke", "--portal", "portal.example"), ("--portal",)),
        (("smoke", "--portal", "https://me:canary@portal.example/"), ("--portal", "password")),
        (("smoke", "--slowmo", "-1"), ("--slowmo",)),
    ],
)
def test_a_wrong_value_is_one_sentence_that_helps(
    tmp_path: Path, words: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    done = igot(*(word.format(folder=tmp_path) for word in words))
    assert_one_sentence(done, 2, *parts)
    assert "canary" not in done.stderr


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[portal]\nurll = ''\n", ("bad.toml", "portal.url")),
        ("[portal]\notp = '123456'\n", ("bad.toml", "secret")),
        ("[politeness]\nrequests = 'many'\n", ("bad.toml", "politeness.requests")),
        ("[waits\n", ("bad.toml", "line 1")),
    ],
)
def test_a_wrong_config_names_the_file_and_the_key(tmp_path: Path, text: str, parts: tuple[str, ...]) -> None:
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    done = igot("smoke", "--config", str(tmp_path / "bad.toml"))
    assert_one_sentence(done, 2, *parts)
    assert "123456" not in done.stderr


def test_a_wrong_variable_is_named() -> None:
    assert_one_sentence(igot("smoke", IGOT_PORTAL_ULR="x"), 2, "IGOT_PORTAL_ULR", "IGOT_PORTAL_URL")
    assert_one_sentence(igot("smoke", IGOT_OTP="123456"), 2, "IGOT_OTP", "secret")


def test_a_wrong_list_of_departments_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,kind\nDirectorate of Made Up,directorate\n,other\n", encoding="utf-8")
    done = igot("smoke", "--departments", str(tmp_path / "list.csv"))
    assert_one_sentence(done, 2, "list.csv, line 3")


# ------------------------------------------------------------------------------------------------ other people's portal


@contextmanager
def listener() -> Iterator[tuple[int, list[object]]]:
    """A proxy that only counts who comes."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def count() -> None:
            while True:
                try:
                    caller, address = server.accept()
                except OSError:
                    return
                came.append(address)
                caller.close()

        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_live_portal_without_permission_is_refused_before_anything_is_contacted(tmp_path: Path) -> None:
    with listener() as (port, came):
        proxy = f"http://127.0.0.1:{port}"
        words = ("smoke", "--portal", "https://portal.example.gov.in/public/signup", "--output", str(tmp_path / "runs"))
        done = igot(*words, HTTPS_PROXY=proxy, HTTP_PROXY=proxy, ALL_PROXY=proxy)
        assert came == []
    assert_one_sentence(done, 5, "portal.authorisation")
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_permission_is_none(blank: str) -> None:
    done = igot("smoke", "--portal", "https://portal.example.gov.in/", IGOT_PORTAL_AUTHORISATION=blank)
    assert_one_sentence(done, 5, "portal.authorisation")


def test_a_live_portal_with_permission_is_tried_and_an_outage_is_no_finding(tmp_path: Path) -> None:
    permission = "Letter F.1/2026 <of> 1 April"
    with listener() as (port, came):
        done = igot(
            "smoke",
            *("--portal", "https://portal.example.gov.in/public/signup", "--output", str(tmp_path), "--json", "-"),
            IGOT_PORTAL_AUTHORISATION=permission,
            HTTPS_PROXY=f"http://127.0.0.1:{port}",
        )
        assert came
    result = json.loads(done.stdout)
    assert (done.returncode, result["exit_code"], result["verdict"]) == (4, 4, "cannot_judge")
    assert result["portal"]["authorisation"] == permission
    assert result["portal"]["rehearsal"] is False
    verdicts = {check["verdict"] for step in result["steps"] for check in step["checks"]}
    assert verdicts <= {"cannot_judge", "needs_person"}
    assert {each["listing"] for each in result["departments"]["results"]} == {"cannot_judge"}
    [page] = tmp_path.glob("20*/report.html")
    assert "Letter F.1/2026 &lt;of&gt; 1 April" in page.read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------- where things go


@pytest.fixture(scope="module")
def smoke(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """One healthy run without departments, its result on stdout."""
    folder = tmp_path_factory.mktemp("healthy")
    words = ("--no-departments", "--json", "-", "--junit", str(folder / "junit.xml"), "--output", str(folder / "runs"))
    return igot("smoke", *words), folder


def test_stdout_holds_one_json_object_and_nothing_else(smoke: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, folder = smoke
    result = json.loads(done.stdout)
    assert (done.returncode, result["exit_code"], result["verdict"]) == (0, 0, "as_documented")
    assert [step["id"] for step in result["steps"]] == IDS
    assert result["portal"]["rehearsal"] is True
    [saved] = (folder / "runs").glob("20*/result.json")
    assert json.loads(saved.read_text(encoding="utf-8")) == result


def test_into_a_pipe_no_progress_is_told(smoke: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    assert smoke[0].stderr == ""


def test_junit_counts_every_check(smoke: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, folder = smoke
    suites = ET.parse(folder / "junit.xml").getroot()
    checks = [check["id"] for step in json.loads(done.stdout)["steps"] for check in step["checks"]]
    assert [case.get("name") for case in suites.iter("testcase")] == checks
    assert {suite.get("failures") for suite in suites} == {"0"}


def test_the_result_has_the_form_that_igot_schema_tells(smoke: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    schema = igot("schema")
    assert (schema.returncode, schema.stderr) == (0, "")
    described = json.loads(schema.stdout)
    assert_fits(json.loads(smoke[0].stdout), described, described["$defs"])


def assert_fits(value: Any, schema: dict[str, Any], definitions: dict[str, Any], place: str = "result") -> None:
    """A small part of JSON Schema: references, choices, types, required and known keys, enumerations."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        kinds = [each.get("type") for each in schema["anyOf"]]
        assert (value is None and "null" in kinds) or value is not None, place
        schema = next((each for each in schema["anyOf"] if each.get("type") != "null"), schema)
        if value is None:
            return
    kinds_of: dict[str, type | tuple[type, ...]]
    kinds_of = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
    if "type" in schema:
        assert isinstance(value, kinds_of[schema["type"]]), (place, value)
    if "enum" in schema:
        assert value in schema["enum"], (place, value)
    if schema.get("type") == "object":
        assert set(schema.get("required", ())) <= set(value), place
        assert set(value) <= set(schema["properties"]), place
        for key, inner in value.items():
            assert_fits(inner, schema["properties"][key], definitions, f"{place}.{key}")
    if schema.get("type") == "array" and "items" in schema:
        for number, inner in enumerate(value):
            assert_fits(inner, schema["items"], definitions, f"{place}[{number}]")


def at_a_terminal(*words: str, **more: str) -> tuple[int, str, str]:
    """Run with stderr and stdout on a terminal of their own each: the exit code and what each showed."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals; a stand-in of its console is tested")
    ends = [pty.openpty() for _ in range(2)]
    shown: list[bytearray] = [bytearray(), bytearray()]

    def read(end: int, into: bytearray) -> None:
        while True:
            try:
                piece = os.read(end, 65536)
            except OSError:
                return
            if not piece:
                return
            into.extend(piece)

    readers = [
        threading.Thread(target=read, args=(master, into), daemon=True)
        for (master, _), into in zip(ends, shown, strict=True)
    ]
    for reader in readers:
        reader.start()
    process = subprocess.Popen(
        [sys.executable, "-m", "automation", *words],
        cwd=ROOT,
        env=environment(**{"TERM": "xterm", **more}),
        stdin=subprocess.DEVNULL,
        stdout=ends[0][1],
        stderr=ends[1][1],
    )
    for _, slave in ends:
        os.close(slave)
    code = process.wait(timeout=PATIENCE)
    for reader in readers:
        reader.join(10)
    for master, _ in ends:
        os.close(master)
    out, err = (bytes(each).decode().replace("\r\n", "\n") for each in shown)
    return code, out, err


@pytest.mark.parametrize("colour", rows([True, False], [True]))
def test_at_a_terminal_each_step_has_a_line(tmp_path: Path, colour: bool) -> None:
    more = {} if colour else {"NO_COLOR": "1"}
    code, out, err = at_a_terminal("smoke", *BROKEN, "--output", str(tmp_path), **more)
    assert code == 1
    lines = [line.rpartition("\r")[2] for line in err.split("\n")]
    plain = [ESCAPE.sub("", line) for line in lines]
    ended = [line for line in plain if re.match(r"  [✓✗?] \d  .+ \(\d+\.\d s\)$", line)]
    assert {line[2:5] for line in ended} == {"✓ 1", "✗ 2", *(f"? {number}" for number in range(3, 8))}
    assert plain[-1] == ""
    coloured = re.compile(r"\x1b\[\d*m")
    assert bool(coloured.search(err)) is colour
    assert bool(coloured.search(out)) is colour
    assert "Report:" in out
    assert "Report:" not in err


def test_data_goes_to_stdout_and_problems_to_stderr(tmp_path: Path) -> None:
    done = igot("smoke", *LOGIN, "--output", str(tmp_path), "--json", str(tmp_path / "none" / "x.json"))
    assert done.returncode == 2
    assert "Report:" in done.stdout
    [line] = done.stderr.splitlines()
    assert "x.json could not be written" in line


def test_a_loopback_portal_needs_no_permission_and_a_person_and_a_flag_names_a_first_page_elsewhere(
    tmp_path: Path, rehearsal: Rehearsal
) -> None:
    words = ("smoke", "--no-departments", "--json", "-", "--output", str(tmp_path))
    other = rehearsal.url.replace("127.0.0.1", "localhost")
    done = igot(*words, "--base-url", rehearsal.url, "--landing", f"{other}/")
    result = json.loads(done.stdout)
    assert done.returncode == 0
    assert result["verdict"] == "needs_person"
    assert result["portal"] == {"url": rehearsal.url, "rehearsal": False, "generation": "g3"} | {
        "authorisation": None,
        "staging": False,
    }
    first = {check["id"]: check["observed"] for check in result["steps"][0]["checks"]}
    assert "localhost" in first["step-1.address"]
    assert_one_sentence(igot(*words, "--landing", f"{other}/"), 2, "--portal")


# ------------------------------------------------------------------------------------------------------- small talk


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("smoke", "--help"), ("config",), ("schema",)])
def test_a_quick_answer_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    script = f"""
import sys
from automation.cli import main
try:
    code = main({list(words)!r})
except SystemExit as end:
    code = end.code
print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert done.stdout


def test_help_and_version_speak_of_this_program() -> None:
    assert igot("--version").stdout == f"igot {__version__}\n"
    assert "smoke" in igot("--help").stdout
    assert "--portal" in igot("smoke", "--help").stdout


def test_config_prints_every_setting_with_its_origin() -> None:
    done = igot("config", IGOT_PORTAL_LANGUAGE="hi")
    rows = {line.split()[0]: line.split()[-1] for line in done.stdout.splitlines()}
    assert set(rows) == set(KEYS)
    assert rows["portal.language"] == "IGOT_PORTAL_LANGUAGE"
    assert rows["waits.seconds"] == "IGOT_WAITS_SECONDS"
    assert rows["portal.url"] == "config.toml"
    assert done.stderr == ""


def test_the_defects_are_listed_with_what_a_person_sees() -> None:
    done = igot("rehearse", "--list-defects")
    assert (done.returncode, done.stderr) == (0, "")
    assert "register-link-dead" in done.stdout
    assert "hindi" in done.stdout


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="this system has no /dev/stdout")
def test_what_stands_for_stdout_is_written_to(tmp_path: Path) -> None:
    script = "from pathlib import Path; from automation import files; files.write(Path('/dev/stdout'), 'told')"
    piped = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert piped.stdout == "told"
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        subprocess.run([sys.executable, "-c", script], stdout=out, check=True)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "told"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_a_monitor_gets_one_line_its_exit_code_and_the_figures(tmp_path: Path) -> None:
    file = tmp_path / "igot.prom"
    wanted = ("--nagios", "--prometheus", str(file), "--output", str(tmp_path / "runs"))
    done = igot("smoke", *BROKEN, *wanted)
    assert done.returncode == 2, done.stderr
    assert done.stdout.startswith("IGOT CRITICAL - REHEARSAL on our own stand-in, not the portal: broken step-2")
    assert done.stdout.count("\n") == 1
    assert (
        'igot_step_verdict{command="smoke",portal="127.0.0.1",stand_in="rehearsal",step="step-2"} 4.0'
        in file.read_text()
    )
