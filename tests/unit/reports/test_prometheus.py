"""What monitoring is told of a run: the figures for Prometheus, and the line and exit code of a Nagios plug-in."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from automation import cli, config, flowchart
from automation.commands import history
from automation.model import By, Cause, ExitCode, Listing, NoAnswerError, RefusedError, UsageError, Verdict
from automation.reports import nagios, prometheus
from automation.result import (
    CheckResult,
    DepartmentResult,
    DepartmentsResult,
    Environment,
    Hindrance,
    PortalInfo,
    Result,
    RunInfo,
    StepResult,
    exit_code,
    worst,
)
from automation.runs import output
from automation.runs.options import Options
from automation.runs.remembering import ON_CHANGE, remembered

PERFDATA = re.compile(r"'?[^'= |]+'?=-?[0-9.]+(s|%|[KMGT]?B|c)?(;[0-9.:~@-]*){0,4}")
"""Nagios' development guidelines: 'label'=value[UOM];[warn];[crit];[min];[max]."""
CHECKS = [step.checks[0].id for step in flowchart.load().steps]
LIVE = PortalInfo(url="https://portal.example.gov.in:8443/x", rehearsal=False)


def run(verdicts=(), listings=(), *, portal=LIVE, code=None, hindrance=None):
    checks = [CheckResult(id=CHECKS[n - 1], verdict=each, documented="so") for n, each in enumerate(verdicts, 1)]
    steps = [
        StepResult(id=f"step-{n}", title="t", verdict=each.verdict, seconds=n, checks=(each,))
        for n, each in enumerate(checks, 1)
    ]
    found = DepartmentsResult(
        expected=len(listings),
        searches=7,
        results=tuple(DepartmentResult(name=f"Office {n}", listing=each) for n, each in enumerate(listings)),
    )
    verdict = worst(list(verdicts)) if verdicts else Verdict.AS_DOCUMENTED
    return Result(
        run=RunInfo(id="r", started="2026-01-02T03:04:05+05:30", seconds=12.5, person=By.LOOK),
        portal=portal,
        verdict=verdict,
        exit_code=exit_code(verdict, found) if code is None else code,
        hindrance=hindrance,
        steps=tuple(steps),
        departments=found,
        environment=Environment(igot="0", python="3", browser="none", os="none"),
    )


def read(result):
    """What a reader makes of the text: labels and value of each sample, by name."""
    samples: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(prometheus.render(result)):
        assert family.type == "gauge"
        assert family.documentation
        for sample in family.samples:
            assert sample.timestamp is None  # node exporter takes none
            samples.setdefault(sample.name, []).append((sample.labels, sample.value))
    return samples


def test_the_figures_of_a_run_are_read_back():
    found = read(run([Verdict.AS_DOCUMENTED, Verdict.CHANGED], [Listing.LISTED, Listing.LISTED, Listing.MISSING]))
    of = {"portal": "portal.example.gov.in:8443", "stand_in": "none", "command": "smoke"}
    assert found["igot_run_timestamp_seconds"] == [(of, 1767303245.0)]
    assert found["igot_run_duration_seconds"] == [(of, 12.5)]
    assert found["igot_run_exit_code"] == [(of, 1)]
    assert found["igot_run_verdict"] == [(of, 3)]
    assert found["igot_step_verdict"] == [(of | {"step": "step-1"}, 0), (of | {"step": "step-2"}, 3)]
    assert found["igot_step_duration_seconds"][1] == (of | {"step": "step-2"}, 2)
    assert found["igot_check_verdict"][1] == (of | {"step": "step-2", "check": CHECKS[1]}, 3)
    assert found["igot_departments_expected"] == [(of, 3)]
    assert found["igot_departments_searches"] == [(of, 7)]
    listings = {labels["listing"]: value for labels, value in found["igot_departments"]}
    assert listings == dict.fromkeys(Listing, 0) | {"listed": 2, "missing": 1}


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_number_of_its_own_that_the_file_explains(verdict):
    text = prometheus.render(run([verdict]))
    (number,) = {value for _, value in read(run([verdict]))["igot_step_verdict"]}
    assert f"{number:.0f} {verdict}" in text
    assert len(set(prometheus.NUMBERS.values())) == len(Verdict)


@pytest.mark.parametrize("listing", Listing)
def test_every_listing_is_counted(listing):
    found = {labels["listing"]: value for labels, value in read(run((), [listing] * 2))["igot_departments"]}
    assert found == dict.fromkeys(Listing, 0) | {listing: 2}


def test_what_was_not_asked_for_has_no_figure():
    assert not [name for name in read(run([Verdict.BROKEN])) if "departments" in name]
    assert not [name for name in read(run((), [Listing.LISTED])) if "step" in name or "check" in name]


def test_a_walk_and_an_audit_in_one_folder_do_not_collide():
    labels = [read(each)["igot_run_verdict"][0][0] for each in (run([Verdict.BROKEN]), run((), [Listing.LISTED]))]
    assert labels[0] != labels[1]


def test_a_rehearsal_and_a_copy_are_never_taken_for_the_portal():
    portals = [
        LIVE,
        LIVE.model_copy(update={"staging": True}),
        PortalInfo(url="http://127.0.0.1:5", rehearsal=True),
        PortalInfo(url="http://127.0.0.1:6", rehearsal=True),
    ]
    labels = [read(run([Verdict.BROKEN], portal=each))["igot_run_verdict"][0][0] for each in portals]
    assert [each["stand_in"] for each in labels] == ["none", "staging copy", "rehearsal", "rehearsal"]
    assert labels[2] == labels[3]  # one series, whatever the port
    lines = [nagios.line(run([Verdict.BROKEN], portal=each), 1) for each in portals]
    assert "Portal: https://portal.example.gov.in" in lines[0]
    assert "STAGING COPY, not the portal" in lines[1]
    assert "REHEARSAL" in lines[2]


@pytest.mark.parametrize(
    "name", ['a"} 1\nigot_run_verdict 9', "a\\", "a|b'=0;;", "\x1b[2Ja\ud800", "http://[x", "नाम", ""]
)
def test_a_hostile_name_neither_adds_a_figure_nor_a_line(name):
    result = run([Verdict.BROKEN], [Listing.MISSING], portal=PortalInfo(url=name, rehearsal=False))
    found = read(result)
    assert {name: len(each) for name, each in found.items()} == {
        name: len(each) for name, each in read(run([Verdict.BROKEN], [Listing.MISSING])).items()
    }
    prometheus.render(result).encode()
    line = nagios.line(result, 1)
    assert line.encode().count(b"\n") == 1
    assert line.count("|") == 1
    assert "\x1b" not in line


# --------------------------------------------------------------------------------------------------------- the plug-in

CASES = [
    ([Verdict.AS_DOCUMENTED], [Listing.LISTED], None, "OK"),
    ([Verdict.NEEDS_PERSON], [Listing.NEAR_NAME], None, "OK"),
    ([Verdict.CHANGED], [], None, "WARNING"),
    ([Verdict.AS_DOCUMENTED], [Listing.MISSING], None, "WARNING"),
    ([], [Listing.HIDDEN], None, "WARNING"),
    ([Verdict.CANNOT_JUDGE], [Listing.MISPLACED], None, "WARNING"),
    ([Verdict.BROKEN], [Listing.CANNOT_JUDGE], None, "CRITICAL"),
    ([Verdict.BROKEN, Verdict.CHANGED], [], None, "CRITICAL"),
    ([Verdict.CANNOT_JUDGE], [], None, "UNKNOWN"),
    ([Verdict.AS_DOCUMENTED], [Listing.CANNOT_JUDGE], None, "UNKNOWN"),
    ([Verdict.AS_DOCUMENTED], [], ExitCode.INTERRUPTED, "UNKNOWN"),
    ([Verdict.BROKEN], [], ExitCode.INTERRUPTED, "UNKNOWN"),
    ([Verdict.AS_DOCUMENTED], [], ExitCode.USAGE, "UNKNOWN"),
]


@pytest.mark.parametrize(("verdicts", "listings", "code", "word"), CASES)
def test_the_line_and_the_exit_code_say_the_same(verdicts, listings, code, word):
    result = run(verdicts, listings, code=code)
    line = nagios.line(result, result.exit_code)
    assert line.startswith(f"IGOT {word} - Portal: ")
    assert nagios.status(result, result.exit_code) == ["OK", "WARNING", "CRITICAL", "UNKNOWN"].index(word)


def test_every_exit_code_means_something_to_the_monitoring():
    assert set(nagios.STATUS) == set(ExitCode)


def test_the_line_names_what_is_wrong_and_its_figures_are_those_of_the_format():
    text, _, figures = nagios.line(
        run([Verdict.BROKEN, Verdict.CHANGED, Verdict.BROKEN], [Listing.MISSING, Listing.CANNOT_JUDGE]), 1
    ).partition(" | ")
    assert text.endswith(": broken step-1, step-3; changed step-2; 1 of 2 departments cannot be picked")
    assert all(PERFDATA.fullmatch(each) for each in figures.split()), figures
    told = dict(each.split("=") for each in figures.split())
    assert told["broken"] == "2;;0;0;3"
    assert told["changed"] == "1;0;;0;3"
    assert told["missing"] == "1;;;0;2"
    assert told["unjudged"] == "1;;;0;2"
    assert told["seconds"] == "12.500s;;;0"
    assert len(told) == len(figures.split())


def test_what_stood_in_the_way_is_in_the_line():
    result = run([Verdict.CANNOT_JUDGE], hindrance=Hindrance(cause=Cause.REFUSED, said="nothing answers at the host"))
    assert "nothing could be judged: nothing answers at the host" in nagios.line(result, 4)


def test_what_is_accepted_or_planned_is_ok_and_still_told():
    accepted = run([Verdict.BROKEN], [Listing.MISSING], code=0)
    assert nagios.status(accepted, 0) == 0
    line = nagios.line(accepted, 0)
    assert line.startswith("IGOT OK - ")
    assert "broken step-1; 1 of 1 departments cannot be picked; nothing is worse than what was accepted |" in line
    down = run([Verdict.CANNOT_JUDGE], hindrance=Hindrance(cause=Cause.REFUSED, said="nothing answers"), code=0)
    line = nagios.line(down.model_copy(update={"maintenance": "new servers"}), 0)
    assert line.startswith("IGOT OK - ")
    assert "down in the planned maintenance (new servers)" in line
    assert read(accepted)["igot_run_exit_code"][0][1] == 0


@pytest.mark.parametrize("was", [([Verdict.AS_DOCUMENTED] * 2, [Listing.LISTED] * 2)])
@pytest.mark.parametrize(
    "wrong",
    [
        ([Verdict.AS_DOCUMENTED, Verdict.BROKEN], [Listing.LISTED] * 2),
        ([Verdict.AS_DOCUMENTED, Verdict.NEEDS_PERSON], [Listing.LISTED] * 2),
        ([Verdict.AS_DOCUMENTED] * 2, [Listing.LISTED, Listing.NEAR_NAME]),
        ([Verdict.AS_DOCUMENTED] * 2, [Listing.LISTED] * 3),
    ],
)
def test_another_result_is_told_otherwise(was, wrong):
    assert prometheus.render(run(*was)) != prometheus.render(run(*wrong))
    assert nagios.line(run(*was), 0) != nagios.line(run(*wrong), run(*wrong).exit_code)


# ----------------------------------------------------------------------------------------------------- writing it out


def test_stdout_is_the_line_alone_and_the_figures_are_in_their_file(tmp_path, capsys):
    file = tmp_path / "igot.prom"
    result = run([Verdict.CHANGED], [Listing.LISTED])
    code = output.write(result, flowchart.load(), tmp_path / "run", Options(prometheus=str(file), nagios=True))
    assert (code, capsys.readouterr().out) == (1, nagios.line(result, 1))
    assert file.read_text(encoding="utf-8") == prometheus.render(result)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["igot.prom", "run"]


def test_with_alarm_on_change_the_plug_in_is_silent_about_what_was_accepted_and_not_about_more(tmp_path, capsys):
    loaded = config.load(None, {}, {"report.folder": str(tmp_path)})
    known, worse = run([Verdict.BROKEN, Verdict.AS_DOCUMENTED]), run([Verdict.BROKEN, Verdict.CHANGED])
    output.write(known, flowchart.load(), tmp_path / "monday")
    history.accept(loaded, "monday", "IT cell", "reported, file 7")
    capsys.readouterr()
    for result, alarm, status in ((known, "", 2), (known, ON_CHANGE, 0), (worse, ON_CHANGE, 2)):
        told = remembered(result, loaded, alarm)
        assert output.write(told, flowchart.load(), tmp_path / "run", Options(nagios=True)) == status
        assert ("nothing is worse than what was accepted" in capsys.readouterr().out) is (status == 0)


def test_a_good_run_whose_figures_are_lost_is_unknown_and_a_finding_stays_one(tmp_path, capsys):
    asked = Options(prometheus=str(tmp_path / "none" / "igot.prom"), nagios=True)
    assert output.write(run([Verdict.AS_DOCUMENTED]), flowchart.load(), tmp_path / "run", asked) == 3
    assert "a file could not be written" in capsys.readouterr().out
    assert output.write(run([Verdict.BROKEN]), flowchart.load(), tmp_path / "run", asked) == 2


@pytest.mark.parametrize(("flag", "beginning"), [("json", "{"), ("junit", "<?xml"), ("prometheus", "# HELP")])
def test_the_text_for_each_machine_can_go_to_stdout(tmp_path, capsys, flag, beginning):
    files: Any = {flag: "-"}
    output.write(run([Verdict.BROKEN]), flowchart.load(), tmp_path / "run", Options(**files))
    out = capsys.readouterr().out
    assert out.startswith(beginning)
    assert out.endswith("\n")
    assert "Report:" not in out


def test_a_file_that_another_program_reads_meanwhile_is_always_whole(tmp_path, monkeypatch):
    place = tmp_path / "igot.prom"
    place.write_text("before", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    output.write(run([Verdict.BROKEN]), flowchart.load(), tmp_path / "run", Options(prometheus=str(place)))
    assert place.read_text(encoding="utf-8") == "before"


# ------------------------------------------------------------------------------------------- errors before there is one


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["smoke", "--nagios", "--slowmo", "soon"], "--slowmo"),
        (["smoke", "--nagios", "--no-such-flag"], "--no-such-flag"),
        (["departments", "--nagios", "--config", "/none.toml"], "none.toml"),
        (["departments", "--nagios", "--offline", "/none.csv"], "none.csv"),
        (["smoke", "--nagios", "--json", "-"], "both want stdout"),
        (["smoke", "--nagios", "--portal", "https://portal.example.gov.in/"], "written permission"),
        (["smoke", "--nagios", "--defect", "name-mising"], "name-missing"),
    ],
)
def test_an_error_before_there_is_a_result_is_unknown(capsys, words, part):
    assert cli.main(words) == 3
    told = capsys.readouterr()
    assert told.out.startswith("IGOT UNKNOWN - ")
    assert told.out.count("\n") == 1
    assert part in told.out
    assert told.err == ""


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), UsageError("a|b\nc"), RefusedError("no"), NoAnswerError("none"), ValueError("x")]
)
def test_whatever_ends_a_run_is_unknown_and_one_line(monkeypatch, capsys, error):
    def end(_):
        raise error

    monkeypatch.setattr(cli, "_loaded", end)
    assert cli.main(["smoke", "--nagios"]) == 3
    told = capsys.readouterr()
    assert told.out.startswith("IGOT UNKNOWN - ")
    assert (told.out.count("\n"), told.out.count("|")) == (1, 0)


def test_two_texts_cannot_both_go_to_stdout(capsys):
    assert cli.main(["smoke", "--json", "-", "--prometheus", "-"]) == 2
    assert "both want stdout" in capsys.readouterr().err
