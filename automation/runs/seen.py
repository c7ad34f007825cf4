"""How often a symptom was seen today on this machine, from the bundles; there is no other history of repetitions."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import ValidationError

from automation.evidence import bundle
from automation.model import NoAnswer, UsageError
from automation.runs import clock
from automation.symptoms.outcome import Reproduction, Shown

if TYPE_CHECKING:
    from pathlib import Path

    from automation.config import Loaded

_SEEN = frozenset({Shown.REPRODUCED, Shown.INTERMITTENT})


@dataclass(frozen=True, slots=True)
class Seen:
    """The repetitions of a symptom today: in how many of `every` it was seen, when the last one was and what it said.

    `last` is RFC 3339, blank where there was none. `unread` bundles of today cannot be read: there may be more.
    """

    times: int
    every: int
    last: str = ""
    verdict: Shown | None = None
    unread: int = 0


def read(path: Path) -> Reproduction:
    """The result of a repetition, from its bundle. Raises UsageError where it cannot be read."""
    try:
        return Reproduction.model_validate_json(bundle.member(path, "result.json"))
    except ValidationError:
        raise UsageError(f"{path.name} holds no result that can be read; name another bundle.") from None


def today(loaded: Loaded, symptom: str) -> Seen | NoAnswer:
    """What the bundles of today say of a symptom; those of a rehearsal count for a rehearsal only."""
    evidence, wanted = loaded.path("report.evidence"), loaded.settings.portal
    try:
        os.scandir(evidence).close()  # a folder that cannot be looked into is not an empty one
    except FileNotFoundError:
        return Seen(0, 0)
    except OSError as error:
        return NoAnswer(f"{evidence.name} cannot be read ({error.strerror})")
    of_today = [path for path, when in bundle.made(evidence) if when.date() == clock.now().date()]
    results = []
    for path in of_today:
        with suppress(UsageError):
            results.append(read(path))
    kind = (not wanted.url, wanted.staging)
    found = [r for r in results if r.symptom == symptom and (r.portal.rehearsal, r.portal.staging) == kind]
    latest = max(found, key=lambda each: datetime.fromisoformat(each.run.started), default=None)
    return Seen(
        times=sum(each.verdict in _SEEN for each in found),
        every=len(found),
        last=latest.run.started if latest else "",
        verdict=latest.verdict if latest else None,
        unread=len(of_today) - len(results),
    )
