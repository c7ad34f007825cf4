"""The one owner of every artefact of a run: recording, or closed for as long as a secret could be on a page."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Dialog, Locator, Page
from playwright.sync_api import Error as PlaywrightError

from automation import files
from automation.evidence.films import Films
from automation.evidence.network_log import Traffic
from automation.model import Verdict
from automation.portal.messages import PERSONAL, masked
from automation.portal.secrets import can_hold_a_secret
from automation.portal.widgets import newest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from automation.flowchart import Step
    from automation.result import CheckResult, StepResult

PICTURE_MS = 5000
PAINT = "#4a5568"
_QUIET = frozenset({Verdict.AS_DOCUMENTED, Verdict.NEEDS_PERSON})
_TYPED_INTO = (
    "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=hidden], "
    "[formcontrolname=organisation], [class*=search-input]), textarea, [contenteditable=true], iframe"
)


class Recorder:
    """The evidence of one run, in `folder`; with `pictures` false only texts are kept.

    Nothing else in the program asks the browser for a picture, a trace, a film or the text of a page. While a box for
    a code or a password is showing, or somebody is about to type into one, the recorder is closed: no picture, no
    dialog, no console and no body is taken then, not even to be masked. `personal` are texts of the run's person; they
    are painted over wherever the page repeats them. `keep` changes a dialog's text before it is kept. Without
    `each_step` only findings get a picture.

    `current_page` gives the page that the walk is at: nothing else is pictured, whatever else the person has opened.

    `dialogs` holds what the page's own dialogs said, `notes` what could not be kept and why, `traffic` what went over
    the network and what the pages' scripts complained of. `recording` is false while it is closed.
    """

    def __init__(  # noqa: PLR0913 (what is kept, each named)
        self,
        context: BrowserContext,
        folder: Path,
        *,
        pictures: bool = True,
        films: Films | None = None,
        personal: Sequence[str] = (),
        each_step: bool = True,
        keep: Callable[[str], str] = masked,
    ) -> None:
        self._context, self._folder, self._pictures, self._keep = context, folder, pictures, keep
        self._each_step = each_step
        self._films = films or Films(folder)
        self.hide(personal)
        self._step, self._shot, self._blind = "", b"", ""
        self._heard: set[str] = set()
        self.current_page: Callable[[], Page] = lambda: newest(context)
        self.recording = True
        self.dialogs: list[str] = []
        self.notes: list[str] = []
        self.traffic = Traffic(context, lambda: self.recording)
        context.on("dialog", self._answer)
        self._films.begin(context)

    def hide(self, personal: Sequence[str]) -> None:
        """Paint these texts over from now on, and whatever has the shape of somebody's data."""
        repeated = [PERSONAL.pattern, *(re.escape(text) for text in personal if text)]
        self._repeated = re.compile("|".join(repeated), re.IGNORECASE)

    def close(self) -> None:
        """Take nothing from now on: a secret is about to be typed, or could be."""
        self.recording = False
        self._films.spoil()

    def reopen(self) -> None:
        """Record again, unless a page has a box into which a secret could be typed, or does not tell."""
        with suppress(PlaywrightError):  # a page that has gone or does not answer may hold one: closed
            self._look()

    def _look(self) -> bool:
        """Record or not by what stands on the pages. Raises PlaywrightError, closed, when a page does not tell.

        Until that is known all stays as it was: what comes while a page is being looked at is not lost.
        """
        try:
            secret = any(can_hold_a_secret(page, PICTURE_MS) for page in self._context.pages)
        except PlaywrightError:
            self.recording = False
            raise
        if secret:
            self.close()
        self.recording = not secret
        return self.recording

    def _answer(self, dialog: Dialog) -> None:
        """A dialog blocks the page until it is answered; what it said becomes evidence while recording."""
        if self.recording:
            self.dialogs.append(self._keep(dialog.message))
        dialog.accept()

    def step_started(self, step: Step) -> None:
        """Remember which box of the flowchart comes next."""
        self._step = step.id

    def about_to_send(self) -> None:
        """The page as it is before a message is asked for: afterwards a box for its code keeps pictures away.

        A second form needs none: its window is closed again, and with it that box.
        """
        pages = self._context.pages  # no page is left where the browser is gone
        if self._each_step and self._step and pages and self.current_page() == pages[0]:
            self._picture(self._step)

    def check_ended(self, step: Step, result: CheckResult) -> CheckResult:  # noqa: ARG002 (an observer's signature)
        """A check with news gets a picture of its own."""
        self._heard.add(result.id)
        if result.verdict in _QUIET:
            return result
        picture = self._picture(result.id)
        return result.model_copy(update={"evidence": (picture,)}) if picture else result

    def step_ended(self, step: Step, result: StepResult) -> None:
        """Each box of the flowchart gets a picture, unless the page still looks as it did in the box before.

        One that was left for a while, with checks that are still to be asked, gets it once they are.
        """
        if self._each_step and all(check.id in self._heard for check in result.checks):
            self._picture(step.id, news_only=True)

    def end(self, *, failed: bool) -> list[str]:
        """Finish the films; what there is to tell about them."""
        return self._films.end(self._context, failed=failed)

    def _picture(self, name: str, *, news_only: bool = False) -> str | None:
        """The file name of a new picture; None when none was taken, and why is noted."""
        if not self._pictures or not self._context.pages or self._blind == self._step != "":
            return None
        try:
            shot = self._painted(self.current_page()) if self._look() else None
            if shot is None or not self._look():  # a box may have come up meanwhile
                if not (self._folder / f"{name}.jpg").exists():
                    self._note(f"{name}: no picture, because a secret could be typed on the page")
                return None
            if news_only and shot == self._shot:
                return None
            self._shot = shot if news_only else self._shot
            self._folder.mkdir(parents=True, exist_ok=True)
            files.write(self._folder / f"{name}.jpg", shot, lasting=False)
        except (PlaywrightError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else "the browser did not give one"
            self._note(f"{name}: no picture ({reason}), nor of the rest of its step")
            self._blind = self._step
            return None
        return f"{name}.jpg"

    def _painted(self, page: Page) -> bytes:
        """A picture with every box that somebody types into, and every text that names somebody, painted over."""
        mask: list[Locator] = [page.locator(_TYPED_INTO), page.get_by_text(self._repeated)]
        return page.screenshot(
            type="jpeg", quality=55, scale="css", timeout=PICTURE_MS, mask=mask, mask_color=PAINT, animations="disabled"
        )

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)
