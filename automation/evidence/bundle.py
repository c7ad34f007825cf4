"""Writes one file that can be attached to a ticket, checks such files, removes old ones; it never overwrites one."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation import dates
from automation.evidence.signing import signature_of
from automation.files import write as write_file
from automation.model import RefusedError, UsageError, explained

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime, timedelta
    from pathlib import Path

    from automation.evidence.leaks import Scanner

MANIFEST = "manifest.json"
NO_TICKET = "no-ticket"
_NAME = re.compile(r"((rehearsal|staging)-)?(?P<time>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)-[0-9a-f]+\.zip")
_MOST_TOLD = 3
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A finished bundle and the SHA-256 of the whole file."""

    path: Path
    sha256: str


def write(place: Path, name: str, files: Mapping[str, bytes], scanner: Scanner) -> Bundle:
    """Scan the files and put them into `place`/`name`.zip with their hashes.

    Raises RefusedError when something personal is found: no file is then written, and the sentence says where it
    stands, never what it is. Raises UsageError where the folder cannot be written.
    """
    manifest = {"files": {each: digest(data) for each, data in sorted(files.items())}}
    whole = {**files, MANIFEST: (json.dumps(manifest, indent=1) + "\n").encode()}
    packed = _packed(whole)
    leaks = scanner.scan(whole)
    if leaks:
        told = "; ".join(dict.fromkeys(str(leak) for leak in leaks[:_MOST_TOLD]))
        more = f" and {len(leaks) - _MOST_TOLD} more" if len(leaks) > _MOST_TOLD else ""
        raise RefusedError(
            f"No bundle was written, because the leak scan found personal data ({told}{more}); take it out of the "
            "scenario, or report this to the program's makers without the data."
        )
    path = place / f"{name}.zip"
    with explained(f"{path} cannot be written", "name another folder in report.evidence"):
        place.mkdir(parents=True, exist_ok=True)
        try:
            write_file(path, packed, new=True)
        except FileExistsError:
            raise UsageError(f"{path} is there already and is never overwritten; run again.") from None
    return Bundle(path, digest(packed))


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def verify(path: Path) -> list[str]:
    """What is wrong with a bundle, a sentence each; nothing where every file is as its manifest says.

    Raises UsageError for a file that cannot be read or is no bundle.
    """
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names, whole = archive.namelist(), _is_whole(archive, data)
            files = {name: archive.read(name) for name in set(names)}
        listed: dict[str, str] = json.loads(files[MANIFEST])["files"]
        listed = {str(name): str(value) for name, value in listed.items()}
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); name a bundle.") from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, RuntimeError, NotImplementedError):
        raise UsageError(f"{path} is no bundle, or a damaged one; name the zip that `igot reproduce` left.") from None
    except Exception as error:  # noqa: BLE001 (a damaged stream ends in errors of many kinds)
        raise UsageError(f"{path} is damaged ({type(error).__name__}); fetch it again.") from None
    twice = sorted({name for name in names if names.count(name) > 1})
    extra = sorted(files.keys() - listed.keys() - {MANIFEST})
    missing = sorted(listed.keys() - files.keys())
    changed = sorted(name for name in listed.keys() & files.keys() if digest(files[name]) != listed[name])
    return [
        *([] if whole else ["It holds bytes that belong to no file of it."]),
        *(f"{name} stands in it twice." for name in twice),
        *(f"{name} was added." for name in extra),
        *(f"{name} is missing." for name in missing),
        *(f"{name} was changed." for name in changed),
    ]


_HEAD, _TAIL = 30, 22


def _is_whole(archive: zipfile.ZipFile, data: bytes) -> bool:
    """Whether an archive is nothing but its members, one after the other from the first byte on, and its directory."""
    at = 0
    for entry in sorted(archive.infolist(), key=lambda each: each.header_offset):
        if entry.header_offset != at:
            return False
        lengths = (int.from_bytes(data[at + place : at + place + 2], "little") for place in (26, 28))
        at += _HEAD + sum(lengths) + entry.compress_size
    size, start = (int.from_bytes(data[-_TAIL + place : -_TAIL + place + 4], "little") for place in (12, 16))
    return start == at and at + size + _TAIL == len(data) and not archive.comment


def member(path: Path, name: str) -> bytes:
    """One file of a bundle. Raises UsageError where it is no bundle, or holds no such file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)
    except Exception as error:  # noqa: BLE001 (a damaged stream ends in errors of many kinds)
        raise UsageError(f"{path} cannot be read ({type(error).__name__}); name a bundle.") from None


def made(evidence: Path) -> Iterator[tuple[Path, datetime]]:
    """The bundles of an evidence folder, each with the time in its name; links and other files do not count."""
    for path in sorted(evidence.glob("*/*.zip")):
        match = _NAME.fullmatch(path.name)
        when = dates.stamped(match["time"]) if match else None
        linked = path.is_symlink() or path.parent.is_symlink()
        if when is not None and path.is_file() and not linked:
            yield path, when


def old(evidence: Path, age: timedelta, now: datetime) -> list[Path]:
    """The bundles of an evidence folder that are older than `age`, by the time in their names."""
    return [path for path, when in made(evidence) if when < now - age]


def remove(paths: list[Path]) -> list[Path]:
    """Remove bundles, and the folders of tickets that are then empty; gives the bundles that could not be removed."""
    left = []
    for path in paths:
        try:
            path.unlink()
            signature_of(path).unlink(missing_ok=True)
        except OSError:
            left.append(path)
            continue
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return left
