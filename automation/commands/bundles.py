"""`igot verify-bundle` and `igot purge`: checks a bundle's hashes, removes bundles that are old enough."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from automation.evidence import bundle, signing
from automation.model import ExitCode, UsageError
from automation.saying import say

if TYPE_CHECKING:
    from automation.config import Loaded

_DAYS = {"d": 1, "w": 7}


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
        say(str(path.relative_to(evidence)))
    left = [] if dry_run else bundle.remove(found)
    for path in left:
        say(f"igot: {path} could not be removed; close it where it is open.", aside=True)
    done = f"{len(found)} would be removed" if dry_run else f"{len(found) - len(left)} removed"
    say(f"Bundles older than {older_than} in {evidence}: {done}.")
    return ExitCode.USAGE if left else ExitCode.AS_DOCUMENTED
