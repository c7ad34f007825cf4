"""How many messages the portal has been asked to send to an address today; of an address only a keyed hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from automation import files, limits
from automation.model import UsageError
from automation.mswindows import locked, unlocked

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Sends:
    """The times (RFC 3339) of the sends to each address, by its keyed hash; the last allowed one is never used."""

    file: Path
    key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    times: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, file: Path) -> Self:
        """What is known of earlier runs. Raises UsageError where the file cannot be read."""
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            return cls(
                file, unlocked(kept["key"]), {str(mark): [*map(str, each)] for mark, each in kept["times"].items()}
            )
        except FileNotFoundError:
            return cls(file)
        except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise UsageError(f"{file.name} cannot be read ({type(error).__name__}); move it away.") from None

    def _mark(self, address: str) -> str:
        return hmac.new(bytes.fromhex(self.key), address.encode(), hashlib.sha256).hexdigest()

    def left(self, address: str, now: datetime) -> int:
        """How many more the portal would send; the address counts exactly as it is typed."""
        times = [datetime.fromisoformat(each) for each in self.times.get(self._mark(address), ())]
        hour, day = (sum(now - each < span for each in times) for span in (timedelta(hours=1), timedelta(days=1)))
        return max(0, min(limits.SENDS_PER_HOUR - hour, limits.SENDS_PER_DAY - day))

    def note(self, address: str, now: datetime) -> None:
        """Note one more send. Raises OSError when that cannot be written."""
        day = timedelta(days=1)
        recent = {mark: [t for t in each if now - datetime.fromisoformat(t) < day] for mark, each in self.times.items()}
        self.times = {mark: each for mark, each in recent.items() if each}
        self.times.setdefault(self._mark(address), []).append(now.isoformat(timespec="seconds"))
        self.file.parent.mkdir(parents=True, exist_ok=True)
        files.write(self.file, json.dumps({"key": locked(self.key), "times": self.times}), private=True)
