"""A unit test starts no process but the one that reads a workbook; the rest stands in one of the other folders."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from automation.config import ROOT
from automation.departments import expected
from automation.names.index import Index
from automation.names.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def no_process() -> Iterator[None]:
    """Fail a test of this folder that starts a process, other than the one that reads a workbook."""
    start = subprocess.Popen._execute_child  # type: ignore[attr-defined]

    def refuse(*words: object, **more: object) -> None:
        if "automation.departments.workbook" not in str(words):
            pytest.fail("a unit test starts no process")
        start(*words, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess.Popen, "_execute_child", refuse)
        yield


@pytest.fixture(scope="session")
def listed() -> Matcher:
    """The departments of Delhi, ready to be compared with."""
    return Matcher(expected.load(ROOT / "scenarios" / "delhi-2025" / "departments.csv"))


@pytest.fixture(scope="session")
def index(listed: Matcher) -> Index:
    """The same, ready to be found among many candidates."""
    return Index(listed)
