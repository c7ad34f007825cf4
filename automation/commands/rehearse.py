"""`igot rehearse`: serves the rehearsal portal for people until they stop it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from automation import flags, limits
from automation.model import ExitCode
from automation.saying import say

if TYPE_CHECKING:
    from argparse import Namespace

    from automation.config import Loaded
    from automation.runs.options import Options


def run(port: int, resend_seconds: float, options: Options, documents: tuple[str, ...]) -> int:
    """Serve on loopback until Ctrl-C; the addresses go to stdout.

    Raises UsageError for an unknown defect or variant, NoAnswerError when the port is taken.
    """
    from automation.rehearsal import Rehearsal

    with Rehearsal.start(
        port=port,
        defects=options.defects,
        variants=options.variants,
        resend_seconds=resend_seconds,
        generation=options.generation,
        list_latency=options.list_latency_ms / 1000,
        documents=documents,
    ) as rehearsal:
        say(f"Rehearsal portal: {rehearsal.url}/")
        say(f"Messages it sent: {rehearsal.url}/rehearsal/outbox")
        say(f"Fault board:      {rehearsal.url}/rehearsal/")
        say("Press Ctrl-C to stop.", aside=True)
        try:
            rehearsal.process.wait()
        except KeyboardInterrupt:  # Ctrl-C, or another of the ENDINGS
            if sys.stderr.isatty():
                say("", aside=True)
    return ExitCode.AS_DOCUMENTED


def list_switches() -> int:
    """Print every defect and harmless variant with what a person then sees."""
    from automation.rehearsal.defects import DEFECTS
    from automation.rehearsal.variants import VARIANTS

    for title, switches in (("Defects (--defect NAME)", DEFECTS), ("Harmless variants (--variant NAME)", VARIANTS)):
        say(title)
        for switch in switches:
            say(f"  {switch.name:<36}{switch.what}")
        say("")
    say("NAME@2 is a defect that shows at every second visitor only, NAME@3 at every third.")
    return ExitCode.AS_DOCUMENTED


def _given(loaded: Loaded, given: Namespace) -> int:
    if given.list_defects:
        return list_switches()
    named = tuple(each.settings.document.name for each in loaded.every or (loaded,))
    return run(given.port, given.resend_seconds, flags.options(given), named)


REHEARSE = flags.Command(
    _given,
    flags=(
        flags.flag("--port", type=flags.port, default=0, help="the port on this machine (a free one)"),
        flags.flag(
            "--resend-seconds",
            type=float,
            default=limits.RESEND_SECONDS,
            help="the countdown before an OTP is sent again",
        ),
        flags.switch("--list-defects", "name the defects and variants that can be switched on"),
        *flags.SWITCHES,
        flags.GENERATION,
        flags.DOCUMENT,
    ),
    examples=("--port 8042", "--list-defects"),
)
