"""`igot config`: prints each setting and where it came from, and changes the file. There is no secret among them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from automation import flags
from automation.config import KEYS, NEVER_SHOWN, ROOT, USUAL, Loaded, Settings, from_text, text_of, wrong
from automation.files import write
from automation.model import UsageError, explained
from automation.saying import data, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


_TABLE, _KEY = re.compile(r"\[(\w+)\]"), re.compile(r"(\w+)\s*=")


@dataclass(frozen=True, slots=True)
class Field:
    """A setting to be changed: its value as a person writes it, its comment, what may be chosen, where it came from.

    `kept` is of a value that is never shown: there is one. `fixed`: the environment or a flag outweighs the file.
    """

    key: str
    value: str
    comment: str
    choices: tuple[str, ...]
    origin: str
    kept: bool
    fixed: bool


def run(loaded: Loaded) -> int:
    """Print a line a setting (key, value, origin) on stdout, aligned; always 0."""
    every = [(key, _shown(key, value), loaded.origin[key]) for key, value in loaded.settings.flat().items()]
    left, middle = (max(len(row[column]) for row in every) for column in (0, 1))
    for key, value, origin in every:
        say(f"{key:<{left}}  {value:<{middle}}  {origin}")
    return 0


def fields(loaded: Loaded) -> list[Field]:
    """Each setting as it can be changed, in the order of config.toml."""
    said = _comments(ROOT / USUAL) | _comments(loaded.file)
    return [
        Field(
            key,
            "" if key in NEVER_SHOWN else _written(value),
            said.get(key, ""),
            _choices(key),
            loaded.origin[key],
            kept=key in NEVER_SHOWN and bool(value),
            fixed=loaded.origin[key].startswith(("IGOT_", "--")),
        )
        for key, value in loaded.settings.flat().items()
    ]


def stamp(loaded: Loaded) -> str:
    """A hash (SHA-256) of the config file, to find out later whether it has changed; blank where there is no file."""
    return hashlib.sha256(loaded.file.read_bytes()).hexdigest() if loaded.file.is_file() else ""


def save(loaded: Loaded, given: Mapping[str, str], seen: str) -> dict[str, str]:
    """Change what is given and differs from what is in force, and write the file whole; a sentence for each wrong key.

    Of what is never shown a blank takes the value out. Nothing is written where anything is wrong. The file keeps its
    comments, its order and its line ends. `seen` is the stamp of the file that was changed. Raises UsageError where it
    is another one by now and would be changed, or cannot be written.
    """
    values: dict[str, object] = {}
    problems: dict[str, str] = {}
    for each in fields(loaded):
        same = given.get(each.key, each.value).strip() == each.value and not (each.kept and each.key in given)
        if each.fixed or same:
            continue
        try:
            values[each.key] = from_text("It", given[each.key].strip(), KEYS[each.key])
        except UsageError as error:
            problems[each.key] = str(error).replace("It: ", "It ")
    if values and stamp(loaded) != seen:
        raise UsageError(
            f"{loaded.file.name} has changed meanwhile, so nothing was saved; look at it, and change it again."
        )
    old = text_of(loaded.file) if seen else ""
    new = _changed(old, values)
    problems |= {key: said for key, said in wrong(new, loaded.file.name).items() if key not in problems}
    if not problems and values:
        _save(loaded, new)
    return problems


def _save(loaded: Loaded, text: str) -> None:
    bom = loaded.file.is_file() and loaded.file.read_bytes().startswith(b"\xef\xbb\xbf")
    with explained(f"{loaded.file.name} could not be written", "make the folder writable", loaded.file):
        write(loaded.file, text, encoding="utf-8-sig" if bom else "utf-8")


def _changed(text: str, values: Mapping[str, object]) -> str:
    """The text of a config file with other values; all else in it stays."""
    import tomlkit

    document = tomlkit.parse(text)
    for key, value in values.items():
        name, _, setting = key.partition(".")
        table = document.setdefault(name, tomlkit.table())
        body, below = table.value.body if isinstance(table, tomlkit.items.Table) else [], []
        while setting not in table and body and body[-1][0] is None:  # the comment of the next table stays with that
            below.append(body.pop())
        table[setting] = value
        body.extend(reversed(below))
    new = tomlkit.dumps(document)
    return re.sub(r"(?<!\r)\n", "\r\n", new) if "\r\n" in text else new


def _comments(file: Path) -> dict[str, str]:
    """What the comment above each key of a config file says."""
    found, table, above = {}, "", list[str]()
    for line in (text_of(file) if file.is_file() else "").splitlines():
        if line.startswith("#"):
            above.append(line.strip("# "))
            continue
        if key := _KEY.match(line):
            found[f"{table}.{key[1]}"] = " ".join(above)
        elif name := _TABLE.match(line):
            table = name[1]
        above = []
    return found


def _choices(key: str) -> tuple[str, ...]:
    """The values that a setting can have, where they can be counted."""
    table, _, name = key.partition(".")
    section = type(getattr(Settings(), table)).model_fields[name].annotation
    if section is bool:
        return ("true", "false")
    return get_args(section) if get_origin(section) is Literal else ()


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def schema() -> int:
    """`igot schema`: print the JSON Schema of the machine-readable result."""
    import json

    from automation.result import Result

    data(json.dumps(Result.model_json_schema(), indent=1) + "\n")
    return 0


def _shown(key: str, value: object) -> str:
    """A value as config.toml would have it; of one that may hold a key only that it is there."""
    if key in NEVER_SHOWN and value:
        return '"…"'
    return f'"{value}"' if isinstance(value, str) else _written(value)


CONFIG = flags.Command(lambda loaded, _given: run(loaded))

SCHEMA = flags.Command(lambda _loaded, _given: schema())
