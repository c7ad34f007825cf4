"""A bundle can be checked, is never overwritten, is not written with anything personal in it, and ages."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from automation import config
from automation.commands import bundles, history
from automation.evidence import bundle
from automation.evidence.leaks import Scanner
from automation.history import queries
from automation.history.database import Database
from automation.model import RefusedError, UsageError
from automation.runs import clock, folders
from automation.runs.remembering import remembered
from tests.made import made
from tests.marks import links

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"report.html": b"<p>fine</p>", "pictures/attempt-1/step-1.jpg": b"\xff\xd8\xff\xd9"}
NAME = "2026-11-24T03-10-35-9f3a12"
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def written(folder: Path, name: str = NAME) -> Path:
    return bundle.write(folder, name, FILES, Scanner()).path


def test_a_fresh_bundle_is_as_its_manifest_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = bundle.write(tmp_path / "HD-1", NAME, FILES, Scanner())
    with zipfile.ZipFile(left.path) as archive:
        assert archive.testzip() is None
        assert {*archive.namelist()} == {*FILES, "manifest.json"}
        assert json.loads(archive.read("manifest.json"))["files"].keys() == FILES.keys()
    assert bundles.verify(left.path) == 0
    assert left.sha256 in capsys.readouterr().out


def changed(path: Path, **to: bytes | None) -> Path:
    """The bundle with files changed, added or (None) taken out."""
    with zipfile.ZipFile(path) as archive:
        files: dict[str, bytes | None] = {**{name: archive.read(name) for name in archive.namelist()}, **to}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            if data is not None:
                archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"report.html": b"<p>forged</p>"}, "report.html was changed."),
        ({"report.html": None}, "report.html is missing."),
        ({"more.txt": b"added"}, "more.txt was added."),
    ],
)
def test_whatever_is_changed_is_named(
    tmp_path: Path, change: dict[str, bytes | None], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundles.verify(changed(written(tmp_path), **change)) == 1
    assert said in capsys.readouterr().out


def test_a_second_file_of_the_same_name_is_named(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("report.html", FILES["report.html"])
    assert "report.html stands in it twice." in bundle.verify(path)


def test_a_bundle_whose_list_was_mended_too_is_told_by_the_sum_of_its_making(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = bundle.write(tmp_path, NAME, FILES, Scanner())
    assert bundles.verify(left.path, left.sha256.upper()) == 0
    assert "is as it was left" in capsys.readouterr().out
    forged = {**FILES, "report.html": b"<p>forged</p>"}
    left.path.unlink()
    path = bundle.write(tmp_path, NAME, forged, Scanner()).path
    assert bundles.verify(path) == 0
    told = capsys.readouterr().out
    assert "agrees with itself" in told
    assert "as it was left" not in told
    assert "--sha256" in told
    assert bundles.verify(path, left.sha256) == 1
    assert "not the one that was told" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["before", "after", "between", "comment"])
def test_bytes_outside_the_archive_are_named(tmp_path: Path, place: str) -> None:
    path = written(tmp_path)
    data = path.read_bytes()
    if place == "comment":
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = b"more"
    elif place == "between":
        start = int.from_bytes(data[-6:-2], "little")
        path.write_bytes(data[:start] + b"more" + data[start:-6] + (start + 4).to_bytes(4, "little") + data[-2:])
    else:
        path.write_bytes(b"more" * (place == "before") + data + b"more" * (place == "after"))
    assert "It holds bytes that belong to no file of it." in bundle.verify(path)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04"])
def test_what_is_no_bundle_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(UsageError, match="no bundle"):
        bundle.verify(tmp_path / "x.zip")
    with pytest.raises(UsageError, match="cannot be read"):
        bundle.verify(tmp_path / "y.zip")
    path = written(tmp_path)
    with pytest.raises(UsageError, match="no bundle"):
        bundle.verify(changed(path, **{"manifest.json": b"[]"}))
    path = written(tmp_path / "again")
    whole = path.read_bytes()
    path.write_bytes(whole[:43] + bytes(255 - byte for byte in whole[43:47]) + whole[47:])
    with pytest.raises(UsageError, match=r"damaged|no bundle"):
        bundle.verify(path)


def test_a_bundle_is_never_overwritten(tmp_path: Path) -> None:
    before = written(tmp_path).read_bytes()
    with pytest.raises(UsageError, match="never overwritten"):
        bundle.write(tmp_path, NAME, {"other.txt": b"x"}, Scanner())
    assert (tmp_path / f"{NAME}.zip").read_bytes() == before


def test_a_file_in_the_place_of_a_tickets_folder_is_not_called_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "HD-1").write_text("notes", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot be written \(.+\); name another folder"):
        bundle.write(tmp_path / "HD-1", NAME, FILES, Scanner())


def test_with_something_personal_in_it_no_bundle_is_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"mobile number in notes.txt, line 2") as error:
        bundle.write(tmp_path / "HD-1", NAME, FILES | {"notes.txt": b"call\n98000 00042"}, Scanner())
    assert "98000" not in str(error.value)
    assert error.value.exit_code == 5
    assert list(tmp_path.iterdir()) == []


def test_the_zip_itself_is_looked_through_too(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="leak scan"):
        bundle.write(tmp_path, NAME, FILES | {"9800000042.txt": b"x"}, Scanner())


def aged(folder: Path) -> list[Path]:
    old = [
        written(folder / "HD-1", "2026-01-01T00-00-00-aaaaaa"),
        written(folder / "HD-2", "2026-10-02T23-59-59-bbbbbb"),
    ]
    written(folder / "HD-1", "2026-12-31T00-00-00-cccccc")
    (folder / "HD-1" / "notes.zip").write_bytes(b"somebody's own")
    (folder / "HD-1" / "2026-99-99T00-00-00-dddddd.zip").write_bytes(b"no time")
    (folder / "2026-01-01T00-00-00-eeeeee.zip").write_bytes(b"not where bundles are")
    return old


def test_only_bundles_that_are_old_enough_are_removed(tmp_path: Path) -> None:
    old = aged(tmp_path)
    assert bundle.old(tmp_path, timedelta(days=90), NOW) == old
    assert bundle.remove(old) == []
    assert not (tmp_path / "HD-2").exists()
    assert len(list((tmp_path / "HD-1").iterdir())) == 3


@links
def test_a_ticket_that_is_a_link_loses_nothing_elsewhere(tmp_path: Path) -> None:
    old = aged(tmp_path / "elsewhere")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "HD-1").symlink_to(old[0].parent, target_is_directory=True)
    assert bundle.old(tmp_path / "evidence", timedelta(days=90), NOW) == []


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> config.Loaded:
    monkeypatch.setattr(folders, "fallback", lambda: tmp_path / "elsewhere")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    where = {"IGOT_REPORT_EVIDENCE": str(tmp_path / "evidence"), "IGOT_REPORT_FOLDER": str(tmp_path / "runs")}
    return config.load(None, where, {})


def ran(loaded: config.Loaded, days: int, *, kept: bool = True, folder: str = "") -> Path:
    """A run of some days ago, which the history holds or not."""
    began = NOW - timedelta(days=days)
    place = (loaded.path("report.folder").parent / folder) if folder else loaded.path("report.folder")
    run = place / f"{began:%Y-%m-%dT%H-%M-%S}-smoke-{days:04x}"
    run.mkdir(parents=True)
    result = made(began.isoformat(), name=run.name)
    if kept:
        remembered(result, loaded)
    (run / "result.json").write_text(result.model_dump_json(), encoding="utf-8")
    return run


def test_a_dry_run_only_names_them(loaded: config.Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    old, run = aged(loaded.path("report.evidence")), ran(loaded, 100)
    ran(loaded, 1)
    assert bundles.purge(loaded, "30d", dry_run=True) == 0
    said = capsys.readouterr().out
    assert old[0].name in said
    assert run.name in said
    assert "would be removed" in said
    assert all(path.exists() for path in (*old, run))


@pytest.mark.parametrize(("age", "keep"), [("90", 0), ("", 0), ("", -1), ("90d", -1), ("soon", 3)])
def test_what_is_no_age_is_one_sentence(loaded: config.Loaded, age: str, keep: int) -> None:
    with pytest.raises(UsageError, match="90d or 12w"):
        bundles.purge(loaded, age, keep, dry_run=True)


@pytest.mark.parametrize(
    ("age", "keep", "stay"),
    [("30d", 0, {1, 20}), ("30d", 3, {1, 20, 40}), ("10d", 0, {1}), ("", 2, {1, 20}), ("", 9, {1, 20, 40, 100})],
)
def test_old_runs_go_and_the_newest_stay_while_the_history_keeps_all(
    loaded: config.Loaded, age: str, keep: int, stay: set[int]
) -> None:
    every = {days: ran(loaded, days) for days in (100, 40, 20, 1)}
    assert bundles.purge(loaded, age, keep, dry_run=False) == 0
    assert {days for days, run in every.items() if run.exists()} == stay
    with Database(loaded.path("report.folder") / "history.db") as kept:
        assert len(queries.names(kept)) == 4


def test_the_run_that_latest_names_stays(loaded: config.Loaded) -> None:
    whole, stopped = ran(loaded, 100), ran(loaded, 99)
    folders.point(whole)
    bundles.purge(loaded, "30d", dry_run=False)
    assert whole.exists()
    assert not stopped.exists()


@links
def test_the_run_that_latest_names_stays_also_where_the_folder_is_reached_by_a_link(
    loaded: config.Loaded, tmp_path: Path
) -> None:
    whole = ran(loaded, 100)
    folders.point(whole)
    link = tmp_path / "link"
    link.symlink_to(whole.parent, target_is_directory=True)
    assert folders.old(link, timedelta(days=30), 0, NOW) == []


def test_a_run_that_the_history_does_not_hold_stays_and_is_said(
    loaded: config.Loaded, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = ran(loaded, 100, kept=False)
    ran(loaded, 1)
    assert bundles.purge(loaded, "30d", dry_run=False) != 0
    assert unknown.exists()
    assert "igot history rebuild" in capsys.readouterr().err
    history.rebuild(loaded)
    assert bundles.purge(loaded, "30d", dry_run=False) == 0
    assert not unknown.exists()


def test_reports_that_went_elsewhere_go_too_and_nothing_else_there(loaded: config.Loaded) -> None:
    ran(loaded, 1)
    old = ran(loaded, 100, folder="elsewhere")
    ran(loaded, 2, folder="elsewhere")
    other = old.with_name("2026-01-01-something")
    other.mkdir()
    remembered(made((NOW - timedelta(days=100)).isoformat(), name=old.name), loaded)
    bundles.purge(loaded, "30d", dry_run=False)
    assert not old.exists()
    assert other.exists()


@links
def test_latest_leads_to_the_newest_whole_run_by_a_link_or_a_page(
    loaded: config.Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ran(loaded, 3), ran(loaded, 2)
    folder = loaded.path("report.folder")
    for each in (first, second):
        folders.point(each)
        assert (folder / "latest" / "result.json").read_text(encoding="utf-8") == (each / "result.json").read_text(
            "utf-8"
        )
    assert folders.latest(folder) == second
    (folder / "2027-01-01T00-00-00-smoke-0000").symlink_to(first, target_is_directory=True)
    assert folders.runs(folder) == (first, second)
    (folder / "latest").unlink()
    monkeypatch.setattr(type(folder), "symlink_to", no_links)
    folders.point(first)
    assert f"{first.name}/report.html" in (folder / "latest.html").read_text(encoding="utf-8")
    assert [each for each in folder.iterdir() if each.name.startswith(".")] == []


def no_links(*_: object, **__: object) -> None:
    raise OSError(1, "A required privilege is not held by the client")
