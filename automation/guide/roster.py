"""The list of officials that a section keeps, and how far each has come; of a person only a keyed hash is stored."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Self

from automation import files
from automation.departments.tables import read_table
from automation.guide.official import Official
from automation.model import UsageError
from automation.mswindows import locked, unlocked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_COLUMNS = ("name", "email", "mobile", "department")


class Status(StrEnum):
    """How far one official's registration is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    BLOCKED = "blocked"
    REGISTERED = "registered"
    GONE = "gone"


@dataclass(slots=True)
class Entry:
    """One official, by their department alone; `why` is the key of what blocks them, or the status before “gone”."""

    department: str
    status: Status = Status.NOT_STARTED
    why: str = ""
    day: str = ""


@dataclass(slots=True)
class Roster:
    """`file`, `sheet`: where the user keeps the list; `entries` are by the keyed hash of the e-mail address."""

    file: str
    sheet: str = ""
    key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def load(cls, store: Path) -> Self:
        """What is kept of the list. Raises UsageError where no list was imported or it cannot be read."""
        try:
            kept = json.loads(store.read_text(encoding="utf-8"))
            entries = {
                mark: Entry(**each | {"status": Status(each["status"])}) for mark, each in kept["entries"].items()
            }
            return cls(kept["file"], kept.get("sheet", ""), unlocked(kept["key"]), entries)
        except FileNotFoundError:
            raise UsageError("No list of officials was imported; run: igot roster import FILE") from None
        except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise UsageError(f"{store.name} cannot be read ({type(error).__name__}); import the list again.") from None

    def keep(self, store: Path) -> None:
        """Write it, for its owner's eyes alone. Raises OSError."""
        store.parent.mkdir(parents=True, exist_ok=True)
        files.write(
            store, json.dumps(asdict(self) | {"key": locked(self.key)}, ensure_ascii=False, indent=1), private=True
        )

    def mark(self, official: Official) -> str:
        """The keyed hash by which an official is known here."""
        return hmac.new(bytes.fromhex(self.key), official.email.casefold().encode(), hashlib.sha256).hexdigest()

    def gone(self, officials: Iterable[Official]) -> tuple[Entry, ...]:
        """The entries that are not in a list and do not count as gone yet."""
        there = set(map(self.mark, officials))
        every = ((mark, each) for mark, each in self.entries.items() if each.status is not Status.GONE)
        return tuple(each for mark, each in every if mark not in there)

    def take(self, officials: Iterable[Official]) -> tuple[int, int]:
        """Put a list in the place of the one before; how many are new, and how many have another department.

        How far somebody is stays known; whoever is not in the list is counted as gone.
        """
        listed = tuple(officials)
        for entry in self.gone(listed):
            entry.status, entry.why = Status.GONE, str(entry.status)
        new = moved = 0
        for official in listed:
            entry = self.entries.setdefault(self.mark(official), Entry(""))
            new += not entry.department
            moved += entry.department not in {"", official.department}
            entry.department = official.department
            if entry.status is Status.GONE:
                entry.status, entry.why = Status(entry.why), ""
        return new, moved

    def officials(self) -> Iterator[tuple[str, Official]]:
        """The officials of the user's own file with their marks. Raises UsageError when it is gone."""
        for _line, official in rows(Path(self.file), self.sheet):
            yield self.mark(official), official

    def next(self) -> tuple[str, Official] | None:
        """The first official whose registration has not begun, in the order of the file; None when all have."""
        started = {mark for mark, each in self.entries.items() if each.status is not Status.NOT_STARTED}
        return next((pair for pair in self.officials() if pair[0] not in started), None)

    def note(self, mark: str, status: Status, why: str, day: date) -> None:
        """Write down how far one official is."""
        entry = self.entries.setdefault(mark, Entry(""))
        entry.status, entry.why, entry.day = status, why, day.isoformat()

    def counts(self) -> dict[str, Counter[str]]:
        """How many of each status there are in each department, by name."""
        found: dict[str, Counter[str]] = {}
        for entry in sorted(self.entries.values(), key=lambda each: each.department.casefold()):
            found.setdefault(entry.department, Counter())[str(entry.status)] += 1
        return found


def rows(file: Path, sheet: str = "") -> Iterator[tuple[int, Official]]:
    """The officials of a table with at least name, email, mobile and department, each with its line; at least one.

    Raises UsageError naming file and line; no message holds what stands in the file.
    """
    table = read_table(file, "officials", _COLUMNS, sheet)
    seen: dict[str, int] = {}
    for line, row in table.rows:
        official = Official.of(row)
        if not official.email:
            raise UsageError(f"{file.name}, line {line}: the email is blank; fill it in or delete the row.")
        if (first := seen.setdefault(official.email.casefold(), line)) != line:
            raise UsageError(f"{file.name}, line {line}: the email already stands in line {first}; delete one of them.")
        yield line, official
