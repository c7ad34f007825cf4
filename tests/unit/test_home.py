"""The program works beside its source and without it; a user's own files never lie among the program's."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from automation import config, home
from automation.commands import test as test_command
from automation.flowchart import documents
from automation.model import UsageError
from automation.symptoms.scenario import folders

SYSTEMS = [
    ("linux", {}, ".config/igot", ".local/share/igot"),
    ("linux", {"XDG_CONFIG_HOME": "/x/c", "XDG_DATA_HOME": "/x/d"}, "/x/c/igot", "/x/d/igot"),
    ("linux", {"XDG_CONFIG_HOME": "relative", "XDG_DATA_HOME": ""}, ".config/igot", ".local/share/igot"),
    ("darwin", {}, "Library/Application Support/igot", "Library/Application Support/igot"),
    ("win32", {}, "AppData/Roaming/igot", "AppData/Local/igot"),
    ("win32", {"APPDATA": "/r", "LOCALAPPDATA": "/l"}, "/r/igot", "/l/igot"),
    ("win32", {"IGOT_HOME": "/one", "APPDATA": "/r"}, "/one", "/one"),
]


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """As without a checkout; what was shipped, and the user's folder, which is not there yet."""
    shipped, mine = tmp_path / "shipped", tmp_path / "home" / "mine"
    (shipped / "scenarios" / documents.USUAL).mkdir(parents=True)
    (shipped / "scenarios" / "helpdesk").mkdir()
    of_it = (f"scenarios/{documents.USUAL}/{name}" for name in (documents.PAPER, documents.LIST))
    for name in ("config.toml", "scenarios/login.toml", *of_it):
        (shipped / name).write_bytes((home.PROGRAM / name).read_bytes())
    monkeypatch.setattr(home, "PROGRAM", shipped)
    monkeypatch.setattr(home, "CHECKOUT", False)
    monkeypatch.setenv("IGOT_HOME", str(mine))
    return shipped, mine


@pytest.mark.parametrize(("platform", "environ", "settings", "files"), SYSTEMS)
def test_each_system_has_its_own_folders(platform, environ, settings, files, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/asha"))
    places = home.places(environ, platform, checkout=False)
    assert places == (Path("/home/asha", settings), Path("/home/asha", files))


def test_a_checkout_keeps_everything_beside_the_program():
    assert home.CHECKOUT
    assert home.places({}) == (home.PROGRAM, home.PROGRAM)
    assert home.settle() is None
    assert documents.folders() == (home.PROGRAM / "scenarios",)


def test_the_settings_are_written_once_and_none_of_them_is_set(installed):
    _shipped, mine = installed
    written = home.settle()
    assert written is not None
    assert written == mine / "config.toml"
    text = written.read_text(encoding="utf-8")
    assert not any(tomllib.loads(text).values())
    assert text.count("\n#") > len(config.KEYS)
    assert set(config.load(None, {}, {}).origin.values()) == {"default", f"{documents.USUAL}/{documents.PAPER}"}
    written.write_text("[portal]\nlanguage = 'hi'\n", encoding="utf-8")
    assert home.settle() is None
    assert config.load(None, {}, {}).settings.portal.language == "hi"


def test_a_folder_that_takes_nothing_costs_no_more_than_the_file(installed):
    _shipped, mine = installed
    mine.parent.mkdir()
    mine.write_text("a file stands where the folder should be", encoding="utf-8")
    assert home.settle() is None
    assert config.load(None, {}, {}).source is None


def test_what_a_run_writes_goes_to_the_user_and_what_it_reads_is_the_users_own_first(installed):
    shipped, mine = installed
    loaded = config.load(None, {}, {})
    assert loaded.path("report.folder") == mine / "runs"
    assert loaded.path("departments.raised") == mine / "raised.csv"
    below = ("scenarios", documents.USUAL, documents.LIST)
    assert loaded.path("departments.file") == shipped.joinpath(*below)
    own = mine.joinpath(*below)
    own.parent.mkdir(parents=True)
    own.write_text("name,kind\n", encoding="utf-8")
    assert loaded.path("departments.file") == own
    assert home.found("scenarios", "login.toml") == shipped / "scenarios" / "login.toml"
    assert home.own("scenarios", "login.toml") == mine / "scenarios" / "login.toml"
    assert folders()[:2] == tuple(each / "scenarios" / documents.USUAL / "helpdesk" for each in (mine, shipped))
    assert folders()[2:] == tuple(each / "scenarios" / "helpdesk" for each in (mine, shipped))


def test_the_tests_of_an_installed_program_are_said_to_be_elsewhere(monkeypatch):
    monkeypatch.setattr(test_command, "CHECKOUT", False)
    with pytest.raises(UsageError, match=r"get its source and run \./igot test there\.$"):
        test_command.run(config.load(None, {}, {}))


def test_a_scheduler_starts_the_script_of_a_checkout_and_the_program_of_an_installed_one(installed, monkeypatch):
    assert [Path(each).name for each in home.starter("linux")] == ["igot"]
    assert [Path(each).name for each in home.starter("win32")] == ["igot.exe"]
    monkeypatch.setattr(home, "CHECKOUT", True)
    assert [Path(each).name for each in home.starter("linux")] == ["sh", "igot"]
    assert [Path(each).name for each in home.starter("win32")] == ["igot.cmd"]
