"""`igot schedule` writes for each scheduler what that scheduler reads, whatever stands in a path or a word."""

from __future__ import annotations

import plistlib
import re
import shlex
import sys
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from pathlib import Path, PurePosixPath, PureWindowsPath
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation import cli, schedule
from automation.model import UsageError
from automation.schedule import crontab, launchd, systemd, task_scheduler, tool
from automation.schedule.job import Job, environment, time_of, upcoming
from automation.schedule.tool import Answer

IST = timezone(timedelta(hours=5, minutes=30))
FRIDAY = datetime(2026, 11, 27, 12, 0, tzinfo=IST)
JOB = Job(
    program=PurePosixPath("/opt/igot/igot"),
    words=("smoke", "--alarm", "on-change"),
    folder=PurePosixPath("/opt/igot"),
    at=time(8, 30),
    environment={"HOME": "/home/itcell", "PATH": "/usr/bin:/bin"},
)
AWKWARD = [
    "a b",
    "50%",
    "it's",
    'say "so"',
    "R&D <x>",
    "$HOME",
    "a;b",
    ";",
    "`x`",
    "नाम",
    "%h",
    "{}",
    "~",
    "#",
    "*",
    "",
]
PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "))


def awkward(*words):
    text = " ".join(words)
    return replace(
        JOB,
        program=PurePosixPath(f"/opt/{text.strip()}/igot"),
        folder=PurePosixPath(f"/srv/{text.strip()}"),
        words=("smoke", *words),
        environment={"HOME": f"/home/{text}", "EMPTY": ""},
    )


# ------------------------------------------------------------------------------------------------------------ the time


@pytest.mark.parametrize("text", ["", "8", "8.30", "24:00", "08:60", "08:30:10", "half past eight"])
def test_a_time_that_is_none_is_refused_with_an_example(text):
    with pytest.raises(UsageError, match="such as --at 08:30"):
        time_of(text)


@pytest.mark.parametrize(
    ("now", "weekdays", "expected"),
    [
        (FRIDAY, False, "2026-11-28T08:30:00+05:30"),
        (FRIDAY, True, "2026-11-30T08:30:00+05:30"),
        (FRIDAY.replace(hour=8, minute=29), True, "2026-11-27T08:30:00+05:30"),
        (FRIDAY.replace(hour=8, minute=30), True, "2026-11-30T08:30:00+05:30"),
        (FRIDAY + timedelta(days=2), False, "2026-11-30T08:30:00+05:30"),
    ],
)
def test_the_next_start_is_the_next_one(now, weekdays, expected):
    assert upcoming(now, time(8, 30), weekdays=weekdays).isoformat() == expected


# ------------------------------------------------------------------------------------------------------ the environment


def test_what_a_run_needs_is_kept_and_nothing_of_this_terminal(monkeypatch):
    monkeypatch.setattr("os.name", "posix")
    kept, left_out = environment(
        {
            "PATH": "/home/x/.cargo/bin:/usr/bin:.:/bin",
            "HOME": "/home/x",
            "IGOT_PLACE": "",
            "IGOT_RUN_PLACE": "IT cell",
            "https_proxy": "http://proxy.example:3128",
            "HTTP_PROXY": "http://me:word@proxy.example:3128",
            "IGOT_NOTIFY_TO": "tgram://123",
            "IGOT_NOTIFY_WHEN": "always",
            "SSH_AUTH_SOCK": "/tmp/x",
            "API_KEY": "abc",
        }
    )
    assert kept == {
        "HOME": "/home/x",
        "PATH": "/usr/bin:/bin",
        "IGOT_NOTIFY_WHEN": "always",
        "IGOT_RUN_PLACE": "IT cell",
        "https_proxy": "http://proxy.example:3128",
    }
    assert left_out == ["HTTP_PROXY", "IGOT_NOTIFY_TO"]


def test_an_empty_environment_has_a_home_and_programs_all_the_same():
    assert environment({})[0] == {"HOME": str(Path.home()), "PATH": "/usr/bin:/bin"}


@pytest.mark.parametrize("text", ["two\nlines", "\x1b[2J", "\0"])
def test_what_no_schedule_can_hold_is_refused(text):
    with pytest.raises(UsageError, match="no schedule can hold"):
        replace(JOB, words=(text,))


# -------------------------------------------------------------------------------------------------------------- crontab


def cron_reads(line):
    """Fields and words as crontab(5) and sh(1) read them: a \\% is a %, any other % ends the command."""
    *fields, command = line.split(" ", 5)
    assert not re.search(r"(?<!\\)%", command)
    return fields, shlex.split(command.replace("\\%", "%"))


@pytest.mark.parametrize(("weekdays", "days"), [(False, "*"), (True, "1-5")])
def test_cron_starts_it_at_the_time_on_the_days_with_its_environment(weekdays, days):
    begin, line, end = crontab.lines(replace(JOB, weekdays=weekdays)).splitlines()
    fields, words = cron_reads(line)
    assert fields == ["30", "8", "*", "*", days]
    assert words[:5] == ["cd", "/opt/igot", "&&", "HOME=/home/itcell", "PATH=/usr/bin:/bin"]
    assert words[5:] == ["/bin/sh", "/opt/igot/igot", *JOB.words]
    assert begin.startswith("#")
    assert end.startswith("#")


@given(st.lists(st.sampled_from(AWKWARD) | PRINTABLE.filter(lambda text: "\\" not in text), max_size=4))
def test_cron_reads_each_word_as_it_was_meant(words):
    job = awkward(*words)
    _, line, _ = crontab.lines(job).splitlines()
    read = cron_reads(line)[1]
    assert read[1] == str(job.folder)
    assert read[3:5] == [f"HOME={job.environment['HOME']}", "EMPTY="]
    assert read[5:] == ["/bin/sh", str(job.program), *job.words]


def test_a_backslash_is_not_left_to_cron():
    with pytest.raises(UsageError, match="backslash"):
        crontab.lines(replace(JOB, words=("a\\b",)))


# -------------------------------------------------------------------------------------------------------------- systemd


def systemd_reads(text):
    """Words as systemd.syntax(7) reads them: quoted or not, with C escapes, then specifiers."""
    words, place = [], 0
    for found in re.finditer(r'\s*(?:"((?:[^"\\]|\\["\\])*)"|([^\s"\'\\;]+))(?=\s|$)', text):
        assert found.start() == place
        place = found.end()
        word = found[2] if found[1] is None else re.sub(r"\\(.)", r"\1", found[1])
        assert not re.search(r"%(?!%)", word.replace("%%", ""))
        words.append(word.replace("%%", "%"))
    assert not text[place:].strip()
    return words


def values(unit, key):
    return re.findall(rf"^{key}=(.*)$", unit, re.MULTILINE)


@given(st.lists(st.sampled_from([*AWKWARD, "\\", "\\n"]) | PRINTABLE, max_size=4))
def test_systemd_reads_each_word_as_it_was_meant(words):
    job = awkward(*words)
    service = systemd.units(job)[systemd.SERVICE]
    (command,), (folder,) = values(service, "ExecStart"), values(service, "WorkingDirectory")
    read = systemd_reads(command)
    assert all("$" not in word.replace("$$", "") for word in read)
    assert [word.replace("$$", "$") for word in read] == ["/bin/sh", str(job.program), *job.words]
    assert folder.replace("%%", "%") == str(job.folder)
    around = [word for line in values(service, "Environment") for word in systemd_reads(line)]
    assert around == [f"HOME={job.environment['HOME']}", "EMPTY="]


@pytest.mark.parametrize(("weekdays", "days"), [(False, "*-*-* 08:30:00"), (True, "Mon..Fri *-*-* 08:30:00")])
def test_a_missed_start_is_made_up_for_by_systemd(weekdays, days):
    timer = systemd.units(replace(JOB, weekdays=weekdays))[systemd.TIMER]
    assert values(timer, "OnCalendar") == [days]
    assert values(timer, "Persistent") == ["true"]
    assert values(timer, "WantedBy") == ["timers.target"]


# -------------------------------------------------------------------------------------------------------------- launchd


@given(st.lists(st.sampled_from(AWKWARD) | PRINTABLE, max_size=4))
def test_launchd_reads_each_word_as_it_was_meant(words):
    job = awkward(*words)
    agent = plistlib.loads(launchd.agent(job, "/x/log").encode())
    assert agent["ProgramArguments"] == ["/bin/sh", str(job.program), *job.words]
    assert agent["WorkingDirectory"] == str(job.folder)
    assert agent["EnvironmentVariables"] == job.environment
    assert agent["StartCalendarInterval"] == {"Hour": 8, "Minute": 30}


def test_launchd_knows_monday_to_friday_as_one_to_five():
    agent = plistlib.loads(launchd.agent(replace(JOB, weekdays=True), "/x/log").encode())
    assert agent["StartCalendarInterval"] == [{"Hour": 8, "Minute": 30, "Weekday": day} for day in (1, 2, 3, 4, 5)]


@pytest.fixture
def told(monkeypatch, tmp_path):
    """What the system's tool is told; it answers each with success, and there is a home folder for what it keeps."""
    asked: list[tuple[str, ...]] = []

    def answer(*words: str, text: str = "") -> Answer:
        asked.append(words)
        return Answer(0, "", "")

    monkeypatch.setattr(tool, "ask", answer)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    return asked


def test_on_a_mac_it_is_loaded_in_place_of_the_old_one_shown_and_taken_away(monkeypatch, told, tmp_path):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("os.getuid", lambda: 501, raising=False)
    place = tmp_path / "Library" / "LaunchAgents" / f"{launchd.LABEL}.plist"
    for at in (time(7), time(9, 5)):
        written, _ = schedule.install(replace(JOB, at=at, weekdays=True), FRIDAY)
        assert written == [(str(place), place.read_text(encoding="utf-8"))]
    assert (
        told
        == [
            ("launchctl", "bootout", f"gui/501/{launchd.LABEL}"),
            ("launchctl", "bootstrap", "gui/501", str(place)),
        ]
        * 2
    )
    assert schedule.show(FRIDAY) == ([(str(place), place.read_text())], "30.11.2026, 09:05 (UTC+05:30)")
    assert schedule.remove() == [str(place)]
    assert not place.exists()
    assert schedule.show(FRIDAY) == ([], "")
    assert schedule.remove() == []


# -------------------------------------------------------------------------------------------------------------- Windows

ORDER = {
    "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Data", "Actions"],
    "CalendarTrigger": [
        *("Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit"),
        *("RandomDelay", "ScheduleByDay", "ScheduleByWeek"),
    ],
    "ScheduleByDay": ["DaysInterval"],
    "ScheduleByWeek": ["WeeksInterval", "DaysOfWeek"],
    "DaysOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "Exec": ["Command", "Arguments", "WorkingDirectory"],
}
"""The order of the elements in the schema of tasks (MS-TSCH 2.5; where any order will do, as Windows writes them)."""
NAMES = {"task": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
WINDOWS = replace(
    JOB,
    program=PureWindowsPath(r"C:\R&D (new)\igot\igot.cmd"),
    folder=PureWindowsPath(r"C:\R&D (new)\igot"),
    environment={"IGOT_RUN_PLACE": "R&D <2>"},
)


def task_of(job):
    return ET.fromstring(task_scheduler.task(job, FRIDAY).partition("\n")[2])


def of(job, name):
    """The elements of that name, wherever they stand."""
    return task_of(job).findall(f".//task:{name}", NAMES)


def name_of(element):
    return element.tag.removeprefix(f"{{{NAMES['task']}}}")


@pytest.mark.parametrize("weekdays", [False, True])
def test_the_elements_of_a_task_stand_in_the_order_of_the_schema(weekdays):
    found = list(task_of(replace(WINDOWS, weekdays=weekdays)).iter())
    assert all("}" not in name_of(each) for each in found)
    for each in found:
        if order := ORDER.get(name_of(each)):
            places = [order.index(name_of(child)) for child in each]
            assert places == sorted(places)


def test_windows_makes_up_for_a_missed_start_and_does_not_stop_on_batteries():
    settings = {name_of(each): each.text for each in of(WINDOWS, "Settings")[0]}
    assert settings["StartWhenAvailable"] == "true"
    assert settings["MultipleInstancesPolicy"] == "IgnoreNew"
    assert settings["DisallowStartIfOnBatteries"] == settings["StopIfGoingOnBatteries"] == "false"


@pytest.mark.parametrize(("weekdays", "first"), [(False, "2026-11-28T08:30:00"), (True, "2026-11-30T08:30:00")])
def test_windows_starts_it_for_the_first_time_when_it_is_due(weekdays, first):
    job = replace(WINDOWS, weekdays=weekdays)
    assert [each.text for each in of(job, "StartBoundary")] == [first]
    days = [name_of(each) for days in of(job, "DaysOfWeek") for each in days]
    assert days == (ORDER["DaysOfWeek"][:5] if weekdays else [])


def test_windows_reads_the_command_as_it_was_meant():
    job = replace(WINDOWS, words=("smoke", "--portal", "https://x.example/?a=1&b=2", "--output", "C:\\my runs\\", ""))
    (command,), (line,), (folder,) = (of(job, name) for name in ("Command", "Arguments", "WorkingDirectory"))
    assert command.text == "cmd.exe"
    assert folder.text == r"C:\R&D (new)\igot"
    assert line.text == (
        '/d /s /c "set "IGOT_RUN_PLACE=R&D <2>"&& "C:\\R&D (new)\\igot\\igot.cmd" smoke --portal '
        '"https://x.example/?a=1&b=2" --output "C:\\my runs\\\\" """'
    )


@pytest.mark.parametrize("text", ["%PATH%", 'a"b'])
def test_what_windows_would_take_for_its_own_is_refused(text):
    with pytest.raises(UsageError, match="Windows takes"):
        task_scheduler.task(replace(WINDOWS, words=(text,)), FRIDAY)


def test_on_windows_the_task_is_handed_over_as_utf_16_and_read_back(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    held: dict[str, str] = {}

    def schtasks(*words: str, text: str = "") -> Answer:
        match words:
            case ("schtasks", "/Create", "/TN", name, "/XML", file, "/F"):
                content = Path(file).read_bytes()
                ET.fromstring(content)  # its declaration and its bytes say the same
                held[name] = content.decode("utf-16")
            case ("schtasks", "/Query", "/TN", name, "/XML"):
                return Answer(0, held[name], "") if name in held else Answer(1, "", "ERROR: not found")
            case ("schtasks", "/Delete", "/TN", name, "/F"):
                del held[name]
            case _:
                pytest.fail(f"unknown: {words}")
        return Answer(0, "SUCCESS", "")

    monkeypatch.setattr(tool, "ask", schtasks)
    assert schedule.show(FRIDAY) == ([], "")
    assert schedule.remove() == []
    for at in (time(7), time(9, 5)):
        schedule.install(replace(WINDOWS, at=at, weekdays=True), FRIDAY)
    (piece,), start = schedule.show(FRIDAY)
    assert start == "30.11.2026, 09:05 (UTC+05:30)"
    assert held == {"igot": piece.text}
    assert schedule.remove() == ["Task Scheduler: igot"]
    assert not held


# ------------------------------------------------------------------------------------------------------------ the words


@pytest.mark.parametrize(
    ("words", "scheduled"),
    [
        ([], ["smoke"]),
        (["--alarm", "on-change"], ["smoke", "--alarm", "on-change"]),
        (["departments", "--output", "x"], ["departments", "--output", "x"]),
        (["--nagios", "--portal", "https://x.example"], ["smoke", "--nagios", "--portal", "https://x.example"]),
    ],
)
def test_further_words_are_those_of_the_run(monkeypatch, words, scheduled):
    seen = []

    def install(at, words, config, *, weekdays):
        seen.append(words)
        return 0

    monkeypatch.setattr("automation.commands.schedule.install", install)
    assert cli.main(["schedule", "install", "--at", "08:30", *words]) == 0
    assert seen == [scheduled]


def test_an_error_in_scheduling_a_plug_in_is_told_to_whoever_schedules_it(monkeypatch, capsys):
    monkeypatch.setattr(schedule, "install", lambda *_: pytest.fail("scheduled"))
    assert cli.main(["schedule", "install", "--at", "08:30", "--nagios", "--slowmo", "soon"]) == 2
    assert cli.main(["schedule", "install", "--at", "8", "--nagios"]) == 2
    assert cli.main(["schedule", "install", "--at", "08:30", "--json", "-", "--junit", "-"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 3)


@pytest.mark.parametrize("words", [["--no-such-flag"], ["smokes"], ["smoke", "--slowmo", "soon"]])
def test_what_cannot_be_run_is_not_scheduled(monkeypatch, words, capsys):
    monkeypatch.setattr(schedule, "install", lambda *_: pytest.fail("scheduled"))
    with pytest.raises(SystemExit) as end:
        cli.main(["schedule", "install", "--at", "08:30", *words])
    assert end.value.code == 2
    assert words[-1] in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["show", "smoke"], ["remove", "--at", "08:30"], ["install", "--at", "8"], ["install"]]
)
def test_what_makes_no_sense_is_one_sentence(words, capsys):
    assert cli.main(["schedule", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
