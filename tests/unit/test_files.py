"""A file is written whole or not at all, and what stood there stays until then."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from automation import files
from tests.marks import links


def full(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    files.write(place, "नाम\n")
    files.write(place, b"more")
    assert place.read_bytes() == b"more"
    assert [*tmp_path.iterdir()] == [place]


@pytest.mark.parametrize("new", [True, False])
def test_a_full_disk_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: bool) -> None:
    place = tmp_path / "a.txt"
    if not new:
        place.write_text("before", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.write(place, "after", new=new)
    assert [each.name for each in tmp_path.iterdir()] == ([] if new else ["a.txt"])
    assert new or place.read_text(encoding="utf-8") == "before"


def test_a_new_file_never_overwrites_one(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("before", encoding="utf-8")
    with pytest.raises(FileExistsError):
        files.write(place, "after", new=True)
    assert place.read_text(encoding="utf-8") == "before"


@links
def test_a_link_stays_a_link_and_a_mode_stays(tmp_path: Path) -> None:
    place, link = tmp_path / "a.txt", tmp_path / "link"
    place.write_text("before", encoding="utf-8")
    place.chmod(0o640)
    link.symlink_to(place)
    files.write(link, "after")
    assert link.is_symlink()
    assert place.read_text(encoding="utf-8") == "after"
    assert os.name == "nt" or stat.S_IMODE(place.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("before", encoding="utf-8")
    files.write(place, "after", private=True)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_takes_what_it_is_given() -> None:
    files.write(Path(os.devnull), "gone")
    with pytest.raises(OSError, match="No space left"):
        files.write(Path("/dev/full"), "gone")
    assert Path("/dev/full").is_char_device()


def test_a_name_that_is_no_text_is_still_written(tmp_path: Path) -> None:
    files.write(tmp_path / "a.txt", "a\ud800b")
    assert (tmp_path / "a.txt").read_bytes() == b"a?b"


def test_a_file_in_a_folder_that_takes_no_new_one_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.txt"
    place.write_text("before", encoding="utf-8")

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    files.write(place, "after")
    assert place.read_text(encoding="utf-8") == "after"
