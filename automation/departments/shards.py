"""Shares a list of departments out among several machines, and puts their results together again; it asks nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from automation.dates import STAMP
from automation.model import Listing, UsageError, Verdict
from automation.result import (
    PICKABLE,
    DepartmentResult,
    DepartmentsResult,
    GateEntry,
    GateResult,
    Result,
    RunInfo,
    Shard,
    exit_code,
    verdict_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from automation.names.department import Department

_APART = timedelta(hours=12)
"""Shards of one look begin within this time; yesterday's are another look's."""


def of(text: str, departments: Sequence[Department], *, walks: bool) -> Shard | None:
    """The shard that a text such as “2/5” names; None for a blank one. `walks`: the first walks the flowchart.

    Raises UsageError for a text that names none, and for a shard with nothing to look at.
    """
    found = numbers(text)
    if found is None:
        return None
    shard = Shard(number=found[0], of=found[1], walks=walks, names=tuple(each.name for each in departments))
    if not share(departments, shard) and not (walks and shard.number == 1):
        raise UsageError(f"No department of this list falls to shard {text}; take fewer shards.")
    return shard


def numbers(text: str) -> tuple[int, int] | None:
    """Which of how many a text such as “2/5” names; None for a blank one. Raises UsageError for any other."""
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
    if text and (not found or not 1 <= int(found[1]) <= int(found[2])):
        raise UsageError("--shard should name a share such as 2/5: the second of five.")
    return (int(found[1]), int(found[2])) if found else None


def number_of(name: str, of: int) -> int:
    """The number, from 1, of the shard that looks at a department, out of `of`: by a hash (SHA-256) of its name alone.

    So each department stays where it is when others are added, removed or sorted anew.
    """
    return int.from_bytes(sha256(name.casefold().encode()).digest()[:8]) % of + 1


def share(departments: Iterable[Department], shard: Shard | None) -> tuple[Department, ...]:
    """The departments that a shard looks at, in the order of the list; all of them where there is none."""
    if shard is None:
        return tuple(departments)
    return tuple(each for each in departments if number_of(each.name, shard.of) == shard.number)


def kind(command: str, shard: Shard | None) -> str:
    """What the folder of a run is called, such as smoke or smoke-2-of-5."""
    return f"{command}-{shard.number}-of-{shard.of}" if shard else command


def note(shard: Shard) -> str:
    """What a reader of one shard must know."""
    mine = sum(number_of(each, shard.of) == shard.number for each in shard.names)
    return (
        f"This is shard {shard.number} of {shard.of}: {mine} of {len(shard.names)} departments. "
        "“igot merge” puts the shards together; the history knows only what it has made of them."
    )


# ------------------------------------------------------------------------------------------------------ put together


def whole(parts: Sequence[Result]) -> Result:
    """One result of the shards of one look at one list from one place, as a single run would have left it.

    A shard that is not there is said, and its departments are `cannot_judge`: never missing, never a pass. The name of
    the run is that of its shards, so that the same ones are one run of the history however often they are put together.
    Raises UsageError where the shards are of different lists or times, or one stands there twice.
    """
    by = _by_number(parts)
    every = [by[number] for number in sorted(by)]
    first, shard = every[0], _shard(every[0])
    lost = [number for number in range(1, shard.of + 1) if number not in by and _has_work(number, shard)]
    found = _departments(by, shard)
    verdict = Verdict.CANNOT_JUDGE if shard.walks and 1 in lost else verdict_of(first.steps, found)
    generations = dict.fromkeys(each.portal.generation for each in every if each.portal.generation)
    hindered = [each for each in every if each.hindrance]
    return first.model_copy(
        update={
            "run": _run(every, shard),
            "portal": first.portal.model_copy(update={"generation": next(iter(generations), None)}),
            "verdict": verdict,
            "exit_code": int(exit_code(verdict, found)),
            "hindrance": first.hindrance if len(hindered) == len(every) else None,
            "departments": found,
            "changed": None,
            "maintenance": "",
            "requests": tuple(dict.fromkeys(request for each in every for request in each.requests)),
            "gate": _gate(every),
            "dialogs": tuple(dict.fromkeys(text for each in every for text in each.dialogs)),
            "notes": tuple(_notes(every, shard, lost, [*generations])),
        }
    )


def _shard(result: Result) -> Shard:
    if result.run.shard is None:
        raise UsageError(f"{result.run.id} is a whole run, no shard; leave it out.")
    return result.run.shard


def _by_number(parts: Sequence[Result]) -> dict[int, Result]:
    first, by = parts[0], dict[int, Result]()
    for each in parts:
        shard = _shard(each)
        if shard.model_copy(update={"number": 1}) != _shard(first).model_copy(update={"number": 1}):
            raise UsageError(f"{first.run.id} and {each.run.id} do not share one list; name shards of one look.")
        if other := by.get(shard.number):
            both = f"{other.run.id} and {each.run.id}"
            raise UsageError(f"{both} are both shard {shard.number} of {shard.of}; leave one of them out.")
        by[shard.number] = each
    begun = sorted(parts, key=_began)
    if _began(begun[-1]) - _began(begun[0]) > _APART:
        both = f"{begun[0].run.id} and {begun[-1].run.id}"
        raise UsageError(f"{both} began more than 12 hours apart; name shards of one look.")
    return by


def _began(result: Result) -> datetime:
    return datetime.fromisoformat(result.run.started).astimezone()


def _has_work(number: int, shard: Shard) -> bool:
    """Whether anything falls to a shard of this number."""
    return (shard.walks and number == 1) or any(number_of(name, shard.of) == number for name in shard.names)


def _departments(by: dict[int, Result], shard: Shard) -> DepartmentsResult:
    """Every department of the list once, in its order."""
    kept: dict[tuple[int, str], list[DepartmentResult]] = defaultdict(list)
    for number, result in by.items():
        for each in result.departments.results:
            kept[number, each.name].append(each)
    results = []
    for name in shard.names:
        number = number_of(name, shard.of)
        here = kept[number, name]
        why = f"not looked at: shard {number} of {shard.of} is not among the results"
        results.append(here.pop(0) if here else DepartmentResult(name=name, listing=Listing.CANNOT_JUDGE, why=why))
    audits = [by[number].departments for number in sorted(by)]
    oddities = {(each.kind, each.name, each.under, each.mapId): each for audit in audits for each in audit.quality}
    return DepartmentsResult(
        expected=len(results),
        listed=sum(each.listing in PICKABLE for each in results),
        searches=sum(audit.searches for audit in audits),
        results=tuple(results),
        asked=tuple(dict.fromkeys(proof for audit in audits for proof in audit.asked)),
        quality=tuple(oddities.values()),
    )


def _run(every: Sequence[Result], shard: Shard) -> RunInfo:
    """From the start of the first shard to the end of the last one."""
    begun = min(every, key=_began)
    end = max(_began(each) + timedelta(seconds=each.run.seconds) for each in every)
    names = sha256("\n".join(sorted(each.run.id for each in every)).encode()).hexdigest()
    command = "smoke" if shard.walks else "departments"
    started = datetime.fromisoformat(begun.run.started)
    return begun.run.model_copy(
        update={
            "id": f"{started:{STAMP}}-{command}-{names[:4]}",
            "seconds": round((end - _began(begun)).total_seconds(), 3),
            "shard": None,
        }
    )


def _gate(every: Sequence[Result]) -> GateResult:
    gates = [each.gate for each in every]
    return GateResult(
        allowed=_counted(entry for gate in gates for entry in gate.allowed),
        denied=_counted(entry for gate in gates for entry in gate.denied),
        asked=tuple(question for gate in gates for question in gate.asked),
        unknown=tuple(dict.fromkeys(sentence for gate in gates for sentence in gate.unknown)),
    )


def _counted(entries: Iterable[GateEntry]) -> tuple[GateEntry, ...]:
    found: dict[GateEntry, GateEntry] = {}
    for each in entries:
        kind_ = each.model_copy(update={"count": 0, "size": 0})
        sum_ = found.get(kind_, kind_)
        found[kind_] = each.model_copy(update={"count": sum_.count + each.count, "size": sum_.size + each.size})
    return tuple(found.values())


def _notes(every: Sequence[Result], shard: Shard, lost: Sequence[int], generations: Sequence[str]) -> Iterable[str]:
    names = ", ".join(each.run.id for each in every)
    yield f"Put together from {len(every)} of {shard.of} shards: {names}."
    for number in lost:
        walk = "the flowchart and " if shard.walks and number == 1 else ""
        count = sum(number_of(name, shard.of) == number for name in shard.names)
        yield f"Shard {number} of {shard.of} is not among the results: {walk}{count} departments were not looked at."
    if generations[1:]:
        yield f"The shards met different forms: {' and '.join(generations)}."
    for each in every:
        if each.hindrance and len(every) > 1:
            yield f"Shard {_shard(each).number} could not judge the portal: {each.hindrance.said}."
    own = {note(_shard(each)) for each in every}
    yield from dict.fromkeys(text for each in every for text in each.notes if text not in own)
