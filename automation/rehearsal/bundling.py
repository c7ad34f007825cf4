"""Serves a page with its JavaScript modules as one file, as the portal's builds do; on disk they stay as they are."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).parent / "web" / "js"
_IMPORT = re.compile(r'^import (\{[^}]+\}) from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async function|function|class|const) (\w+))", re.MULTILINE)


@cache
def bundled(entry: str) -> str:
    """The module `entry` with everything that it imports, each as a function that returns what it exports."""
    order: list[str] = []
    _collect(entry, order, [])
    needed = [
        f"const m_{name} = (() => {{\n{_body(name)}\nreturn {{ {_exports(name)} }};\n}})();" for name in order[:-1]
    ]
    return "\n".join([*needed, _body(entry)])


def _collect(name: str, order: list[str], path: list[str]) -> None:
    """Append the modules that `name` needs, then itself; a circle has no such order."""
    if name in path:
        raise ValueError(f"the scripts {' -> '.join([*path, name])} need each other")
    for _, needed in _IMPORT.findall(_source(name)):
        _collect(needed, order, [*path, name])
    if name not in order:
        order.append(name)


def _source(name: str) -> str:
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")


def _body(name: str) -> str:
    return _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = m_\2;", _source(name)))


def _exports(name: str) -> str:
    return ", ".join(found for _, found in _EXPORT.findall(_source(name)))
