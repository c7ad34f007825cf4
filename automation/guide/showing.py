"""Puts the moment into what the companion shows: the flowchart, one instruction, why a button is grey; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from automation import flowchart
from automation.bilingual import Bilingual
from automation.guide import words
from automation.guide.advice import Advice, Stage, done_steps, reasons
from automation.guide.story import Story, Trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from automation.flowchart import Flowchart
    from automation.guide.official import Official
    from automation.portal.scene import Scene

FIELDS = ("name", "group", "email", "mobile", "department", "designation")


@dataclass(frozen=True, slots=True)
class Moment:
    """All that is known just now.

    `now` is in seconds of the story's clock; `pages` how many pages the form has where it is not the circular's, else
    0; `groups` the classes to choose from while the particulars are asked for, else None; `said` what the portal's own
    dialogs said; `due` by when the document wants something done; `resumed_at` the step at which it broke off, 0 for a
    new one; `outbox` where a rehearsal shows its messages.
    """

    advice: Advice
    stage: Stage
    scene: Scene | None
    story: Story
    now: float
    pages: int
    groups: tuple[str, ...] | None
    given: Official | None
    wrong: Mapping[str, Bilingual]
    said: tuple[str, ...]
    resumed_at: int
    outbox: str
    staging: bool = False
    due: tuple[Bilingual, ...] = ()


def shown(moment: Moment, chart: Flowchart) -> dict[str, Any]:
    """What `companion.js` draws, every text in both languages."""
    done = done_steps(moment.stage, moment.scene, moment.story)
    return {
        "steps": boxes(chart, moment.advice.step, done),
        "instruction": words.text("instruct", moment.advice.key),
        "detail": _where_messages_are(moment),
        "silent": True,
        "fields": None if moment.groups is None else list(fields_of(moment.given, moment.groups)),
        "wrong": moment.wrong,
        "warnings": list(_warnings(moment)),
        "why_title": words.text("note", "why-title"),
        "why": [words.text("why", key) for key in reasons(moment.scene) if key in words.keys("why")],
        "otps": list(_stopwatches(moment)),
        "differs": list(_differences(moment)),
        "due": list(moment.due),
        "said": [Bilingual(each, each) for each in moment.said],
    }


def boxes(chart: Flowchart, current: int, done: Collection[int]) -> list[dict[str, Any]]:
    """The flowchart, where `current` and `done` are numbers of subjects of questions, as in “step-4” for the OTPs."""
    here, behind = chart.box(f"step-{current}"), {f"step-{number}" for number in done}
    return [
        {
            "number": str(number),
            "title": Bilingual(step.title, step.title_hi),
            "state": "current" if step is here else "done" if step.subjects and step.subjects <= behind else "todo",
        }
        for number, step in enumerate(chart.steps, start=1)
    ]


def fields_of(given: Official | None, groups: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The particulars to be filled in, with what is known of them already."""
    for name in FIELDS:
        value = getattr(given, name) if given else ""
        field = {"name": name, "label": words.text("label", name), "value": value}
        yield {**field, "options": list(groups)} if name == "group" else field


def _warnings(moment: Moment) -> Iterator[Bilingual]:
    if moment.staging:
        yield words.text("note", "staging")
    if moment.stage is Stage.PARTICULARS:
        yield flowchart.account()
    if moment.story.trouble is Trouble.REQUEST_REFUSED:
        yield words.text("note", "success-masked")
    if moment.resumed_at and moment.stage in {Stage.OPENING, Stage.PARTICULARS}:
        yield words.text("note", "resumed", text=str(moment.resumed_at))


def _where_messages_are(moment: Moment) -> Bilingual | None:
    """On a rehearsal nothing is really sent."""
    waits = moment.advice.key == "mail" or moment.advice.key.startswith(("type-", "late-"))
    return words.text("note", "training", text=moment.outbox) if moment.outbox and waits else None


def _stopwatches(moment: Moment) -> Iterator[Bilingual]:
    """How long each code has been under way, or took."""
    for channel, otp in moment.story.otps.items():
        if otp.sent is not None:
            kind = "sent" if otp.verified is None else "verified"
            seconds = int((otp.verified or moment.now) - otp.sent)
            yield words.text("note", f"{kind}-{channel}", time=f"{seconds // 60}:{seconds % 60:02}")


def _differences(moment: Moment) -> Iterator[Bilingual]:
    """Where the portal's form is not the circular's."""
    if moment.pages > 1:
        yield words.text("note", "two-pages")
    if moment.pages and moment.scene and "position" in moment.scene.shown:
        yield words.text("note", "designation")
