"""Writes a document's files, flowchart.toml and document.toml, as a person would write them."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from automation.flowchart import Flowchart, questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_WIDTH = 110


def chart(of: Flowchart, *, circular: bool = False, about: str = "") -> str:
    """A flowchart as TOML: with what is said of its paper, where that is not said beside it; `about` stands above."""
    lines = [f"# {each}" for each in about.splitlines()]
    lines += [line("withdrawn", of.withdrawn)] if of.withdrawn else []
    lines += ["", "[circular]", *_keys(of.circular.model_dump())] if circular else []
    for box in of.boxes:
        lines += ["", "[[boxes]]", *_keys(box.model_dump())]
    for step in of.steps:
        plain = step.model_dump(exclude={"checks", "questions", "ways"})
        in_ways = {name for way in step.ways for name in way.checks}
        lines += ["", "[[steps]]", *_keys(plain)]
        checks = [check.id for check in step.checks if check.id not in in_ways]
        lines += [line("checks", checks)] if checks else []
        asks = {check.id: check.asks for check in step.checks if check.asks}
        says = {
            check.id: check.documented
            for check in step.checks
            if check.documented != questions()[check.question].documented
        }
        for table, entries in (("asks", asks), ("says", says)):
            lines += ["", f"[steps.{table}]", *(line(key, text) for key, text in entries.items())] if entries else []
        for way in step.ways:
            lines += ["", "[[steps.ways]]", *_keys(way.model_dump())]
    return "\n".join(lines) + "\n"


def tables(given: Mapping[str, Mapping[str, object]], about: str = "") -> str:
    """Tables of plain values as TOML; blank values and empty tables are left out."""
    lines = [f"# {each}" for each in about.splitlines()]
    for name, keys in given.items():
        said = _keys(keys)
        lines += ["", f"[{name}]", *said] if said else []
    return "\n".join(lines) + "\n"


def _keys(keys: Mapping[str, object]) -> list[str]:
    return [line(key, value) for key, value in keys.items() if value]


def line(key: str, value: object) -> str:
    """A key and its value; the strings of JSON are strings of TOML."""
    name = json.dumps(key) if "." in key else key
    told = value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple) and len(told) + len(name) > _WIDTH:
        return "\n".join([f"{name} = [", *_wrapped(value), "]"])
    return f"{name} = {told}"


def _wrapped(values: Iterable[object]) -> list[str]:
    """The entries of a list, as many to a line as it holds."""
    lines = [""]
    for each in values:
        entry = f"{json.dumps(each, ensure_ascii=False)}, "
        if lines[-1] and len(lines[-1]) + len(entry) > _WIDTH:
            lines.append("")
        lines[-1] += entry
    return [f"    {each.rstrip()}" for each in lines]
