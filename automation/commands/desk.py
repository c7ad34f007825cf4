"""`igot desk`: the helpdesk's page on this machine, in the browser that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import flags
from automation.model import ExitCode, explained

if TYPE_CHECKING:
    from automation.config import Loaded


def run(loaded: Loaded, port: int, *, show: bool) -> int:
    """Serve it until Ctrl-C; `port` 0 is a free one. Raises UsageError where the port is taken."""
    from automation.desk.server import serve

    with explained(f"Port {port} cannot be used", "leave out --port for a free one"):
        serve(loaded, port, show=show)
    return ExitCode.AS_DOCUMENTED


DESK = flags.Command(
    lambda loaded, given: run(loaded, given.port, show=given.show),
    flags=(
        flags.flag("--port", type=flags.port, default=0, help="the port on this machine (a free one)"),
        flags.flag("--no-browser", action="store_false", dest="show", help="only print the address"),
        *(flags.DOCUMENT, flags.PORTAL, flags.OUTPUT),
    ),
    examples=("", "--no-browser --port 8042"),
)
