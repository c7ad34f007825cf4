"""Runs the rehearsal portal as a process of its own: `python -m automation.rehearsal --port 0`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from automation import limits
from automation.flowchart.documents import USUAL
from automation.model import ExitCode, UsageError
from automation.rehearsal.state import GENERATIONS, Options
from automation.rehearsal.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Sequence


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m automation.rehearsal", description="Serve the rehearsal portal.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--defect", nargs="+", action="extend", default=[], metavar="NAME")
    parser.add_argument("--variant", nargs="+", action="extend", default=[], metavar="NAME")
    parser.add_argument(
        "--resend-seconds", type=float, default=limits.RESEND_SECONDS, help="until Resend OTP can be clicked"
    )
    parser.add_argument(
        "--otp-validity", type=float, default=limits.OTP_SECONDS, help="seconds for which an OTP is valid"
    )
    parser.add_argument("--retry-seconds", type=float, default=5.0, help="until the page repeats a failed call")
    parser.add_argument("--generation", choices=GENERATIONS, default="g3", help="which shape of the form")
    parser.add_argument("--list-latency", type=float, default=0.0, help="seconds that the portal takes for a list")
    parser.add_argument("--document", nargs="+", action="extend", default=[], metavar="NAME", help="whose offices")
    parser.add_argument("--parent", action="store_true", help="read a secret from stdin and end with stdin")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; the exit code says whether the names of defects and variants were known."""
    given = _parser().parse_args(arguments)
    try:
        Switches(given.defect, given.variant)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return ExitCode.USAGE
    # The web server is loaded only once it is needed: a wrong name is answered at once.
    from automation.rehearsal.server import serve

    secret = sys.stdin.readline().strip() if given.parent else None
    options = Options(
        given.host,
        given.port,
        tuple(given.defect),
        tuple(given.variant),
        given.resend_seconds,
        given.otp_validity,
        given.retry_seconds,
        given.generation,
        given.list_latency,
        secret,
        tuple(given.document) or (USUAL,),
    )
    try:
        serve(options, with_parent=given.parent)
    except OSError as error:
        sys.stderr.write(f"The rehearsal portal cannot listen on {given.host}:{given.port}: {error.strerror}.\n")
        return ExitCode.CANNOT_JUDGE
    return ExitCode.AS_DOCUMENTED


if __name__ == "__main__":
    sys.exit(main())
