"""Writes down each answer of an audit as it comes, so that an audit that was stopped can go on where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from automation.departments.tables import read_text
from automation.model import UsageError
from automation.portal.facts import Branch, Rows, SearchReply

if TYPE_CHECKING:
    from pathlib import Path

    from automation.departments.asking import Search

FILE = "answers.jsonl"
_LINE = TypeAdapter(Rows)


def remembering(search: Search, path: Path, before: Path | None = None) -> Search:
    """The same search, but it adds each answer to `path`, and does not ask again what stands in `before`.

    Raises UsageError where `before` cannot be read.
    """
    known = load(before) if before else {}
    path.parent.mkdir(parents=True, exist_ok=True)

    def ask(text: str, branch: Branch) -> SearchReply:
        reply = known.get((text, branch)) or search(text, branch)
        if isinstance(reply, Rows):
            with path.open("ab") as file:
                file.write(_LINE.dump_json(reply) + b"\n")
        return reply

    return ask


def load(path: Path) -> dict[tuple[str, Branch], Rows]:
    """The answers of an earlier audit; a last line that was cut off by the stop is left out."""
    lines = read_text(path).splitlines()
    found: dict[tuple[str, Branch], Rows] = {}
    for number, line in enumerate(lines, start=1):
        try:
            reply = _LINE.validate_json(line)
        except ValidationError:
            if number == len(lines):
                break
            raise UsageError(f"{path.name}, line {number}: is no answer of an audit; start without --resume.") from None
        found[reply.query, reply.branch] = reply
    return found
