"""Keeps the organisations that an audit saw, and says what has changed since an earlier one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from automation.departments.tables import read_text
from automation.model import UsageError
from automation.portal.facts import Branch, Organisation
from automation.result import Change, Proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


FILE = "organisations.json"


def dump(rows: Iterable[Organisation]) -> str:
    """The rows as JSON, in a fixed order."""
    every = sorted(set(rows), key=lambda row: (row.map_id, row.under, row.name))
    return json.dumps(
        [{"orgName": row.name, "under": row.under, "mapId": row.map_id} for row in every], ensure_ascii=False, indent=1
    )


def load(path: Path) -> tuple[Organisation, ...]:
    """The rows of an earlier audit, from its file. Raises UsageError where there are none."""
    try:
        rows = json.loads(read_text(path))
        return tuple(
            Organisation.named(row["orgName"], row["under"].partition(" > ")[0], row["under"], row["mapId"])
            for row in rows
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UsageError(f"{path.name}: is no list of organisations of an earlier audit; name its folder.") from None


def changes(
    before: Iterable[Organisation], now: Iterable[Organisation], asked: Sequence[Proof] = ()
) -> tuple[Change, ...]:
    """What was added, removed, renamed or moved; rows are told apart by mapId, without one by name and parent.

    Where questions were `asked`, a row counts as removed only if a question that would have brought it was answered in
    full: this audit may just have asked for other rows.
    """
    old, new = ({row.map_id or f"{row.under}\n{row.name}": row for row in rows} for rows in (before, now))
    whole = [each for each in asked if not each.cut and each.branch == Branch.STATE]
    return tuple(
        each
        for each in _changes(old, new)
        if each.kind != "removed" or not asked or any(_would_bring(proof, each) for proof in whole)
    )


def _would_bring(proof: Proof, change: Change) -> bool:
    """Whether a question must have brought a row, had it still been there: its text in its list."""
    if proof.list:
        return proof.list == change.under and proof.query in change.name.lower()
    try:
        return re.search(proof.query, change.name, re.IGNORECASE) is not None
    except re.error:  # a name with such signs in it, as one of the settings may be
        return proof.query.casefold() in change.name.casefold()


def _changes(old: dict[str, Organisation], new: dict[str, Organisation]) -> Iterator[Change]:
    for key, row in new.items():
        former = old.get(key)
        if former is None:
            yield Change(kind="added", name=row.name, under=row.under)
            continue
        if former.name != row.name:
            yield Change(kind="renamed", name=row.name, under=row.under, before=former.name)
        if former.under != row.under:
            yield Change(kind="moved", name=row.name, under=row.under, before=former.under)
    for key, row in old.items():
        if key not in new:
            yield Change(kind="removed", name=row.name, under=row.under)
