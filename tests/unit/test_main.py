"""Ctrl-C is a sentence and exit code 130 from the first moment on."""

from __future__ import annotations

import runpy
import sys
from types import ModuleType

import pytest


class Interrupted(ModuleType):
    """A module that is interrupted while it is loaded."""

    def __getattr__(self, name: str) -> object:
        if name == "main":
            raise KeyboardInterrupt
        raise AttributeError(name)


def interrupted() -> int:
    raise KeyboardInterrupt


@pytest.mark.parametrize("when", ["while it loads", "when it begins"])
def test_an_interruption_in_the_first_moments_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], when: str
) -> None:
    cli = Interrupted("automation.cli")
    if when == "when it begins":
        cli.main = interrupted  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "automation.cli", cli)
    with pytest.raises(SystemExit) as end:
        runpy.run_module("automation", run_name="__main__")
    assert end.value.code == 130
    assert capsys.readouterr().err == "igot: interrupted.\n"
