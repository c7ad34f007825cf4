"""The consent log: one line for each act that a person was asked about; only ever added to, and without their data."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from automation.model import GateQuestion


class ConsentLog:
    """Writes to `file` (JSON lines): wording, language, time, effect, answer, outcome, and who confirmed it where."""

    def __init__(self, file: Path, run: str, staff: str, place: str) -> None:
        """`staff` is the helpdesk's own id of the person at the machine, `place` where they answer."""
        self._file, self._who = file, {"run": run, "staff": staff, "present_at": place}

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
