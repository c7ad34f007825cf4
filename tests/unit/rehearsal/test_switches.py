"""Every defect and variant has one name, one sentence and something that it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from automation import rehearsal
from automation.model import UsageError
from automation.rehearsal.defects import DEFECTS
from automation.rehearsal.switches import DEFECT_NAMES, VARIANT_NAMES, Switches, visit
from automation.rehearsal.variants import VARIANTS

FOLDER = Path(rehearsal.__file__).parent
CODE = "".join(
    each.read_text(encoding="utf-8")
    for each in FOLDER.rglob("*")
    if each.suffix in {".py", ".js", ".html"} and each.name not in {"defects.py", "variants.py"}
)


def test_names_are_used_once_and_each_has_a_sentence() -> None:
    names = [*DEFECT_NAMES, *VARIANT_NAMES]
    assert len(set(names)) == len(names)
    sentences = [each.what for each in DEFECTS] + [each.what for each in VARIANTS]
    assert all(each.endswith(".") for each in sentences)


@pytest.mark.parametrize("name", [*DEFECT_NAMES, *VARIANT_NAMES])
def test_every_name_changes_something(name: str) -> None:
    by_field = {f"{field}{rest}" for field in ("email", "mobile") for rest in ("-send-missing", "-otp-box-absent")}
    assert name in CODE or name in by_field


def test_an_unknown_name_is_an_error_with_the_near_one() -> None:
    with pytest.raises(UsageError, match=r"no defect called serch-dead; did you mean search-dead"):
        Switches(["serch-dead"])
    with pytest.raises(UsageError, match=r"no variant called zzzz; `igot rehearse"):
        Switches([], ["zzzz"])


def test_defects_are_switched_on_and_off() -> None:
    switches = Switches(["search-dead"], ["hindi"])
    switches.switch(["landing-dead"], ["search-dead"])
    assert switches.names() == ["hindi", "landing-dead"]
    assert "search-dead" not in switches


def test_a_fault_can_come_and_go() -> None:
    switches = Switches(["search-dead@2", "landing-dead"])
    assert switches.come_and_go
    seen = []
    for number in range(1, 5):
        token = visit.set(number)
        seen.append(("search-dead" in switches, switches.names()))
        visit.reset(token)
    assert seen == [(False, ["landing-dead"]), (True, ["landing-dead", "search-dead"])] * 2
    switches.switch([], ["search-dead@2"])
    assert switches.names() == ["landing-dead"]
    assert Switches(["landing-dead"]).come_and_go is False


@pytest.mark.parametrize("name", ["search-dead@0", "search-dead@", "search-dead@x", "tls-error@2"])
def test_how_often_must_be_a_number_of_visits(name: str) -> None:
    with pytest.raises(UsageError, match=f"{name}: write "):
        Switches([name])
