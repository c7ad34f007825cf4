"""`igot verify-bundle` and `igot purge`: checks a bundle's hashes, removes bundles that are old enough."""

from __future__ import annotations

import re
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from automation.evidence import bundle
from automation.model import ExitCode, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from automation.config import Loaded

_DAYS = {"d": 1, "w": 7}


def verify(path: Path, sha256: str = "") -> int:
    """Say what was changed in a bundle, if anything; `sha256` is the sum that was told when it was made.

    Raises UsageError for a file that is no bundle.
    """
    problems = bundle.verify(path)
    found = bundle.digest(path.read_bytes())
    if sha256 and found != sha256.strip().lower():
        problems.append(f"Its SHA-256 is {found}, and not the one that was told when it was made.")
    for problem in problems:
        print(problem)
    if problems:
        print(f"{path.name} is not as it was left.")
        return ExitCode.FINDINGS
    if sha256:
        print(f"{path.name} is as it was left.")
    else:
        print(f"{path.name} agrees with itself. SHA-256: {found}")
        print("Compare this sum with the ticket's, or give that with --sha256: who changes a file can mend its list.")
    return ExitCode.AS_DOCUMENTED


def purge(loaded: Loaded, older_than: str, *, dry_run: bool) -> int:
    """Remove the bundles that are older, by the time in their names; a dry run only names them.

    Raises UsageError for an age that is not like 90d.
    """
    age = re.fullmatch(r"(\d{1,4})([dw])", older_than)
    if not age:
        raise UsageError("--older-than should be a number of days or weeks, such as 90d or 12w.")
    evidence = loaded.path("report.evidence")
    found = bundle.old(evidence, timedelta(days=int(age[1]) * _DAYS[age[2]]), datetime.now().astimezone())
    for path in found:
        print(path.relative_to(evidence))
    left = [] if dry_run else bundle.remove(found)
    for path in left:
        sys.stderr.write(f"igot: {path} could not be removed; close it where it is open.\n")
    done = f"{len(found)} would be removed" if dry_run else f"{len(found) - len(left)} removed"
    print(f"Bundles older than {older_than} in {evidence}: {done}.")
    return ExitCode.INTERNAL if left else ExitCode.AS_DOCUMENTED
