"""How far a registration has come, for `--resume`: a random id and a step, and nothing about the person."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Self

from automation import files
from automation.model import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_LAST = 7


@dataclass(slots=True)
class Bookmark:
    """One registration: `id` is random, `step` is the flowchart's; `official` a keyed hash of the roster, if any."""

    id: str = field(default_factory=lambda: secrets.token_hex(8))
    step: int = 1
    registered: bool = False
    official: str = ""

    @classmethod
    def load(cls, file: Path) -> Self:
        """The one that was kept. Raises UsageError where there is none or it cannot be read."""
        try:
            kept = cls(**json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise UsageError("There is no registration to go on with; leave out --resume.") from None
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"{file.name} cannot be read ({type(error).__name__}); leave out --resume.") from None
        if kept.step not in range(1, _LAST + 1):
            raise UsageError(f"{file.name} names no step of the flowchart; leave out --resume.")
        return kept

    def keep(self, file: Path) -> None:
        """Write it. Raises OSError when that cannot be done."""
        file.parent.mkdir(parents=True, exist_ok=True)
        files.write(file, json.dumps(asdict(self)), private=True)
