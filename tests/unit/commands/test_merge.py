"""Results of several places stand side by side, and the shards of one look are one run again."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from automation import flowchart
from automation.commands import bundles
from automation.commands import departments as departments_command
from automation.commands import history as history_command
from automation.commands import merge as command
from automation.config import Loaded, Report, Settings
from automation.departments import audit, shards
from automation.history import items, queries
from automation.history.database import FILE, Database
from automation.model import Cause, Effect, ExitCode, Listing, UsageError, Verdict
from automation.names.department import Department
from automation.portal.facts import Organisation
from automation.reports import places
from automation.result import DepartmentsResult, GateEntry, GateResult, ListFinding, Request, Result, exit_code
from automation.runs import output, telling
from automation.runs import smoke_run as smoke_command
from automation.runs.options import Options
from automation.runs.remembering import remembered
from tests.lists import FILLER, Searched
from tests.made import made

NAMES = tuple(f"Office {number}" for number in range(40))
LIST = tuple(Department(each, "other") for each in NAMES)
LISTINGS = {name: Listing.MISSING if number % 3 else Listing.LISTED for number, name in enumerate(NAMES)}
BROKEN, MISSING, LISTED = Verdict.BROKEN, Listing.MISSING, Listing.LISTED


@pytest.fixture
def loaded(tmp_path):
    names = tmp_path / "list.csv"
    names.write_text("name,kind\n" + "".join(f"{each},other\n" for each in NAMES), encoding="utf-8")
    settings = Settings(report=Report(folder=str(tmp_path / "runs")))
    settings = settings.model_copy(update={"departments": settings.departments.model_copy(update={"file": str(names)})})
    return Loaded(settings, dict.fromkeys(settings.flat(), "default"))


def shard_of(whole: Result, number: int, of: int, *, walks: bool = True) -> Result:
    """What one shard of such a run would have left."""
    shard = shards.of(f"{number}/{of}", LIST, walks=walks)
    assert shard
    mine = {each.name for each in shards.share(LIST, shard)}
    results = tuple(each for each in whole.departments.results if each.name in mine)
    listed = sum(each.listing in {Listing.LISTED, Listing.NEAR_NAME} for each in results)
    found = DepartmentsResult(expected=len(results), listed=listed, searches=7, results=results)
    steps = whole.steps if walks and number == 1 else ()
    stem = whole.run.id.removesuffix("-0000")
    verdict = whole.verdict if steps else Verdict.AS_DOCUMENTED
    return whole.model_copy(
        update={
            "run": whole.run.model_copy(update={"id": f"{stem}-{number}-of-{of}-00ab", "shard": shard}),
            "steps": steps,
            "departments": found,
            "verdict": verdict,
            "exit_code": int(exit_code(verdict, found)),
            "notes": (shards.note(shard),),
        }
    )


def charted(result: Result) -> Result:
    """The same with checks of the real flowchart, which a report knows."""
    first = {step.id: step.checks[0].id for step in flowchart.load().steps}
    steps = tuple(
        each.model_copy(update={"checks": (each.checks[0].model_copy(update={"id": first[each.id]}),)})
        for each in result.steps
    )
    return result.model_copy(update={"steps": steps})


def five(whole: Result, **more: bool) -> list[Result]:
    return [shard_of(whole, number, 5, **more) for number in range(1, 6)]


def files(folder, *results):
    """The files of some results."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.json" for number in range(len(results))]
    for path, result in zip(paths, results, strict=True):
        path.write_text(result.model_dump_json(), encoding="utf-8")
    return paths


# ------------------------------------------------------------------------------------------------------- sharing out


@pytest.mark.parametrize("of", [1, 2, 5, 7])
def test_each_department_falls_to_one_shard(of):
    shares = [shards.share(LIST, shards.of(f"{number}/{of}", LIST, walks=True)) for number in range(1, of + 1)]
    assert sorted(each.name for some in shares for each in some) == sorted(NAMES)


def test_a_department_stays_in_its_shard_when_the_list_changes():
    before = {each: shards.number_of(each, 5) for each in NAMES}
    longer = (Department("A new office", "other"), *reversed(LIST[3:]))
    for number in range(1, 6):
        for each in shards.share(longer, shards.of(f"{number}/5", longer, walks=True)):
            assert before.get(each.name, number) == number
    assert set(before.values()) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("text", ["0/5", "6/5", "2", "2/", "a/b", "-1/5", "2/5/1", "1.0/5"])
def test_what_names_no_share_is_one_sentence(text):
    with pytest.raises(UsageError, match="such as 2/5"):
        shards.of(text, LIST, walks=True)


def test_a_shard_with_nothing_to_look_at_is_said_but_the_one_that_walks():
    one = LIST[:1]
    empty = next(number for number in range(2, 6) if shards.number_of(NAMES[0], 5) != number)
    with pytest.raises(UsageError, match="take fewer shards"):
        shards.of(f"{empty}/5", one, walks=True)
    assert shards.of("1/5", one, walks=True)


def test_the_politeness_of_all_shards_is_that_of_one_machine(loaded):
    polite, part = loaded.settings.politeness, loaded.shared(5).settings.politeness
    assert (part.requests * 5, part.pace_ms) == (polite.requests, polite.pace_ms * 5)
    assert loaded.shared(9999).settings.politeness.requests == 1


def test_a_row_that_is_another_shards_department_is_not_taken_for_ours():
    directorate, board = Department("Transport Directorate", "directorate"), Department("Transport Board", "board")
    row = Organisation("Transport Board", "Delhi", "Delhi", "S_1")
    listings = [
        [
            each.listing
            for each in audit.run(mine, Searched((row, *FILLER)), "Delhi", among=(directorate, board)).results
        ]
        for mine in ((directorate,), (board,))
    ]
    together = audit.run((directorate, board), Searched((row, *FILLER)), "Delhi")
    assert [each for some in listings for each in some] == [each.listing for each in together.results]


@pytest.mark.parametrize(
    "options", [Options(shard="2/5", attended=True), Options(shard="2/5", audit=False), Options(shard="7/5")]
)
def test_what_cannot_be_shared_out_is_refused_before_anything_is_looked_at(loaded, options):
    with pytest.raises(UsageError, match="--shard"):
        smoke_command.run(loaded, options)


def test_a_comparison_needs_all_departments(loaded):
    with pytest.raises(UsageError, match="--compare needs all"):
        departments_command.run(loaded, Options(shard="2/5"), compare="latest")


# -------------------------------------------------------------------------------------------------------- one run again


def test_all_shards_together_are_what_one_run_would_have_left():
    run = made("2026-11-03", {"step-4": BROKEN}, LISTINGS, place="ITO")
    whole = shards.whole(list(reversed(five(run))))
    assert whole.departments.results == run.departments.results
    assert (whole.departments.expected, whole.departments.listed, whole.departments.searches) == (40, 14, 35)
    assert (whole.steps, whole.verdict, whole.exit_code) == (run.steps, BROKEN, ExitCode.FINDINGS)
    assert (whole.run.shard, whole.run.place, whole.run.started) == (None, "ITO", run.run.started)
    assert whole.run.id == shards.whole(five(run)).run.id
    assert [each for each in whole.notes if "shard" in each] == [whole.notes[0]]


def test_the_shards_of_an_audit_alone_are_an_audit_alone():
    whole = shards.whole(five(made("2026-11-03", {}, LISTINGS), walks=False))
    assert (whole.steps, whole.verdict, whole.exit_code) == ((), Verdict.AS_DOCUMENTED, ExitCode.FINDINGS)


def test_the_departments_of_a_missing_shard_are_neither_missing_nor_a_pass():
    run = made("2026-11-03", {}, dict.fromkeys(NAMES, LISTED))
    whole = shards.whole([each for each in five(run) if each.run.shard and each.run.shard.number != 3])
    lost = {each for each in NAMES if shards.number_of(each, 5) == 3}
    unseen = {each.name: each.why for each in whole.departments.results if each.listing is Listing.CANNOT_JUDGE}
    assert unseen.keys() == lost
    assert set(unseen.values()) == {"not looked at: shard 3 of 5 is not among the results"}
    assert (whole.departments.expected, whole.departments.listed) == (40, 40 - len(lost))
    assert whole.exit_code == ExitCode.CANNOT_JUDGE
    assert f"Shard 3 of 5 is not among the results: {len(lost)} departments were not looked at." in whole.notes


def test_without_the_first_shard_nothing_is_said_of_the_flowchart():
    whole = shards.whole(five(made("2026-11-03", {}, dict.fromkeys(NAMES, LISTED)))[1:])
    assert (whole.verdict, whole.exit_code) == (Verdict.CANNOT_JUDGE, ExitCode.CANNOT_JUDGE)
    assert any("the flowchart and" in each for each in whole.notes)


def test_a_department_that_a_shard_should_not_have_is_not_counted_twice():
    one, *others = five(made("2026-11-03", {}, LISTINGS))
    every = one.model_copy(update={"departments": made("2026-11-03", {}, LISTINGS).departments})
    assert [each.name for each in shards.whole([every, *others]).departments.results] == list(NAMES)


def test_what_each_shard_tells_is_told_once_and_what_the_gate_counted_is_summed():
    entry = GateEntry(effect=Effect.READ, method="GET", url="https://portal.example/", count=2, size=10)
    finding = ListFinding(kind="split", name="A", under="Delhi", why="two rows")
    parts = [
        each.model_copy(
            update={
                "gate": GateResult(allowed=(entry,), unknown=("new",)),
                "departments": each.departments.model_copy(update={"quality": (finding,)}),
                "requests": (Request(department=f"Office {number}", days=3, overdue=False),),
                "notes": ("The browser has no sandbox.",),
            }
        )
        for number, each in enumerate(five(made("2026-11-03", {}, LISTINGS)))
    ]
    whole = shards.whole(parts)
    assert whole.gate == GateResult(allowed=(entry.model_copy(update={"count": 10, "size": 50}),), unknown=("new",))
    assert (whole.departments.quality, len(whole.requests)) == ((finding,), 5)
    assert whole.notes[1:] == ("The browser has no sandbox.",)


def test_what_stood_in_the_way_of_some_is_a_note_and_of_all_the_cause():
    out = five(made("2026-11-03", departments=LISTINGS, cause=Cause.PROXY))
    assert shards.whole(out).hindrance == out[0].hindrance
    fine = five(made("2026-11-03", departments=LISTINGS))
    some = shards.whole([*fine[:4], out[4]])
    assert some.hindrance is None
    assert "Shard 5 could not judge the portal: proxy." in some.notes


def test_shards_that_do_not_belong_together_are_refused():
    run = made("2026-11-03", {}, LISTINGS)
    one, two, *_ = five(run)
    again = two.model_copy(update={"run": two.run.model_copy(update={"id": "another"})})
    with pytest.raises(UsageError, match="both shard 2 of 5"):
        shards.whole([one, two, again])
    with pytest.raises(UsageError, match="do not share one list"):
        shards.whole([one, shard_of(run, 2, 4)])
    with pytest.raises(UsageError, match="12 hours apart"):
        shards.whole([one, shard_of(made("2026-11-02", {}, LISTINGS), 2, 5)])


# --------------------------------------------------------------------------------------------------------- the history


def test_the_history_knows_no_shard_and_the_run_that_was_made_of_all(loaded, tmp_path, monkeypatch):
    monkeypatch.setattr(telling, "_sent", lambda *_: [])
    before = remembered(made("2026-11-02", {}, LISTINGS), loaded)
    parts = five(charted(made("2026-11-03", {"step-4": BROKEN}, {**LISTINGS, "Office 0": MISSING})))
    for each in parts:
        kept = telling.notified(remembered(each, loaded), loaded)
        assert (kept.changed, kept.notes) == (None, each.notes)
        folder = tmp_path / "runs" / each.run.id
        folder.mkdir(parents=True)
        (folder / "result.json").write_text(kept.model_dump_json(), encoding="utf-8")
    given = sorted((tmp_path / "runs").glob("*-of-5-*"))
    for _ in range(2):
        assert command.run(loaded, given, command.Wanted(json=str(tmp_path / "whole.json"))) == ExitCode.FINDINGS
    [whole] = (each for each in (tmp_path / "runs").glob("*/report.html") if not each.parent.is_symlink())
    changed = Result.model_validate_json((tmp_path / "whole.json").read_bytes()).changed
    assert (tmp_path / "runs" / "latest").resolve() == whole.parent
    assert (whole.parent.name, len(names(tmp_path))) == (names(tmp_path)[1], 2)
    assert changed is not None
    assert history_command.rebuild(loaded) == 0
    assert names(tmp_path) == [before.run.id, whole.parent.name]


def names(folder):
    with Database(folder / "runs" / FILE) as database:
        return [
            each.name for of in queries.series(database.connection) for each in queries.runs(database.connection, of)
        ]


def test_a_shard_tells_nobody_and_the_run_that_was_made_of_all_does(loaded, monkeypatch):
    told = []

    def sent(result, _):
        told.append(result.run.id)
        return []

    monkeypatch.setattr(telling, "_pinged", lambda *_: [])
    monkeypatch.setattr(telling, "_sent", sent)
    parts = five(made("2026-11-03", {}, LISTINGS))
    for each in (*parts, whole := shards.whole(parts)):
        telling.notified(each, loaded)
    assert told == [whole.run.id]


def test_departments_of_other_shards_are_neither_new_nor_gone(loaded):
    remembered(made("2026-11-02", {}, LISTINGS), loaded)
    parts = five(made("2026-11-03", {}, {**LISTINGS, "Office 0": MISSING}))
    found = remembered(shards.whole(parts), loaded).changed
    assert found is not None
    assert (found.vanished, found.appeared, found.new, found.unknown) == (("Office 0",), (), (), 0)
    fewer = [each for each in five(made("2026-11-04", {}, LISTINGS)) if each.run.shard and each.run.shard.number != 2]
    found = remembered(shards.whole(fewer), loaded).changed
    assert found is not None
    lost = [each for each in NAMES if shards.number_of(each, 5) == 2]
    assert (found.vanished, found.unknown) == ((), len(lost))


def test_a_rebuild_says_how_many_shards_it_leaves_out_and_none_is_accepted(loaded, tmp_path, capsys):
    one = shard_of(made("2026-11-03", {}, LISTINGS), 1, 5)
    folder = tmp_path / "runs" / one.run.id
    folder.mkdir(parents=True)
    (folder / "result.json").write_text(one.model_dump_json(), encoding="utf-8")
    history_command.rebuild(loaded)
    assert "0 runs are in the history" in (said := capsys.readouterr().out)
    assert "1 are shards" in said
    with pytest.raises(UsageError, match="is a share of a run"):
        history_command.accept(loaded, one.run.id, "IT cell", "known")
    with pytest.raises(UsageError, match="no run"):
        history_command.accept(loaded, "", "IT cell", "known")


def test_old_shards_are_removed_and_never_the_latest_run(loaded, tmp_path, capsys):
    old = shard_of(made("2020-11-03", {}, LISTINGS), 1, 5)
    folder = tmp_path / "runs" / old.run.id
    output.write(old.model_copy(update={"steps": ()}), flowchart.load(), folder)
    assert not (tmp_path / "runs" / "latest").exists()
    (tmp_path / "runs" / "2026-11-04T08-30-00-smoke-0000").mkdir()
    assert bundles.purge(loaded, "90d", dry_run=False) == 0
    assert not folder.exists()


def test_an_alarm_on_change_counts_for_the_run_that_was_made_of_all(loaded, tmp_path):
    whole = made("2026-11-02", {}, LISTINGS)
    folder = tmp_path / "runs" / whole.run.id
    folder.mkdir(parents=True)
    (folder / "result.json").write_text(whole.model_dump_json(), encoding="utf-8")
    history_command.accept(loaded, whole.run.id, "IT cell", "known")
    parts = files(tmp_path / "parts", *five(charted(made("2026-11-03", {}, LISTINGS))))
    assert command.run(loaded, parts, command.Wanted()) == ExitCode.FINDINGS
    assert command.run(loaded, parts, command.Wanted(alarm="on-change")) == ExitCode.AS_DOCUMENTED


def test_the_shards_of_an_audit_leave_one_letter(loaded, tmp_path):
    run = made("2026-11-03", {}, LISTINGS)
    asked = tuple(
        each.model_copy(update={"request_for_help": "please"} if each.listing is MISSING else {})
        for each in run.departments.results
    )
    run = run.model_copy(update={"departments": run.departments.model_copy(update={"results": asked})})
    command.run(loaded, files(tmp_path / "parts", *five(run, walks=False)), command.Wanted())
    [letter] = (tmp_path / "runs").glob("*-departments-*/covering-letter.md")
    assert all(each in letter.read_text(encoding="utf-8") for each in ("Office 1", "Office 38"))


# --------------------------------------------------------------------------------------------------------- side by side


def three_places():
    return [
        made("2026-11-03", {}, LISTINGS, place="ITO"),
        made("2026-11-03T09:00:00+05:30", {"step-4": BROKEN}, {**LISTINGS, "Office 0": MISSING}, place="Dwarka"),
        made("2026-11-03T10:00:00+05:30", departments=LISTINGS, cause=Cause.PROXY, place="Narela"),
    ]


def test_what_differs_comes_first_and_is_marked():
    of = places.beside(three_places()[:2])
    assert [(each.id, each.differs) for each in of.steps][:2] == [("step-4", True), ("step-1", False)]
    assert [each.id for each in of.checks] == ["step-4.check"]
    assert [(each.name, each.listings) for each in of.differing] == [("Office 0", (LISTED, MISSING))]
    assert of.departments[0].name == "Office 0"
    assert of.alike == {MISSING: 26, LISTED: 13}
    text = places.terminal(of, colour=False).splitlines()
    assert next(line for line in text if "The step-" in line).startswith("  ! 4  The step-4")
    assert "  ! Office 0: 1 listed, 2 missing" in text
    assert "  The same wherever they were judged: 26 missing, 13 listed" in text


def test_a_place_that_could_not_judge_has_its_cause_and_no_department_that_differs():
    of = places.beside(three_places())
    assert [each.name for each in of.differing] == ["Office 0"]
    assert of.lonely == 40
    text = places.terminal(of, colour=False)
    assert "What stood in the way at 3, Narela: proxy. Name the office's proxy" in text
    assert "Judged at some of the places only: 40" in text
    assert [each.differs for each in of.steps] == [True] * 7
    assert of.steps[0].id == "step-4"
    assert "? cannot judge; no department could be judged" in text


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([made("2026-11-03"), made("2026-11-04")], 0),
        ([made("2026-11-03"), made("2026-11-04", {"step-1": Verdict.CANNOT_JUDGE})], 4),
        ([made("2026-11-03", cause=Cause.PROXY), made("2026-11-04", {}, {"A": MISSING})], 1),
        ([made("2026-11-03").model_copy(update={"exit_code": 130})], 0),
        ([made("2026-11-03", {"step-1": BROKEN}).model_copy(update={"exit_code": 130})], 1),
        ([made("2026-11-03", {"step-1": BROKEN}).model_copy(update={"exit_code": 0})], 0),
    ],
)
def test_the_exit_code_is_that_of_the_worst(results, code):
    assert places.worst_code(results) == places.beside(results).exit_code == code


def test_results_of_one_place_or_none_stand_under_a_name_that_tells_them_apart():
    days = [made(f"2026-11-0{day}", place=place) for day, place in enumerate(("ITO", "ITO", "", "Dwarka"), start=1)]
    of = places.beside(days)
    assert [each.label for each in of.places] == [
        f"ITO ({days[0].run.id})",
        f"ITO ({days[1].run.id})",
        days[2].run.id,
        "Dwarka",
    ]
    assert len(of.notes) == 2


def test_a_place_that_looked_at_less_is_not_one_where_something_is_missing():
    walk = made("2026-11-03", place="ITO")
    alone = made("2026-11-03T09:00:00+05:30", {}, {"A": LISTED}, place="Dwarka").model_copy(update={"steps": ()})
    of = places.beside([walk, alone])
    assert [each.verdicts for each in of.steps] == [(Verdict.AS_DOCUMENTED, None)] * 7
    assert [each.listings for each in of.departments] == [(None, LISTED)]
    assert not [each for each in of.steps if each.differs]
    assert of.differing == ()
    assert of.lonely == 0


def test_two_offices_of_one_name_stay_two():
    twice = made("2026-11-03", {}, {"A": LISTED, "B": MISSING}, place="ITO")
    renamed = tuple(each.model_copy(update={"name": "A"}) for each in twice.departments.results)
    twice = twice.model_copy(update={"departments": twice.departments.model_copy(update={"results": renamed})})
    assert [each.listings for each in places.beside([twice]).departments] == [(LISTED,), (MISSING,)]


def test_every_reader_gets_its_file(loaded, tmp_path, capsys):
    given = files(tmp_path / "given", *three_places())
    wanted = command.Wanted(*(str(tmp_path / name) for name in ("out.json", "out.html", "out.csv")))
    assert command.run(loaded, given, wanted) == ExitCode.FINDINGS
    assert "Dwarka" in capsys.readouterr().out
    assert places.Places.model_validate_json((tmp_path / "out.json").read_bytes()).places[1].label == "Dwarka"
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href)=["'](?!#|data:)""", page)
    assert page.index("Office 0") < page.index("The same wherever they were judged")
    table = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    assert [each for each in table if each["name"] == "Office 0"] == [
        {"kind": "department", "name": "Office 0", "differs": "yes", "ITO": "listed", "Dwarka": "missing"}
        | {"Narela": "cannot_judge"}
    ]
    assert not (tmp_path / "runs").exists()


def test_the_machines_get_stdout_where_they_ask_for_it(loaded, tmp_path, capsys):
    command.run(loaded, files(tmp_path / "given", *three_places()), command.Wanted(json="-"))
    assert json.loads(capsys.readouterr().out)["exit_code"] == 1


def test_a_name_steers_no_reader():
    bad = made("2026-11-03", {}, {"=A\x1b[2J<b>": LISTED}, place="ITO")
    other = made("2026-11-04", {}, {"=A\x1b[2J<b>": MISSING}, place="Dwarka")
    of = places.beside([bad, other])
    assert "\x1b" not in places.terminal(of, colour=False) + places.page(of) + places.csv(of)
    assert "<b>" not in places.page(of).partition("<main>")[2]
    assert ",'=A" in places.csv(of)


def test_shards_of_one_place_are_one_column_beside_another_place():
    parts = five(made("2026-11-03", {}, LISTINGS, place="ITO"))
    results = command._whole([*parts, made("2026-11-03T09:00:00+05:30", {}, LISTINGS, place="Dwarka")])
    assert [each.label for each in places.beside(results).places] == ["ITO", "Dwarka"]


# ------------------------------------------------------------------------------------------------------- wrong input


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("not JSON", "is no result of a run"),
        ("[]", "is no result of a run"),
        ('{"a": 1}', "is no result of a run"),
        ('{"schema_version": 2, "what": "a reproduction"}', "is not of schema version 1"),
        (made("2026-11-03").model_dump_json()[:-1] + ', "newer": 1}', "has keys that this program does not know"),
    ],
)
def test_what_is_no_result_is_one_sentence(loaded, tmp_path, body, says):
    (tmp_path / "result.json").write_text(body, encoding="utf-8")
    for path in (tmp_path / "result.json", tmp_path):
        with pytest.raises(UsageError, match=says) as told:
            command.run(loaded, [path], command.Wanted())
        assert str(told.value).endswith(".")
        assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_is_one_sentence(loaded, tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        command.run(loaded, [tmp_path / "nothing.json"], command.Wanted())


def test_results_that_are_not_to_be_compared_are_refused(loaded, tmp_path):
    one, same = made("2026-11-03"), made("2026-11-03", place="ITO")
    rehearsal = made("2026-11-04", rehearsal=True)
    with pytest.raises(UsageError, match="of different portals or journeys"):
        command.run(loaded, files(tmp_path / "a", one, rehearsal), command.Wanted())
    with pytest.raises(UsageError, match="are the same run"):
        command.run(loaded, files(tmp_path / "b", one, same), command.Wanted())
    [path] = files(tmp_path / "c", one)
    with pytest.raises(UsageError, match="named twice"):
        command.run(loaded, [path, path], command.Wanted())


def test_shards_of_another_flowchart_are_refused(loaded, tmp_path):
    with pytest.raises(UsageError, match="another flowchart"):
        command.run(loaded, files(tmp_path / "a", *five(made("2026-11-03", {}, LISTINGS))), command.Wanted())


def test_the_result_says_which_share_it_is_of_and_an_older_result_has_none():
    body = json.loads(shard_of(made("2026-11-03", {}, LISTINGS), 2, 5).model_dump_json())
    assert body["run"]["shard"] == {"number": 2, "of": 5, "walks": True, "names": list(NAMES)}
    older = json.loads(made("2026-11-03").model_dump_json())
    del older["run"]["shard"]
    assert Result.model_validate_json(json.dumps(older)).run.shard is None
    assert items.of(Result.model_validate_json(json.dumps(older)))
