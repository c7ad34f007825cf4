"""Where the program's own data lie, and where its user's settings and files go: in a checkout all beside it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from automation import files

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(__file__).resolve().parent
_SHIPPED = PACKAGE / "_shipped"  # setup.py puts them there into a wheel; a checkout has none
CHECKOUT = not _SHIPPED.is_dir()
PROGRAM = PACKAGE.parent if CHECKOUT else _SHIPPED
"""The folder with config.toml and scenarios/ as they came with the program; it may be read-only."""
_NAME, _CONFIG = "igot", "config.toml"


class Places(NamedTuple):
    """The folder of the user's config.toml, and that of what the program writes: runs, evidence, lists."""

    settings: Path
    files: Path


def places(environ: Mapping[str, str], platform: str = sys.platform, *, checkout: bool = CHECKOUT) -> Places:
    """The user's folders: the one that IGOT_HOME names, else the checkout, else where this system keeps such things."""
    if named := environ.get("IGOT_HOME"):
        return Places(*[Path(named).expanduser().absolute()] * 2)
    if checkout:
        return Places(PROGRAM, PROGRAM)
    home = Path.home()
    if platform == "win32":
        roaming = Path(environ.get("APPDATA") or home / "AppData" / "Roaming")
        return Places(roaming / _NAME, Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / _NAME)
    if platform == "darwin":
        return Places(*[home / "Library" / "Application Support" / _NAME] * 2)
    settings, kept = environ.get("XDG_CONFIG_HOME", ""), environ.get("XDG_DATA_HOME", "")
    return Places(
        (Path(settings) if settings.startswith("/") else home / ".config") / _NAME,  # a relative one does not count
        (Path(kept) if kept.startswith("/") else home / ".local" / "share") / _NAME,
    )


def settings() -> Path:
    """The user's config.toml, which need not be there."""
    return places(os.environ).settings / _CONFIG


def own(*parts: str) -> Path:
    """Where a file of the user's goes."""
    return places(os.environ).files.joinpath(*parts)


def found(*parts: str) -> Path:
    """The user's own file where there is one, else the program's file of that name, else where the user's would go."""
    mine, shipped = own(*parts), PROGRAM.joinpath(*parts)
    return shipped if shipped.exists() and not mine.exists() else mine


def settle() -> Path | None:
    """Write the user's config.toml where there is none, with every setting as a comment; gives the file.

    None in a checkout, where there is one already, and where the folder cannot be written: then the program's own
    settings hold.
    """
    place = settings()
    if place.parent == PROGRAM or place.exists():
        return None
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        lines = (PROGRAM / _CONFIG).read_text(encoding="utf-8").splitlines()
        head = [f"# A path that is not absolute is one below {own()}", ""]
        files.write(place, "\n".join([*head, *map(_asleep, lines), ""]), new=True, private=True)
        return place
    return None


def _asleep(line: str) -> str:
    """A line of config.toml without effect; tables and comments stay as they are."""
    return line if not line or line.startswith(("#", "[")) else f"#{line}"


def starter(platform: str = sys.platform) -> tuple[str, ...]:
    """The words by which this system's scheduler starts the program; the last is its path."""
    if CHECKOUT:
        return (str(PROGRAM / "igot.cmd"),) if platform == "win32" else ("/bin/sh", str(PROGRAM / "igot"))
    return (str(Path(sys.executable).with_name("igot.exe" if platform == "win32" else "igot")),)
