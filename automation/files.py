"""Writes a file whole or not at all: aside, then to the disk, then under its name."""

from __future__ import annotations

import os
import secrets
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ANYBODY, _NOBODY_ELSE = 0o666, 0o600


def write(  # noqa: PLR0913 (what, where, and how careful)
    path: Path,
    content: str | bytes,
    *,
    encoding: str = "utf-8",
    new: bool = False,
    private: bool = False,
    lasting: bool = True,
) -> None:
    """Write `content` to `path`; what stood there stays until all of it is written, and a link stays a link.

    `new`: a file that is there is never overwritten. `private`: nobody else may read it. `lasting`: it is on the disk
    before this returns. A device or a pipe gets it as it is. Raises OSError, FileExistsError for `new`; then nothing
    is left of it.
    """
    data = content if isinstance(content, bytes) else content.encode(encoding, "replace")
    place = path.resolve()
    if place.exists() and not place.is_file() and not new:
        place.write_bytes(data)
        return
    if new:
        place.open("xb").close()
    aside = place.with_name(f".{secrets.token_hex(6)}.partial")
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _mode(private)), "wb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        if place.exists() and not private:
            shutil.copymode(place, aside)
        aside.replace(place)
    except BaseException:
        aside.unlink(missing_ok=True)
        if new:
            place.unlink(missing_ok=True)
        raise


def _mode(private: bool) -> int:  # noqa: FBT001 (passed through)
    return _NOBODY_ELSE if private else _ANYBODY
