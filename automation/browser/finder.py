"""Finds a browser, has one fetched only on need, and knows its flags; it launches none."""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from playwright.sync_api import Playwright, ProxySettings, sync_playwright

from automation import fetch
from automation.model import NoAnswerError
from automation.saying import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.config import BrowserSettings

ARGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-auto-reload",  # an error page stays, and asks nothing by itself
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # a browser with windows heeds this one
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # and one without any only this one
    "--disable-quic",
    "--dns-prefetch-disable",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # names are the gate's business
)
_INSTALLED = {  # channel: (name, places on Linux and macOS, place under Windows' program folders)
    "chrome": (
        "Google Chrome",
        ("/opt/google/chrome/chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        "Google/Chrome/Application/chrome.exe",
    ),
    "msedge": (
        "Microsoft Edge",
        ("/opt/microsoft/msedge/msedge", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
        "Microsoft/Edge/Application/msedge.exe",
    ),
}
_MEND = "install Chrome, Edge or Chromium, or connect to the internet (HTTPS_PROXY names an office proxy) and try again"
_PROGRAMS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


@dataclass(frozen=True, slots=True)
class Found:
    """A browser that is there. `value` is its path or its channel; `how` says in words where it came from."""

    kind: Literal["executable", "channel", "bundled"]
    value: str
    how: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """No browser was found; `why` says where it was looked for. `final`: the config names one, so none is fetched."""

    why: str
    final: bool = False


@contextmanager
def started(*, install: bool = True) -> Iterator[Playwright]:
    """Playwright; with `install`, the system library that a bare Debian lacks is installed first.

    Raises NoAnswerError, one sentence, if Playwright does not start because the library is missing.
    """
    fetch.ensure_driver(install=install)
    with ExitStack() as stack:
        try:
            playwright = stack.enter_context(sync_playwright())
        except KeyboardInterrupt:
            logging.getLogger("asyncio").disabled = True  # it would print what is left of the start
            raise
        yield playwright


def find(playwright: Playwright, settings: BrowserSettings) -> Found | NotFound:
    """Look for a browser: the configured one, else Playwright's own, else Chrome, Edge or Chromium of this machine."""
    if settings.executable or settings.channel:
        return _configured(settings)
    own = playwright.chromium.executable_path
    if Path(own).is_file():
        return Found("bundled", own, "Playwright's own Chromium")
    for channel, (title, _, _) in _INSTALLED.items():
        if _channel_path(channel):
            return Found("channel", channel, f"the installed {title}")
    for command in (*(() if settings.headed else (fetch.SHELL,)), "chromium", "chromium-browser"):
        if path := shutil.which(command):
            return Found("executable", path, f"the installed Chromium ({path})")
    return NotFound("neither Playwright's own Chromium nor Chrome, Edge or Chromium is installed")


def ensure(playwright: Playwright, settings: BrowserSettings) -> Found:
    """The browser that `find` finds, else a downloaded one, with a sentence on stderr for each download.

    Raises NoAnswerError, one sentence, when there is none and none could be fetched.
    """
    failures = []
    found = find(playwright, settings)
    for title, commands in fetch.browser_sources(headed=settings.headed):
        if isinstance(found, Found) or found.final:
            break
        say(f"No browser is installed yet; {title}, which may take some minutes.", aside=True)
        if failure := fetch.run_all(commands):
            failures.append(f"{title} failed ({failure})")
        found = find(playwright, settings)
    if isinstance(found, Found):
        return found
    mend = "mend browser.channel or browser.executable in config.toml" if found.final else _MEND
    raise NoAnswerError(f"There is no browser to look with: {'; '.join([found.why, *failures])}; {mend}.")


def launch_options(
    found: Found, port: int, fingerprint: str, *, headed: bool = False, slow_mo_ms: float = 0.0
) -> dict[str, Any]:
    """The keyword arguments for Playwright's own `launch`, behind a gate.

    `port` is the gate's window that stays sealed, for whatever the browser does of its own accord; `fingerprint` is
    that of the only authority which this browser trusts besides its own.
    """
    return {
        "headless": not headed,
        "slow_mo": slow_mo_ms,
        "proxy": proxied(f"http://127.0.0.1:{port}"),
        "args": [*ARGS, f"--ignore-certificate-errors-spki-list={fingerprint}"],
        "chromium_sandbox": not fetch.is_root(),
        **place_of(found),
    }


def place_of(found: Found) -> dict[str, Any]:
    """The keyword arguments for `launch` that name this browser, none for Playwright's own."""
    return {"executable": {"executable_path": found.value}, "channel": {"channel": found.value}}.get(found.kind, {})


def proxied(server: str) -> ProxySettings:
    """Playwright's proxy settings for a way out that loopback addresses take too."""
    return ProxySettings(server=server, bypass="<-loopback>")


def sandbox_note() -> str:
    """A sentence for the report where the browser's sandbox is off, else the empty string."""
    return (
        "The browser runs without its sandbox, since it is run by root; run igot as a user." if fetch.is_root() else ""
    )


def _configured(settings: BrowserSettings) -> Found | NotFound:
    if settings.executable:
        path = shutil.which(str(Path(settings.executable).expanduser()))
        if not path:
            return NotFound("browser.executable names a file that is not there or cannot be run", final=True)
        return Found("executable", path, f"the configured {path}")
    if settings.channel in _INSTALLED and not _channel_path(settings.channel):
        return NotFound(f"{_INSTALLED[settings.channel][0]}, which is configured, is not installed", final=True)
    return Found("channel", settings.channel, f"the configured {settings.channel}")


def _channel_path(channel: str) -> Path | None:
    _, places, under_windows = _INSTALLED[channel]
    roots = [os.environ[name] for name in _PROGRAMS if os.environ.get(name)]
    candidates = [Path(place) for place in places] + [Path(root) / under_windows for root in roots]
    return next((path for path in candidates if path.is_file()), None)
