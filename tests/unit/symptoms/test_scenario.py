"""A scenario says in nouns who had which trouble; what is wrong in one is told with file and line, never a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from automation.commands import helpdesk
from automation.commands.reproduce import checked
from automation.config import Settings
from automation.evidence.leaks import Scanner
from automation.model import UsageError
from automation.runs.options import Options
from automation.runs.repetition import adapted
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.scenario import Scenario, dump, files, find, is_ticket, load, parse, without_person

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "title = 'No SMS'\nsymptom = 'sms-otp-missing'\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("symptom = 'page-blank'\n", r"x.toml, line 1: title is missing; add it."),
        (
            GOOD + "brower = 'firefox'\n",
            r"x.toml, line 3: brower is not a key of a scenario; perhaps browser is meant.",
        ),
        (
            GOOD + "browser = 'netscape'\n",
            r"x.toml, line 3: browser should be 'chromium', 'chrome' or 'msedge'.",
        ),
        ("title = 'x'\nsymptom = 'sms-otp'\n", r"x.toml, line 2: symptom should be one of the symptoms .* perhaps "),
        (
            GOOD + "\n[person]\n\nmobile = 9800000042\n",
            r"x.toml, line 6: person.mobile should be a text in quotation marks.",
        ),
        (GOOD + "[person]\nemail = 'asha'\n", r"x.toml, line 4: person.email should be an address such as"),
        (GOOD + "[person]\nnane = 'Asha'\n", r"x.toml, line 4: person.nane is not a key .* perhaps name is meant"),
        (GOOD + "person.nane = 'Asha'\n", r"x.toml, line 3: person.nane is not a key"),
        (GOOD + "person = 'Asha'\n", r"x.toml, line 3: person "),
        (GOOD + "ticket = 'HD 123'\n", r"x.toml, line 3: ticket should be letters, digits and dashes"),
        (GOOD + "title = 'again'\n", r"x.toml, line 3: is not TOML"),
        (GOOD + "language = hi\n", r"x.toml, line 3: is not TOML; texts stand in quotation marks"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"^{said}"):
        parse(text, "x.toml")


@pytest.mark.parametrize("key", ["otp", "password", "email_otp", "pin", "login-token", "aadhaar"])
@pytest.mark.parametrize("table", ["", "[person]\n"])
def test_a_secret_is_refused_by_its_name(key: str, table: str) -> None:
    with pytest.raises(UsageError, match=r"x\.toml, line \d: .* would be a secret.* delete the line") as error:
        parse(f"{GOOD}{table}{key} = '482913'\n", "x.toml")
    assert "482913" not in str(error.value)


def test_no_value_is_ever_echoed() -> None:
    for line in (
        "browser = '9800000042'",
        "symptom = '9800000042'",
        "ticket = '9800000042'",
        "[person]\nemail='98000 00042'",
    ):
        with pytest.raises(UsageError) as error:
            parse(
                f"title = 'x'\nsymptom = 'page-blank'\n{line}\n" if "symptom" not in line else f"title='x'\n{line}", "x"
            )
        assert "98000" not in str(error.value)


def test_a_scenario_is_written_and_read_back() -> None:
    text = GOOD + 'language = "hi"\n[person]\nname = "O\'Brien \\"Ravi\\" \\\\ कुमार"\n[organisation]\nname = "A & B"\n'
    scenario = parse(text, "x")
    assert parse(dump(scenario), "y") == scenario


def test_the_bundle_gets_only_the_shape_of_the_person() -> None:
    person = {"name": "Dr. आशा वर्मा", "email": "asha.verma@office.example.in", "mobile": "98000 00042"}
    scenario = Scenario.model_validate({"title": "x", "symptom": "name-refused", "person": person})
    text = without_person(scenario)
    assert Scanner(scenario.personal()).scan_file("scenario.toml", text.encode()) == []
    assert "# name: 13 characters, with a dot and letters of another script" in text
    assert "# e-mail: an address under office.example.in" in text
    assert "# mobile: 10 digits" in text
    assert parse(text, "again").person == Scenario.model_validate({"title": "x", "symptom": "name-refused"}).person


@pytest.mark.parametrize(
    "title", ["Call 98000 00042", "asha@example.gov.in has no OTP", "OTP 482913 is refused", "Asha Verma"]
)
def test_a_title_that_names_somebody_is_refused_before_anything_is_looked_at(title: str) -> None:
    scenario = Scenario.model_validate({"title": title, "symptom": "sms-otp-missing"})
    with pytest.raises(UsageError, match="holds personal data") as error:
        checked(scenario, Options())
    assert title not in str(error.value)


def test_a_ticket_is_no_hiding_place() -> None:
    scenario = Scenario.model_validate({"title": "HD-1234: no OTP", "symptom": "sms-otp-missing", "ticket": "HD-1234"})
    checked(scenario, Options())
    with pytest.raises(UsageError, match="mobile number"):
        checked(scenario, Options(ticket="HD9800000042"))
    with pytest.raises(UsageError, match="-n should be"):
        checked(scenario, Options(times=0))
    assert [is_ticket(each) for each in ("HD-123", "CON", "a/b", "..", "HD-", "com1", "X" * 41)] == [True] + [False] * 6


def test_every_symptom_has_a_scenario_ready_and_each_can_be_read() -> None:
    found = [load(path) for path in files()]
    assert {scenario.symptom for scenario in found} == CATALOGUE.by_id.keys()
    for scenario in found:
        checked(scenario, Options())


def test_a_scenario_is_found_by_name_or_path(tmp_path: Path) -> None:
    assert find("sms-otp-missing").name == "sms-otp-missing.toml"
    own = tmp_path / "mine.toml"
    own.write_text(GOOD, encoding="utf-8")
    assert find(str(own)) == own
    with pytest.raises(UsageError, match="`igot new` writes one"):
        find("no-such")


def test_the_scenarios_are_listed_and_a_wrong_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.toml").write_text(GOOD, encoding="utf-8")
    assert helpdesk.scenarios(tmp_path) == 0
    (tmp_path / "wrong.toml").write_text("title = 1\n", encoding="utf-8")
    assert helpdesk.scenarios(tmp_path) == 2
    said = capsys.readouterr()
    assert said.out.split()[:2] == ["good", "sms-otp-missing"]
    assert "wrong.toml, line 1" in said.err


def test_new_asks_four_questions(tmp_path: Path) -> None:
    asked: list[str] = []
    answers = iter(["Guru Teg Bahadur Hospital", "", "slow-3g", "hi"])

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    helpdesk.new("department-missing", "HD-123", tmp_path, ask)
    scenario = load(tmp_path / "HD-123.toml")
    assert len(asked) == 4
    assert (scenario.ticket, scenario.organisation.name) == ("HD-123", "Guru Teg Bahadur Hospital")
    assert (scenario.browser, scenario.network, scenario.language) == ("chromium", "slow-3g", "hi")
    with pytest.raises(UsageError, match="there already"):
        helpdesk.new("department-missing", "HD-123", tmp_path, lambda _: "")


def test_new_never_asks_for_a_name_or_an_address(tmp_path: Path) -> None:
    helpdesk.new("name-refused", "HD-1", tmp_path, lambda question: "dot" if "special" in question else "")
    assert load(tmp_path / "HD-1.toml").person.name == "Dr. Asha Verma"
    with pytest.raises(UsageError, match="never the address"):
        helpdesk.new("domain-not-recognised", "HD-2", tmp_path, lambda _: "asha@example.gov.in")
    helpdesk.new("domain-not-recognised", "HD-3", tmp_path, lambda question: "x.example.in" if "@" in question else "")
    assert load(tmp_path / "HD-3.toml").person.email == "asha.verma@x.example.in"


def test_new_asks_nothing_without_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    helpdesk.new("page-blank", "", tmp_path)
    assert load(tmp_path / "page-blank.toml").symptom == "page-blank"
    assert "no terminal" in capsys.readouterr().err
    with pytest.raises(UsageError, match="no symptom called page-blnk"):
        helpdesk.new("page-blnk", "", tmp_path)


def test_the_office_proxy_must_be_there_to_be_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Scenario.model_validate(
        {"title": "x", "symptom": "page-blank", "network": "office-proxy", "browser": "msedge"}
    )
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UsageError, match="set HTTPS_PROXY"):
        adapted(Settings(), scenario, {})
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    assert adapted(Settings(), scenario, {}).browser.channel == "msedge"
    assert not adapted(Settings(), scenario, {"browser.channel": "--browser-channel"}).browser.channel
