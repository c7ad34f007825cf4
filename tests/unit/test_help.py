"""Every option's help has an example, and every example can be run as it stands."""

from __future__ import annotations

import argparse
import shlex
from importlib import import_module

import pytest

from automation import cli

PARSER = cli.parser()
(_COMMANDS,) = (each for each in PARSER._actions if isinstance(each, argparse._SubParsersAction))
COMMANDS: dict[str, argparse.ArgumentParser] = _COMMANDS.choices
OF_NOBODY = {"--help", "--debug", "--tracing", "--video", "--screenshot"}
"""Which are everywhere, and which the guide refuses."""


@pytest.mark.parametrize("name", COMMANDS)
def test_what_takes_a_value_shows_one_and_what_takes_none_does_not(name: str) -> None:
    for each in COMMANDS[name]._actions:
        assert each.nargs != 0 or "; as in " not in str(each.help), each.option_strings
        if each.nargs == 0 or each.choices is not None or OF_NOBODY & {*each.option_strings}:
            continue
        said = str(each.help)
        assert "; as in " in said, each.option_strings or each.dest
        assert not each.option_strings or said.rpartition("; as in ")[2].split()[0] in each.option_strings


@pytest.mark.parametrize("name", COMMANDS)
def test_every_switch_stands_in_an_example_and_every_example_can_be_run(name: str) -> None:
    module = import_module(f"automation.commands.{cli.NAMES[name][0]}")
    examples = getattr(module, name.upper().replace("-", "_")).examples
    given = [shlex.split(f"{name} {each}") for each in examples]
    for words in given:
        cli._parsed(words)
    switches = {each.option_strings[-1] for each in COMMANDS[name]._actions if each.nargs == 0} - OF_NOBODY
    assert switches <= {word for words in given for word in words}
    told = COMMANDS[name].format_help()
    assert all(f"igot {name} {each}".rstrip() in told for each in examples)
