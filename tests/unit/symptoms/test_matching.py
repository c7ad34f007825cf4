"""A complaint leads to its symptom, in English, Hindi and Roman Hindi."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.commands import helpdesk
from automation.model import UsageError
from automation.symptoms import matching
from automation.symptoms.catalogue import CATALOGUE
from tests.tables import beside

COMPLAINTS = [(row["complaint"], row["symptom"]) for row in beside(__file__, "complaints.csv")]
KEPT = tomllib.loads(matching.FILE.read_text(encoding="utf-8"))


def names(complaint):
    return [each.symptom.id for each in matching.matches(complaint)]


def test_nineteen_of_twenty_complaints_lead_to_their_symptom_and_all_have_it_among_three():
    found = {complaint: names(complaint) for complaint, _ in COMPLAINTS}
    assert [complaint for complaint, symptom in COMPLAINTS if symptom not in found[complaint]] == []
    first = sum(found[complaint][0] == symptom for complaint, symptom in COMPLAINTS)
    assert first >= 0.95 * len(COMPLAINTS)
    assert len(COMPLAINTS) >= 60


def test_the_table_has_all_three_scripts_and_no_sentence_of_the_catalogue():
    known = {text for texts in KEPT["complaints"].values() for text in texts}
    assert sum("\u0900" <= max(complaint) <= "\u097f" for complaint, _ in COMPLAINTS) >= 20
    assert not known & {complaint for complaint, _ in COMPLAINTS if complaint != "OTP nahi aa raha"}


@pytest.mark.parametrize("complaint", ["", "   ", "?!", "hello", "my boss is angry", "मौसम अच्छा है", "₹₹₹", "a" * 5000])
def test_what_is_like_no_symptom_leads_nowhere(complaint):
    assert names(complaint) == []


@pytest.mark.parametrize(
    ("complaint", "symptom"),
    [
        ("O.T.P. NOT RECEIVED ON E-MAIL", "email-otp-missing"),
        ("ई-मेल पर ओ.टी.पी. नहीं आया।", "email-otp-missing"),
        ("my deparment is not in the lst", "department-missing"),
        ("It doesn’t accept my passwrod", "password-refused"),
    ],
)
def test_dots_capitals_and_typing_errors_change_nothing(complaint, symptom):
    assert names(complaint)[0] == symptom


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("Respected sir, OTP not received on email, please help", "OTP not received on email"),
        ("i request you to look into it, page is blank", "page is blank"),
        ("महोदय मेरा विभाग सूची में नहीं है कृपया मदद करें", "मेरा विभाग सूची में नहीं है"),
        ("namaste sir mera vibhag list me nahi hai madad kare", "mera vibhag list me nahi hai"),
    ],
)
def test_politeness_changes_nothing_and_asks_for_no_request_for_help(polite, plain):
    assert matching.matches(polite) == matching.matches(plain)


@given(st.text(max_size=300))
def test_any_text_gives_at_most_three_symptoms_each_scored_between_nothing_and_one(complaint):
    found = matching.matches(complaint)
    assert len(found) <= 3
    assert all(matching.LEAST <= each.score <= 1.0001 for each in found)


def test_every_symptom_has_sentences_and_every_sentence_a_symptom():
    assert KEPT["complaints"].keys() == {symptom.id for symptom in CATALOGUE.symptoms}


def test_no_word_has_two_meanings():
    seen = dict[str, str]()
    for meaning, words in KEPT["words"].items():
        for word in words:
            assert seen.setdefault(word, meaning) == meaning, word


def test_every_sentence_of_a_symptom_leads_to_it_first():
    wrong = [
        (text, symptom)
        for symptom, texts in KEPT["complaints"].items()
        for text in texts
        if symptom not in names(text)[:2]
    ]
    assert wrong == []


def test_igot_explain_takes_a_complaint(capsys):
    assert helpdesk.explain("OTP nahi aa raha") == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("sms-otp-missing")
    with pytest.raises(UsageError, match="lists them all"):
        helpdesk.explain("my boss is angry")
