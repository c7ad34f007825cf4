"""A program for the trials: it has one request held at the gate, and then ends in the way that it is told.

`python -m automation.proof.holder` reads one JSON object from stdin (portal, secret, own), says which processes it
consists of, and does what the next line names.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from automation.acts import Act
from automation.browser.guard import launched
from automation.config import BrowserSettings
from automation.gate.policy import Policy, Scripted

_FIRE = """own => {
  fetch(own, {method: 'POST', body: '{}', headers: {'Content-Type': 'application/json'}, keepalive: true});
}"""


def main() -> None:
    """Have a request held, and end."""
    told = json.loads(sys.stdin.readline())
    policy = Policy(portal=(told["portal"],), presence=Scripted(told["portal"], told["secret"]))
    with launched(BrowserSettings()) as pair, pair.window(policy) as session:
        session.page.goto(told["portal"])
        session.gate.announce(Act.SEND_EMAIL_OTP)
        session.page.evaluate(_FIRE, told["own"])
        pids = {"gate": pair.gate.process.pid, "browser": pair.process, "python": os.getpid(), "driver": _driver()}
        sys.stdout.write(json.dumps(pids) + "\n")
        sys.stdout.flush()
        match sys.stdin.readline().strip():
            case "page.close":
                session.page.close()
            case "context.close":
                session.context.close()
            case "browser.close":
                pair.browser.close()
            case "normal exit":
                return
            case "the disk is full":
                Path("/dev/full").write_bytes(b"a picture")  # raises, as it would in the middle of a run
            case _:
                pass  # whatever happens comes from outside
        sys.stdout.write("ended\n")
        sys.stdout.flush()
        sys.stdin.readline()


def _driver() -> int | None:
    """The process of Playwright's driver, where the system lets its children be counted."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    for child in children.read_text().split() if children.exists() else ():
        if b"run-driver" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    return None


if __name__ == "__main__":
    main()
