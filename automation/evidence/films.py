"""Keeps a Playwright trace and a video of an unattended look; never of a run in which somebody types a secret."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from automation.model import UsageError

if TYPE_CHECKING:
    from pathlib import Path

When = Literal["on", "off", "retain-on-failure"]
_TRACE, _VIDEOS = "trace.zip", "video"


class Films:
    """The trace and the videos of one run, in `folder`; `tracing` and `video` say when they are kept."""

    def __init__(self, folder: Path, tracing: When = "off", video: When = "off", *, unattended: bool = True) -> None:
        """Raises UsageError for a film of a run in which codes and a password are typed: a film would hold them."""
        self._folder, self._tracing = folder, tracing
        self._video: When | Literal["dropped"] = video
        if not unattended and (tracing, video) != ("off", "off"):
            raise UsageError(
                "A trace or a video would keep the codes and the password that are typed on the rehearsal portal; "
                "leave out --tracing and --video, or look at a portal with --portal."
            )

    @property
    def videos(self) -> Path | None:
        """Where the browser is to put its videos; None when none are made."""
        return None if self._video == "off" else self._folder / _VIDEOS

    def begin(self, context: BrowserContext) -> None:
        """Start the trace."""
        if self._tracing != "off":
            context.tracing.start(screenshots=True, snapshots=True)

    def end(self, context: BrowserContext, *, failed: bool) -> list[str]:
        """Keep or drop the trace; what there is to tell about the films."""
        notes = []
        if self._tracing != "off":
            notes.append(self._end_trace(context, keep=failed or self._tracing == "on"))
        if self._video == "retain-on-failure":
            self._video = "on" if failed else "dropped"
        if self._video == "on":
            notes.append(f"The run was filmed; the videos are in the folder {_VIDEOS}.")
        return [note for note in notes if note]

    def tidy(self) -> None:
        """Remove the videos that nobody wants; to be called once the browser has closed."""
        if self._video == "dropped":
            shutil.rmtree(self._folder / _VIDEOS, ignore_errors=True)

    def _end_trace(self, context: BrowserContext, *, keep: bool) -> str:
        try:
            context.tracing.stop(path=self._folder / _TRACE if keep else None)
        except (PlaywrightError, OSError):
            return "There is no trace, because the browser did not give one."
        return f"The run was traced; `playwright show-trace {_TRACE}` shows it." if keep else ""
