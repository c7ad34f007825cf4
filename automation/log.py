"""Sets up the log on stderr; the only module that configures loguru. Values of variables are never logged."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from automation.escaping import for_terminal
from automation.saying import takes_codes

if TYPE_CHECKING:
    from loguru import Record


def set_up(*, debug: bool) -> None:
    """Log to stderr, one line an event: warnings and worse, with `debug` everything, and tracebacks without values."""
    from loguru import logger

    def line(record: Record) -> str:
        record["extra"]["line"] = for_terminal(record["message"])
        return "<level>{level.name}</level> {extra[line]}\n" + ("{exception}" if debug else "")

    logger.remove()
    logger.add(
        sys.stderr,
        level="DEBUG" if debug else "WARNING",
        format=line,
        colorize=takes_codes(sys.stderr) and not os.environ.get("NO_COLOR"),
        backtrace=False,
        diagnose=False,
    )
