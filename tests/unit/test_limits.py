"""The portal's limits stand in one place; no text for people knows another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from automation import limits
from automation.gate import proxy
from automation.guide import words

ROOT = Path(__file__).parents[2] / "automation"
ENGLISH = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
HINDI = "दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह"
NUMBERS = {word: number for words_ in (ENGLISH, HINDI) for number, word in enumerate(words_.split(), start=2)}
MINUTES = re.compile(rf"\b(\d+|{'|'.join(NUMBERS)}) (?:minutes\b|मिनट)")
KNOWN = {
    int(seconds / 60)
    for seconds in (
        limits.RESEND_SECONDS,
        limits.OTP_SECONDS,
        limits.LOGIN_OTP_SECONDS,
        limits.SAME_REGISTRATION_SECONDS,
    )
}


def minutes(text: str) -> set[int]:
    return {int(NUMBERS.get(found, 0) or found) for found in MINUTES.findall(text)}


def test_the_guide_names_them_by_their_name_only() -> None:
    assert minutes((ROOT / "guide/words.toml").read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("key", ["expired", "exhausted"])
def test_a_sentence_of_the_guide_holds_the_number_in_both_languages(key: str) -> None:
    text = words.text("instruct", key)
    assert "15 minutes" in text.english
    assert "15 मिनट" in text.hindi


@pytest.mark.parametrize("file", ["symptoms/data/catalogue.toml", "flowchart/questions.toml"])
def test_no_other_number_of_minutes_stands_in_what_officials_are_told(file: str) -> None:
    found = minutes((ROOT / file).read_text(encoding="utf-8"))
    assert found
    assert found <= KNOWN


def test_the_companion_says_how_long_the_gate_waits_for_a_yes() -> None:
    assert proxy.ANSWER_SECONDS == 60.0
    assert "within a minute nothing is sent" in (ROOT / "gate/web/companion.html").read_text(encoding="utf-8")
