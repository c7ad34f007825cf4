"""What the gate costs: a page behind it against without it, its self-test, its memory, and what must pass unharmed."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import ssl
import statistics
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from automation.browser import Pair, launched
from automation.browser.finder import ensure, launch_options, started
from automation.browser.guard import _launch
from automation.browser.selftest import prove
from automation.config import BrowserSettings
from automation.gate.control import GateProcess
from automation.gate.policy import Policy
from automation.rehearsal.certificate import context_for
from benchmarks import timing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

RESOURCES = 100
GOAL_RATIO, GOAL_SELFTEST, GOAL_MEGABYTES = 1.25, 1.0, 80
BIG = bytes(range(256)) * 80_000
SLOW_SECONDS = 30.0
_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\r\n"
_LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


class Server:
    """A portal with one page of many resources, a large file and a slow answer."""

    def __init__(self, url: str) -> None:
        self.url = url

    @classmethod
    @contextmanager
    def running(cls, tls: ssl.SSLContext | None) -> Iterator[Server]:
        """Serve in a thread of this process."""
        loop = asyncio.new_event_loop()
        listening = threading.Event()
        ports: list[int] = []

        async def serve() -> None:
            server = await asyncio.start_server(_answer, "127.0.0.1", 0, ssl=tls, backlog=512)
            ports.append(server.sockets[0].getsockname()[1])
            listening.set()
            await server.serve_forever()

        task = threading.Thread(target=loop.run_until_complete, args=(_quietly(serve()),), daemon=True)
        task.start()
        listening.wait()
        yield cls(f"{'https' if tls else 'http'}://127.0.0.1:{ports[0]}")


async def _quietly(serving: object) -> None:
    await serving  # type: ignore[misc]


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while line := await reader.readline():
            path = line.split(b" ")[1].decode().partition("?")[0]
            while (await reader.readline()).strip():
                pass
            kind, body = _content(path)
            if path == "/slow":
                await asyncio.sleep(SLOW_SECONDS)
            writer.write(_HEAD.format(kind, len(body)).encode() + body)
            await writer.drain()
    except (ConnectionError, ssl.SSLError):
        pass
    finally:
        writer.close()


def _content(path: str) -> tuple[str, bytes]:
    if path.startswith("/many/"):
        number = int(path.rpartition("/")[2])
        scripts = "".join(f"<script src=/part/{each}.js></script>" for each in range(number))
        return "text/html", f"<!doctype html><link rel=icon href=data:,><title>many</title>{scripts}".encode()
    if path == "/big":
        return "application/octet-stream", BIG
    return "text/javascript", b"window.parts = (window.parts || 0) + 1; /*" + b"x" * 2000 + b"*/"


def load(context: BrowserContext, server: Server, number: int) -> float:
    """Milliseconds until the page with so many resources has loaded."""
    page = context.new_page()
    page.goto(f"{server.url}/many/{number}", wait_until="load")
    if page.evaluate("() => window.parts") != number:
        raise SystemExit("the page is not whole")
    taken = float(page.evaluate(_LOADED))
    page.close()
    return taken


def compare(pair: Pair, server: Server, authority: str, repeats: int) -> None:
    """Print the time of the page behind the gate against without it."""
    direct = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
    without = pair.browser.new_context(proxy=direct, ignore_https_errors=True)  # type: ignore[arg-type]
    policy = Policy(portal=(server.url,), authority=authority, budget=1_000_000)
    with pair.window(policy) as session:
        pairs = [
            (load(session.context, server, RESOURCES), load(without, server, RESOURCES)) for _ in range(repeats + 2)
        ]
    without.close()
    behind, bare = ([each[place] for each in pairs[2:]] for place in (0, 1))
    ratio = statistics.median(behind) / statistics.median(bare)
    print(
        f"{server.url.partition(':')[0]:6} page of {RESOURCES} resources: behind {statistics.median(behind):.0f} ms"
        f" (least {min(behind):.0f}), without {statistics.median(bare):.0f} ms (least {min(bare):.0f}),"
        f" ratio of medians {ratio:.2f}, of least {min(behind) / min(bare):.2f}  goal: at most {GOAL_RATIO}"
    )


def unharmed(pair: Pair, server: Server, authority: str, *, slow: bool) -> None:
    """Pass a large file, 200 resources at once and a slow answer."""
    many = """() => Promise.all([...Array(200)].map((_, n) => fetch(`/part/${n}`).then(a => a.ok)))
        .then(all => all.every(each => each))"""
    whole = """() => fetch('/big').then(a => a.arrayBuffer()).then(a => crypto.subtle.digest('SHA-256', a))
        .then(a => [...new Uint8Array(a)].map(b => b.toString(16).padStart(2, '0')).join(''))"""
    with pair.window(Policy(portal=(server.url,), authority=authority)) as session:
        session.page.goto(f"{server.url}/many/1")
        before = time.monotonic()
        same = session.page.evaluate(whole) == hashlib.sha256(BIG).hexdigest()
        print(f"20 MB: {'unharmed' if same else 'HARMED'}, {time.monotonic() - before:.2f} s")
        print(f"200 at once: {'all there' if session.page.evaluate(many) else 'SOME MISSING'}")
        if slow:
            before = time.monotonic()
            there = session.page.evaluate("() => fetch('/slow').then(a => a.status)") == 200  # noqa: PLR2004 (HTTP's own)
            print(f"slow answer: {'there' if there else 'MISSING'} after {time.monotonic() - before:.1f} s")


def memory(gate: GateProcess) -> None:
    """Print the most memory that the gate process has held (Linux)."""
    status = Path(f"/proc/{gate.process.pid}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(f"memory of the gate process: peak {peak / 1024:.0f} MB  goal: below {GOAL_MEGABYTES}")


def selftest(repeats: int) -> None:
    """Print how long the self-test takes in a fresh browser."""
    taken = []
    with started() as playwright:
        found = ensure(playwright, BrowserSettings())
        for _ in range(repeats):
            with GateProcess() as gate:
                hello = gate.ready()
                options = launch_options(found, hello["port"], hello["fingerprint"])
                with _launch(playwright, found, options) as browser:
                    before = time.monotonic()
                    prove(browser, gate)
                    taken.append(time.monotonic() - before)
    median = statistics.median(taken)
    print(f"self-test: median {median:.2f} s, most {max(taken):.2f} s of {repeats}  goal: at most {GOAL_SELFTEST}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure what the gate costs.")
    parser.add_argument("--repeats", type=int, default=15, help="loads of the page, each way (15)")
    parser.add_argument("--slow", action="store_true", help="also wait for an answer that takes 30 seconds")
    given = parser.parse_args()
    print(timing.load())
    selftest(5)
    with launched() as pair:
        tls, authority = context_for("127.0.0.1")
        for context, known in ((None, ""), (tls, authority)):
            with Server.running(context) as server:
                compare(pair, server, known, given.repeats)
                unharmed(pair, server, known, slow=given.slow)
        memory(pair.gate)


if __name__ == "__main__":
    main()
