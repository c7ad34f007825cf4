"""A sentence is kept in two languages, and is read and shown in one."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from automation.bilingual import Bilingual, paired
from automation.flowchart.documents import Strict

BOTH = Bilingual("Wait.", "प्रतीक्षा करें।")


class Told(Strict):
    title: Bilingual
    more: Bilingual | None = None


@pytest.mark.parametrize(("language", "told"), [("en", BOTH.english), ("hi", BOTH.hindi), ("mr", BOTH.english)])
def test_it_is_told_in_a_language_and_in_english_where_it_has_none_of_it(language, told):
    assert BOTH.in_(language) == told
    assert Bilingual("Only English", "").in_(language) == "Only English"


def test_another_sentence_stands_before_it():
    assert BOTH.after(Bilingual("Stop.", "रुकें।")) == ("Stop. Wait.", "रुकें। प्रतीक्षा करें।")


def test_a_file_has_two_keys_for_it():
    table = {"title": "One", "title_hi": "एक", "number": 1, "more": "x"}
    assert paired(table, ("title", "more")) == {"title": ("One", "एक"), "number": 1, "more": "x"}
    assert Told.model_validate({"title": "One", "title_hi": "एक"}) == Told(title=Bilingual("One", "एक"))


@pytest.mark.parametrize(
    "table", [{"title": "One"}, {"title_hi": "एक"}, {"title": "One", "title_hi": "एक", "more": "x"}]
)
def test_one_language_alone_is_no_pair(table):
    with pytest.raises(ValidationError):
        Told.model_validate(table)
