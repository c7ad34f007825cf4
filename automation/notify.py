"""Tells people and monitors of a run: the program's own sockets, which no page and no portal ever sees.

They carry the digest and nothing else, and only where an address is named in the settings; only `runs/telling.py`
imports this, and leaves out every run with a person.
"""

from __future__ import annotations

import logging
from http.client import HTTPException  # noqa: TID251 (the program's own sockets, see above)
from urllib.parse import SplitResult, urlencode, urlsplit
from urllib.request import Request, urlopen  # noqa: TID251 (the same)

from automation.model import ExitCode

_PATIENCE_SECONDS = 10.0


def send(address: str, title: str, body: str) -> str:
    """Send a plain text to an address as apprise writes them; blank, or why it did not get there."""
    logging.getLogger("apprise").disabled = True  # it would print addresses, which hold keys
    try:
        import apprise

        asset = apprise.AppriseAsset(app_id="igot", storage_mode=apprise.PersistentStoreMode.MEMORY)
        service = apprise.Apprise(asset=asset)
        if not service.add(address):
            return "it is no address that apprise knows"
        taken = service.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT)
    except Exception as error:  # noqa: BLE001 (one of a hundred services; a run never ends by one)
        return f"its service failed ({type(error).__name__})"
    return "" if taken else "it was not taken"


def started(ping: str) -> str:
    """Tell a dead-man's switch of the Healthchecks kind that a run begins; blank, or why it did not get there."""
    return _asked(_below(urlsplit(ping), "/start"))


def ended(ping: str, code: ExitCode) -> str:
    """Tell it how the run ended: by its own address, or the one below it for a failure; blank, or why not."""
    parts = urlsplit(ping)
    return _asked(parts.geturl() if code is ExitCode.AS_DOCUMENTED else _below(parts, "/fail"))


def pushed(push: str, code: ExitCode, said: str, seconds: float) -> str:
    """Tell a push monitor of Uptime Kuma how a run ended; blank, or why it did not get there."""
    status = "up" if code is ExitCode.AS_DOCUMENTED else "down"
    query = urlencode({"status": status, "msg": said, "ping": f"{seconds * 1000:.0f}"})
    return _asked(urlsplit(push)._replace(query=query).geturl())


def _below(parts: SplitResult, more: str) -> str:
    return parts._replace(path=parts.path.rstrip("/") + more).geturl()


def _asked(url: str) -> str:
    """Ask for an address of http(s), as the settings make sure; its answer is not read."""
    try:
        with urlopen(Request(url, headers={"User-Agent": "igot"}), timeout=_PATIENCE_SECONDS):  # noqa: S310
            return ""
    except (OSError, ValueError, HTTPException) as error:
        return f"{type(error).__name__}: {getattr(error, 'reason', '') or error}".rstrip(": ")
