"""Each input that cannot be used is answered by one sentence, the one on the page, with file, place and mend."""

from __future__ import annotations

import re

import pytest

from tests.bad_inputs import CASES, PAGE, met, row

LINES = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d+ \|", line)]


def test_the_page_has_the_210_inputs_and_no_other():
    assert len(LINES) == len(CASES) == 210


NUMBERED = list(enumerate(CASES, 1))


@pytest.mark.parametrize(("number", "bad"), NUMBERED, ids=lambda each: str(getattr(each, "what", each)))
def test_a_bad_input_is_one_sentence_with_file_place_and_mend(tmp_path, number, bad):
    code, said = met(bad, tmp_path)
    assert (code, said.count("\n"), said.endswith((".\n", "?\n"))) == (2, 1, True)
    assert bad.said in said
    assert row(number, bad, said) == LINES[number - 1]
    assert not bad.name or bad.name in said or bad.where == "environment"
    assert re.search(r";|should|must not|did you mean", said)
    assert not re.search(r"internal error|Traceback|should match|Input|String|invalid|\w+Error|None\b|\\x", said)
