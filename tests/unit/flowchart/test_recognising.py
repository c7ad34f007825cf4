"""A circular's text becomes a flowchart: its head, its steps, what each tells an official to do."""

from __future__ import annotations

from datetime import date

import pytest

from automation import flowchart, steps
from automation.commands.document import Asked, check, new
from automation.flowchart import documents, recognising
from automation.flowchart.recognising import first_date, read, verbs
from automation.model import UsageError
from automation.steps import login

STATES = ("Goa", "Haryana", "Delhi", "Uttar Pradesh")
ORDER = """GOVERNMENT OF GOA
DEPARTMENT OF PERSONNEL, SECRETARIAT, PORVORIM
No. 2/14/2026-PER/118                                   Dated: 05/01/2026
Sub: Registration of all officials on the iGOT Karmayogi portal
Sir/Madam,
All officials shall register on or before 31st January, 2026, and complete one course by end of March.
Step 1
Open the portal igotkarmayogi.gov.in.
Step 2
Click on the "Register" button.
Step 3
Enter your name, group, official e-mail and mobile number. Only gov.in e-mail addresses are valid.
Step 4
Verify the e-mail and the mobile number by OTP.
Step 5
Select your department. If your department is not shown, use "Request for help".
Step 6
Tick the declaration and click on Sign up.
Step 7
Set the password from the link in the mail, or log in with Parichay.
Step 8
Send a report to the undersigned on pink paper.
"""


def test_the_head_is_read_with_number_date_issuer_subject_and_state():
    found = read(ORDER, STATES)
    assert found.number == "2/14/2026-PER/118"
    assert found.date == date(2026, 1, 5)
    assert found.issued_by.startswith("GOVERNMENT OF GOA")
    assert found.title.startswith("Registration of all officials")
    assert found.state == "Goa"
    assert found.languages == ("en",)


def test_what_is_due_is_read_with_its_year():
    found = read(ORDER, STATES)
    assert found.register_by == date(2026, 1, 31)
    assert found.course_by == date(2026, 3, 31)


def test_each_step_is_recognised_with_what_it_makes_worth_asking():
    told = dict(enumerate(read(ORDER).steps, 1))
    assert len(told) == 8
    asked = {number: {name for way in step.ways for name in way.questions} for number, step in told.items()}
    assert asked[1] == {"step-1.address", "step-1.landing", "step-1.certificate"}
    assert "step-2.register-button" in asked[2]
    assert {
        "step-3.name",
        "step-3.class",
        "step-3.official-email",
        "step-3.mobile",
        "step-3.government-email",
    } <= asked[3]
    assert {"step-4.email-send", "step-4.mobile-verified"} <= asked[4]
    assert {"step-5.dropdown", "step-5.help-link"} <= asked[5]
    assert {"step-6.declarations", "step-6.button"} <= asked[6]
    assert [way.verbs[0].title.english for way in told[7].ways] == ["Open the link in the mail", "Log in with Parichay"]
    assert not told[8].known


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Visit the iGOT portal", ["Visit the portal"]),
        ("Press Register, Sign Up or Register here.", ["Press “Register”"]),
        ("Register yourself", ["Press “Register”"]),
        ("पोर्टल igotkarmayogi.gov.in खोलें", ["Visit the portal"]),
        ("रजिस्टर बटन पर क्लिक करें", ["Press “Register”"]),
        ("अपना नाम और मोबाइल नंबर भरें", ["Enter your particulars"]),
        ("Fill in your name and designation", ["Enter your particulars"]),
        ("ओटीपी से सत्यापित करें", ["Verify by OTP"]),
        ("An OTP will be sent to your mobile", ["Verify by OTP"]),
        ("Enter the OTPs received in e-mail and mobile", ["Verify by OTP"]),
        ("अपना विभाग चुनें", ["Select your organisation"]),
        ("Choose your organisation (MDO)", ["Select your organisation"]),
        ("Ask by Request for help if it is not in the list", ["Ask for a missing organisation by “Request for help”"]),
        ("Click on SIGN UP", ["Press “Sign up”"]),
        ("पासवर्ड बनाएँ", ["Set the password"]),
        ("Create a password", ["Set the password"]),
        ("Update your profile", ["Complete your profile"]),
        ("Login with OTP", ["Log in with OTP"]),
        ("Log in through Parichay", ["Log in with Parichay"]),
        ("Log in with your password", ["Log in"]),
        ("Use Forgot password", ["Use “Forgot password”"]),
        ("Scan the QR code of your department", ["Use your office's own link or QR code"]),
        ("The nodal officer uploads the list of staff", ["The office registers its staff"]),
        ("नोडल अधिकारी डेटा अपलोड करेंगे", ["The office registers its staff"]),
        ("Complete at least one course", ["Complete a course"]),
        ("The Designated Officer changes the mobile number", ["Have the mobile number changed"]),
        ("Paint the office green", []),
    ],
)
def test_a_sentence_says_what_it_says(text, titles):
    (step,) = read(f"1. {text}\n2. Visit the portal").steps[:1]
    assert [verb.title.english for way in step.ways for verb in way.verbs] == titles


def test_only_one_of_the_channels_is_asked_where_only_one_is_named():
    email, mobile = (
        read(f"1. Verify by the OTP on the {each}\n2. Click on sign up").steps[0] for each in ("e-mail", "mobile")
    )
    assert not [name for name in email.ways[0].questions if "mobile" in name]
    assert not [name for name in mobile.ways[0].questions if "email" in name or "resend" in name]


def test_a_condition_and_ways_are_taken_apart():
    first, second = read(
        "1. In case your office is not listed, send a request for help.\n"
        "2. The department uploads its staff, or each official clicks on Register."
    ).steps
    assert first.when == "In case your office is not listed"
    assert [way.verbs[0].title.english for way in second.ways] == ["The office registers its staff", "Press “Register”"]
    (alone,) = read("1. Verify by OTP on e-mail or mobile.\n2. Go home").steps[:1]
    assert len(alone.ways) == 1


def test_a_list_of_copies_is_no_list_of_steps():
    text = (
        "1. The Section Officer\n2. The Secretary\n\n(i) Open the portal\n(ii) Click on Register\n(iii) Verify by OTP"
    )
    assert [step.text for step in read(text).steps] == ["Open the portal", "Click on Register", "Verify by OTP"]


def test_a_text_without_numbers_is_read_sentence_by_sentence():
    text = "All officials are informed.\nOpen the portal. Click on Register. Verify by OTP. Thank you."
    assert [step.text for step in read(text).steps] == ["Open the portal.", "Click on Register.", "Verify by OTP."]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by 31.07.2025", date(2025, 7, 31)),
        ("31st July, 2025", date(2025, 7, 31)),
        ("July 31, 2025", date(2025, 7, 31)),
        ("2025-07-31", date(2025, 7, 31)),
        ("end of February 2024", date(2024, 2, 29)),
        ("end of December", date(2025, 12, 31)),
        ("31 जुलाई 2025", date(2025, 7, 31)),
        ("३१/०७/२०२५", date(2025, 7, 31)),
        ("31.02.2025", None),
        ("within three working days", None),
    ],
)
def test_a_date_is_read_as_offices_write_it(text, day):
    assert first_date(text, 2025) == day


def test_every_verb_asks_what_there_is_to_ask_and_stands_aside_for_verbs_that_there_are():
    asked = {name for verb in verbs().values() for name in verb.asks("")}
    everything = {part for verb in verbs().values() for one in verb.also.values() for part in one.questions}
    known = {name for name, each in flowchart.questions().items() if not each.reported}
    assert asked | everything <= known
    assert known - asked - everything <= {"step-0.password", "step-0.register", "step-0.hindi"}
    assert {name for verb in verbs().values() for name in verb.instead} <= verbs().keys()
    assert known <= steps.VERBS.keys() | {*login.ORDER}


# --------------------------------------------------------------------------------------------------- igot document new


def test_a_new_document_is_written_checked_and_walked(tmp_path, capsys):
    text = tmp_path / "order.txt"
    text.write_text(ORDER, encoding="utf-16")
    assert new("goa-2026", Asked(text), folder=tmp_path) == 0
    assert "not recognised: by a person" in capsys.readouterr().out
    paper, chart = documents.load("goa-2026", tmp_path), flowchart.load(tmp_path / "goa-2026" / documents.CHART)
    assert paper.state == "Goa"
    assert paper.due.register_by == date(2026, 1, 31)
    assert (chart.circular.number, chart.circular.date) == ("2/14/2026-PER/118", date(2026, 1, 5))
    assert [step.by for step in chart.steps] == [*[""] * 7, "person"]
    assert len(chart.steps[6].ways) == 2
    assert check("goa-2026", str(tmp_path / "page.html"), tmp_path) == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert all(
        each.how.replace('"', "&#34;").replace("'", "&#39;") in page for step in chart.steps for each in step.checks
    )


def test_a_new_document_is_asked_for_where_there_is_no_text(tmp_path):
    answers = iter(
        ["Open the portal", "Click on Register", "", "12/2026", "2026-05-01", "Goa", "The Collector", "Register"]
    )
    assert new("goa-2026", Asked(), lambda _: next(answers), tmp_path) == 0
    paper = documents.load("goa-2026", tmp_path)
    assert (paper.paper.number, paper.paper.date, paper.state) == ("12/2026", date(2026, 5, 1), "Goa")


@pytest.mark.parametrize(
    ("name", "content", "state", "said"),
    [
        ("Goa 2026", b"1. Open the portal", "", "cannot name a document"),
        ("all", b"1. Open the portal", "", "cannot name a document"),
        ("goa-2026", b"%PDF-1.7", "", "is a PDF"),
        ("goa-2026", b"PK\x03\x04", "", "is a Word file"),
        ("goa-2026", b"", "", "No step was found"),
        ("goa-2026", b"1. Open the portal\n2. Click on Register", "Goaa", "There is no state called Goaa"),
        ("goa-2026", None, "", "cannot be read"),
    ],
)
def test_what_makes_no_document_is_told_in_a_sentence_and_leaves_nothing(tmp_path, name, content, state, said):
    text = tmp_path / "order.txt"
    if content is not None:
        text.write_bytes(content)
    with pytest.raises(UsageError, match=said) as error:
        new(name, Asked(text, state), lambda _: "", tmp_path)
    assert "\n" not in str(error.value)
    assert not (tmp_path / name).exists()


def test_nobody_is_asked_where_there_is_no_terminal_and_nothing_is_overwritten(tmp_path):
    with pytest.raises(UsageError, match="--from"):
        new("goa-2026", Asked(), folder=tmp_path)
    (tmp_path / "goa-2026").mkdir()
    with pytest.raises(UsageError, match="is there already"):
        new("goa-2026", Asked(), lambda _: "", tmp_path)


def test_the_usual_circular_is_recognised_from_its_own_words():
    """The chart that people wrote for it, against what the rules make of its sentences."""
    chart = flowchart.load()
    text = "\n".join(f"Step {number}\n{step.text}" for number, step in enumerate(chart.steps, 1))
    found = recognising.read(text)
    for mine, step in zip(chart.steps, found.steps, strict=True):
        asked = {name for way in step.ways for name in way.questions}
        assert {check.question for check in mine.checks} - asked <= {
            "step-6.declarations",
            "step-7.mail",
            "step-7.link",
        }, mine.title
