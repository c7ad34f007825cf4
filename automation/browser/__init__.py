"""The one way to a browser: `launched` gives a browser behind a gate of its own, and windows with no other way out.

    from automation.browser import launched
    from automation.gate.policy import Policy

    with launched() as pair, pair.window(Policy(portal=("https://portal.example",))) as session:
        session.page.goto("https://portal.example/")     # passes: it only reads
        session.gate.seal()                              # nothing leaves any more
        session.gate.browse()                            # what reads may leave again
        session.gate.record()                            # what passed, what was refused and why

The gate (automation/gate) is a process of its own. It starts sealed, the pair of gate and browser tests itself, and
`window` then opens the gate for what the policy lets read, unless it is told `sealed=True`. Nothing here or in the
gate's own commands allows a request that does more: the gate asks the person that `policy.presence` names.

A browser is launched and tested once; windows are cheap, each with its own policy, state and record.
"""

from automation.browser.finder import NotFound, ensure, find, sandbox_note, started
from automation.browser.guard import Pair, companion, launched
from automation.browser.session import Session

__all__ = ["NotFound", "Pair", "Session", "companion", "ensure", "find", "launched", "sandbox_note", "started"]
