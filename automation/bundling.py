"""Puts a JavaScript module and all that it imports into one text; on disk they stay apart, under a linter."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_IMPORT = re.compile(r'^import (\{[^}]+\}) from "\./([\w-]+)\.js";$', re.MULTILINE)
_COMMENT = re.compile(r"^ *(//[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export ((?:async function|function|class|const) (\w+))", re.MULTILINE)


@cache
def function(module: Path, name: str) -> str:
    """What the module exports as `name`, as an expression that calls it: what a page is to run, without comments."""
    text = _COMMENT.sub("", bundled(module))
    return f'(...given) => (() => {{ "use strict";\n{text}\nreturn {name};\n}})()(...given)'


@cache
def bundled(entry: Path) -> str:
    """The module `entry` with everything that it imports, each as a function that returns what it exports."""
    order: list[Path] = []
    _collect(entry, order, [])
    needed = [
        f"const m_{each.stem} = (() => {{\n{_body(each)}\nreturn {{ {_exports(each)} }};\n}})();" for each in order[:-1]
    ]
    return "\n".join([*needed, _body(entry)])


def _collect(module: Path, order: list[Path], path: list[Path]) -> None:
    """Append the modules that `module` needs, then itself; a circle has no such order."""
    if module in path:
        raise ValueError(f"the scripts {' -> '.join(each.stem for each in [*path, module])} need each other")
    for _, needed in _IMPORT.findall(_source(module)):
        _collect(module.with_name(f"{needed}.js"), order, [*path, module])
    if module not in order:
        order.append(module)


def _source(module: Path) -> str:
    return module.read_text(encoding="utf-8")


def _body(module: Path) -> str:
    return _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = m_\2;", _source(module)))


def _exports(module: Path) -> str:
    return ", ".join(found for _, found in _EXPORT.findall(_source(module)))
