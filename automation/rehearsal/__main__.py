"""Runs the rehearsal portal as a process of its own, which its parent tells on stdin how (`state.Options` as JSON)."""

from __future__ import annotations

import json
import sys
from typing import Any

from automation.model import ExitCode
from automation.rehearsal.server import serve
from automation.rehearsal.state import Options


def main() -> int:
    """Serve until stdin ends; the exit code says whether the port was free."""
    told = sys.stdin.readline()
    if not told:  # the parent has ended before it said anything
        return ExitCode.AS_DOCUMENTED
    given: dict[str, Any] = json.loads(told)
    given |= {name: tuple(given[name]) for name in ("defects", "variants", "documents")}
    options = Options(**given)
    try:
        serve(options)
    except OSError as error:
        sys.stderr.write(f"The rehearsal portal cannot listen on {options.host}:{options.port}: {error.strerror}.\n")
        return ExitCode.CANNOT_JUDGE
    return ExitCode.AS_DOCUMENTED


if __name__ == "__main__":
    sys.exit(main())
