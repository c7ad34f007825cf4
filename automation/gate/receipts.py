"""The receipts of what a person was asked: lines that are only ever added, on the disk before anything leaves."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from automation.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO

    from automation.gate.channels import Question
    from automation.result import GateQuestion

CONSENTS = "consents.jsonl"
GIVEN = "not sent yet"
"""What a receipt says became of the request, at the time of the yes."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """Writes to `file` (JSON lines): wording, language, time, effect, answer, outcome; nothing of the person's.

    `staff` is the helpdesk's own id of who sits at the machine, `place` where they answer. Of a yes there are two
    lines: the gate's own, before the request leaves, and what became of it.
    """

    file: str
    run: str
    staff: str = ""
    place: str = "the companion window"

    def add(self, asked: Question | GateQuestion, language: str, answer: str, outcome: str) -> None:
        """One line on what was asked, as the gate or the result holds it. Raises OSError when it cannot be kept."""
        wording = Bilingual(asked.english, asked.hindi).in_(language) or asked.words
        line = {
            "time": datetime.now().astimezone().isoformat(timespec="seconds"),
            "run": self.run,
            "staff": self.staff,
            "present_at": self.place,
            "language": language,
            "wording": wording,
            "effect": str(asked.effect),
            "answer": answer,
            "outcome": outcome,
        }
        file = Path(self.file)
        file.parent.mkdir(parents=True, exist_ok=True)
        told = (json.dumps(line, ensure_ascii=False) + "\n").encode()
        with file.open("ab", buffering=0) as log:
            whole = log.tell()
            try:
                _write(log, told)
                os.fsync(log.fileno())
            except OSError:  # half a line would spoil the next one
                log.truncate(whole)
                raise

    def follow(self, asked: Sequence[GateQuestion], written: int, language: str, outcome: str) -> int:
        """Write what became of what was asked since the first `written`; how many are written now. Raises OSError.

        What had a yes waits for an `outcome`.
        """
        for each in asked[written:]:
            if each.answer == "yes" and not outcome:
                break  # the portal's answer is still on the way
            self.add(each, language, each.answer, outcome if each.answer == "yes" else "nothing was sent")
            written += 1
        return written


def _write(log: FileIO, told: bytes) -> None:
    """All of it, or OSError."""
    if log.write(told) < len(told):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
