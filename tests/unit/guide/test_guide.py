"""What the guide refuses, says and keeps, without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import Workbook

from automation import cli
from automation.config import ROOT
from automation.gate.machines import MARKS
from automation.gate.receipts import Receipts
from automation.guide import words
from automation.guide.advice import Stage, advise, done_steps, reasons
from automation.guide.bookmark import Bookmark
from automation.guide.official import Official, department_refusal, option, refusals
from automation.guide.roster import Roster, Status, rows
from automation.guide.sealing import Seal
from automation.guide.story import Answer, Story, Trouble
from automation.model import Effect, Listing, UsageError
from automation.portal.facts import Channel
from automation.portal.scene import Place, Scene
from automation.result import DepartmentResult, GateQuestion, Matched
from tests import books

GROUPS = ("GROUP A", "GROUP B", "GROUP C")
ASHA = Official("Asha D'Souza", "B", "asha@example.gov.in", "9000000042", "Education")
SEND, VERIFY, REGISTER = "/api/otp/ext/v1/generate", "/api/otp/v1/verify", "/api/user/registration/v1/register"
NOT_APPROVED = "Email domain of this email address is not approved. Please use Request for help."
TOO_MANY = "Please retry after one hour, as you have reached the limit for OTP requests!"
WRONG = "OTP verification failed. You have"
MAIL, PHONE = {"request": {"type": "email"}}, {"request": {"type": "phone"}}
FORM = Scene(Place.SIGN_UP, shown=frozenset({"firstname", "email", "mobile"}), button=True)


@dataclass
class FakeGate:
    """A gate that notes what it is told."""

    is_busy: bool = False
    told: list[str] = field(default_factory=list)

    def busy(self):
        return self.is_busy

    def used(self):
        return False

    def mode(self):
        return "browse"

    def seal(self):
        self.told.append("seal")

    def announce(self, act):
        self.told.append(act.name)


@pytest.mark.parametrize("busy", [False, True])
def test_a_box_for_a_code_seals_the_gate_but_never_cuts_what_was_allowed(busy):
    """A quick person presses before the program has looked; the portal's answer must still come."""
    gate, no_page = cast("Any", FakeGate(is_busy=busy)), cast("Any", None)
    Seal(gate, no_page).keep(replace(FORM, typing=Channel.EMAIL))
    assert gate.told == ([] if busy else ["seal", "VERIFY_EMAIL_OTP"])


def no(text, **more):
    return {"params": {"errmsg": text}, "result": more}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, None),
        ({"name": ""}, "name-empty"),
        ({"name": "A. Verma"}, "name-letters"),
        ({"name": "आशा"}, "name-letters"),
        ({"name": "Asha Verma-Singh"}, "name-letters"),
        ({"name": "a" * 33}, "name-long"),
        ({"group": "E"}, "group-unknown"),
        ({"email": "asha+otp@example.gov.in"}, "email-form"),
        ({"email": "asha"}, "email-form"),
        ({"email": "asha@example.com"}, "email-government"),
        ({"mobile": "12345"}, "mobile-form"),
        ({"mobile": "1234567890"}, "mobile-form"),
        ({"department": ""}, "department-empty"),
    ],
)
def test_what_the_portal_would_refuse_is_refused_before_anything_is_typed(change, key):
    found = refusals(replace(ASHA, **change), GROUPS)
    assert list(found.values()) == ([key] if key else [])
    assert all(words.text("refuse", each).hindi for each in found.values())


def test_an_address_that_is_given_again_may_stand():
    private = replace(ASHA, email="asha@example.com")
    assert refusals(private, GROUPS, frozenset({"asha@example.com"})) == {}


@pytest.mark.parametrize("spelling", ["+91 90000 00042", "090000-00042", "9000000042", "919000000042"])
def test_a_mobile_number_is_read_in_every_usual_spelling(spelling):
    assert Official.of({"mobile": spelling}).mobile == "9000000042"


@pytest.mark.parametrize("word", ["B", "b", "Group B", "GROUP B "])
def test_a_class_is_found_among_the_portals_own(word):
    assert option(word, GROUPS) == "GROUP B"


def test_nothing_of_a_person_is_in_a_message():
    assert repr(ASHA) == "Official()"


@pytest.mark.parametrize(
    ("listing", "matched", "key"),
    [
        (Listing.LISTED, "Directorate of Education", ""),
        (Listing.NEAR_NAME, "Education Department", "department-near"),
        (Listing.NEAR_NAME, "EDUCATION", ""),
        (Listing.MISSING, None, "department-missing"),
        (Listing.CANNOT_JUDGE, None, "department-unknown"),
    ],
)
def test_a_department_that_cannot_be_picked_says_what_to_do(listing, matched, key):
    result = DepartmentResult(
        name="Education", listing=listing, matched=Matched(name=matched, mapId="1") if matched else None, why="because"
    )
    assert department_refusal(result, "Education")[0] == key


ANSWERS = {
    "sent": (Answer(SEND, 200, 1.0, MAIL), None),
    "refused under 200": (
        Answer(SEND, 200, 1.0, MAIL, no(NOT_APPROVED)),
        Trouble.DOMAIN,
    ),
    "hourly limit": (
        Answer(SEND, 400, 1.0, MAIL, no(TOO_MANY)),
        Trouble.LIMIT,
    ),
    "limit by status": (Answer(SEND, 429, 1.0, MAIL), Trouble.LIMIT),
    "wrong once": (
        Answer(VERIFY, 400, 1.0, MAIL, no(f"{WRONG} 1 attempt remaining.", remainingAttempt=1)),
        Trouble.WRONG_ONCE,
    ),
    "wrong twice": (
        Answer(VERIFY, 400, 1.0, PHONE, no(f"{WRONG} 0 attempt remaining.", remainingAttempt=0)),
        Trouble.EXHAUSTED,
    ),
    "expired": (Answer(VERIFY, 400, 1.0, PHONE, no("Time Limit for OTP Exceeded, Please Try Again.")), Trouble.EXPIRED),
    "an account": (
        Answer(REGISTER, 400, 1.0, {}, no("Email id already registered with another User profile")),
        Trouble.EMAIL_KNOWN,
    ),
    "a refusal nobody knows": (Answer(REGISTER, 400, 1.0, {}, no("Zzq")), Trouble.REGISTER_FAILED),
    "a success that is none": (
        Answer("/api/workflow/org/create", 200, 1.0, {}, {"result": {"status": "BAD_REQUEST", "errmsg": "Zzq"}}),
        Trouble.REQUEST_REFUSED,
    ),
    "the person said no": (Answer(SEND, 403, 1.0, MAIL, declined=True), Trouble.DECLINED),
    "an outage": (Answer(SEND, 502, 1.0, MAIL), Trouble.SILENT),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_each_answer_of_the_portal_means_one_thing(case):
    answer, trouble = ANSWERS[case]
    story = Story()
    story.take(answer)
    assert story.trouble is trouble
    if trouble:
        assert advise(Stage.WATCHING, FORM, story, 2.0).key == trouble
        assert all(words.text("instruct", trouble))


def test_the_pages_own_repetition_of_a_failed_call_does_not_hide_the_outage():
    story = Story()
    story.take(Answer(SEND, 500, 1.0, MAIL))
    story.take(Answer(SEND, 403, 6.0, MAIL, kept=True))
    assert story.trouble is Trouble.SILENT


def test_every_trouble_and_every_instruction_has_its_words():
    assert {str(each) for each in Trouble} <= words.keys("instruct")
    assert all(
        all(words.text(kind, key, text="", time="", email="", mobile="")) for kind in KINDS for key in words.keys(kind)
    )


KINDS = ("instruct", "why", "refuse", "note", "label", "act", "ask", "reply", "plan")


@pytest.mark.parametrize(
    ("unmet", "key"),
    [
        (("firstname",), "by-hand"),
        (("organisation-picked",), "by-hand"),
        (("mobile-verified", "email-verified"), "send-email"),
        (("mobile-verified",), "send-mobile"),
        (("confirm", "confirmTerms"), "tick"),
        ((), "sign-up"),
    ],
)
def test_what_is_next_follows_the_flowchart(unmet, key):
    scene = replace(FORM, unmet=unmet, button=not unmet)
    assert advise(Stage.WATCHING, scene, Story(), 0.0).key == key


def test_an_otp_that_takes_three_minutes_gets_advice():
    story = Story()
    story.take(Answer(SEND, 200, 10.0, MAIL))
    scene = replace(FORM, unmet=("email-verified",))
    assert advise(Stage.WATCHING, scene, story, 100.0).key == "type-email"
    assert advise(Stage.WATCHING, scene, story, 200.0).key == "late-email"


@pytest.mark.parametrize("between", [Place.BLANK, Place.ELSEWHERE])
def test_a_page_between_the_password_and_the_next_does_not_send_back_to_the_mail(between):
    story = Story(registered=True)
    assert advise(Stage.WATCHING, Scene(between), story, 0.0).key == "mail"
    story.link_followed = True
    assert advise(Stage.WATCHING, Scene(between), story, 0.0).key in {"portal-down", "page-away"}


def test_why_a_button_is_grey_is_said_in_the_portals_order_and_only_while_it_is():
    scene = replace(FORM, unmet=("group", "confirm", "mobile-verified", "organisation-picked"), button=False)
    assert reasons(scene) == scene.unmet
    assert set(scene.unmet) <= words.keys("why")
    assert reasons(replace(scene, unmet=())) == ("busy",)
    assert reasons(replace(scene, button=True)) == ()


def test_steps_are_done_in_whatever_order_the_portal_asks():
    story = Story()
    first = Scene(Place.SIGN_UP, last_page=False, unmet=("email-verified",))
    assert done_steps(Stage.WATCHING, first, story) == {1, 2, 5}
    for channel in Channel:
        story.otps[channel].verified = 1.0
    assert done_steps(Stage.WATCHING, replace(first, last_page=True, unmet=("confirm",)), story) == {1, 2, 3, 4, 5}
    assert done_steps(Stage.WATCHING, Scene(Place.HOME), story) == set(range(1, 8))


def test_a_receipt_holds_the_wording_and_nothing_of_the_person(tmp_path):
    question = GateQuestion(
        words="Send", effect=Effect.SENDS_MESSAGE, method="POST", url="http://x/api", recipient="••••••0042",
        english="Send an OTP by SMS", hindi="एस.एम.एस. पर ओ.टी.पी. भेजें", answer="yes",
    )  # fmt: skip
    receipts = Receipts(str(tmp_path / "log.jsonl"), "run", "HD-7", "the terminal")
    asked = (question, question.model_copy(update={"answer": "the person said no"}), question)
    assert receipts.follow(asked[:1], 0, "hi", "") == 0
    assert receipts.follow(asked[:1], 0, "hi", "HTTP 200") == 1
    assert receipts.follow(asked, 1, "en", "") == 2
    first, second = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (first["wording"], first["staff"], first["outcome"]) == ("एस.एम.एस. पर ओ.टी.पी. भेजें", "HD-7", "HTTP 200")
    assert second["answer"] == "the person said no"
    assert "0042" not in (tmp_path / "log.jsonl").read_text(encoding="utf-8")


def test_a_bookmark_holds_a_step_and_no_person(tmp_path):
    Bookmark(step=4).keep(tmp_path / "guide.json")
    assert Bookmark.load(tmp_path / "guide.json").step == 4
    assert json.loads((tmp_path / "guide.json").read_text()).keys() == {"id", "step", "registered", "official"}


@pytest.mark.parametrize("kept", [None, "", "{", "[]", '{"step": 9}', '{"steps": 1}'])
def test_a_bookmark_that_cannot_be_read_is_one_sentence(tmp_path, kept):
    if kept is not None:
        (tmp_path / "guide.json").write_text(kept)
    with pytest.raises(UsageError, match="--resume"):
        Bookmark.load(tmp_path / "guide.json")


ROWS = (
    ("Name", "Group", "Email", "Mobile", "Department"),
    ("Asha Verma", "B", "asha@example.gov.in", 9000000042, "Education"),
    ("Ravi Kumar", "C", "ravi@example.gov.in", 9000000043, "Health"),
)


@pytest.fixture(params=["csv", "xlsx"])
def listed(request, tmp_path):
    file = tmp_path / f"officials.{request.param}"
    if request.param == "csv":
        file.write_text("\n".join(",".join(map(str, row)) for row in ROWS), encoding="utf-8-sig")
    else:
        book = Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(file)
    return file


@pytest.mark.parametrize("text", ["[", "[]", '{"file": "a.csv", "key": "00", "entries": []}'])
def test_a_kept_list_that_is_damaged_is_said(text, tmp_path):
    (tmp_path / "roster.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"roster\.json cannot be read \(\w+\); import the list again"):
        Roster.load(tmp_path / "roster.json")


def test_a_list_is_taken_from_csv_and_excel_and_stored_as_hashes_alone(listed, tmp_path):
    roster = Roster(str(listed))
    assert roster.take(official for _line, official in rows(listed)) == (2, 0)
    assert roster.take(official for _line, official in rows(listed)) == (0, 0)
    roster.keep(tmp_path / "roster.json")
    kept = (tmp_path / "roster.json").read_text(encoding="utf-8")
    assert not any(str(cell) in kept for row in ROWS[1:] for cell in row[:4] if len(str(cell)) > 1)
    again = Roster.load(tmp_path / "roster.json")
    following = again.next()
    assert following is not None
    mark, first = following
    assert (first.name, first.mobile) == ("Asha Verma", "9000000042")
    again.note(mark, Status.BLOCKED, "exhausted", date(2026, 1, 2))
    following = again.next()
    assert following is not None
    assert following[1].name == "Ravi Kumar"
    assert again.counts() == {"Education": {"blocked": 1}, "Health": {"not started": 1}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,email,mobile\n", "line 1: the column department is missing"),
        ("name,email,mobile,department\nA,,9,E\n", "line 2: the email is blank"),
        (
            "name,email,mobile,department\nA,a@x.gov.in,9,E\nB,A@x.gov.in,9,E\n",
            "line 3: the email already stands in line 2",
        ),
    ],
)
def test_a_list_that_is_wrong_names_the_line_and_no_person(tmp_path, text, message):
    (tmp_path / "o.csv").write_text(text)
    with pytest.raises(UsageError, match=message) as refused:
        list(rows(tmp_path / "o.csv"))
    assert "a@x.gov.in" not in str(refused.value)


def test_what_the_portal_would_refuse_is_said_when_a_list_comes_in_and_names_nobody(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IGOT_REPORT_FOLDER", str(tmp_path / "runs"))
    good, bad = "Asha Verma,B,asha@x.gov.in,9000000042,Education", "R. Kumar,Z,ravi@example.com,900,Education"
    (tmp_path / "o.csv").write_text(f"name,group,email,mobile,department\n{good}\n{bad}\n")
    assert cli.main(["roster", "import", str(tmp_path / "o.csv")]) == 0
    told = capsys.readouterr().out
    assert [line.partition(":")[0].strip() for line in told.splitlines()[1:]] == [
        f"line 3, {field}" for field in ("name", "group", "email", "mobile")
    ]
    assert "Kumar" not in told
    assert "ravi" not in told


def officials(tmp_path, *rows):
    file = tmp_path / "o.csv"
    file.write_text("\n".join(["name,group,email,mobile,department", *rows]), encoding="utf-8")
    return ["roster", "import", str(file)]


ONE, TWO = "Asha Verma,B,asha@example.gov.in,9000000042,Health", "Ravi Kumar,B,ravi@example.gov.in,9000000043,Health"


@pytest.mark.parametrize("way", ["flag", "yes", "no", "no terminal"])
def test_a_new_list_takes_the_place_of_the_old_one_and_who_is_gone_is_asked_about(tmp_path, monkeypatch, capsys, way):
    monkeypatch.setenv("IGOT_REPORT_FOLDER", str(tmp_path / "runs"))
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return f"{way}\n"

    monkeypatch.setattr("automation.commands.roster.on_terminal", lambda: way in {"yes", "no"})
    monkeypatch.setattr("automation.commands.roster.ask", ask)
    assert cli.main(officials(tmp_path, ONE, TWO)) == 0
    roster = Roster.load(tmp_path / "runs" / "roster.json")
    for mark, _official in roster.officials():
        roster.note(mark, Status.REGISTERED, "", date(2026, 1, 2))
    roster.keep(tmp_path / "runs" / "roster.json")
    moved = ONE.replace("Health", "Education")
    done = cli.main([*officials(tmp_path, moved), *(["--replace"] if way == "flag" else [])])
    counts = Roster.load(tmp_path / "runs" / "roster.json").counts()
    said = capsys.readouterr()
    if way in {"no", "no terminal"}:
        assert (done, counts) == (2, {"Health": {"registered": 2}})
        assert "1 of the officials taken in before is not in o.csv; nothing was changed" in said.err
    else:
        assert (done, counts) == (0, {"Education": {"registered": 1}, "Health": {"gone": 1}})
        assert "0 of them new, 1 with another department, 1 gone" in said.out
        assert cli.main(officials(tmp_path, moved)) == 0  # who is gone is not asked about again
        assert cli.main(officials(tmp_path, moved, TWO)) == 0
        back = Roster.load(tmp_path / "runs" / "roster.json").counts()
        assert back == {"Education": {"registered": 1}, "Health": {"registered": 1}}
    assert len(asked) == (way in {"yes", "no"})
    assert "Ravi" not in said.out + said.err + "".join(asked)


def test_an_empty_list_changes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IGOT_REPORT_FOLDER", str(tmp_path / "runs"))
    assert cli.main(officials(tmp_path, ONE)) == 0
    assert cli.main([*officials(tmp_path), "--replace"]) == 2
    assert "holds no row" in capsys.readouterr().err
    assert Roster.load(tmp_path / "runs" / "roster.json").counts() == {"Health": {"not started": 1}}


def test_the_sheet_of_an_imported_list_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("IGOT_REPORT_FOLDER", str(tmp_path / "runs"))
    first, second = ([["name", "email", "mobile", "department"], row.split(",B,")] for row in (ONE, TWO))
    rows = [[head, [name, *rest.split(",")]] for head, (name, rest) in (first, second)]
    (tmp_path / "o.xlsx").write_bytes(books.xlsx(*rows, names=["A", "B"]))
    assert cli.main(["roster", "import", str(tmp_path / "o.xlsx"), "--sheet", "B"]) == 0
    following = Roster.load(tmp_path / "runs" / "roster.json").next()
    assert following is not None
    assert following[1].name == "Ravi Kumar"


def test_status_counts_and_names_nobody_unless_asked(listed, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IGOT_REPORT_FOLDER", str(tmp_path / "runs"))
    assert cli.main(["status"]) == 2
    assert "No list of officials was imported" in capsys.readouterr().err
    assert cli.main(["roster", "import", str(listed)]) == 0
    files = [str(tmp_path / name) for name in ("s.csv", "s.json", "s.html")]
    flags = [part for pair in zip(("--csv", "--json", "--note"), files, strict=True) for part in pair]
    capsys.readouterr()
    assert cli.main(["status", *flags]) == 0
    said = capsys.readouterr().out + "".join(Path(file).read_text(encoding="utf-8-sig") for file in files)
    assert "Education" in said
    assert "Asha" not in said
    assert json.loads((tmp_path / "s.json").read_text())["departments"]["Health"] == {"not started": 1}
    assert cli.main(["status", "--names", "--note", files[2]]) == 0
    assert "Asha Verma: not started" in (tmp_path / "s.html").read_text(encoding="utf-8")


def test_status_and_its_note_say_by_when_the_document_wants_it(listed, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IGOT_REPORT_FOLDER", str(tmp_path / "runs"))
    monkeypatch.setenv("IGOT_DOCUMENT_NAME", "delhi-finance-2025")
    assert cli.main(["roster", "import", str(listed)]) == 0
    note = tmp_path / "s.html"
    assert cli.main(["status", "--note", str(note)]) == 0
    line = "Due by 31.07.2025: complete one course ("
    assert line in capsys.readouterr().err
    assert line in note.read_text(encoding="utf-8")


@pytest.mark.parametrize("flag", ["--tracing", "--video", "--screenshot"])
def test_recording_is_refused_with_the_reason(flag, capsys):
    assert cli.main(["guide", flag]) == 2
    assert "Codes and passwords are typed here" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "words_"), [(name, "a machine runs this program") for name in MARKS] + [("", "There is no screen")]
)
def test_the_guide_does_not_begin_without_a_person_and_a_screen(monkeypatch, capsys, variable, words_):
    for name in (*MARKS, "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, "")
    monkeypatch.setattr("sys.platform", "linux")
    assert cli.main(["guide"]) == 5
    assert words_ in capsys.readouterr().err


GUIDE = [*(ROOT / "automation" / "guide").glob("*.py"), ROOT / "automation" / "commands" / "guide.py"]
FORBIDDEN = ("by_hand", ".declare(", ".press(", ".click(", ".check(", "keyboard", "dispatch_event", "set_password")


@pytest.mark.parametrize("file", GUIDE, ids=lambda path: path.name)
def test_the_guide_itself_presses_and_ticks_nothing(file):
    assert [each for each in FORBIDDEN if each in file.read_text(encoding="utf-8")] == []


def test_enter_is_pressed_in_one_place_only_and_there_only_while_the_form_cannot_be_submitted():
    """The proof of the gate presses too, in the companion, on sinks of its own."""
    files = [path for path in (ROOT / "automation").rglob("*.py") if path.name != "battery.py"]
    sources = {path.name: path.read_text(encoding="utf-8") for path in files}
    pressing = {name: source for name, source in sources.items() if '"Enter"' in source or "'Enter'" in source}
    assert list(pressing) == ["organisations.py"]
    before = pressing["organisations.py"].partition('press("Enter"')[0]
    assert before.rstrip().splitlines()[-2].strip() == (
        'elif not self._page.locator("form button[type=submit]:enabled").count():'
    )
