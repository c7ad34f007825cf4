"""Reads the ways out from vectors.toml and makes of each the script that a page runs; data only, fires nothing."""

from __future__ import annotations

import itertools
import secrets
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from automation import bundling

Ends = Literal["stays", "leaves", "closes", "context", "browser"]
_FILE = Path(__file__).with_name("vectors.toml")
_AROUND = """async k => {
  const {own, out, tls, ws, wss, udp, tcp, mark} = k, {doc, outDoc, add, form} = (%s)(k);
  const run = async () => { %s };
  %s run().catch(() => 0);
}"""
"""What stands around a vector's own script; it is no file, since the names in it are there for that script alone."""


@dataclass(frozen=True, slots=True)
class Vector:
    """One way out: `first` runs before the gate closes, `script` after; `ends` is what becomes of the page then.

    `marked`: whether an arrival can be told by its mark, so that many can be fired at once.
    """

    name: str
    family: str
    script: str
    first: str = ""
    ends: Ends = "stays"
    marked: bool = True


@cache
def vectors() -> tuple[Vector, ...]:
    """All ways out, with the variants of each written out."""
    with _FILE.open("rb") as file:
        entries = tomllib.load(file)["vector"]
    return tuple(vector for entry in entries for vector in _variants(entry))


def _variants(entry: dict[str, Any]) -> list[Vector]:
    each: dict[str, list[str]] = entry.pop("each", {})
    found = []
    for values in itertools.product(*each.values()):
        chosen = dict(zip(each, values, strict=True))
        written: dict[str, Any] = {
            key: _filled(text, chosen) if isinstance(text, str) else text for key, text in entry.items()
        }
        if "ends" in chosen:
            written["ends"] = chosen["ends"]
        found.append(Vector(**written))
    return found


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def new_mark() -> str:
    """A mark by which an arrival is known."""
    return f"mk-{secrets.token_hex(5)}"


def javascript(script: str, *, wait: bool) -> str:
    """A function for the page; with `wait` it ends when the script has, else as soon as it has begun."""
    tools = bundling.function(_FILE.with_suffix(".js"), "tools")
    return _AROUND % (tools, script, "await" if wait else "void")


def knowledge(ports: dict[str, int], host: str, mark: str) -> dict[str, str]:
    """What the scripts know: addresses that carry the mark (see vectors.toml)."""
    portal, foreign = f"http://{host}:{ports['portal']}", f"http://{host}:{ports['foreign']}"
    return {
        "portal": portal,
        "foreign": foreign,
        "own": f"{portal}/api/otp/v1/generate?m={mark}",
        "out": f"{foreign}/out/{mark}",
        "tls": f"https://{host}:{ports['tls']}/tls/{mark}",
        "ws": f"ws://{host}:{ports['foreign']}/ws/{mark}",
        "wss": f"wss://{host}:{ports['tls']}/ws/{mark}",
        "udp": f"{host}:{ports['udp']}",
        "tcp": f"{host}:{ports['tcp']}",
        "mark": mark,
    }
