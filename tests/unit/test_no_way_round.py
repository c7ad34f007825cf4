"""The source holds no second launch, and none of the calls by which a request would get past the gate."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.source import mentioning

if TYPE_CHECKING:
    from collections.abc import Iterator

LAUNCHES = {"launch", "launch_persistent_context", "launch_server", "connect", "connect_over_cdp"}
CONTEXTS = {"new_context"}
SENDS_WHAT_IT_HOLDS = {"unroute", "unroute_all"}
VERBS = {"delete", "fetch", "get", "head", "patch", "post", "put", "new_context"}
WORLDS = {"http", "requests", "httpx", "aiohttp", "urllib3", "socket", "websockets", "urllib.request", "http.client"}

MENTIONED = {
    *(f".{name}(" for name in LAUNCHES | CONTEXTS | SENDS_WHAT_IT_HOLDS),
    *(f"{word} {world}" for word in ("import", "from") for world in WORLDS),
    *(".request.", "getattr("),
}

# Each exception with its reason; one that is no longer needed is a failure too.
ALLOWED = {
    ("automation/browser/guard.py", "launch"): "the one launch, behind a gate that was tested with it",
    ("automation/browser/guard.py", "new_context"): "a window with a way out of its own",
    ("automation/browser/selftest.py", "new_context"): "the window in which the pair is tested",
    ("automation/commands/doctor_network.py", "connect"): "one look at the portal's certificate, outside any walk",
    ("automation/commands/doctor_network.py", "http.client"): "one look at the portal and the proxy, outside any walk",
    ("automation/commands/doctor_network.py", "socket"): "whether the proxy can be reached, outside any walk",
    ("automation/commands/doctor_network.py", "urllib.request"): "how this system names its proxy",
    ("automation/desk/server.py", "socket"): "listens on loopback for the helpdesk's page",
    ("automation/gate/companion.py", "socket"): "listens on loopback for the companion window",
    ("automation/gate/scripted.py", "http.client"): "reads the outbox of the rehearsal portal that this run started",
    ("automation/gate/upstream.py", "socket"): "the gate's own way to the portal",
    ("automation/history/database.py", "connect"): "opens the history's file with sqlite3",
    ("automation/notify.py", "http.client"): "the names of its errors",
    ("automation/notify.py", "urllib.request"): "tells monitors of an unattended run, after its window is closed",
    ("automation/proof/battery.py", "launch"): "what gets out where there is no gate, to sinks on this machine alone",
    ("automation/proof/battery.py", "new_context"): "the window of that browser",
    ("automation/rehearsal/process.py", "http.client"): "asks our own child on loopback",
    ("automation/rehearsal/server.py", "socket"): "finds a free port on loopback",
}


def calls(tree: ast.AST) -> Iterator[str]:
    """The forbidden names that a module calls or imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name in WORLDS)
            case ast.ImportFrom(module=str(module)) if module in WORLDS:
                yield module
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="request"), attr=verb)) if verb in VERBS:
                yield f"request.{verb}"
            case ast.Call(func=ast.Attribute(attr=name)) if name in LAUNCHES | CONTEXTS | SENDS_WHAT_IT_HOLDS:
                yield name
            case ast.Call(func=ast.Call(func=ast.Name(id="getattr")), keywords=[ast.keyword(arg=None), *_]):
                yield "launch"  # getattr(playwright, name)(…)
            case _:
                pass


@cache
def found() -> set[tuple[str, str]]:
    return {(path, name) for path, tree in mentioning("automation", MENTIONED) for name in calls(tree)}


def test_the_program_has_one_launch_and_no_way_round_the_gate() -> None:
    assert found() - ALLOWED.keys() == set()


def test_every_exception_is_still_needed() -> None:
    assert ALLOWED.keys() - found() == set()


def test_the_tests_launch_nothing_of_their_own() -> None:
    there = {
        (path, name)
        for path, tree in mentioning("tests", {each for each in MENTIONED if each.startswith(".")})
        for name in calls(tree)
        if name in LAUNCHES | SENDS_WHAT_IT_HOLDS or name.startswith("request.")
    }
    assert {(file, name) for file, name in there if name != "connect"} == set()


@pytest.mark.parametrize(
    "line",
    [
        "playwright.chromium.launch()",
        "getattr(playwright, name).launch(**options)",
        "playwright.chromium.connect_over_cdp('http://x')",
        "page.request.get('http://x')",
        "context.request.post('http://x')",
        "playwright.request.new_context()",
        "context.unroute_all()",
        "import socket",
        "from http.client import HTTPConnection",
        "import http.client",
        "import urllib.request",
    ],
)
def test_each_way_round_would_be_found(line: str) -> None:
    assert list(calls(ast.parse(line)))
    assert any(word in line for word in MENTIONED)
