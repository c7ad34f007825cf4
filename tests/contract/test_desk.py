"""The helpdesk's page: who may come in, what its buttons start, what its pages show."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from automation.bilingual import Bilingual
from automation.commands import history as history_command
from automation.config import KEYS, Loaded, load
from automation.dates import STAMP
from automation.departments import ledger
from automation.desk import server as desk_server
from automation.desk.jobs import TURN, BusyError, Job, Jobs
from automation.desk.pages import LETTERS, Desk
from automation.desk.server import application
from automation.history.database import FILE
from automation.history.items import CHECK
from automation.model import Listing, Verdict
from automation.result import Environment, PortalInfo, RunInfo
from automation.runs import clock
from automation.runs.remembering import remembered
from automation.symptoms.outcome import Reproduction, Shown
from tests.letters import hindi_with_own_letters
from tests.made import LIVE, made
from tests.marks import links, signals
from tests.patience import PATIENCE
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, ViewportSize

    from automation.result import Result

TOKEN = "made-up-token"
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 800}
SAYS = "import sys; print('Report: /x/2026-11-02T08-30-00-smoke-0000/report.html'); print('step 1', file=sys.stderr)"
WAITS = "import sys, time; print('begun', file=sys.stderr, flush=True); time.sleep(600)"


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    file = tmp_path / "config.toml"
    file.write_text(
        "# of this office\n[departments]\n"
        f"raised = '{tmp_path / 'raised.csv'}' # the ledger\n\n# where it goes\n[report]\n"
        f"folder = '{tmp_path / 'runs'}'\nevidence = '{tmp_path / 'evidence'}'\n",
        encoding="utf-8",
    )
    return load(file, {}, {})


class Opened:
    """A desk that is served, and a way to ask it that a browser would not go."""

    def __init__(self, port: int, desk: Desk) -> None:
        self.host, self.desk, self.cookie = f"127.0.0.1:{port}", desk, ""

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Status, body and headers; a form comes from the desk's own page unless a header says otherwise."""
        sent = {"Cookie": self.cookie, "Origin": self.url, "Host": self.host} | {
            key.title(): value for key, value in headers.items()
        }
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        body = None if form is None else urlencode(form)
        with closing(connection):
            connection.request("GET" if form is None else "POST", path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())

    def enter(self) -> None:
        """Open the one address."""
        status, _, headers = self.ask(f"/?token={TOKEN}")
        assert status == 303
        self.cookie = headers["set-cookie"].partition(";")[0]


@contextmanager
def served(loaded: Loaded, program: str) -> Iterator[Opened]:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    desk = Desk(loaded, Jobs((sys.executable, "-c", program)))
    app = application(desk, f"127.0.0.1:{port}", TOKEN)
    server = uvicorn.Server(uvicorn.Config(app, http="h11", ws="none", log_config=None))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])), daemon=True)
    thread.start()
    try:
        yield Opened(port, desk)
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture
def desk(loaded: Loaded) -> Iterator[Opened]:
    with served(loaded, SAYS) as opened:
        opened.enter()
        yield opened


def keep(loaded: Loaded, result: Result) -> None:
    folder = loaded.path("report.folder") / result.run.id
    folder.mkdir(parents=True)
    (folder / "result.json").write_text(remembered(result, loaded).model_dump_json(), encoding="utf-8")
    (folder / "report.html").write_text("<p>the report</p>", encoding="utf-8")


@links
def test_a_link_in_the_folders_leads_nobody_out_of_them(desk: Opened, loaded: Loaded, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    other = tmp_path / "elsewhere" / "x.zip"
    other.write_text("not of the desk", encoding="utf-8")
    keep(loaded, made("2026-11-02"))
    report = loaded.path("report.folder") / "2026-11-02T08-30-00-smoke-0000" / "report.html"
    report.unlink()
    report.symlink_to(other)
    ticket = loaded.path("report.evidence") / "HD-1"
    ticket.mkdir(parents=True)
    (ticket / "x.zip").symlink_to(other)
    (ticket / "gone.zip").symlink_to(tmp_path / "nowhere")
    (ticket.parent / "HD-2").symlink_to(other.parent, target_is_directory=True)
    paths = (f"/runs/{report.parent.name}/report.html", "/bundles/HD-1/x.zip", "/bundles/HD-2/x.zip")
    assert [desk.ask(path)[0] for path in paths] == [404, 404, 404]
    assert "x.zip" not in desk.ask("/bundles")[1]


def test_a_file_that_is_no_bundle_is_said_to_be_none(desk: Opened, loaded: Loaded) -> None:
    ticket = loaded.path("report.evidence") / "HD-1"
    ticket.mkdir(parents=True)
    (ticket / "x.zip").write_bytes(b"cut off")
    status, page, _ = desk.ask("/bundles")
    assert (status, "It is no bundle, or a damaged one." in page) == (200, True)


def test_a_history_that_is_damaged_costs_the_days_and_not_the_page(desk: Opened, loaded: Loaded) -> None:
    for day in range(1, 9):
        keep(loaded, made(f"2026-11-0{day}", departments={f"Office {each}": Listing.MISSING for each in range(60)}))
    file = loaded.path("report.folder") / FILE
    whole = file.read_bytes()
    for place in range(4096, len(whole), 4096):
        file.write_bytes(whole[:place] + b"\xff" * 4096 + whole[place + 4096 :])
        assert desk.ask("/departments")[0] == 200


def damaged(whole: str, **fields: Any) -> bytes:
    """A result with other fields at its top; those with a dot stand in one of its tables."""
    result = json.loads(whole)
    for key, value in fields.items():
        table, _, name = key.rpartition("__")
        (result[table] if table else result)[name] = value
    return json.dumps(result).encode()


DAMAGES: dict[str, Callable[[str], bytes]] = {
    "a day that is none": lambda whole: damaged(whole, run__started="yesterday"),
    "a moment without its zone": lambda whole: damaged(whole, run__started="2026-11-02T08:30:00"),
    "no moment": lambda whole: damaged(whole, run__started=""),
    "a comparison with no moment": lambda whole: damaged(whole, changed__since="before"),
    "a verdict that is none": lambda whole: damaged(whole, verdict="fine"),
    "a step without a name": lambda whole: whole.replace('"step-1"', '""').encode(),
    "a list in place of all": lambda _: b"[]",
    "nothing": lambda _: b"",
    "half of it": lambda whole: whole[: len(whole) // 2].encode(),
    "another encoding": lambda whole: whole.encode("utf-16"),
    "no text": lambda _: b"\xff\xfe\x00" * 9,
    "nested beyond reading": lambda _: b"[" * 100_000,
}


@pytest.mark.parametrize("how", [*DAMAGES, "no file", "a folder in its place"])
def test_a_result_that_somebody_has_damaged_is_passed_over_and_said(desk: Opened, loaded: Loaded, how: str) -> None:
    keep(loaded, made("2026-11-01"))
    keep(loaded, made("2026-11-02", departments={"Office A": Listing.MISSING}))
    file = loaded.path("report.folder") / "2026-11-02T08-30-00-smoke-0000" / "result.json"
    whole = file.read_text(encoding="utf-8")
    if how in DAMAGES:
        file.write_bytes(DAMAGES[how](whole))
    else:
        file.unlink()
    if how == "a folder in its place":
        file.mkdir()
    home = desk.ask("/")[1]
    for path in ("/", "/departments", "/history", "/settings", "/bundles"):
        assert desk.ask(path)[0] == 200, path
    if how == "a step without a name":
        assert "02.11.2026" in home
    else:
        assert "01.11.2026" in home
        assert ("cannot be read" in home) is (how != "no file")  # without one a run may still be going on


def test_a_file_in_the_place_of_a_folder_and_a_folder_in_that_of_a_file_are_sentences(
    desk: Opened, loaded: Loaded
) -> None:
    keep(loaded, made("2026-11-02", departments={"Office A": Listing.MISSING}))
    loaded.path("departments.raised").mkdir()
    loaded.path("report.evidence").write_text("no folder", encoding="utf-8")
    history = loaded.path("report.folder") / FILE
    history.unlink()
    history.mkdir()
    for path in ("/", "/bundles", "/departments", "/departments/1", "/history", "/symptom/sms-otp-missing"):
        status, page, _ = desk.ask(path)
        assert status in {200, 400, 404}, (path, page)
    assert "raised.csv: " in desk.ask("/departments")[1]
    assert desk.ask("/departments/sent", {"department": "Office A", "by": "IT cell"})[0] == 400
    assert desk.ask("/bundles/old", {"days": "1"})[0] == 200
    runs = loaded.path("report.folder")
    shutil.rmtree(runs)
    runs.write_text("no folder", encoding="utf-8")
    for path in ("/", "/departments", "/history"):
        assert desk.ask(path)[0] in {200, 400, 404}, path
    assert desk.ask("/start", {"kind": "doctor"})[0] == 303


def test_what_nobody_has_thought_of_is_a_sentence_and_no_traceback(
    desk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Desk) -> None:
        raise ValueError("quotes a file")

    monkeypatch.setattr(Desk, "latest", fails)
    status, page, headers = desk.ask("/")
    assert (status, "This page could not be made (ValueError)." in page, "quotes" in page) == (500, True, False)
    assert "content-security-policy" in {key.lower() for key in headers}


# ------------------------------------------------------------------------------------------------------- the door


def test_the_address_can_be_opened_as_soon_as_it_is_said(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def say(text: str) -> None:
        port = int(re.findall(r"127\.0\.0\.1:(\d+)", text)[0])
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        said.append(text)

    monkeypatch.setattr(desk_server, "say", say)
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_, **__: None)
    desk_server.serve(loaded, 0, show=False)
    assert len(said) == 1


def test_only_who_opened_the_one_address_comes_in(loaded: Loaded) -> None:
    with served(loaded, SAYS) as opened:
        assert opened.ask("/")[0] == 403
        assert opened.ask("/?token=guessed")[0] == 403
        opened.enter()
        assert opened.ask("/")[0] == 200
        mine, opened.cookie = opened.cookie, ""
        assert opened.ask(f"/?token={TOKEN}")[0] == 403  # it opens one window
        assert opened.ask("/", cookie=f"{mine.partition('=')[0]}=guessed")[0] == 403
        assert opened.ask("/static/desk.css")[0] == 403
        opened.cookie = mine
        assert opened.ask("/static/desk.css")[0] == 200


def test_a_second_desk_leaves_the_first_one_its_window(loaded: Loaded) -> None:
    with served(loaded, SAYS) as first, served(loaded, SAYS) as second:
        first.enter()
        second.enter()
        assert first.cookie.partition("=")[0] != second.cookie.partition("=")[0]


@pytest.mark.parametrize("host", ["localhost", "desk.example", "127.0.0.1:1", ""])
def test_no_other_name_of_this_machine_is_answered(desk: Opened, host: str) -> None:
    assert desk.ask("/", host=host)[0] in {400, 421}


@pytest.mark.parametrize("origin", ["null", "http://portal.example", "http://127.0.0.1:1", ""])
def test_no_other_page_can_press_a_button(desk: Opened, origin: str) -> None:
    for path in (
        "/start",
        "/departments/sent",
        "/job/1/stop",
        "/problem",
        "/settings",
        "/bundles/old",
        "/departments/1",
    ):
        assert desk.ask(path, {"kind": "smoke"}, origin=origin)[0] == 403
    assert desk.desk.jobs.every == []


def test_every_answer_says_what_a_page_may_do(desk: Opened) -> None:
    headers = {key.lower(): value for key, value in desk.ask("/")[2].items()}
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_a_report_can_do_nothing_on_the_desk(desk: Opened, loaded: Loaded) -> None:
    keep(loaded, made("2026-11-02"))
    status, body, headers = desk.ask("/runs/2026-11-02T08-30-00-smoke-0000/report.html")
    assert (status, body) == (200, "<p>the report</p>")
    policy = {key.lower(): value for key, value in headers.items()}["content-security-policy"]
    assert "sandbox" in policy
    assert "allow-same-origin" not in policy


@pytest.mark.parametrize(
    "path",
    [
        *("/runs/../result.json/report.html", "/runs/latest/report.html", "/runs/2026/report.html", "/bundles/x/y.zip"),
        *("/bundles/../raised.csv", "/static/../pages.py", "/job/7", "/symptom/nothing", "/nowhere"),
    ],
)
def test_what_is_not_there_is_not_found(desk: Opened, path: str) -> None:
    assert desk.ask(path)[0] == 404


# ------------------------------------------------------------------------------------------------------- the runs


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"kind": "gate"},
        {"kind": "smoke --portal http://x"},
        {"kind": "reproduce", "symptom": "--help"},
        {"kind": "reproduce", "symptom": "sms-otp-missing", "ticket": "../x"},
        {"kind": "reproduce", "symptom": "sms-otp-missing", "ticket": "--sign-with x"},
        {"kind": "x" * 30_000},
    ],
)
def test_a_run_that_no_button_starts_is_refused(desk: Opened, form: dict[str, str]) -> None:
    status, body, _ = desk.ask("/start", form)
    assert status == 400
    assert "That did not work" in body
    assert desk.desk.jobs.every == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "smoke"}, ("smoke", "--no-departments")),
        ({"kind": "departments"}, ("departments",)),
        ({"kind": "guide-next"}, ("guide", "--next")),
        (
            {"kind": "reproduce", "symptom": "sms-otp-missing", "ticket": "HD-1", "attended": "yes"},
            ("reproduce", "sms-otp-missing", "--ticket", "HD-1", "--attended"),
        ),
    ],
)
def test_a_button_starts_its_command(desk: Opened, form: dict[str, str], words: tuple[str, ...]) -> None:
    status, _, headers = desk.ask("/start", form)
    assert (status, {key.lower(): value for key, value in headers.items()}["location"]) == (303, "/job/1")
    assert desk.desk.jobs.every[0].words == words
    told = desk.ask("/job/1/events")[1]  # until it has ended
    assert 'data: "step 1"' in told
    assert "event: end" in told
    body = desk.ask("/job/1")[1]
    assert "It has ended well." in body
    assert 'href="/runs/2026-11-02T08-30-00-smoke-0000/report.html"' in body


def test_a_run_of_the_desk_has_the_settings_that_the_desk_was_started_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a flag's folder is below the one that it is given in
    file = tmp_path / "other.toml"
    file.write_text("[browser]\nslow_mo_ms = 7\n", encoding="utf-8")
    flags = {"portal.url": "https://portal.example", "report.folder": "kept", "portal.staging": True}
    loaded = load(file, {"IGOT_RUN_PLACE": "here"}, flags)
    program = "import os; print(sorted(f'{k}={v}' for k, v in os.environ.items() if k.startswith('IGOT_')))"
    with served(loaded, program) as opened:
        opened.enter()
        opened.ask("/start", {"kind": "doctor"})
        opened.ask("/job/1/events")
        said = " ".join(opened.desk.jobs.every[0].said)
    for word in ("IGOT_PORTAL_URL=https://portal.example", "IGOT_REPORT_FOLDER=kept", "IGOT_PORTAL_STAGING=True"):
        assert word in said
    again = load(None, loaded.handed_on() | {"IGOT_RUN_PLACE": "here"}, {})
    assert again.settings == loaded.settings
    assert again.path("report.folder") == loaded.path("report.folder")


def test_one_run_goes_at_a_time_and_can_be_stopped(loaded: Loaded) -> None:
    with served(loaded, WAITS) as opened:
        opened.enter()
        assert opened.ask("/start", {"kind": "smoke"})[0] == 303
        status, _, headers = opened.ask("/start", {"kind": "smoke"})  # pressed twice
        assert (status, headers["location"], len(opened.desk.jobs.every)) == (303, "/job/1", 1)
        status, body, _ = opened.ask("/start", {"kind": "departments"})
        assert status == 409
        assert re.search(r"“Checking the portal” is still running, since \d\d:\d\d", body)
        assert re.search(r"“Checking the portal” is running since \d\d:\d\d", opened.ask("/")[1])
        job = opened.desk.jobs.every[0]
        for _ in range(200):
            if job.lines:
                break
            threading.Event().wait(0.05)
        opened.ask("/job/1/stop", {})
        opened.ask("/job/1/events")
        assert job.code not in {None, 0}
        assert opened.ask("/start", {"kind": "smoke"})[0] == 303


def test_two_desks_on_one_folder_take_turns_and_say_who_is_running_what(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "anita")
    with served(loaded, WAITS) as first, served(loaded, SAYS) as second:
        first.enter()
        second.enter()
        first.ask("/start", {"kind": "smoke"})
        status, body, _ = second.ask("/start", {"kind": "departments"})
        said = r"“Checking the portal” is still running, since \d\d:\d\d; anita has started it at another desk\."
        assert (status, bool(re.search(said, body))) == (409, True)
        assert re.search(said, second.ask("/")[1])
        assert "another desk" not in first.ask("/")[1]
        first.desk.jobs.every[0].stop(at_once=True)
        first.ask("/job/1/events")
        assert second.ask("/start", {"kind": "departments"})[0] == 303
        second.ask("/job/1/events")
        assert "another desk" not in first.ask("/")[1]


def test_a_desk_that_died_while_its_run_went_on_holds_up_nobody(desk: Opened, loaded: Loaded) -> None:
    loaded.path("report.folder").mkdir()
    dies = (
        "import os, pathlib, sys; from automation.desk.jobs import Turn; from automation.runs import clock;"
        "Turn(pathlib.Path(sys.argv[1])).take('x', clock.now()); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", dies, str(loaded.path("report.folder"))], check=False, timeout=PATIENCE)
    left = loaded.path("report.folder") / TURN
    assert "“x” is still running" in left.read_text(encoding="utf-8")
    assert "still running" not in desk.ask("/")[1]
    assert desk.ask("/start", {"kind": "smoke"})[0] == 303


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("raise SystemExit(4)", "could not be judged"),
        ("import os; os.abort()", "The program failed"),
        ("print('x' * 3_000_000)", "It has ended well"),
    ],
)
def test_a_run_that_fails_or_dies_leaves_the_desk_as_it_was(loaded: Loaded, program: str, says: str) -> None:
    with served(loaded, program) as opened:
        opened.enter()
        opened.ask("/start", {"kind": "smoke"})
        opened.ask("/job/1/events")
        assert says in opened.ask("/job/1")[1]
        assert opened.ask("/")[0] == 200


def test_a_program_that_is_not_there_is_a_sentence() -> None:
    async def tried() -> Job:
        jobs = Jobs(("/no/such/program",))
        job = jobs.start(Bilingual("x", "x"), [])
        with pytest.raises(BusyError):
            jobs.start(Bilingual("y", "y"), ["y"])
        async for _ in job.follow():
            pass
        return job

    with ThreadPoolExecutor(1) as aside:  # the loop of the browser runs in this thread
        job = aside.submit(lambda: asyncio.run(tried())).result(timeout=PATIENCE)
    assert job.code == 3
    assert "could not be started" in job.lines[0]


def test_a_bundle_is_verified_by_the_command_and_no_other_file_is(desk: Opened, loaded: Loaded) -> None:
    path = repeated(loaded, 1, Shown.REPRODUCED)
    form = {"kind": "verify", "folder": "HD-1", "name": path.name, "sha256": "A" * 64}
    assert desk.ask("/start", form)[0] == 303
    assert desk.desk.jobs.every[0].words == ("verify-bundle", str(path), "--sha256", "a" * 64)
    desk.ask("/job/1/events")
    for wrong in ({"name": "../x.zip"}, {"folder": ".."}, {"sha256": "--help"}, {"sha256": "a" * 63}):
        assert desk.ask("/start", form | wrong)[0] == 400
    assert len(desk.desk.jobs.every) == 1


def test_a_repetition_ends_with_its_verdict_its_bundle_and_what_to_answer(loaded: Loaded) -> None:
    path = repeated(loaded, 1, Shown.REPRODUCED)
    outside = loaded.file.with_suffix(".zip")
    with served(loaded, f"print('Bundle: {path}'); print('Bundle: {outside}')") as opened:
        opened.enter()
        opened.ask("/start", {"kind": "reproduce", "symptom": "sms-otp-missing"})
        opened.ask("/job/1/events")
        page = opened.ask("/job/1")[1]
        for words in ("Reproduced, 3 of 3.", "Please wait a minute.", "कृपया प्रतीक्षा करें।"):
            assert words in page
        assert page.count(f'href="/bundles/HD-1/{path.name}"') == 1
        status, report, headers = opened.ask(f"/bundles/HD-1/{path.name}/report")
        assert (status, report) == (200, "<p>the verdict</p>")
        assert "sandbox" in {key.lower(): value for key, value in headers.items()}["content-security-policy"]
        path.write_bytes(b"cut off")
        assert "What to answer" not in opened.ask("/job/1")[1]
        assert opened.ask(f"/bundles/HD-1/{path.name}/report")[0] == 400


def test_what_is_old_is_shown_before_it_is_removed_and_the_command_removes_it(desk: Opened, loaded: Loaded) -> None:
    old, new = repeated(loaded, 1, Shown.REPRODUCED, days=100), repeated(loaded, 2, Shown.REPRODUCED)
    for day in ("2026-01-01", "2026-01-02"):  # the newest stays
        keep(loaded, made(day))
    status, page, _ = desk.ask("/bundles/old", {"days": "90"})
    assert (status, old.name in page, new.name in page) == (200, True, False)
    assert "Older than 90 days: bundles 1, runs 1." in page
    assert "2026-01-01T08-30-00-smoke-0000" in page
    assert old.exists()
    assert desk.desk.jobs.every == []
    for wrong in ("", "-1", "90d", "99999", "x"):
        assert desk.ask("/bundles/old", {"days": wrong})[0] == 400
        assert desk.ask("/start", {"kind": "purge", "older": wrong})[0] == (303 if wrong == "90d" else 400)
    assert [job.words for job in desk.desk.jobs.every] == [("purge", "--older-than", "90d")]


def test_a_near_name_says_why_and_another_name_is_compared(desk: Opened, loaded: Loaded) -> None:
    named = made("2026-11-02", departments={"Delhi Jal Board": Listing.LISTED, "Home Department": Listing.NEAR_NAME})
    keep(loaded, named)
    assert 'href="/departments/2"' in desk.ask("/departments")[1]
    assert 'href="/departments/1"' not in desk.ask("/departments")[1]
    page = desk.ask("/departments/2")[1]
    assert "Home Department" in page
    assert "looked" in page
    assert "The same office" in desk.ask("/departments/2", {"other": "Home Deptt."})[1]
    assert "Another office" in desk.ask("/departments/2", {"other": "Directorate of Education"})[1]
    assert [desk.ask(f"/departments/{number}")[0] for number in (0, 3)] == [404, 404]


# --------------------------------------------------------------------------------------------------- the settings


def stamped(desk: Opened) -> str:
    found = re.search('name="stamp" value="([0-9a-f]*)"', desk.ask("/settings")[1])
    assert found is not None
    return found[1]


def test_a_setting_is_changed_and_the_file_keeps_all_else(desk: Opened, loaded: Loaded) -> None:
    before = loaded.file.read_text(encoding="utf-8")
    for form in ({"departments.overdue_days": "14"}, {"departments.state": "Goa"}, {"portal.staging": "true"}):
        assert desk.ask("/settings", {"stamp": stamped(desk), **form})[0] == 303
    after = loaded.file.read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert after.splitlines()[3:5] == ["overdue_days = 14", 'state = "Goa"']
    assert "[portal]\nstaging = true\n" in after
    assert load(loaded.file, {}, {}).settings == desk.desk.loaded.settings
    assert desk.desk.loaded.settings.departments.state == "Goa"
    assert (loaded.file.parent / "runs").exists() is False  # nothing but the file was written
    assert [each.name for each in loaded.file.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_file_of_another_editor_stays_one(desk: Opened, loaded: Loaded, ends: str, bom: bytes) -> None:
    text = loaded.file.read_text(encoding="utf-8")
    loaded.file.write_bytes(bom + text.replace("\n", ends).encode())
    assert desk.ask("/settings", {"stamp": stamped(desk), "run.place": "Vikas Bhawan"})[0] == 303
    after = loaded.file.read_bytes()
    assert after.startswith(bom + b"# of this office")
    assert after.count(b"\n") == after.count(ends.encode()) > text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[run]\n",
        "run = {place = 'a'}\n",
        "run.place = 'a'\n",
        "run.place = 'a'\nwaits.seconds = 2.0\nrun.seconds = 9.0\n",
        "[run]\nplace = 'a' # from here\n\n# of the waits\n[waits]\nseconds = 2.0\n",
    ],
)
def test_however_a_file_is_written_a_setting_is_changed_in_it(desk: Opened, loaded: Loaded, text: str) -> None:
    loaded.file.write_text(text, encoding="utf-8")
    form = {"stamp": stamped(desk), "run.place": "Vikas Bhawan", "run.seconds": "60", "notify.when": "always"}
    assert desk.ask("/settings", form)[0] == 303
    settings = load(loaded.file, {}, {}).settings
    assert (settings.run.place, settings.run.seconds, settings.notify.when) == ("Vikas Bhawan", 60.0, "always")
    assert settings.waits.seconds == (2.0 if "waits" in text else 15.0)
    after = loaded.file.read_text(encoding="utf-8")
    assert all(each in after for each in ("# from here\n", "# of the waits\n[waits]") if each in text)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("portal.url", "portal.example", "It should be empty or an address such as"),
        ("portal.url", "https://a:b@portal.example", "It must not hold a user name or a password"),
        ("departments.overdue_days", "soon", "It should be a number."),
        ("departments.overdue_days", "0", "It should be greater than or equal to 1."),
        ("waits.seconds", "0", "It should be greater than 0."),
        ("browser.name", "lynx", "It should be"),
        ("departments.raised", "", "It should not be empty."),
        ("notify.to", "me", "It should hold addresses"),
        ("maintenance.windows", "sometimes", "It should hold times with a reason"),
    ],
)
def test_a_wrong_value_is_a_sentence_at_its_field_and_nothing_is_saved(
    desk: Opened, loaded: Loaded, key: str, value: str, says: str
) -> None:
    before = loaded.file.read_bytes()
    form = {"stamp": stamped(desk), "departments.state": "Goa", key: value}
    status, page, _ = desk.ask("/settings", form)
    assert status == 400
    [told] = re.findall(rf'<p class="wrong" id="{re.escape(key)}-wrong">([^<]*)</p>', page)
    assert told.startswith(says)
    assert 'value="Goa"' in page  # what was typed is not lost
    assert loaded.file.read_bytes() == before


def test_what_the_environment_or_a_flag_says_is_shown_and_cannot_be_changed(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IGOT_RUN_PLACE", "here")
    given = load(loaded.file, {"IGOT_RUN_PLACE": "here"}, {"portal.url": LIVE})
    with served(given, SAYS) as opened:
        opened.enter()
        page = opened.ask("/settings")[1]
        for key, where in (("run.place", "IGOT_RUN_PLACE"), ("portal.url", "--portal")):
            assert re.search(rf'name="{key}"[^>]* disabled', page)
            assert f"Set by {where}" in page
            before = loaded.file.read_bytes()
            assert opened.ask("/settings", {"stamp": stamped(opened), key: ""})[0] == 303
            assert loaded.file.read_bytes() == before


def test_what_may_hold_a_key_is_never_shown_and_is_kept_or_taken_out(desk: Opened, loaded: Loaded) -> None:
    form = {"notify.to": "tgram://made-up-key/1", "departments.state": "Goa"}
    assert desk.ask("/settings", {"stamp": stamped(desk), **form})[0] == 303
    page = desk.ask("/settings")[1]
    assert "made-up-key" not in page
    assert "set; not shown" in page
    wrong = {"stamp": stamped(desk), "notify.to": "another-made-up-key"}
    assert "another-made-up-key" not in desk.ask("/settings", wrong)[1]
    assert desk.ask("/settings", {"stamp": stamped(desk), "notify.to": "", "departments.state": "Delhi"})[0] == 303
    assert desk.desk.loaded.settings.notify.to == "tgram://made-up-key/1"
    assert desk.ask("/settings", {"stamp": stamped(desk), "forget notify.to": "on"})[0] == 303
    assert desk.desk.loaded.settings.notify.to == ""


def test_who_saves_second_is_told_that_the_file_has_changed(desk: Opened, loaded: Loaded) -> None:
    mine, yours = stamped(desk), stamped(desk)
    assert desk.ask("/settings", {"stamp": mine, "departments.state": "Goa"})[0] == 303
    assert desk.ask("/settings", {"stamp": mine, "departments.state": "Goa"})[0] == 303  # pressed twice
    status, page, _ = desk.ask("/settings", {"stamp": yours, "departments.state": "Assam"})
    assert (status, "has changed meanwhile" in page) == (409, True)
    assert 'state = "Goa"' in loaded.file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "says"), [(b"[portal", "line 1: is not TOML"), (b"\xff", "is not UTF-8"), (b"[a]\nb = 1\n", "a.b is not")]
)
def test_a_file_that_somebody_has_damaged_is_a_sentence(desk: Opened, loaded: Loaded, text: bytes, says: str) -> None:
    old = stamped(desk)
    loaded.file.write_bytes(text)
    assert says in desk.ask("/settings")[1]
    assert desk.ask("/settings", {"stamp": old, "departments.state": "Goa"})[0] == 409
    assert loaded.file.read_bytes() == text


def test_a_file_that_cannot_be_written_is_a_sentence_and_stays_whole(
    desk: Opened, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = loaded.file.read_bytes()
    monkeypatch.setattr("automation.files.os.fsync", full)
    status, page, _ = desk.ask("/settings", {"stamp": stamped(desk), "departments.state": "Goa"})
    assert (status, "could not be written (No space left on device)" in page) == (409, True)
    assert loaded.file.read_bytes() == before


def test_there_is_no_setting_for_a_secret_on_the_page(desk: Opened, loaded: Loaded) -> None:
    page = desk.ask("/settings")[1]
    shown = set(re.findall('<(?:input|select) id="([^"]+)"', page))
    assert shown == set(KEYS)
    before = loaded.file.read_bytes()
    assert desk.ask("/settings", {"stamp": stamped(desk), "portal.password": "x", "otp": "1"})[0] == 303
    assert loaded.file.read_bytes() == before


# ------------------------------------------------------------------------------------------------------- the pages


def test_home_shows_the_last_walk_and_what_to_do(desk: Opened, loaded: Loaded) -> None:
    assert "was not looked at yet" in desk.ask("/")[1]
    keep(loaded, made("2026-11-01"))
    keep(loaded, made("2026-11-02", {"step-4": Verdict.BROKEN}))
    body = desk.ask("/")[1]
    for words in ("Broken", "Tell the portal's support", f"New: step-4.{CHECK}", "The step-4", "02.11.2026"):
        assert words.replace("'", "&#39;") in body


def test_home_shows_the_portal_of_the_settings_and_not_a_later_rehearsal(loaded: Loaded) -> None:
    portal = loaded.settings.portal.model_copy(update={"url": LIVE})
    live = replace(loaded, settings=loaded.settings.model_copy(update={"portal": portal}))
    rehearsed, staged = made("2026-11-03", rehearsal=True), made("2026-11-04")
    keep(live, rehearsed)
    desk = Desk(live)
    found = desk.latest()
    assert found is not None
    assert found.run.id == rehearsed.run.id
    keep(live, made("2026-11-02", {"step-4": Verdict.BROKEN}))
    keep(live, staged.model_copy(update={"portal": staged.portal.model_copy(update={"url": "https://other.example"})}))
    found = desk.latest()
    assert found is not None
    assert found.run.started[:10] == "2026-11-02"


def test_a_desk_for_another_document_shows_that_documents_runs(loaded: Loaded) -> None:
    theirs = made("2026-11-02", {"step-4": Verdict.BROKEN}, rehearsal=True)
    theirs = theirs.model_copy(update={"run": theirs.run.model_copy(update={"document": "haryana-2025"})})
    for each in (theirs, made("2026-11-03", rehearsal=True)):
        keep(loaded, each)
    document = loaded.settings.document.model_copy(update={"name": "haryana-2025"})
    desk = Desk(replace(loaded, settings=loaded.settings.model_copy(update={"document": document})))
    found = desk.latest()
    assert found is not None
    assert found.run.started[:10] == "2026-11-02"
    page = history_command.page(desk.loaded)
    assert "02.11.2026" in page
    assert "03.11.2026" not in page


def test_a_department_that_is_missing_can_be_marked_as_asked_for(desk: Opened, loaded: Loaded) -> None:
    keep(loaded, made("2026-11-01", departments={"Office A": Listing.MISSING, "Office B": Listing.LISTED}))
    keep(loaded, made("2026-11-02", departments={"Office A": Listing.MISSING, "Office B": Listing.LISTED}))
    assert "01.11.2026" in desk.ask("/departments")[1]  # since when
    form = {"department": "Office A", "by": "IT cell", "reference": "=1+1"}
    assert desk.ask("/departments/sent", form)[0] == 303
    (raised,) = ledger.load(loaded.path("departments.raised"))
    assert (raised.department, raised.by) == ("Office A", "IT cell")
    assert "sent " in desk.ask("/departments")[1]


def test_the_letter_of_the_last_audit_can_be_taken_along(desk: Opened, loaded: Loaded) -> None:
    keep(loaded, made("2026-11-02", departments={"Office A": Listing.MISSING}))
    assert "DOCX" not in desk.ask("/departments")[1]
    folder = loaded.path("report.folder") / "2026-11-02T08-30-00-smoke-0000"
    for file in LETTERS:
        (folder / file).write_text("the letter", encoding="utf-8")
    (folder / "requests.csv").write_text("not of the desk", encoding="utf-8")
    page = desk.ask("/departments")[1]
    for file in LETTERS:
        assert f"/runs/{folder.name}/{file}" in page
        status, body, headers = desk.ask(f"/runs/{folder.name}/{file}")
        assert (status, body) == (200, "the letter")
        assert ("content-disposition" in {key.lower() for key in headers}) is not file.endswith("html")
    assert desk.ask(f"/runs/{folder.name}/requests.csv")[0] == 404


@pytest.mark.parametrize(
    "form",
    [
        {"department": "Office Z", "by": "IT cell"},
        {"department": "Office A", "by": " "},
        {"department": "Office A", "by": "98000 00042"},
        {"department": "Office A", "by": "IT cell", "reference": "mail of a.b@example.gov.in"},
        {},
    ],
)
def test_what_is_not_of_the_list_is_not_noted(desk: Opened, loaded: Loaded, form: dict[str, str]) -> None:
    keep(loaded, made("2026-11-01", departments={"Office A": Listing.MISSING}))
    assert desk.ask("/departments/sent", form)[0] == 400
    assert not loaded.path("departments.raised").exists()


def test_from_a_rehearsal_nothing_is_asked_for(desk: Opened, loaded: Loaded) -> None:
    keep(loaded, made("2026-11-01", departments={"Office A": Listing.MISSING}, rehearsal=True))
    assert "mark as sent" not in desk.ask("/departments")[1]
    assert desk.ask("/departments/sent", {"department": "Office A", "by": "IT cell"})[0] == 400


def repeated(loaded: Loaded, number: int, verdict: Shown, *, rehearsal: bool = True, days: int = 0) -> Path:
    """The bundle of a repetition of one symptom, some days ago."""
    began = clock.now() - timedelta(days=days)
    result = Reproduction(
        run=RunInfo(id="x", started=began.isoformat(), seconds=1),
        portal=PortalInfo(url=LIVE, rehearsal=rehearsal),
        scenario="x",
        symptom="sms-otp-missing",
        title="x",
        verdict=verdict,
        exit_code=1,
        attempted=3,
        judged=3,
        reproduced=3,
        headline="Reproduced, 3 of 3.",
        official="Please wait a minute.",
        official_hi="कृपया प्रतीक्षा करें।",
        environment=Environment(igot="0.1.0", python="3.11", browser="chromium 1", os="Linux"),
    )
    path = loaded.path("report.evidence") / "HD-1" / f"{began:{STAMP}}-{number:04x}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("result.json", result.model_dump_json())
        archive.writestr("report.html", "<p>the verdict</p>")
    return path


def test_how_often_others_have_seen_it_today_is_told_and_where_that_is_not_known_this(
    desk: Opened, loaded: Loaded
) -> None:
    page = "/symptom/sms-otp-missing"
    assert "It was not repeated on this machine today" in desk.ask(page)[1]
    for number, verdict in enumerate([Shown.REPRODUCED, Shown.INTERMITTENT, Shown.CANNOT_JUDGE]):
        repeated(loaded, number, verdict)
    repeated(loaded, 8, Shown.REPRODUCED, rehearsal=False)
    repeated(loaded, 9, Shown.REPRODUCED, days=2)
    told = desk.ask(page)[1]
    assert "Seen by others today: 2 times" in told
    assert "Repeated 3 times on this machine" in told
    assert ": cannot judge." in told
    assert "It was not repeated" in desk.ask("/symptom/email-otp-missing")[1]
    repeated(loaded, 10, Shown.REPRODUCED).write_bytes(b"cut off")
    assert "1 bundle of today cannot be read, so there may be more" in desk.ask(page)[1]
    evidence = loaded.path("report.evidence")
    shutil.rmtree(evidence)
    evidence.write_text("no folder", encoding="utf-8")
    assert "Whether others have seen it today is not known: evidence cannot be read" in desk.ask(page)[1]


PAGES = (
    *("/", "/problem", "/symptom/sms-otp-missing", "/symptom/private-mail-registered", "/register", "/departments"),
    *("/departments/1", "/bundles", "/settings", "/machine", "/history", "/job/9", "/job/1"),
)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


def broken_rules(page: Page) -> list[tuple[str, str]]:
    """What axe-core has against a page: the rule, and the first place."""
    answer = Axe().run(page, options=RULES).response
    assert len(answer["passes"]) > 15
    return [(each["id"], each["nodes"][0]["html"]) for each in answer["violations"]]


ENGLISH_ALONE = ", ".join(
    f"main {each}:not(:has([lang=hi]))"
    for each in ("h1", "h2", "button:not([data-copy])", "summary", "legend", "thead th")
)
FOCUSED = """() => { const at = document.activeElement, style = getComputedStyle(at);
  at.dataset.number ??= String(window.numbered = (window.numbered ?? 0) + 1);
  return [at === document.body ? 'BODY' : at.outerHTML.slice(0, 60) + at.dataset.number,
          style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)]; }"""


@pytest.fixture
def page(ungated: Callable[..., BrowserContext], desk: Opened, loaded: Loaded) -> Page:
    keep(
        loaded,
        made("2026-11-01", {"step-4": Verdict.BROKEN}, {"Office <A> & Sons": Listing.MISSING, "B": Listing.LISTED}),
    )
    context = ungated(viewport=WIDE)
    name, _, value = desk.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": desk.url}])
    return context.new_page()


LIKE_OTHERS = {"/symptom/private-mail-registered", "/register", "/departments", "/bundles", "/machine", "/job/9"}
"""Made of the same parts as others that are looked at in every run."""


@pytest.mark.parametrize("path", rows(PAGES, {*PAGES} - LIKE_OTHERS))
def test_each_page_passes_axe_fits_a_telephone_and_is_worked_by_keyboard(
    page: Page, desk: Opened, loaded: Loaded, path: str
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    if path == "/bundles":
        repeated(loaded, 1, Shown.REPRODUCED)
    if path == "/job/1":
        desk.ask("/start", {"kind": "smoke"})
        desk.ask("/job/1/events")
    page.goto(desk.url + path)
    reached_by_tab(page)
    fit(page)
    assert [each for each in errors if "404" not in each] == []
    assert page.locator("h1").count() == 1
    one_tongue = (
        "h1:not(:has([lang=hi])), main button:not(:has([lang=hi])):not([data-copy]), th:not(:has([lang=hi]))[scope=col]"
    )
    assert page.locator(one_tongue).all_inner_texts() == []
    nameless = """[...document.querySelectorAll('input:not([type=hidden]), button, a')].map(each => each.outerHTML
      && (each.labels?.length || each.textContent.trim() ? '' : each.outerHTML)).filter(Boolean)"""
    assert page.evaluate(nameless) == []
    assert hindi_with_own_letters(page)


def test_the_departments_and_the_bundles_sort(page: Page, desk: Opened, loaded: Loaded) -> None:
    repeated(loaded, 1, Shown.REPRODUCED)
    repeated(loaded, 2, Shown.REPRODUCED, days=100)

    def order(head: str) -> list[str]:
        page.get_by_role("button", name=head).click()
        return page.locator("table.sorts tbody th").all_inner_texts()

    page.goto(f"{desk.url}/departments")
    assert page.locator("table.sorts tbody th").all_inner_texts() == ["Office <A> & Sons", "B"]
    assert order("Department") == ["B", "Office <A> & Sons"]
    assert order("Department") == ["Office <A> & Sons", "B"]
    assert order("Listing") == ["Office <A> & Sons", "B"]
    assert order("Listing") == ["B", "Office <A> & Sons"]
    page.goto(f"{desk.url}/bundles")
    older, newer = order("Made")
    assert order("Made") == [newer, older] != [older, newer]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


def fit(page: Page) -> None:
    """Whether a page as it now stands is fit for all, wide and narrow."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert broken_rules(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_what_a_page_answers_is_fit_for_all_too(page: Page, desk: Opened, loaded: Loaded) -> None:
    path = repeated(loaded, 1, Shown.REPRODUCED)
    repeated(loaded, 2, Shown.REPRODUCED, days=100)
    desk.desk.jobs._program = (sys.executable, "-c", f"print('Bundle: {path}'); raise SystemExit(4)")
    folder = loaded.path("report.folder") / "2026-11-01T08-30-00-smoke-0000"
    for file in LETTERS:
        (folder / file).write_text("the letter", encoding="utf-8")
    page.goto(f"{desk.url}/problem")
    page.get_by_label("In their own words").fill("OTP nahi aa raha")
    page.keyboard.press("Enter")
    page.get_by_text("It may be one of these").wait_for()
    fit(page)
    page.goto(f"{desk.url}/symptom/sms-otp-missing")
    page.get_by_text("Seen by others today: 1 time").wait_for()
    page.get_by_role("button", name=re.compile("Repeat it")).click()
    page.get_by_text("What to answer").wait_for()
    fit(page)
    page.goto(f"{desk.url}/settings")
    page.get_by_label("portal.url").fill("portal.example")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing was saved").wait_for()
    fit(page)
    page.goto(f"{desk.url}/bundles")
    page.locator("summary").first.click()
    fit(page)
    page.get_by_role("button", name=re.compile("Show what that is")).click()
    page.get_by_text("Older than 90 days").wait_for()
    fit(page)
    page.goto(f"{desk.url}/departments")
    page.locator("summary").first.click()
    fit(page)
    page.goto(f"{desk.url}/departments/1")
    page.get_by_label(re.compile("A name as")).fill("Home Department")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    fit(page)


def reached_by_tab(page: Page) -> None:
    """Whether all that can be worked is reached by the Tab key, and shows that it is."""
    page.evaluate("document.activeElement.blur()")
    wanted = page.locator("a:visible, button:visible, input:visible, select:visible, summary:visible").count()
    reached = set()
    for _ in range(wanted + 2):
        page.keyboard.press("Tab")
        place, outline = page.evaluate(FOCUSED)
        if place in reached:
            break
        if place != "BODY":
            reached.add(place)
            assert outline > 0, place
    assert len(reached) >= wanted


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has this name or these words is reached."""
    page.wait_for_load_state()  # else what was focused on the page before may still be
    for _ in range(120):
        page.keyboard.press("Tab")
        tag, name, text = page.evaluate(
            "(({tagName, id, textContent}) => [tagName, id, textContent])(document.activeElement)"
        )
        if tag != "BODY" and (name == words or words in text):
            return
    raise AssertionError(words)


def test_a_problem_is_repeated_and_a_run_stopped_by_keyboard_alone(page: Page, desk: Opened) -> None:
    desk.desk.jobs._program = (sys.executable, "-c", WAITS)
    page.goto(desk.url)
    tab_to(page, "An official has a problem")
    page.keyboard.press("Enter")
    page.locator("#said:focus").wait_for()
    page.keyboard.type("ओटीपी मोबाइल पर नहीं आ रहा")
    page.keyboard.press("Enter")
    page.get_by_text("It may be one of these").wait_for()
    tab_to(page, "The OTP does not come by SMS")
    page.keyboard.press("Enter")
    page.get_by_label("Ticket").wait_for()
    tab_to(page, "ticket")
    page.keyboard.type("HD-9")
    tab_to(page, "Repeat it")
    page.keyboard.press("Enter")
    page.locator("#lines", has_text="begun").wait_for()
    tab_to(page, "Stop")
    page.keyboard.press("Enter")
    page.get_by_text("The program failed").wait_for()
    assert desk.desk.jobs.every[0].words == ("reproduce", "sms-otp-missing", "--ticket", "HD-9")


def test_a_complaint_stands_in_no_address_and_in_no_log(
    page: Page, desk: Opened, capfd: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk.url}/problem")
    page.get_by_label("In their own words").fill("Zebulon's OTP nahi aa raha")
    page.keyboard.press("Enter")
    page.get_by_text("It may be one of these").wait_for()
    page.get_by_role("link", name="The OTP does not come by SMS").first.click()
    assert [each for each in asked if "Zebulon" in each] == []
    assert "Zebulon" not in "".join(capfd.readouterr())
    assert "Zebulon" not in page.content()
    assert "It may be" not in desk.ask("/problem?said=otp+nahi+aa+raha")[1]


def test_the_table_of_departments_is_searched(page: Page, desk: Opened) -> None:
    page.goto(f"{desk.url}/departments")
    page.get_by_label(re.compile("Search")).fill("sons")
    assert page.locator("tbody tr").filter(visible=True).count() == 1
    assert page.locator("tbody th").first.inner_text() == "Office <A> & Sons"


def test_the_calendar_leads_to_the_reports(page: Page, desk: Opened) -> None:
    page.goto(f"{desk.url}/history")
    page.locator("a[href^='/runs/']").first.click()
    assert page.get_by_text("the report").is_visible()


@signals
@pytest.mark.parametrize("deaf", [False, True])
def test_with_the_desk_its_run_ends(loaded: Loaded, monkeypatch: pytest.MonkeyPatch, deaf: bool) -> None:
    monkeypatch.setattr("automation.desk.jobs._PATIENCE_SECONDS", 1.0 if deaf else 20.0)
    ignores = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " if deaf else ""
    with served(loaded, ignores + WAITS) as opened:
        opened.enter()
        opened.ask("/start", {"kind": "smoke"})
        job = opened.desk.jobs.every[0]
        for _ in range(400):
            if job.lines:
                break
            threading.Event().wait(0.05)
        assert job.code is None
    assert job.code not in {None, 0}
