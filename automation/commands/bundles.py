"""`igot verify-bundle` and `igot purge`: checks a bundle's hashes, removes bundles and runs that are old enough."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from automation import flags
from automation.evidence import bundle, signing
from automation.history import queries
from automation.model import ExitCode, UsageError
from automation.runs import clock, folders
from automation.runs.remembering import keeping
from automation.saying import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from automation.config import Loaded


def verify(path: Path, sha256: str = "", public_key: str = "") -> int:
    """Say what was changed in a bundle, if anything; `sha256` is the sum that was told when it was made.

    `public_key` names the file of the key that must have signed it. Raises UsageError for a file that is no bundle, and
    for a key or a signature that cannot be read.
    """
    problems = bundle.verify(path)
    found = bundle.digest(path.read_bytes())
    if sha256 and found != sha256.strip().lower():
        problems.append(f"Its SHA-256 is {found}, and not the one that was told when it was made.")
    if public_key and not signing.is_signed(path, signing.public_key(Path(public_key))):
        problems.append(f"{signing.signature_of(path).name} is not this key's signature of it.")
    for problem in problems:
        say(problem)
    if problems:
        say(f"{path.name} is not as it was left.")
        return ExitCode.FINDINGS
    if sha256 or public_key:
        say(f"{path.name} is as it was left{' and signed with this key' if public_key else ''}.")
    else:
        say(f"{path.name} agrees with itself. SHA-256: {found}")
        say("Compare this sum with the ticket's, or give that with --sha256: who changes a file can mend its list.")
    return ExitCode.AS_DOCUMENTED


def purge(loaded: Loaded, older_than: str = "", keep_last: int = 0, *, dry_run: bool) -> int:
    """Remove the bundles and the runs that are older, by the time in their names; a dry run only names them.

    Of the runs the newest `keep_last` stay, and the one that `latest` names; what they found stays in the history. With
    `keep_last` alone every other run goes, and no bundle. Raises UsageError for an age that is not like 90d, and where
    neither is given.
    """
    evidence, kept = loaded.path("report.evidence"), loaded.path("report.folder")
    bundles, old, elsewhere = going = old_enough(loaded, older_than, keep_last)
    for path in chain(*going):
        say(str(path))
    if dry_run:
        say(f"{len(bundles)} bundles and {len(old) + len(elsewhere)} runs would be removed.")
        return ExitCode.AS_DOCUMENTED
    unkept = _unknown(kept, old)
    left = [*bundle.remove(bundles), *folders.remove([each for each in (*old, *elsewhere) if each not in unkept])]
    for path in unkept:
        say(f"igot: {path} stays: it is not in the history; run igot history rebuild first.", aside=True)
    for path in left:
        say(f"igot: {path} could not be removed; close it where it is open.", aside=True)
    gone = len(bundles) + len(old) + len(elsewhere) - len(unkept) - len(left)
    say(f"{gone} bundles and runs are removed from {evidence} and {kept}.")
    return ExitCode.USAGE if left or unkept else ExitCode.AS_DOCUMENTED


def old_enough(loaded: Loaded, older_than: str, keep_last: int = 0) -> tuple[list[Path], list[Path], list[Path]]:
    """What `purge` would remove: bundles, runs, and runs that were left in the folder for temporary files.

    Raises UsageError for an age that is not like 90d, and where neither is given.
    """
    now, age = clock.now(), _age(older_than, keep_last)
    bundles = bundle.old(loaded.path("report.evidence"), age, now) if older_than else []
    runs, elsewhere = (
        folders.old(folder, age, keep_last, now) for folder in (loaded.path("report.folder"), folders.fallback())
    )
    return bundles, runs, elsewhere


def _age(older_than: str, keep_last: int) -> timedelta:
    if not older_than and keep_last > 0:
        return timedelta(0)
    age = re.fullmatch(r"(\d{1,4})([dw])", older_than)
    if not age or keep_last < 0:
        raise UsageError("Say how old with --older-than, such as 90d or 12w, or how many runs stay with --keep-last.")
    return timedelta(days=int(age[1]) * {"d": 1, "w": 7}[age[2]])


def _unknown(kept: Path, old: Sequence[Path]) -> list[Path]:
    """The runs with a result that the history does not hold: it is all that is left of a run that goes."""
    results = ((each, folders.result(each)) for each in old)
    with_result = [each for each, result in results if result is not None and result.remembered]
    known, notes = keeping(kept, queries.names) if with_result else (frozenset(), ())
    for note in notes:
        say(f"igot: {note}", aside=True)
    return [each for each in with_result if each.name not in (known or frozenset())]


VERIFY_BUNDLE = flags.Command(
    lambda _loaded, given: verify(given.bundle, given.sha256, given.public_key),
    flags=(
        flags.flag("bundle", type=flags.path, metavar="FILE", help="a zip that `igot reproduce` left"),
        flags.text("--sha256", "SUM", "the sum that was told when it was made"),
        flags.text("--public-key", "FILE", "the .pub file of the key that signed it"),
    ),
    examples=("evidence/HD-123/bundle.zip",),
)

PURGE = flags.Command(
    lambda loaded, given: purge(loaded, given.older_than, given.keep_last, dry_run=given.dry_run),
    flags=(
        flags.text("--older-than", "90d", "how old: days (90d) or weeks (12w)"),
        flags.flag(
            "--keep-last", type=int, default=0, metavar="N", help="the newest N runs stay; alone: all others go"
        ),
        flags.switch("--dry-run", "only name them"),
    ),
    examples=("--older-than 90d --dry-run",),
)
