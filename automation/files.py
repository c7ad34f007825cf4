"""Writes a file whole or not at all: first under another name, then to the disk, then under its own name."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from typing import TYPE_CHECKING

from automation.mswindows import in_use

if TYPE_CHECKING:
    from pathlib import Path

_DEVICES = ((os.sep, "dev"), (os.sep, "proc"))
_IN_PLACE_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV, errno.EROFS})
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
    if not new and (path.parts[:2] in _DEVICES or (path.exists() and not path.is_file())):
        path.write_bytes(data)
        return
    place = path.resolve()
    if new:
        place.open("xb").close()
    aside = place.with_name(f".{secrets.token_hex(6)}.partial")
    mode = _NOBODY_ELSE if private else _ANYBODY
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        if place.exists() and not private:
            shutil.copymode(place, aside)
        aside.replace(place)
    except BaseException as error:
        aside.unlink(missing_ok=True)
        if new:
            place.unlink(missing_ok=True)
        if new or not isinstance(error, OSError) or error.errno not in _IN_PLACE_ONLY or not place.is_file():
            raise
        place.write_bytes(data)  # a file in a folder that takes no new one, or one that is mounted by itself


def refused(path: Path, error: OSError, otherwise: str) -> str:
    """The sentence for a file that could not be used: another program has it open, else `otherwise`."""
    if isinstance(error, PermissionError) and in_use(path):
        return f"{path.name} is open in another program, such as Excel; close it there and try again."
    return otherwise
