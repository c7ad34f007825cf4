"""Takes cookies, headers, bodies, typed values and query strings out of a Playwright trace, and looks through it."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from automation.evidence.leaks import Scanner
from automation.portal.paths import kept

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_EMPTIED = frozenset(
    {"cookies", "headers", "headersText", "postData", "queryString", "content", "body", "result", "error"}
)
_HIDDEN = frozenset(
    {
        *("value", "text", "html", "key", "arg", "args", "expression", "options", "values", "message", "messageText"),
        "preview",
    }
)
_DROPPED = frozenset({"console", "log", "stdout", "stderr", "event", "error", "screencast-frame"})
_ADDRESSES = frozenset({"url", "frameUrl", "resourceUrls", "baseURL", "origin"})
_STYLE = ".css"
_TYPED = frozenset({"value", "__playwright_value_", "placeholder", "title", "href", "src"})


def scrub(raw: Path, clean: Path, canaries: Sequence[str] = ()) -> str:
    """Write a trace without personal data to `clean`; blank, or what was still found in it: then it is not written.

    Raises OSError when a file cannot be read or written.
    """
    with zipfile.ZipFile(raw) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    kept_members = {name: _lines(data) for name, data in members.items() if name.endswith((".trace", ".network"))}
    kept_members |= {name: data for name, data in members.items() if name.endswith(_STYLE)}
    leaks = Scanner(canaries).scan(kept_members)
    if leaks:
        return str(leaks[0])
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept_members.items():
            archive.writestr(name, data)
    return ""


def _lines(data: bytes) -> bytes:
    entries = (json.loads(line) for line in data.decode("utf-8", "replace").splitlines() if line.strip())
    return "\n".join(
        json.dumps(_clean(entry), ensure_ascii=False) for entry in entries if entry.get("type") not in _DROPPED
    ).encode()


def _clean(value: Any, key: str = "") -> Any:  # noqa: ANN401 (whatever JSON a trace holds)
    """The same shape with nothing in it that a person typed, a server said or an address carried."""
    match value:
        case _ if key in _EMPTIED:
            return type(value)() if isinstance(value, str | list | dict) else None
        case dict():
            return {name: _clean(each, name) for name, each in value.items()}
        case str():
            return _text(value, key)
        case list() if key == "html":
            return _node(value)
        case list():
            return [_clean(each, key) for each in value]
        case _:
            return value


def _text(value: str, key: str) -> str:
    if key in _ADDRESSES:
        return kept(value)
    return "•••" if key in _HIDDEN or (key == "selector" and "internal:" in value) else value


def _node(parts: list[Any]) -> list[Any]:
    """One node of a snapshot, or a list of such."""
    match parts:
        case [str(tag), dict(attributes), *children]:
            return [tag, {name: _attribute(name, each) for name, each in attributes.items()}, *_nodes(children)]
        case _:
            return _nodes(parts)


def _nodes(children: list[Any]) -> list[Any]:
    """The children of a snapshot's node: texts become their length, so that the layout stays and nothing is said."""
    return ["•" * len(each) if isinstance(each, str) else _clean(each, "html") for each in children]


def _attribute(name: str, value: object) -> object:
    return "•••" if name.lower() in _TYPED or name.startswith(("data-", "__playwright_current")) else value
