"""What somebody has accepted as it is: a file beside the history that people can read, and that outlives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from automation import files
from automation.history.items import FORM, VALUES, Items, State
from automation.model import UsageError
from automation.result import Record

if TYPE_CHECKING:
    from pathlib import Path


FILE = "accepted.json"


class Acceptance(Record):
    """One run whose findings were accepted: by whom and why, and how each item stood in it. `at` is RFC 3339."""

    portal: str
    place: str
    run: str
    at: str
    by: str
    why: str
    items: dict[str, str]

    def states(self) -> Items:
        """The items as a history has them."""
        return {key: State(value) for key, value in self.items.items()}


_LIST = TypeAdapter(tuple[Acceptance, ...])


def load(folder: Path) -> tuple[Acceptance, ...]:
    """What was accepted, the latest last; nothing where there is no such file.

    Raises UsageError for a file that somebody has broken: an alarm must not go wrong silently.
    """
    path = folder / FILE
    try:
        found = _LIST.validate_json(path.read_text(encoding="utf-8-sig")) if path.exists() else ()
        if not all(key == FORM or value in VALUES for each in found for key, value in each.items.items()):
            raise ValueError(path)  # noqa: TRY301 (a word that stands for nothing, told as the rest)
    except (OSError, ValueError):
        raise UsageError(f"{path} cannot be read; mend it, or move it away and accept a run again.") from None
    return found


def latest(folder: Path, portal: str, place: str) -> Acceptance | None:
    """What was last accepted of a portal, as seen from a place. Raises what `load` raises."""
    kept = [each for each in load(folder) if (each.portal, each.place) == (portal, place)]
    return kept[-1] if kept else None


def add(folder: Path, acceptance: Acceptance) -> None:
    """Keep one more. Raises what `load` raises, and OSError where it cannot be written."""
    files.write(folder / FILE, _LIST.dump_json((*load(folder), acceptance), indent=1) + b"\n")
