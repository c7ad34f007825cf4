"""Asks a system's own program for scheduling, never through a shell."""

from __future__ import annotations

import os
import subprocess
from typing import NamedTuple

from automation.model import UsageError

_SECONDS = 60


class Answer(NamedTuple):
    """How it ended and what it said."""

    code: int
    out: str
    err: str


def ask(*words: str, text: str = "") -> Answer:
    """Run it, with `text` on its stdin. Raises UsageError where it cannot be run or does not answer in a minute."""
    try:
        done = subprocess.run(
            words,
            input=text.encode(errors="surrogateescape"),
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, "LC_ALL": "C"},
        )
    except OSError as error:
        raise UsageError(f"{words[0]} cannot be run ({error.strerror}); install or repair it.") from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"{words[0]} did not answer in {_SECONDS} seconds; try again later.") from None
    return Answer(done.returncode, *(each.decode(errors="surrogateescape") for each in (done.stdout, done.stderr)))


def tell(*words: str, text: str = "") -> Answer:
    """Run it, and raise UsageError with its own words where it fails."""
    answer = ask(*words, text=text)
    if answer.code:
        said = " ".join((answer.err or answer.out).split()) or f"exit code {answer.code}"
        raise UsageError(f"“{' '.join(words[:3])}” failed ({said}); mend that and try again.")
    return answer
