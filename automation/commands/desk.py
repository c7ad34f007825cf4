"""`igot desk`: the helpdesk's page on this machine, in the browser that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.model import ExitCode, UsageError

if TYPE_CHECKING:
    from automation.config import Loaded


def run(loaded: Loaded, port: int, *, show: bool) -> int:
    """Serve it until Ctrl-C; `port` 0 is a free one. Raises UsageError where the port is taken."""
    from automation.desk.server import serve

    try:
        serve(loaded, port, show=show)
    except OSError as error:
        raise UsageError(f"Port {port} cannot be used ({error.strerror}); leave out --port for a free one.") from None
    return ExitCode.AS_DOCUMENTED
