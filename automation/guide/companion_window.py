"""The companion window in a run that checks: one instruction, buttons, a form; and what the person says."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from automation.acts import LeftOutError
from automation.guide import words
from automation.guide.showing import boxes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from playwright.sync_api import Page

    from automation.bilingual import Bilingual
    from automation.browser import Session
    from automation.flowchart import Flowchart
    from automation.guide.view import View

LOOK_MS = 150.0


@dataclass
class Desk:
    """The window and the person at it.

    `current_page` gives the page of the portal that the walk is at. `outbox` is where a rehearsal shows its messages,
    blank on any other portal; `staging`: the portal is the office's own copy. `step` is the box of the flowchart that
    is current, `done` are those behind it. `gone` says why the person has left, blank while they are there.
    """

    session: Session
    current_page: Callable[[], Page]
    view: View
    chart: Flowchart
    outbox: str = ""
    staging: bool = False
    language: str = "en"
    step: int = 1
    done: set[int] = field(default_factory=set)
    gone: str = ""

    def arrived(self, seconds: float) -> bool:
        """Wait until somebody has said that they are there; whether they have, in that time."""
        end = time.monotonic() + seconds
        self.show(words.text("act", "looking"))
        while time.monotonic() < end:
            self._pause()
            if self.view.heard()[1]:
                return True
        return False

    def hear(self) -> list[dict[str, Any]]:
        """What the person said. Raises LeftOutError once they have gone, KeyboardInterrupt after Ctrl-C."""
        said: list[dict[str, Any]] = []
        if not self.gone:
            self._pause()
            said, there = self.view.heard()
            if any(each.get("kind") == "stop" for each in said):
                self.gone = "the person stopped"
            elif not there:
                self.gone = "the person has left the companion window"
        if self.gone:
            raise LeftOutError(self.gone)
        self.language = next((each["language"] for each in said if each.get("kind") == "language"), self.language)
        return said

    def _pause(self) -> None:
        self.session.page.wait_for_timeout(LOOK_MS)
        if self.session.interrupted:
            raise KeyboardInterrupt

    def pressed(self, buttons: Mapping[str, str]) -> str:
        """The first of these buttons that was pressed since the last time, blank where none was."""
        said = [str(each.get("value")) for each in self.hear() if each.get("kind") == "reply"]
        return next((each for each in said if each in buttons), "")

    def ask(self, question: str, *buttons: str) -> str:
        """Put a question that only the person can answer, and wait for the button that they press."""
        shown = dict.fromkeys(buttons, "")
        self.show(words.text("ask", question), shown)
        while not (said := self.pressed(shown)):
            pass
        return said

    def filled(
        self,
        title: str,
        fields: Sequence[Mapping[str, Any]],
        wrong: Mapping[str, Bilingual],
        warnings: Sequence[Bilingual] = (),
    ) -> dict[str, Any]:
        """Show a form, with what is wrong about what was given before, and wait until it is handed in."""
        form: dict[str, Any] = {
            "fields": fields,
            "wrong": wrong,
            "warnings": warnings,
            "submit": words.text("note", "begin"),
        }
        self.show(words.text("instruct", title), title=words.text("note", title), **form)
        while True:
            for each in self.hear():
                if each.get("kind") == "particulars" and isinstance(each.get("values"), dict):
                    return dict(each["values"])

    def show(self, instruction: Bilingual, buttons: Mapping[str, str] | None = None, **more: object) -> None:
        """Put this before the person; `buttons` are the replies that it allows, each with what its text names."""
        replies = [{"value": key, "label": words.text("reply", key, text=of)} for key, of in (buttons or {}).items()]
        detail = words.text("note", "training", text=self.outbox) if self.outbox else None
        detail = words.text("note", "staging") if self.staging else detail
        scene = {"steps": boxes(self.chart, self.step, self.done), "instruction": instruction, "detail": detail}
        self.view.show({"language": self.language, **scene, "replies": replies, **more})
