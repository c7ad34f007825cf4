"""The folders that runs leave: which there are, which is the newest whole one, which are old enough to go."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from automation import files
from automation.dates import STAMP, stamped
from automation.escaping import for_page
from automation.model import UsageError
from automation.result import Result
from automation.runs import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

LATEST, RESULT = "latest", "result.json"
_VERSION: int = Result.model_fields["schema_version"].default
_NAME = re.compile(r"(?P<time>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)-(?:smoke|departments)(?P<shard>-\d+-of-\d+)?-[0-9a-f]{4}")


def new(folder: Path, kind: str) -> Path:
    """A new name for what a run of a kind (smoke, departments, departments-2-of-5) leaves; nothing is made yet."""
    return folder / f"{clock.now():{STAMP}}-{kind}-{secrets.token_hex(2)}"


def runs(folder: Path) -> tuple[Path, ...]:
    """The folders of runs in a folder, the oldest first; links do not count."""
    there = (each for each in folder.glob("*") if each.is_dir() and not each.is_symlink())
    return tuple(sorted(each for each in there if _NAME.fullmatch(each.name)))


def point(run: Path) -> None:
    """Make `latest` beside a run lead to it: a link, or a page where links are not allowed. Raises OSError."""
    link = run.with_name(LATEST)
    aside = run.with_name(f".{LATEST}-{secrets.token_hex(4)}")
    try:
        aside.symlink_to(run.name, target_is_directory=True)
        aside.replace(link)
    except OSError:
        aside.unlink(missing_ok=True)
        leads = f'<meta http-equiv="refresh" content="0; url={for_page(run.name)}/report.html">'
        files.write(run.with_name(f"{LATEST}.html"), f'<!doctype html><meta charset="utf-8">{leads}\n')


def latest(folder: Path) -> Path | None:
    """The newest whole run by its link, else the newest of all; None where there is none."""
    link = folder / LATEST
    if link.is_symlink() and link.is_dir():
        return link.resolve()
    found = [each for each in runs(folder) if (name_ := _NAME.fullmatch(each.name)) and not name_["shard"]]
    return found[-1] if found else None


def result(run: Path) -> Result | None:
    """What a run has left; None where that cannot be read."""
    try:
        return Result.model_validate_json((run / RESULT).read_bytes())
    except (OSError, ValidationError):
        return None


def read(path: Path) -> Result:
    """The result of a run that somebody names, by its folder or its file. Raises UsageError, one sentence."""
    file = path / RESULT if path.is_dir() else path
    try:
        body = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}); name a result.json or a run's folder.") from None
    except ValueError:
        raise UsageError(f"{file} is no result of a run; name a result.json or a run's folder.") from None
    version = body.get("schema_version") if isinstance(body, dict) else None
    if version is not None and version != _VERSION:
        raise UsageError(
            f"{file} is not of schema version {_VERSION}, the only one that this program reads; run it again."
        )
    try:
        return Result.model_validate_json(json.dumps(body))
    except ValidationError as error:
        kinds = {each["type"] for each in error.errors(include_input=False, include_url=False)}
    if kinds == {"extra_forbidden"}:
        raise UsageError(f"{file} has keys that this program does not know; update the program.")
    raise UsageError(f"{file} is no result of a run; name a result.json or a run's folder.")


def old(folder: Path, age: timedelta, keep: int, now: datetime) -> list[Path]:
    """The runs in a folder that are older than `age`; the newest `keep` and the one that `latest` names stay."""
    named = latest(folder)
    spared = named.name if named else ""
    began = ((each, _began(each)) for each in runs(folder)[: -keep or None] if each.name != spared)
    return [each for each, at in began if at is not None and at < now - age]


def _began(run: Path) -> datetime | None:
    found = _NAME.fullmatch(run.name)
    return stamped(found["time"]) if found else None


def remove(found: Sequence[Path]) -> list[Path]:
    """Remove the folders of runs; gives those that could not be removed."""
    left = []
    for each in found:
        try:
            shutil.rmtree(each)
        except OSError:
            left.append(each)
    return left


def fallback() -> Path:
    """The folder for the report of a run where its own folder cannot be written."""
    return Path(tempfile.gettempdir())
