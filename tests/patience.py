"""How long tests wait for what must come: on a busy machine all takes longer, and nothing is the worse for it."""

from __future__ import annotations

import os

PATIENCE = 300.0
"""Seconds after which what a test waits for will not come any more."""
_USUAL_LOAD = 3.0
"""Processes that want a processor, for each processor, while the tests run on a machine of their own."""


def unhurried(seconds: float) -> float:
    """The seconds that a run under test waits for its portal, longer in proportion where the machine is busy.

    Where the portal never shows what is waited for, a run takes this long: so it is short on a machine that is quiet.
    """
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return round(seconds * max(1.0, load / (os.cpu_count() or 1) / _USUAL_LOAD), 1)
