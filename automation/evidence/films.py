"""Keeps a Playwright trace and a video of an unattended look; never of a run in which somebody types a secret."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from automation.evidence import scrubbing
from automation.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

When = Literal["on", "off", "retain-on-failure"]
TRACE, VIDEOS = "trace.zip", "video"


class Films:
    """The trace and the videos of one run, in `folder`; `tracing` and `video` say when they are kept.

    Only the recorder begins and ends them. `canaries` are texts that must not be found in the trace.
    """

    def __init__(
        self,
        folder: Path,
        tracing: When = "off",
        video: When = "off",
        *,
        unattended: bool = True,
        canaries: Sequence[str] = (),
    ) -> None:
        """Raises UsageError for a film of a run in which codes and a password are typed: it would show them."""
        self._folder, self._tracing, self._canaries = folder, tracing, canaries
        self._video, self._spoilt, self._dropped = video, False, False
        if not unattended and (tracing, video) != ("off", "off"):
            raise UsageError(
                "A trace or a video would keep the codes and the password that are typed on the rehearsal portal; "
                "leave out --tracing and --video, or look at a portal with --portal."
            )

    @property
    def videos(self) -> Path | None:
        """Where the browser is to put its videos; None when none are made."""
        return None if self._video == "off" else self._folder / VIDEOS

    def begin(self, context: BrowserContext) -> None:
        """Start the trace."""
        if self._tracing != "off":
            context.tracing.start(screenshots=False, snapshots=True)

    def spoil(self) -> None:
        """Keep none of them: a box for a secret was on a page."""
        self._spoilt = True

    def end(self, context: BrowserContext, *, failed: bool) -> list[str]:
        """Keep or drop the trace; what there is to tell about the films."""
        notes = []
        if self._tracing != "off":
            notes.append(self._end_trace(context, keep=(failed or self._tracing == "on") and not self._spoilt))
        kept = self._video != "off" and (failed or self._video == "on") and not self._spoilt
        self._dropped = self._video != "off" and not kept
        if kept:
            notes.append(f"The run was filmed; the videos are in the folder {VIDEOS}.")
        if self._spoilt and (self._tracing, self._video) != ("off", "off"):
            notes.append("There is no film, because a secret could be typed on a page.")
        return [note for note in notes if note]

    def tidy(self) -> None:
        """Remove the videos that nobody wants; to be called once the browser has closed."""
        if self._dropped:
            shutil.rmtree(self._folder / VIDEOS, ignore_errors=True)

    def _end_trace(self, context: BrowserContext, *, keep: bool) -> str:
        raw = self._folder / f"raw-{TRACE}"
        try:
            context.tracing.stop(path=raw if keep else None)
            if not keep:
                return ""
            found = scrubbing.scrub(raw, self._folder / TRACE, self._canaries)
        except (PlaywrightError, OSError):
            return "There is no trace, because the browser did not give one."
        finally:
            raw.unlink(missing_ok=True)
        if found:
            return f"There is no trace, because something personal was found in it ({found})."
        return f"The run was traced; `playwright show-trace {TRACE}` shows it."
