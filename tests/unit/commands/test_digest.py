"""The letter on what the runs of some days have found: right in each language, safe in each form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from automation import config
from automation.commands import digest as command
from automation.commands import history
from automation.config import DocumentChoice, Letter, Loaded, Report, Settings
from automation.departments.ledger import Raised
from automation.model import By, Cause, Listing, UsageError, Verdict
from automation.reports import digest
from automation.result import CheckResult, PortalInfo, StepResult
from automation.runs import clock, telling
from automation.runs.remembering import remembered
from tests.made import made

TODAY = date(2026, 11, 7)
BROKEN, CHANGED, MISSING, LISTED = Verdict.BROKEN, Verdict.CHANGED, Listing.MISSING, Listing.LISTED


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(f"{TODAY}T09:00:00+05:30"))
    report, letter = Report(folder=str(tmp_path)), Letter(office="GNCTD | IT Department", number="F.7/2026")
    settings = Settings(report=report, letter=letter)
    return Loaded(settings, dict.fromkeys(settings.flat(), "default"))


def letters(loaded, days=1, raised=()):
    written, notes = telling.written(loaded, raised, TODAY - timedelta(days=days - 1), TODAY)
    assert notes == ()
    return written


def text(loaded, days=1, raised=()):
    return digest.as_text(letters(loaded, days, raised))


def keep(loaded, *results):
    for each in results:
        remembered(each, loaded)


def test_it_says_what_works_what_does_not_and_what_has_changed(loaded):
    keep(
        loaded,
        made("2026-11-06", departments={"A": LISTED, "B": MISSING, "C": LISTED}),
        made("2026-11-07", {"step-4": BROKEN}, {"A": MISSING, "B": LISTED, "C": LISTED}),
    )
    said = text(loaded)
    for line in (
        "Last seen 07.11.2026, 08:30 (UTC+05:30): broken.",
        "New: step-4.check: step-4.check is broken",
        "Can no longer be picked: A",
        "Can be picked now: B",
        "Verify by OTP: step-4.check is broken",
        "Departments that cannot be picked: 1 (1 missing).",
        "Steps as documented: 6 of 7.",
        "Departments that can be picked: 2 of 3.",
        "Missing, and nobody has asked for them yet: 1.",
        "Looked at unattended",
        "अब चुने नहीं जा सकते: A",
        "दस्तावेज़ के अनुसार चरण: 7 में से 6।",
    ):
        assert line in said


def test_what_works_otherwise_is_not_told_as_what_does_not_work(loaded):
    keep(loaded, made("2026-11-07", {"step-3": CHANGED, "step-4": BROKEN}))
    english, _hindi = letters(loaded)
    parts = {part.heading: part.lines for part in english.parts}
    assert parts["What does not work"] == ("Verify by OTP: step-4.check is broken",)
    assert parts["What works, but not as documented"] == ("Enter your particulars: step-3.check is changed",)
    keep(loaded, made("2026-11-07T08:50:00+05:30", {"step-4": BROKEN}))
    assert "not as documented" not in text(loaded)


def test_nothing_that_changed_is_a_sentence_too(loaded):
    keep(loaded, made("2026-11-06"), made("2026-11-07"))
    assert "Nothing has changed since 06.11.2026, 08:30 (UTC+05:30)." in text(loaded)


def test_of_several_days_the_change_is_from_before_them_to_their_end(loaded):
    keep(loaded, made("2026-10-30"))
    keep(loaded, *(made(f"2026-11-0{day}", {"step-4": BROKEN} if day == 3 else {}) for day in range(1, 8)))
    assert "Nothing has changed since 30.10.2026" in text(loaded, 7)


def test_what_is_asked_for_is_told_with_its_days_the_oldest_first(loaded):
    keep(loaded, made("2026-11-07", departments={"A": MISSING, "B": MISSING, "C": LISTED, "D": MISSING}))
    raised = (
        Raised("A", date(2026, 10, 31), "someone", "F.1"),
        Raised("b", date(2026, 9, 1), "someone", ""),
        Raised("C", date(2026, 9, 1), "someone", "F.2"),
    )
    said = text(loaded, raised=raised)
    assert "B: asked for" not in said  # as the ledger writes it
    first = said.index("b: asked for on 01.09.2026, 67 days ago; overdue, remind them.")
    assert first < said.index("A: asked for on 31.10.2026, 7 days ago (F.1).")
    assert "C: asked for" not in said
    assert "nobody has asked for them yet: 1." in said
    assert "someone" not in said


def test_an_outage_a_maintenance_and_a_day_without_a_run_are_told_apart(loaded):
    planned = made("2026-11-03", cause=Cause.REFUSED).model_copy(update={"maintenance": "patches", "exit_code": 0})
    keep(loaded, made("2026-11-01"), made("2026-11-02", cause=Cause.SECURITY_CHECK), planned, made("2026-11-05"))
    said = text(loaded, 7)
    assert f"02.11.2026, 08:30 (UTC+05:30): {Cause.SECURITY_CHECK}. Open the portal" in said
    assert "03.11.2026, 08:30 (UTC+05:30): planned maintenance (patches)." in said
    assert "No run on 3 of the days: 04.11.2026, 06.11.2026, 07.11.2026." in said
    assert "as documented" in said  # as it was last seen


def test_where_nothing_could_be_judged_nothing_is_praised_or_blamed(loaded):
    keep(loaded, made("2026-11-06", {"step-4": BROKEN}), made("2026-11-07", cause=Cause.TIMED_OUT))
    said = text(loaded)
    assert "In none of these runs could the portal be judged." in said
    assert "Steps as documented" not in said
    assert "step-4" not in said  # that was the day before
    assert "changed" not in said


def test_days_without_a_run_say_so(loaded):
    keep(loaded, made("2026-11-01"))
    assert "Nothing was looked at in this time." in text(loaded)


def test_a_rehearsal_says_so_and_claims_nothing_of_the_portal(loaded):
    keep(loaded, made("2026-11-07", departments={"A": MISSING}, rehearsal=True))
    said = text(loaded)
    assert "Raise" not in said
    assert said.splitlines()[1] == "REHEARSAL on our own stand-in: this says nothing of the portal."
    assert "unattended" not in said


def test_a_check_that_left_the_flowchart_is_no_longer_told_as_broken(loaded):
    check = CheckResult(id="step-4.old", verdict=BROKEN, documented="", observed="the old box is gone")
    step = StepResult(id="step-4", title="OTP", verdict=BROKEN, seconds=1, checks=(check,))
    keep(loaded, made("2026-11-06").model_copy(update={"steps": (step,)}))
    keep(loaded, made("2026-11-07", departments={"A": LISTED}))
    assert "old box" not in text(loaded)
    keep(loaded, made("2026-11-07T10:00:00+05:30", departments={"A": LISTED}, cause=Cause.REFUSED))
    assert "old box" not in text(loaded)


def test_a_run_with_a_person_is_not_told_as_one_without(loaded):
    keep(loaded, made("2026-11-06"), made("2026-11-07", person=By.PRESENT))
    assert "a person was present" in text(loaded)
    assert "nothing submitted" not in text(loaded, 7)
    keep(loaded, made("2026-11-05", place="else"))
    assert "a person was present" in text(loaded)


def test_a_portals_sentence_is_one_line_of_the_letter_and_steers_no_reader_of_it(loaded):
    check = CheckResult(
        id="step-4.check", verdict=BROKEN, documented="", observed="bad\x1b[2J\n\nWhat works\n  - All of it\u202e"
    )
    step = StepResult(id="step-4", title="OTP", verdict=BROKEN, seconds=1, checks=(check,))
    keep(loaded, made("2026-11-07").model_copy(update={"steps": (step,)}))
    said = text(loaded)
    assert "  - All of it" not in said.splitlines()
    assert not {"\x1b", "\u202e"} & {*said}


def test_a_department_that_left_our_list_is_no_longer_counted(loaded):
    keep(
        loaded,
        made("2026-11-06", departments={"A": MISSING, "B": MISSING}),
        made("2026-11-07", departments={"B": MISSING}),
    )
    assert "Departments that cannot be picked: 1" in text(loaded)


HOSTILE = '<script>alert(1)</script>[x](y)\x1b[2J"&'


def test_a_name_steers_no_reader(loaded, capsys, tmp_path):
    keep(loaded, made("2026-11-06", departments={HOSTILE: LISTED}), made("2026-11-07", departments={HOSTILE: MISSING}))
    page, marked = tmp_path / "d.html", tmp_path / "d.md"
    command.run(loaded, html=str(page), markdown=str(marked))
    assert "\x1b" not in capsys.readouterr().out
    assert "<script>" not in page.read_text(encoding="utf-8") + marked.read_text(encoding="utf-8").replace("\\<", "")


def test_every_form_says_the_same_in_both_languages(loaded):
    keep(loaded, made("2026-11-06"), made("2026-11-07", {"step-4": BROKEN}))
    written = letters(loaded)
    page = digest.as_page(written, "GNCTD | IT Department", "F.7/2026", "07.11.2026")
    for form in (digest.as_text(written), digest.as_markdown(written), page):
        assert "step-4.check is broken" in form
        assert "जो ठीक नहीं है" in form
    assert "GNCTD<br>IT Department" in page
    assert 'lang="hi"' in page
    assert not page.count("src=") + page.count("href=")


def test_every_sentence_has_both_languages_with_the_same_places():
    import string

    for key, pair in digest._SAID.items():
        english, hindi = ({name for _, name, _, _ in string.Formatter().parse(each) if name} for each in pair)
        assert english == hindi, key


@pytest.mark.parametrize("wanted", [{"html": "/no/such/d"}, {"markdown": "/no/such/d"}])
def test_a_file_that_cannot_be_written_is_one_sentence(loaded, wanted):
    keep(loaded, made("2026-11-07"))
    with pytest.raises(UsageError, match="could not be written"):
        command.run(loaded, **wanted)


def test_the_letter_of_a_portal_without_a_run_says_whose_it_is_instead(loaded, tmp_path, capsys):
    keep(loaded, made("2026-11-07", rehearsal=True))
    asked = config.load(None, {}, {"portal.url": "https://portal.example", "report.folder": str(tmp_path)})
    command.run(asked)
    assert "Of https://portal.example there is no run in the history; this is of rehearsal." in capsys.readouterr().err
    history.show(asked, history.Question())
    assert "this is of rehearsal" in capsys.readouterr().err
    keep(
        loaded,
        made("2026-11-06").model_copy(update={"portal": PortalInfo(url="https://portal.example/", rehearsal=False)}),
    )
    link = {"portal.url": "https://portal.example/crp/1", "report.folder": str(tmp_path)}
    command.run(config.load(None, {}, link))
    assert capsys.readouterr().err == ""


def test_a_pdf_makes_no_folder(loaded, tmp_path):
    keep(loaded, made("2026-11-07"))
    with pytest.raises(UsageError, match="its folder is not there"):
        command.run(loaded, pdf=str(tmp_path / "none" / "d.pdf"))
    assert not (tmp_path / "none").exists()


def test_without_a_history_it_says_how_to_begin(loaded):
    with pytest.raises(UsageError, match="run igot smoke first"):
        command.run(loaded)


def test_what_changed_is_told_since_the_last_run_that_could_judge(loaded):
    keep(loaded, made("2026-11-05"), made("2026-11-06", cause=Cause.REFUSED), made("2026-11-07"))
    assert "Nothing has changed since 05.11.2026" in text(loaded)


def test_what_the_document_wants_done_by_a_day_is_told_in_both_languages(loaded):
    finance = {"document": DocumentChoice(name="delhi-finance-2025")}
    theirs = replace(loaded, settings=loaded.settings.model_copy(update=finance))
    result = made("2026-11-07")
    keep(theirs, result.model_copy(update={"run": result.run.model_copy(update={"document": "delhi-finance-2025"})}))
    said = text(theirs)
    assert "Due by 31.07.2025: complete one course (464 days ago)." in said
    assert "31.07.2025 तक: एक पाठ्यक्रम पूरा करें (464 दिन पहले)।" in said
    keep(loaded, made("2026-11-06"))
    assert "Due by" not in text(loaded, days=2)
