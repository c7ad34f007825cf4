"""config.toml, the environment and flags become settings, or one sentence that says what is wrong."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation import cli
from automation.commands import config as command
from automation.config import KEYS, ROOT, Departments, Loaded, Settings, load, variable
from automation.flowchart import documents
from automation.model import UsageError

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "canary-7719"
OF_THE_DOCUMENT = documents.load().settings
USUAL = Settings(
    departments=Departments.model_validate({key.partition(".")[2]: OF_THE_DOCUMENT[key] for key in OF_THE_DOCUMENT})
)


def file_with(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(config: Path | None, environ: dict[str, str], flags: dict[str, object]) -> str:
    with pytest.raises(UsageError) as caught:
        load(config, environ, flags)
    said = str(caught.value)
    assert "\n" not in said
    assert CANARY not in said
    return said


def test_config_toml_has_every_setting_with_its_default_and_nothing_else() -> None:
    tables = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
    written = {f"{table}.{key}": value for table, keys in tables.items() for key, value in keys.items()}
    assert written == KEYS
    assert list(written) == list(KEYS)


def test_every_setting_in_config_toml_has_a_comment_above_it() -> None:
    lines = (ROOT / "config.toml").read_text(encoding="utf-8").splitlines()
    bare = [line for line in lines if re.match(r"[a-z_]+ =", line)]
    commented = [line for above, line in pairwise(lines) if line in bare and above.startswith("# ")]
    assert commented == bare
    assert len(bare) == len(KEYS)


def test_without_file_variables_or_flags_all_is_as_by_default(tmp_path: Path) -> None:
    loaded = load(file_with(tmp_path, ""), {}, {})
    assert loaded.settings == USUAL
    assert {key for key, origin in loaded.origin.items() if origin != "default"} == {*OF_THE_DOCUMENT}


def test_what_the_document_says_outweighs_the_defaults_and_nothing_else(tmp_path: Path) -> None:
    file = file_with(tmp_path, "[departments]\nstate = 'Goa'\nfile = ''\n")
    loaded = load(file, {}, {})
    assert loaded.settings.state == "Goa"
    assert loaded.path("departments.file") == documents.FOLDER / documents.USUAL / documents.LIST
    assert loaded.origin["departments.file"] == "delhi-2025/document.toml"
    assert load(file, {"IGOT_DEPARTMENTS_STATE": "Kerala"}, {}).settings.state == "Kerala"
    assert load(file, {}, {"departments.file": "x.csv"}).origin["departments.file"] == "--departments"


def test_settings_that_nobody_has_read_from_anywhere_are_of_the_usual_document() -> None:
    assert Settings().state == USUAL.departments.state


def test_a_document_that_there_is_not_is_said_with_the_name_that_is_near(tmp_path: Path) -> None:
    said = complaint(file_with(tmp_path, "[document]\nname = 'delhi2025'\n"), {}, {})
    assert said == "config.toml: There is no document called delhi2025; did you mean delhi-2025?"
    assert complaint(None, {}, {"document.name": "nowhere"}).startswith("--document: There is no document")


def test_a_flag_outweighs_a_variable_outweighs_the_file_outweighs_the_default(tmp_path: Path) -> None:
    config = file_with(tmp_path, "[waits]\nseconds = 2\n[portal]\nlanguage = 'hi'\n[browser]\nheaded = true\n")
    environ = {"IGOT_WAITS_SECONDS": "3", "IGOT_BROWSER_HEADED": "no"}
    loaded = load(config, environ, {"waits.seconds": 4.0, "browser.headed": None})
    assert loaded.settings.waits.seconds == 4
    assert loaded.settings.browser.headed is False
    assert loaded.settings.portal.language == "hi"
    assert loaded.origin["waits.seconds"] == "--waits.seconds"
    assert loaded.origin["browser.headed"] == "IGOT_BROWSER_HEADED"
    assert loaded.origin["portal.language"] == "config.toml"
    assert loaded.origin["report.folder"] == "default"


def test_a_flag_is_named_as_people_type_it() -> None:
    assert load(None, {}, {"portal.url": "http://127.0.0.1:1/"}).origin["portal.url"] == "--portal"


@pytest.mark.parametrize(
    ("words", "key"),
    [("smoke", "report.folder"), ("departments", "report.folder"), ("reproduce SCENARIO", "report.evidence")],
)
def test_output_is_where_the_report_of_that_command_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str, key: str
) -> None:
    seen: list[Loaded] = []

    def run(loaded: Loaded, *_: object, **__: object) -> int:
        seen.append(loaded)
        return 0

    monkeypatch.setattr(f"automation.commands.{words.split(maxsplit=1)[0]}.run", run)
    assert cli.main([*words.split(), "--output", str(tmp_path)]) == 0
    assert seen[0].path(key) == tmp_path
    assert [known for known, where in seen[0].origin.items() if where == "--output"] == [key]


def test_the_environment_may_name_the_config_file(tmp_path: Path) -> None:
    config = file_with(tmp_path, "[departments]\nstate = 'Goa'\n")
    assert load(None, {"IGOT_CONFIG": str(config)}, {}).settings.departments.state == "Goa"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"[portal]\nurll = '{CANARY}'",
            "config.toml: portal.urll is not a setting; did you mean portal.url?",
        ),
        ("[zzz]\nqqq = 1", "config.toml: zzz.qqq is not a setting; `igot config` lists them all."),
        (f"[portal]\notp = '{CANARY}'", "there is no setting for a secret"),
        (f"password = '{CANARY}'", "there is no setting for a secret"),
        (f"[waits]\nseconds = '{CANARY}'", "config.toml: waits.seconds: should be a number, without quotation marks."),
        ("[waits]\nseconds = 0", "config.toml: waits.seconds: should be greater than 0."),
        (
            "[browser]\nheaded = 'true'",
            "config.toml: browser.headed: should be true or false, without quotation marks.",
        ),
        (
            f"[browser]\nname = '{CANARY}'",
            "should be chromium: the gate is proven in no other kind;",
        ),
        (f"[portal]\nurl = 'ftp://{CANARY}/'", "should be empty or an address such as https://"),
        ("[portal]\nurl = 'http://h:99999/'", "should be empty or an address such as https://"),
        (f"[portal]\nurl = 'https://me:{CANARY}@h/'", "must not hold a user name or a password."),
        (f"[portal]\nurl = '{CANARY}", "config.toml, line 2: is not TOML; texts stand in quotation marks"),
        (f"portal = '{CANARY}'", "config.toml: portal is not a setting"),
    ],
)
def test_a_wrong_config_file_is_explained_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    assert said in complaint(file_with(tmp_path, text), {}, {})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("IGOT_PORTAL_URI", "IGOT_PORTAL_URI is not a setting; did you mean IGOT_PORTAL_URL?"),
        ("IGOT_OTP", "IGOT_OTP: there is no setting for a secret"),
        ("IGOT_PASSWORD", "IGOT_PASSWORD: there is no setting for a secret"),
        ("IGOT_PORTAL_TOKEN", "there is no setting for a secret"),
        ("IGOT_WAITS_SECONDS", "IGOT_WAITS_SECONDS: should be a number."),
        ("IGOT_POLITENESS_REQUESTS", "IGOT_POLITENESS_REQUESTS: should be a number."),
        ("IGOT_BROWSER_HEADED", "IGOT_BROWSER_HEADED: should be true or false."),
        ("IGOT_CONFIG", "there is no such config file"),
    ],
)
def test_a_wrong_variable_is_explained_in_one_sentence(name: str, said: str) -> None:
    value = "nowhere.toml" if name == "IGOT_CONFIG" else CANARY
    assert said in complaint(None, {name: value}, {})


def test_a_config_file_in_another_encoding_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes("[departments]\nstate = 'Mün'".encode("latin-1"))
    assert complaint(path, {}, {}) == "config.toml: is not UTF-8; save it again as UTF-8."


def test_a_config_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[departments]\r\nstate = 'Goa'\r\n")
    assert load(path, {}, {}).settings.departments.state == "Goa"


def test_the_variables_of_the_start_script_are_not_mistaken_for_settings() -> None:
    assert load(None, {"IGOT_PYTHON": "python3", "PATH": "x"}, {}).settings == USUAL


def test_no_setting_has_the_name_of_a_secret() -> None:
    assert not [key for key in KEYS if re.search(r"otp|passw|secret|token|pin\b", key)]


def test_no_two_settings_share_a_variable() -> None:
    assert len({variable(key) for key in KEYS}) == len(KEYS)


def test_a_path_of_the_file_lies_under_the_checkout_and_one_of_a_flag_under_this_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(None, {}, {}).path("report.folder") == ROOT / "runs"
    assert load(None, {}, {"report.folder": "out"}).path("report.folder") == tmp_path / "out"
    assert load(None, {"IGOT_REPORT_FOLDER": "env"}, {}).path("report.folder") == tmp_path / "env"


@given(st.text(max_size=30), st.sampled_from(sorted(KEYS)))
def test_whatever_a_variable_holds_the_answer_is_settings_or_a_sentence(text: str, key: str) -> None:
    try:
        loaded = load(None, {variable(key): text}, {})
    except UsageError as error:
        assert str(error).startswith(variable(key))  # noqa: PT017 - either outcome is right
    else:
        assert isinstance(loaded, Loaded)


def test_igot_config_prints_each_setting_and_where_it_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(load(None, {"IGOT_DEPARTMENTS_KNOWN": "Public Works Department"}, {})) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(KEYS)
    known = next(line for line in lines if line.startswith("departments.known "))
    assert re.fullmatch(r'\S+ +"Public Works Department" +IGOT_DEPARTMENTS_KNOWN', known)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("notify.to", "someone@example.gov.in"),
        ("notify.to", "mailto://ok.example.gov.in javascript:alert(1)"),
        ("notify.ping", "ftp://monitor.example/1"),
        ("notify.push", "monitor.example/push/1"),
        ("notify.quiet", "at night"),
        ("notify.when", "sometimes"),
        ("maintenance.windows", "Sunday"),
        ("run.seconds", -1.0),
        ("run.place", "<b>"),
    ],
)
def test_who_is_told_when_and_from_where_is_checked_when_the_settings_are_read(
    tmp_path: Path, key: str, value: object
) -> None:
    said = complaint(file_with(tmp_path, ""), {}, {key: value})
    assert key.split(".", maxsplit=1)[0] in said or "--" in said


def test_an_address_that_may_hold_a_key_is_never_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    secret = {
        "notify.to": f"tgram://{CANARY}/1",
        "notify.ping": f"https://x/{CANARY}",
        "notify.push": f"https://x/{CANARY}",
    }
    command.run(load(file_with(tmp_path, ""), {}, secret))
    said = capsys.readouterr().out
    assert CANARY not in said
    assert [line.split()[1] for line in said.splitlines() if line.split()[0] in secret] == ['"…"'] * 3
