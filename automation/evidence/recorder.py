"""Takes pictures of the page in front and keeps what dialogs said; silent while a secret field holds a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Dialog
from playwright.sync_api import Error as PlaywrightError

from automation.model import CheckResult, StepResult, Verdict
from automation.portal.secrets import holds_a_secret

if TYPE_CHECKING:
    from pathlib import Path

    from automation.flowchart import Step

PICTURE_MS = 5000
_PERSONAL = re.compile(r"[\w.+-]+@[\w.-]*\w|\d(?:[ -]?\d){3,}")
_QUIET = frozenset({Verdict.AS_DOCUMENTED, Verdict.NEEDS_PERSON})


class Recorder:
    """The evidence of one run, in `folder`; with `pictures` false only dialogs are kept.

    `dialogs` holds the texts of the page's own dialogs, `notes` what could not be kept and why.
    """

    def __init__(self, context: BrowserContext, folder: Path, *, pictures: bool = True) -> None:
        self._context, self._folder, self._pictures = context, folder, pictures
        self.dialogs: list[str] = []
        self.notes: list[str] = []
        context.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        """A dialog blocks the page until it is answered; what it said becomes evidence, without personal data."""
        self.dialogs.append(_PERSONAL.sub("•••", dialog.message))
        dialog.accept()

    def step_started(self, step: Step) -> None:
        """Nothing is kept of a start."""

    def check_ended(self, step: Step, result: CheckResult) -> CheckResult:  # noqa: ARG002 (an observer's signature)
        """A check with news gets a picture of its own."""
        if result.verdict in _QUIET:
            return result
        picture = self._picture(result.id)
        return result.model_copy(update={"evidence": (picture,)}) if picture else result

    def step_ended(self, step: Step, result: StepResult) -> None:  # noqa: ARG002 (an observer's signature)
        """Each box of the flowchart gets a picture."""
        self._picture(step.id)

    def _picture(self, name: str) -> str | None:
        """The file name of a new picture; None when none was taken, and why is noted."""
        if not self._pictures or not self._context.pages:
            return None
        page = self._context.pages[-1]
        try:
            if holds_a_secret(page, PICTURE_MS):
                self._note(f"{name}: no picture, because a secret field held a value")
                return None
            self._folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self._folder / f"{name}.jpg", type="jpeg", quality=55, scale="css", timeout=PICTURE_MS)
        except (PlaywrightError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else "the browser did not give one"
            self._note(f"{name}: no picture ({reason})")
            return None
        return f"{name}.jpg"

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)
