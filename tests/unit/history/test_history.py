"""What the history keeps of the runs, what it says has changed, and what is worth an alarm."""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from automation.commands import departments
from automation.commands import history as command
from automation.config import Loaded, Maintenance, Report, Settings
from automation.history import accepted, changes, database, items, queries
from automation.history.database import DamagedError, Database, NewerError
from automation.model import By, Cause, ExitCode, Listing, UsageError, Verdict
from automation.result import CheckResult, ListFinding, StepResult, exit_code
from automation.runs import clock
from automation.runs import smoke_run as smoke
from automation.runs.options import Options
from automation.runs.remembering import remembered
from tests.made import LIVE, made
from tests.marks import links

BROKEN, CHANGED, FINE = Verdict.BROKEN, Verdict.CHANGED, Verdict.AS_DOCUMENTED
LISTED, MISSING = Listing.LISTED, Listing.MISSING


@pytest.fixture
def loaded(tmp_path):
    return settled(tmp_path)


def settled(folder, windows=""):
    settings = Settings(report=Report(folder=str(folder)), maintenance=Maintenance(windows=windows))
    return Loaded(settings, dict.fromkeys(settings.flat(), "default"))


def keep(folder, result):
    """Leave a result where a run would."""
    place = folder / result.run.id
    place.mkdir(parents=True)
    (place / "result.json").write_text(result.model_dump_json(), encoding="utf-8")


def changed(loaded, *results):
    for each in results[:-1]:
        remembered(each, loaded)
    return remembered(results[-1], loaded).changed


def test_the_first_run_has_nothing_to_be_compared_with(loaded):
    first = changed(loaded, made("2026-11-01", {"step-4": BROKEN}))
    assert (first.since, first.new) == ("", ())


def test_what_is_new_what_is_gone_and_what_came_and_went_is_told(loaded):
    before = made("2026-11-01", {"step-4": BROKEN}, {"A": LISTED, "B": MISSING, "C": MISSING})
    after = made(
        "2026-11-02", {"step-6": CHANGED}, {"A": MISSING, "B": Listing.NEAR_NAME, "C": MISSING}, generation="g4a"
    )
    found = changed(loaded, before, after)
    assert [(each.name, each.before, each.now) for each in found.new] == [("step-6.check", FINE, CHANGED)]
    assert [(each.name, each.now) for each in found.gone] == [("step-4.check", FINE)]
    assert (found.vanished, found.appeared, found.form) == (("A",), ("B",), "g3 → g4a")
    assert found.since == before.run.started


def test_nothing_has_changed_is_said_of_the_same_findings(loaded):
    days = [made(f"2026-11-0{day}", {"step-4": BROKEN}, {"A": MISSING}) for day in (1, 2)]
    assert changed(loaded, *days).nothing


def test_an_outage_is_compared_with_nothing_and_takes_nothings_place(loaded):
    before = made("2026-11-01", {"step-4": BROKEN}, {"A": LISTED})
    out = made("2026-11-02", departments={"A": LISTED}, cause=Cause.REFUSED)
    found = changed(loaded, before, out)
    assert found.nothing
    assert found.unknown == 8  # seven checks and a department
    back = changed(loaded, made("2026-11-03", {"step-4": BROKEN}, {"A": LISTED}))
    assert (back.nothing, back.since, back.hindered) == (True, before.run.started, Cause.REFUSED)


def test_what_vanished_behind_an_outage_is_seen_after_it(loaded):
    before = made("2026-11-01", departments={"A": LISTED})
    out = made("2026-11-02", departments={"A": LISTED}, cause=Cause.TIMED_OUT)
    assert changed(loaded, before, out, made("2026-11-03", departments={"A": MISSING})).vanished == ("A",)


def test_a_run_without_the_departments_forgets_none_of_them(loaded):
    audited, alone = made("2026-11-01", departments={"A": LISTED}), made("2026-11-02")
    assert changed(loaded, audited, alone, made("2026-11-03", departments={"A": MISSING})).vanished == ("A",)


def test_departments_that_are_looked_for_the_first_time_are_no_news(loaded):
    assert changed(loaded, made("2026-11-01"), made("2026-11-02", departments={"A": MISSING})).nothing


def test_a_department_that_is_new_on_our_list_is_news_where_it_is_missing(loaded):
    found = changed(
        loaded,
        made("2026-11-01", departments={"A": LISTED}),
        made("2026-11-02", departments={"A": LISTED, "B": MISSING}),
    )
    assert [each.name for each in found.new] == ["B"]


def test_a_clock_that_goes_back_or_stands_in_another_zone_brings_back_no_outage(loaded):
    out = made("2031-01-01", cause=Cause.REFUSED)  # while the clock was wrong
    found = changed(loaded, made("2026-11-01"), out, made("2026-11-02"), made("2026-11-03"))
    assert (found.hindered, found.since) == ("", made("2026-11-02").run.started)
    found = changed(loaded, made("2026-11-04T08:30:00+05:30", cause=Cause.REFUSED), made("2026-11-04T04:00:00+00:00"))
    assert found.hindered == Cause.REFUSED
    assert changed(loaded, made("2026-11-04T05:00:00+00:00")).hindered == ""


def test_the_runs_of_a_day_stand_in_their_order_whatever_zone_the_clock_had(tmp_path, loaded):
    for at in ("2026-11-04T08:30:00+05:30", "2026-11-04T04:00:00+00:00", "2026-11-04T10:30:00+05:30"):
        remembered(made(at), loaded)
    with Database(tmp_path / database.FILE) as kept:
        (of,) = queries.series(kept.connection)
        hours = [each.started[11:13] for each in queries.runs(kept.connection, of)]
    assert (hours, of.last[11:13]) == (["08", "04", "10"], "10")


def test_portals_and_places_are_kept_apart(loaded):
    remembered(made("2026-11-01", {"step-4": BROKEN}), loaded)
    assert changed(loaded, made("2026-11-02", place="Vikas Bhawan")).since == ""
    assert changed(loaded, made("2026-11-03", rehearsal=True)).since == ""


def test_the_same_run_is_kept_once(loaded, tmp_path):
    for _ in range(2):
        remembered(made("2026-11-01"), loaded)
    with Database(tmp_path / database.FILE) as kept:
        assert [each.runs for each in queries.series(kept.connection)] == [1]


@pytest.mark.parametrize("sign", ["\ud800", "\x00", "\x1b[2J", "\u202e"])
def test_no_sign_that_a_portal_sends_keeps_a_run_from_being_kept(loaded, sign):
    check = CheckResult(id="step-4.check", verdict=BROKEN, documented="It is there.", observed=f"no{sign}thing")
    step = StepResult(id="step-4", title="OTP", verdict=BROKEN, seconds=1, checks=(check,))
    result = remembered(made("2026-11-01").model_copy(update={"steps": (step,)}), loaded)
    assert result.changed is not None
    assert "thing" in result.model_dump_json()


# ------------------------------------------------------------------------------------------------------------- alarms


def accept(folder, result):
    keep(folder, result)
    command.accept(settled(folder), result.run.id, "IT cell", "known")


def alarm(folder, result, windows=""):
    return remembered(result, settled(folder, windows), "on-change").exit_code


def test_without_an_accepted_run_every_finding_is_an_alarm(tmp_path):
    assert alarm(tmp_path, made("2026-11-02", departments={"A": MISSING})) == ExitCode.FINDINGS


@pytest.mark.parametrize(
    ("steps", "departments", "code"),
    [
        ({"step-4": CHANGED}, {"A": MISSING, "B": LISTED}, ExitCode.AS_DOCUMENTED),  # as it was accepted
        ({}, {"A": LISTED, "B": LISTED}, ExitCode.AS_DOCUMENTED),  # better
        ({"step-4": BROKEN}, {"A": MISSING, "B": LISTED}, ExitCode.FINDINGS),  # worse at the same place
        ({"step-4": CHANGED, "step-6": CHANGED}, {"A": MISSING, "B": LISTED}, ExitCode.FINDINGS),
        ({"step-4": CHANGED}, {"A": MISSING, "B": MISSING}, ExitCode.FINDINGS),
        ({"step-4": CHANGED}, {"A": Listing.HIDDEN, "B": LISTED}, ExitCode.AS_DOCUMENTED),  # less bad than missing
        ({"step-4": CHANGED}, {"A": MISSING, "B": LISTED, "C": MISSING}, ExitCode.FINDINGS),  # new on our list
        ({"step-4": CHANGED}, {"A": MISSING, "B": Listing.CANNOT_JUDGE}, ExitCode.CANNOT_JUDGE),  # no longer known
        ({"step-4": CHANGED, "step-6": BROKEN}, {"A": MISSING, "B": Listing.CANNOT_JUDGE}, ExitCode.FINDINGS),
    ],
)
def test_only_what_is_worse_than_what_was_accepted_is_an_alarm(tmp_path, steps, departments, code):
    accept(tmp_path, made("2026-11-01", {"step-4": CHANGED}, {"A": MISSING, "B": LISTED}))
    assert alarm(tmp_path, made("2026-11-02", steps, departments)) == code


def test_what_could_not_be_judged_is_no_pass_although_nobody_accepted_anything_of_it(tmp_path):
    accept(tmp_path, made("2026-11-01"))
    assert alarm(tmp_path, made("2026-11-02", departments={"A": Listing.CANNOT_JUDGE})) == ExitCode.CANNOT_JUDGE


def test_what_was_accepted_with_a_person_there_is_no_alarm_where_nobody_is(tmp_path):
    accept(tmp_path, made("2026-11-01", {"step-6": CHANGED}, person=By.PRESENT))
    nobody = made("2026-11-02", {"step-6": CHANGED, "step-4": Verdict.NEEDS_PERSON})
    assert alarm(tmp_path, nobody) == ExitCode.AS_DOCUMENTED


def test_an_overdue_request_is_an_alarm_although_its_department_was_accepted_as_missing(tmp_path):
    accept(tmp_path, made("2026-11-01", departments={"A": MISSING}, requests={"A": (29, False)}))
    assert alarm(tmp_path, made("2026-11-02", departments={"A": MISSING}, requests={"A": (30, False)})) == 0
    assert alarm(tmp_path, made("2026-11-03", departments={"A": MISSING}, requests={"A": (31, True)})) == 1


def test_an_outage_is_never_accepted_away(tmp_path):
    accept(tmp_path, made("2026-11-01", {"step-4": BROKEN}))
    assert alarm(tmp_path, made("2026-11-02", cause=Cause.REFUSED)) == ExitCode.CANNOT_JUDGE


def test_without_the_flag_nothing_is_accepted_away(tmp_path):
    accept(tmp_path, made("2026-11-01", {"step-4": BROKEN}))
    assert remembered(made("2026-11-02", {"step-4": BROKEN}), settled(tmp_path)).exit_code == ExitCode.FINDINGS


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (made("2026-11-01", cause=Cause.REFUSED), "could not judge"),
        (made("2026-11-01", {"step-4": Verdict.CANNOT_JUDGE}), "could not judge"),
    ],
)
def test_what_could_not_be_judged_cannot_be_accepted(tmp_path, result, says):
    with pytest.raises(UsageError, match=says):
        accept(tmp_path, result)


@pytest.mark.parametrize(
    ("by", "why"), [("", "known"), ("IT cell", " "), ("a.b@example.gov.in", "known"), ("IT cell", "call 98765 43210")]
)
def test_an_acceptance_says_which_office_and_why_and_nothing_of_a_person(tmp_path, by, why):
    keep(tmp_path, made("2026-11-01"))
    with pytest.raises(UsageError):
        command.accept(settled(tmp_path), "", by, why)
    assert not (tmp_path / accepted.FILE).exists()


def test_what_was_accepted_may_be_edited_by_hand_and_a_slip_of_it_is_one_sentence(tmp_path):
    accept(tmp_path, made("2026-11-01", {"step-4": CHANGED}))
    file = tmp_path / accepted.FILE
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")  # as an editor on Windows may save it
    assert alarm(tmp_path, made("2026-11-02", {"step-4": CHANGED})) == ExitCode.AS_DOCUMENTED
    file.write_text(file.read_text(encoding="utf-8-sig").replace('"changed"', '"chnaged"'), encoding="utf-8")
    with pytest.raises(UsageError, match="mend it"):
        alarm(tmp_path, made("2026-11-03", {"step-4": CHANGED}))


@pytest.mark.parametrize("text", ["{", "[1]", '[{"portal": "x"}]', "null"])
def test_a_broken_list_of_what_was_accepted_stops_the_run_and_hides_no_alarm(tmp_path, text):
    (tmp_path / accepted.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="mend it"):
        alarm(tmp_path, made("2026-11-02", {"step-4": BROKEN}))


@pytest.mark.parametrize("command_", [smoke, departments])
def test_what_was_accepted_is_read_before_the_portal_is_asked(tmp_path, monkeypatch, command_):
    monkeypatch.setattr("automation.runs.target.looking", None)
    monkeypatch.setattr(smoke, "looking", None)
    (tmp_path / accepted.FILE).write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="mend it"):
        command_.run(settled(tmp_path), Options(alarm="on-change"))


SUNDAY, MONDAY = (datetime(2026, 11, day, 3, 30).astimezone().isoformat() for day in (1, 2))  # by this machine's clock


@pytest.mark.parametrize(
    ("at", "cause", "steps", "code"),
    [
        (SUNDAY, Cause.REFUSED, {}, ExitCode.AS_DOCUMENTED),
        (SUNDAY, Cause.MAINTENANCE, {}, ExitCode.AS_DOCUMENTED),
        (SUNDAY, Cause.NO_NETWORK, {}, ExitCode.CANNOT_JUDGE),  # ours, not the portal's
        (SUNDAY, Cause.PROXY, {}, ExitCode.CANNOT_JUDGE),
        (SUNDAY, Cause.SECURITY_CHECK, {}, ExitCode.CANNOT_JUDGE),
        (SUNDAY, None, {"step-4": BROKEN}, ExitCode.FINDINGS),  # it is up, and broken
        (MONDAY, Cause.REFUSED, {}, ExitCode.CANNOT_JUDGE),
        (MONDAY, Cause.MAINTENANCE, {}, ExitCode.CANNOT_JUDGE),  # its own reason, and not planned
    ],
)
def test_a_portal_that_is_down_in_a_planned_maintenance_is_noted(tmp_path, at, cause, steps, code):
    result = remembered(made(at, steps, cause=cause), settled(tmp_path, "Sun 02:00-06:00 patches"))
    assert result.exit_code == code
    assert result.maintenance == ("patches" if code is ExitCode.AS_DOCUMENTED else "")


# --------------------------------------------------------------------------------------------------------- the file


def test_a_damaged_file_is_set_aside_and_said_and_a_new_one_begun(tmp_path, loaded):
    remembered(made("2026-11-01"), loaded)
    path = tmp_path / database.FILE
    path.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    result = remembered(made("2026-11-02"), loaded)
    (aside,) = tmp_path.glob(f"{database.FILE}.damaged-*")
    assert aside.stat().st_size == 5016
    assert any(aside.name in note for note in result.notes)
    with Database(path) as kept:
        assert sum(each.runs for each in queries.series(kept.connection)) == 1


def test_of_two_damaged_files_in_one_second_both_are_kept(tmp_path):
    for text in ("first", "second"):
        (tmp_path / database.FILE).write_text(text, encoding="utf-8")
        database.set_aside(tmp_path / database.FILE, datetime.fromisoformat("2026-11-01T08:30:00+05:30"))
    assert {each.read_text(encoding="utf-8") for each in tmp_path.iterdir()} == {"first", "second"}


def test_a_file_that_is_damaged_in_the_middle_is_set_aside_too(tmp_path, loaded):
    for day in range(1, 10):
        remembered(made(f"2026-11-0{day}", departments=dict.fromkeys(map(str, range(200)), MISSING)), loaded)
    path = tmp_path / database.FILE
    with sqlite3.connect(path) as kept:
        kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept.close()
    body = bytearray(path.read_bytes())
    body[4096:-4096] = os.urandom(len(body) - 8192)
    path.write_bytes(bytes(body))
    result = remembered(made("2026-11-20"), loaded)
    assert any("set aside" in note for note in result.notes), result.notes
    assert result.exit_code == 0


def test_a_newer_file_is_left_alone_and_said(tmp_path, loaded):
    remembered(made("2026-11-01"), loaded)
    path = tmp_path / database.FILE
    with sqlite3.connect(path) as kept:
        kept.execute("PRAGMA user_version = 99")
    kept.close()
    result = remembered(made("2026-11-02"), loaded)
    assert (result.changed, result.exit_code) == (None, 0)
    assert any("newer" in note for note in result.notes)
    with pytest.raises(NewerError):
        Database(path)


def test_a_folder_that_takes_no_file_costs_the_history_and_not_the_verdict(tmp_path):
    (tmp_path / "runs").write_text("a file", encoding="utf-8")
    result = remembered(made("2026-11-02", {"step-4": BROKEN}), settled(tmp_path / "runs"))
    assert (result.exit_code, result.changed) == (1, None)
    assert any("could not be kept" in note for note in result.notes)


@pytest.mark.parametrize("_round", range(8))
def test_runs_that_end_at_once_are_all_kept(tmp_path, loaded, _round):
    results = [made(f"2026-11-{day:02}", departments={"A": LISTED}) for day in range(1, 25)]
    with ThreadPoolExecutor(8) as pool:
        told = [*pool.map(lambda each: remembered(each, loaded), results)]
    assert [note for each in told for note in each.notes] == []
    with Database(tmp_path / database.FILE) as kept:
        assert [each.runs for each in queries.series(kept.connection)] == [24]


def test_a_statement_that_fails_leaves_no_half_of_a_run(tmp_path, monkeypatch):
    path = tmp_path / database.FILE
    with Database(path) as kept, monkeypatch.context() as patch:
        patch.setattr(Database, "_found", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            kept.add(made("2026-11-01"))
    with Database(path) as kept:
        assert queries.series(kept.connection) == ()


@links
def test_a_rebuild_reads_the_runs_that_are_there_in_their_order(tmp_path, loaded, capsys):
    days = [made("2026-11-03", {"step-4": BROKEN}), made("2026-11-01"), made("2026-11-02")]
    for each in days:
        keep(tmp_path, each)
    half = tmp_path / "2026-11-04T08-30-00-smoke-0000"
    half.mkdir()
    (half / "result.json").write_text("{", encoding="utf-8")
    (tmp_path / "latest").symlink_to(days[0].run.id)
    command.rebuild(loaded)
    assert "3 runs are in the history" in (said := capsys.readouterr().out)
    assert "1 could not be read" in said
    with Database(tmp_path / database.FILE) as kept:
        (of,) = queries.series(kept.connection)
        past = queries.runs(kept.connection, of)
        assert [each.day for each in past] == ["2026-11-01", "2026-11-02", "2026-11-03"]
        assert [each.key for each in queries.moves(kept.connection, past, items.CHECK)] == ["check:step-4.check"]


def test_a_rebuild_keeps_what_the_history_knows_of_runs_whose_folders_are_gone(tmp_path, loaded, capsys):
    purged = made("2026-11-01", {"step-4": BROKEN}, {"A": LISTED})
    there = [made("2026-11-02", departments={"A": MISSING}), made("2026-11-03", departments={"A": MISSING})]
    for each in (there[1], purged, there[0]):
        remembered(each, loaded)
    for each in there:
        keep(tmp_path, each)
    command.rebuild(loaded)
    assert "3 runs are in the history" in (said := capsys.readouterr().out)
    assert "Of 1 the folders are gone" in said
    with Database(tmp_path / database.FILE) as kept:
        (of,) = queries.series(kept.connection)
        past = queries.runs(kept.connection, of)
        assert [each.day for each in past] == ["2026-11-01", "2026-11-02", "2026-11-03"]
        assert past[0].steps["step-4"].verdict == BROKEN
        moved = [(each.key, each.before, each.now) for each in queries.moves(kept.connection, past, items.DEPARTMENT)]
        assert moved == [("department:A", LISTED, MISSING)]
    assert changed(loaded, made("2026-11-04", departments={"A": LISTED})).appeared == ("A",)


def test_a_rebuild_leaves_a_newer_history_alone_and_sets_a_damaged_one_aside(tmp_path, loaded):
    file = tmp_path / database.FILE
    with sqlite3.connect(file) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(UsageError, match="newer version"):
        command.rebuild(loaded)
    file.write_text("no database" * 1000, encoding="utf-8")
    keep(tmp_path, made("2026-11-01"))
    command.rebuild(loaded)
    (aside,) = tmp_path.glob("history.db.damaged-*")
    assert aside.read_text(encoding="utf-8").startswith("no database")
    assert changed(loaded, made("2026-11-02")).since


def test_a_rebuild_that_fails_leaves_the_history_as_it_was(tmp_path, loaded, monkeypatch):
    remembered(made("2026-11-01"), loaded)
    keep(tmp_path, made("2026-11-05"))
    before = (tmp_path / database.FILE).read_bytes()
    monkeypatch.setattr(Database, "add", full)
    with pytest.raises(UsageError, match="make room"):
        command.rebuild(loaded)
    assert (tmp_path / database.FILE).read_bytes() == before


def full(*_):
    raise OSError(28, "No space left on device")


def test_a_damaged_file_is_known_as_such(tmp_path):
    (tmp_path / "h.db").write_text("no database" * 1000, encoding="utf-8")
    with pytest.raises(DamagedError):
        Database(tmp_path / "h.db")


def test_nothing_personal_stands_in_the_file(tmp_path, loaded):
    remembered(made("2026-11-01", {"step-4": BROKEN}, {"A": MISSING}), loaded)
    with sqlite3.connect(tmp_path / database.FILE) as kept:
        columns = {row[0] for (table,) in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                   for row in kept.execute("SELECT name FROM pragma_table_info(?)", (table,))}  # fmt: skip
    kept.close()
    assert not columns & {"name_of_official", "email", "mobile", "official"}


# --------------------------------------------------------------------------------------------------------- questions


@pytest.fixture
def three_days(tmp_path, loaded, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2026-11-03T12:00:00+05:30"))
    for each in (
        made("2026-11-01", departments={"A": LISTED, "B": MISSING}),
        made("2026-11-02", {"step-4": BROKEN}, {"A": MISSING, "B": LISTED}, generation="g4a"),
        made("2026-11-03", cause=Cause.REFUSED),
    ):
        keep(tmp_path, each)
        remembered(each, loaded)
    return loaded


def test_the_table_has_a_column_a_day_and_a_row_a_step(three_days, capsys):
    assert command.show(three_days, command.Question()) == 0
    said = capsys.readouterr().out
    head, *rows = (line for line in said.splitlines() if line.startswith("   ") or line[:4].strip().isdigit())
    assert head.split() == [str(day) for day in (21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 1, 2, 3)]
    assert {row.split()[0]: row.split()[-3:] for row in rows}["4"] == ["✓", "✗", "?"]
    assert "02.11.2026  A can no longer be picked (missing)" in said
    assert "02.11.2026  B can be picked now" in said
    assert "the form is g4a, no longer g3" in said


def test_one_check_and_one_department_are_told_by_their_changes(three_days, capsys):
    command.show(three_days, command.Question(check="step-4.check"))
    assert [line.split(")", 1)[1].strip() for line in capsys.readouterr().out.splitlines()[1:]] == [
        "✓ as documented",
        "✗ broken: step-4.check is broken",
        "? cannot judge",
    ]
    command.show(three_days, command.Question(department=" a "))
    assert "missing: looked" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (command.Question(check="step-9.x"), "no check of that name"),
        (command.Question(check="step-4"), "did you mean step-4.check"),
        (command.Question(department="Z"), "no department of that name"),
        (command.Question(since="yesterday"), "2026-11-01"),
        (command.Question(since="2030-01-01"), "still to come"),
        (command.Question(csv="/no/such/folder/x.csv"), "could not be written"),
    ],
)
def test_a_question_that_cannot_be_answered_is_one_sentence(three_days, asked, says):
    with pytest.raises(UsageError, match=says):
        command.show(three_days, asked)


def test_without_a_run_the_history_says_how_to_begin(loaded):
    with pytest.raises(UsageError, match="run igot smoke"):
        command.show(loaded, command.Question())


def test_the_page_and_the_table_for_excel_hold_every_run(three_days, tmp_path):
    page, table = tmp_path / "h.html", tmp_path / "h.csv"
    for each in ("2026-11-01T08-30-00-smoke-0000", "2026-11-03T08-30-00-smoke-0000"):
        (tmp_path / each / "report.html").touch()
    command.show(three_days, command.Question(html=str(page)))
    command.show(three_days, command.Question(csv=str(table)))
    text = page.read_text(encoding="utf-8")
    for each in ("2026-11-01T08-30-00-smoke-0000", "2026-11-02T08-30-00-smoke-0000", "2026-11-03T08-30-00-smoke-0000"):
        assert (f'href="{each}/report.html"' in text) is not each.startswith("2026-11-02")  # its report is gone
        assert (tmp_path / each).is_dir()
        assert each in table.read_text(encoding="utf-8-sig")


HOSTILE = '<b>A</b> & "B"\x1b[2J=1+1'


def test_a_name_steers_neither_page_nor_terminal(loaded, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2026-11-02T12:00:00+05:30"))
    for day, how in (("2026-11-01", LISTED), ("2026-11-02", MISSING)):
        remembered(made(day, departments={HOSTILE: how}), loaded)
    command.show(loaded, command.Question())
    command.show(loaded, command.Question(html=str(tmp_path / "h.html")))
    assert "\x1b" not in capsys.readouterr().out
    assert "<b>A</b>" not in (tmp_path / "h.html").read_text(encoding="utf-8")


def test_of_two_series_the_portal_of_the_settings_comes_first(tmp_path):
    kept = settled(tmp_path)
    remembered(made("2026-11-01"), kept)
    remembered(made("2026-11-02", rehearsal=True), kept)
    with Database(tmp_path / database.FILE) as opened:
        for wanted, found in ((LIVE, LIVE), ("https://unknown.example", "rehearsal")):
            of = queries.choose(opened.connection, wanted)
            assert of is not None
            assert of.portal == found


def test_a_copy_of_the_history_can_be_read_alone(tmp_path, loaded):
    remembered(made("2026-11-01"), loaded)
    shutil.copy(tmp_path / database.FILE, tmp_path / "copy.db")
    with Database(tmp_path / "copy.db") as kept:
        assert len(queries.series(kept.connection)) == 1


def test_how_bad_a_value_is_covers_every_value():
    values = {*Verdict, *Listing, items.FOUND, items.OVERDUE, items.WAITING}
    assert values == set(changes._WORSE)


def test_a_run_in_a_planned_maintenance_is_not_the_last_good_one(tmp_path):
    planned = settled(tmp_path, "Sun 02:00-06:00 patches")
    remembered(made("2026-10-31"), planned)
    assert remembered(made(SUNDAY, cause=Cause.REFUSED), planned).exit_code == 0
    assert changed(planned, made("2026-11-02")).since[:10] == "2026-10-31"


def test_an_outage_that_left_nothing_to_compare_is_no_pass(tmp_path):
    accept(tmp_path, made("2026-11-01"))
    bare = made("2026-11-02", cause=Cause.REFUSED).model_copy(update={"steps": ()})
    assert alarm(tmp_path, bare) == ExitCode.CANNOT_JUDGE


def lists(at, *parents):
    """A run that found the organisations below some departments empty."""
    wrong = tuple(ListFinding(kind="organisations_empty", name=each, under="Delhi", why="no row") for each in parents)
    result = made(at, departments={"A": LISTED})
    audit = result.departments.model_copy(update={"quality": wrong})
    return result.model_copy(update={"departments": audit, "exit_code": int(exit_code(result.verdict, audit))})


def test_a_list_that_is_empty_is_known_by_whose_it_is(tmp_path):
    accept(tmp_path, lists("2026-11-01", "Health"))
    assert alarm(tmp_path, lists("2026-11-02", "Health")) == ExitCode.AS_DOCUMENTED
    assert alarm(tmp_path, lists("2026-11-03", "Health", "Labour")) == ExitCode.FINDINGS


def test_lists_that_become_empty_or_are_mended_are_told_once_each(loaded):
    found = changed(loaded, lists("2026-11-01", "Health"), lists("2026-11-02", "Labour"))
    assert [each.name for each in found.new] == ["organisations empty (Labour)"]
    assert [each.name for each in found.gone] == ["organisations empty (Health)"]
    assert changed(loaded, lists("2026-11-03", "Labour")).nothing
    assert changed(loaded, made("2026-11-04")).nothing  # a walk alone says nothing of the lists
    assert [each.name for each in changed(loaded, lists("2026-11-05")).gone] == ["organisations empty (Labour)"]
