"""The consent log: one line for each act that a person was asked about; only ever added to, and without their data."""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from automation.result import GateQuestion


class ConsentLog:
    """Writes to `file` (JSON lines): wording, language, time, effect, answer, outcome, and who confirmed it where."""

    def __init__(self, file: Path, run: str, staff: str, place: str) -> None:
        """`staff` is the helpdesk's own id of the person at the machine, `place` where they answer."""
        self._file, self._who = file, {"run": run, "staff": staff, "present_at": place}
        self._written = 0

    def follow(self, asked: Sequence[GateQuestion], language: str, outcome: str) -> None:
        """Write what is new among all that was asked; what had a yes waits for an `outcome`. Raises OSError."""
        for each in asked[self._written :]:
            if each.answer == "yes" and not outcome:
                return  # the portal's answer is still on the way
            became = outcome if each.answer == "yes" else "nothing was sent"
            self.add(each, language, became, datetime.now().astimezone())
            self._written += 1

    def add(self, question: GateQuestion, language: str, outcome: str, now: datetime) -> None:
        """One act. Raises OSError when it cannot be kept."""
        wording = question.hindi if language == "hi" and question.hindi else question.english or question.words
        line = {
            "time": now.isoformat(timespec="seconds"),
            **self._who,
            "language": language,
            "wording": wording,
            "effect": str(question.effect),
            "answer": question.answer,
            "outcome": outcome,
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")
            log.flush()
            os.fsync(log.fileno())
