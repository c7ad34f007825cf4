"""The one way to a browser: `guarded(policy)` gives a Playwright `BrowserContext` that has no way out but the gate.

    from automation.browser import gate_of, guarded
    from automation.gate.policy import Policy, Read

    with guarded(Policy(portal=("https://portal.example",))) as context:
        context.new_page().goto("https://portal.example/")     # passes: it only reads
        gate_of(context).seal()                                # nothing leaves any more
        gate_of(context).browse()                              # what reads may leave again
        gate_of(context).record()                              # what passed, what was refused and why

The gate (automation/gate) is a process of its own. It starts sealed, the pair of gate and browser tests itself, and
`guarded` then opens the gate for what the policy lets read, unless it is told `sealed=True`. Nothing here or in the
gate's own commands allows a request that does more: the gate asks the person whom `policy.presence` names.

`launched(…)` gives the pair, on which `window(policy)` opens any number of windows, each with its own policy, state
and record: a browser is launched and tested once, windows are cheap.
"""

from automation.browser.finder import (
    Found,
    LaunchOptions,
    NotFound,
    ensure,
    find,
    launch_options,
    sandbox_note,
    started,
)
from automation.browser.guard import Pair, companion, gate_of, guarded, launched
from automation.browser.session import VIEWPORT, Session

__all__ = [
    "VIEWPORT",
    "Found",
    "LaunchOptions",
    "NotFound",
    "Pair",
    "Session",
    "companion",
    "ensure",
    "find",
    "gate_of",
    "guarded",
    "launch_options",
    "launched",
    "sandbox_note",
    "started",
]
