"""The leak scan on many made-up values, and on much that is nobody's."""

from __future__ import annotations

import base64
import bz2
import gzip
import random
from itertools import cycle

import pytest

from automation.evidence.leaks import Scanner
from tests import planted
from tests.unit.evidence.test_leaks import HIDING, jpeg, zipped

A_RUN, RUNS = 100, 10


@pytest.mark.parametrize("seed", range(RUNS))
def test_at_least_99_in_100_planted_values_are_found_wherever_they_hide(seed: int) -> None:
    values = planted.values(random.Random(seed), A_RUN)
    scanner = Scanner([each.text for each in values if each.kind == "name"])
    in_lines = "\n".join(f"{' ' * 60}{value.text}" for value in values).encode()
    lines = {int(leak.place.rpartition(" ")[2]) for leak in scanner.scan_file("file", in_lines)}
    missed = [("a line", value.text) for line, value in enumerate(values, 1) if line not in lines]
    missed += [
        (way, value.text)
        for (way, hide), value in zip(cycle(HIDING.items()), values, strict=False)
        if not scanner.scan_file("file", hide(value.text))
    ]
    assert len(missed) <= A_RUN * 2 // 100, missed


@pytest.mark.parametrize("length", [16, 20, 32, 40, 64])
def test_no_identifier_is_a_number_by_chance(length: int) -> None:
    chance = random.Random(length)
    tokens = ["".join(chance.choices("0123456789abcdef", k=length)) for _ in range(2_000)]
    text = "\n".join(f'"page@{each}" main.{each}.js' for each in tokens if sum(map(str.isalpha, each)) > 1)
    assert Scanner().scan_file("trace", text.encode()) == []


def test_packed_data_are_not_read_as_text() -> None:
    noise = random.Random(7).randbytes(60_000)
    by_itself = Scanner().scan_file("noise", noise)
    for packed in (zipped(noise), gzip.compress(noise), bz2.compress(noise), jpeg((0xFE, b"fine"), after=b"")):
        assert Scanner().scan_file("file", packed) in ([], by_itself)
    assert Scanner().scan_file("file", zipped(base64.b85encode(noise).replace(b"@", b"#"))) == []
