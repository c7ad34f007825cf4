"""What a person sees of the guide: the companion window, or lines on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.gate.control import Gate

Scene = dict[str, Any]
Heard = dict[str, Any]


class View(Protocol):
    """Shows a scene (see `companion.js`), and hears what the person says to the program."""

    name: str

    def show(self, scene: Scene) -> None:
        """Put this before the person."""

    def heard(self) -> tuple[list[Heard], bool]:
        """What was said since the last time, and whether somebody is there."""


class Window:
    """The companion window, which the gate serves. Each thing that it asks is a turn, and what is said belongs to one.

    So a press that came late, or twice, answers nothing that was asked after it.
    """

    name = "the companion window"

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._last: Scene | None = None
        self._asks: object = None
        self._turn = 0

    def show(self, scene: Scene) -> None:
        """Only what is new goes over."""
        if scene == self._last:
            return
        asks = (scene["fields"], scene.get("wrong")) if scene.get("fields") else scene.get("instruction")
        self._turn += asks != self._asks
        self._gate.show({**scene, "turn": self._turn})
        self._last, self._asks = scene, asks

    def heard(self) -> tuple[list[Heard], bool]:
        """What was said in the window, without replies to what it asks no more."""
        said, there = self._gate.heard()
        return [each for each in said if each.get("turn", self._turn) == self._turn], there


class Lines:
    """A terminal: each new instruction is a line; the particulars are asked for one after the other."""

    name = "the terminal"

    def __init__(self, gate: Gate, screen: TextIO, ask: Callable[[str], str], language: str) -> None:
        """`ask` puts a question and gives the line that was typed."""
        self._gate, self._screen, self._ask, self._language = gate, screen, ask, language
        self._shown: set[str] = set()
        self._said: list[Heard] = []
        self._asked: object = None

    def show(self, scene: Scene) -> None:
        """Print what is new."""
        lines = [scene["instruction"], *scene["warnings"], *scene["why"], *scene["due"]]
        lines += [*scene["said"], *scene["wrong"].values()]
        texts = [each.in_(self._language) for each in lines]
        for text in texts:
            if text not in self._shown:
                self._screen.write(f"{text}\n")
        self._screen.flush()
        self._shown = set(texts)
        if scene["fields"] and (scene["fields"], scene["wrong"]) != self._asked:
            self._asked = (scene["fields"], scene["wrong"])
            self._particulars(scene)

    def _particulars(self, scene: Scene) -> None:
        values = {}
        for each in scene["fields"]:
            label = each["label"].in_(self._language)
            among = f" ({', '.join(each['options'])})" if each.get("options") else ""
            kept = each.get("value", "")
            values[each["name"]] = self._ask(f"{label}{among}{f' [{kept}]' if kept else ''}: ") or kept
        self._said.append({"kind": "particulars", "values": values})

    def heard(self) -> tuple[list[Heard], bool]:
        """What was typed; the person is there for as long as the gate finds them at the terminal."""
        said, self._said = self._said, []
        return said, self._gate.absent() is None
