"""`./igot` sets itself up once, starts at once from then on, and says in a sentence what keeps it from doing so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from automation import __version__, bootstrap
from automation.config import ROOT
from automation.portal.generations import GENERATIONS
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(os.name == "nt", reason="igot.cmd takes its place on Windows")
ECHO = '#!/bin/sh\nprintf "[%s]" "$@"\nexit 7\n'
STARTS = "[-I][-X][utf8][-m][automation]"


def executable(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that is set up, in an awkward folder; its Python tells its arguments and exits with 7."""
    root = tmp_path.resolve() / "my igot! $HOME"
    (root / "automation").mkdir(parents=True)
    shutil.copy(ROOT / "igot", root)
    (root / "requirements.txt").write_text("playwright==1\n")
    (root / "automation" / "bootstrap.py").write_text("import sys\nsys.exit('set-up was run')\n")
    executable(root / ".venv" / "bin" / "python", ECHO)
    bootstrap._stamp(str(root), bootstrap.STAMP, "requirements.txt")
    (root / ".venv" / bootstrap.FOLDER).write_text(f"{root}\n", encoding="utf-8")
    return root


def igot(script: Path | str, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [script, *arguments], env={**os.environ, **environ}, capture_output=True, text=True, check=False
    )


@posix
def test_a_set_up_checkout_starts_at_once_with_all_arguments_and_the_exit_code(checkout: Path) -> None:
    done = igot(checkout / "igot", "smoke", "a b", "", "*")
    assert (done.returncode, done.stdout, done.stderr) == (7, f"{STARTS}[smoke][a b][][*]", "")


@posix
def test_it_starts_through_links_and_from_any_folder(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "second").symlink_to("../third")
    (tmp_path / "third").symlink_to(checkout / "igot")
    monkeypatch.chdir(tmp_path / "bin")
    for script in ("./second", str(tmp_path / "third")):
        assert igot(script).stdout == STARTS
    assert igot("sh", "second").stdout == STARTS
    assert igot("second", PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}").stdout == STARTS


@posix
@pytest.mark.parametrize("change", ["requirements", "folder", "no stamp", "no python"])
def test_it_sets_up_again_when_what_is_there_does_not_fit(checkout: Path, change: str) -> None:
    match change:
        case "requirements":
            (checkout / "requirements.txt").write_text("playwright==2\n")
        case "folder":
            checkout = checkout.rename(checkout.with_name("moved"))
        case "no stamp":
            (checkout / ".venv" / bootstrap.STAMP).unlink()
        case _:
            (checkout / ".venv" / "bin" / "python").unlink()
    done = igot(checkout / "igot", IGOT_PYTHON=sys.executable)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "set-up was run\n")


@posix
@pytest.mark.parametrize("python", [None, "#!/bin/sh\n[ $1 = -V ] && echo Python 3.9.2 && exit\nexit 1\n"])
def test_no_python_or_an_old_one_is_one_sentence(checkout: Path, tmp_path: Path, python: str | None) -> None:
    shutil.rmtree(checkout / ".venv")
    tools = tmp_path / "tools"
    if python:
        executable(tools / "python3", python)
    done = igot(checkout / "igot", PATH=str(tools), IGOT_PYTHON="")
    was = "Python 3.9.2" if python else "no Python"
    assert done.stderr == (
        f"igot: Python 3.11 or newer is needed and {was} was found; install it, or name it in IGOT_PYTHON.\n"
    )
    assert done.returncode == 4


@posix
def test_a_wrong_igot_python_is_one_sentence(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    done = igot(checkout / "igot", IGOT_PYTHON="/nowhere/python")
    assert done.stderr == "igot: IGOT_PYTHON is not a Python 3.11 or newer; name another one or unset it.\n"
    assert done.returncode == 4


@posix
@pytest.mark.parametrize("environ", [{"IGOT_PYTHON": "/nowhere/python"}, {"IGOT_PYTHON": sys.executable}])
def test_a_plug_in_that_cannot_be_set_up_has_no_answer(checkout: Path, environ: dict[str, str]) -> None:
    shutil.rmtree(checkout / ".venv")
    done = igot(checkout / "igot", "smoke", "--nagios", **environ)
    assert (done.returncode, done.stdout) == (3, "IGOT UNKNOWN - the program could not be set up\n")
    assert done.stderr


def test_the_desks_script_is_one_call_of_the_other() -> None:
    text = (ROOT / "igot-desk.cmd").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n")
    assert b'call "%~dp0igot.cmd" desk %*' in text


def test_the_windows_script_leaves_exclamation_marks_alone_and_sets_no_variable_that_is_a_setting() -> None:
    script = (ROOT / "igot.cmd").read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n")
    text = script.decode("ascii")
    assert "DisableDelayedExpansion" in text
    assert not re.search(r'set (/p )?"?igot_', text, re.IGNORECASE)
    assert "igot-folder" not in text, "a batch file reads a name in one code page alone"
    assert set(re.findall(r"goto (\w+)", text)) <= set(re.findall(r"^:(\w+)\r$", text, re.MULTILINE))


@pytest.mark.parametrize(("folder", "code"), [(None, 0), ("moved अधिकारी", bootstrap.NOT_SET_UP)])
def test_bootstrap_runs_what_is_set_up_and_only_that(tmp_path: Path, folder: str | None, code: int) -> None:
    """What igot.cmd asks of it, in a folder whose name no code page holds."""
    root = tmp_path / "अधिकारी"
    (root / "automation").mkdir(parents=True)
    (root / "requirements.txt").write_text("playwright==1\n")
    shutil.copy(ROOT / "automation" / "bootstrap.py", root / "automation")
    executable(Path(bootstrap.python_of(str(root / ".venv"))), "#!/bin/sh\n")
    bootstrap._stamp(str(root), bootstrap.STAMP, "requirements.txt")
    (root / ".venv" / bootstrap.FOLDER).write_bytes(os.fsencode(str(root)) + b"\n")
    root = root.rename(root.with_name(folder)) if folder else root
    words = ["-I", "-X", "utf8", str(root / "automation" / "bootstrap.py"), "--run", "--version"]
    done = subprocess.run([sys.executable, *words], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (code, "" if code else f"igot {__version__}\n", "")


# ------------------------------------------------------------------------------------------------------- the set-up


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that is not set up; nothing is really built or installed in it."""
    (tmp_path / "requirements.txt").write_text("playwright==1\n")
    (tmp_path / "requirements-test.txt").write_text("pytest==1\n")

    def make(venv: str, log: object) -> None:
        executable(Path(bootstrap.python_of(venv)), "#!/bin/sh\n")
        (Path(venv) / "pyvenv.cfg").touch()

    monkeypatch.setattr(bootstrap, "_make", make)
    monkeypatch.setattr(bootstrap, "_install", lambda *_: None)
    return tmp_path


def ready(folder: Path) -> bool:
    return bootstrap.is_ready(str(folder), bootstrap.STAMP, "requirements.txt")


def test_set_up_leaves_its_stamp_and_a_second_one_does_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not ready(folder)
    bootstrap.set_up(str(folder))
    assert ready(folder)
    assert "First use" in capsys.readouterr().err
    bootstrap.set_up(str(folder))
    assert capsys.readouterr().err == ""


def test_an_interrupted_set_up_starts_afresh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        (folder / ".venv" / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "_install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.set_up(str(folder))
    assert not ready(folder)
    bootstrap.set_up(str(folder))
    assert ready(folder)
    assert not (folder / ".venv" / "half").exists()


def test_a_folder_called_venv_that_is_somebodys_own_is_left_alone(folder: Path) -> None:
    (folder / ".venv").mkdir()
    (folder / ".venv" / "thesis.txt").touch()
    with pytest.raises(bootstrap.SetUpError, match="move it away"):
        bootstrap.set_up(str(folder))
    assert (folder / ".venv" / "thesis.txt").exists()


def test_a_second_set_up_waits_for_the_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with bootstrap._only_one(str(folder)):
        waiting = subprocess.Popen(
            [sys.executable, "-c", f"from automation import bootstrap as b\nwith b._only_one({str(folder)!r}): pass"],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert waiting.stderr is not None
        assert waiting.stderr.readline() == "Another set-up is running; waiting for it to end.\n"
        assert waiting.poll() is None
    assert waiting.wait(PATIENCE) == 0
    waiting.stderr.close()


def test_an_old_python_says_so_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    with pytest.raises(bootstrap.SetUpError, match=r"Python 3\.11 or newer is needed and this is 3\.8;"):
        bootstrap.set_up(str(folder))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "the disk is full"),
        (PermissionError(13, "Permission denied"), "Cannot write to"),
        (OSError(30, "Read-only file system"), "Cannot write to"),
        (OSError(5, "Input/output error", "x"), "Input/output error"),
    ],
)
def test_what_the_disk_refuses_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, said: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(bootstrap, "_make", refuse)
    monkeypatch.setattr(bootstrap, "ROOT", str(folder))
    assert bootstrap.main() == 4
    assert said in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("complaint", "said"),
    [
        ("ERROR: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was pinned"),
        ("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy", "name and password"),
        ("ProxyError('Cannot connect to proxy.', NewConnectionError('refused'", "the proxy did not let us through"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        ("NewConnectionError('Temporary failure in name resolution'\nERROR: No matching distribution", "no network"),
        ('ReadTimeoutError("Read timed out. (read timeout=15)")', "no network"),
        ("ERROR: No matching distribution found for jinja2==9", "package index"),
        ("ERROR: Permission denied: '.venv/lib'", "could not be written"),
        ("something new", "otherwise"),
    ],
)
def test_what_pip_complains_of_is_said_in_a_sentence_that_names_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complaint: str, said: str
) -> None:
    monkeypatch.setattr(bootstrap, "ALMOST_NOTHING", -1)
    (tmp_path / "log.txt").write_text(f"\n$ venv\nDO NOT MATCH THE HASHES\n$ pip\n{complaint}\n")
    with (tmp_path / "log.txt").open("rb+") as log, pytest.raises(bootstrap.SetUpError) as caught:
        bootstrap._raise_for(log, "otherwise")
    assert said in str(caught.value)
    assert str(caught.value).endswith(f"(details: {log.name}).")
    assert "\n" not in str(caught.value)


def test_pips_that_were_told_to_install_elsewhere_are_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    assert not {"PIP_USER", "PIP_TARGET"} & set(bootstrap._environment())
    assert bootstrap._environment()["HTTPS_PROXY"] == "http://proxy.example:8080"


PIP_IS_SET = r"""
:env:.index-url='https://b'
global.cert='/office.pem'
global.find-links='\n/one\n/two'
global.index-url='https://a'
"""


@pytest.fixture
def installing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Installs something with the uv of this script in front, and a pip that only says its words; gives the log."""
    (tmp_path / "pip.txt").write_text(PIP_IS_SET)
    says = f'#!/bin/sh\ncase "$*" in *config*) cat "{tmp_path}/pip.txt" ;; *) echo pip was told $* ;; esac\n'
    python = executable(tmp_path / "python", says)
    monkeypatch.setattr(bootstrap, "_pip", lambda _: [str(python)])
    for name in (*bootstrap._AS_UV_HAS_IT.values(), "UV_SYSTEM_CERTS"):
        monkeypatch.delenv(name, raising=False)

    def install(uv: str) -> str:
        if uv:
            executable(tmp_path / "bin" / "uv", f"#!/bin/sh\n[ $1 = --version ] || {uv}\n")
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
        with (tmp_path / "log.txt").open("ab+") as log:
            bootstrap._install(str(python), log, "-r", "requirements.txt")
        return (tmp_path / "log.txt").read_text()

    return install


@posix
def test_uv_installs_where_it_is_there_and_pip_is_not_asked(installing: Callable[[str], str]) -> None:
    log = installing("echo uv was told $*")
    assert "uv was told pip install --python" in log
    assert "-r requirements.txt" in log
    assert "pip was told" not in log


@posix
@pytest.mark.parametrize(("uv", "said"), [("", False), ("exit 1", True)])
def test_pip_installs_where_uv_is_missing_or_fails(installing: Callable[[str], str], uv: str, said: bool) -> None:
    log = installing(uv)
    assert "pip was told install" in log
    assert ("uv did not install it; pip tries now." in log) is said


@posix
def test_uv_is_told_of_the_index_the_proxy_and_the_certificates_that_pip_has(
    installing: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    log = installing("echo $UV_DEFAULT_INDEX $SSL_CERT_FILE $HTTPS_PROXY $UV_FIND_LINKS $UV_SYSTEM_CERTS")
    assert log.endswith("https://b /office.pem http://proxy.example:8080 /one,/two 1\n")
    monkeypatch.setenv("SSL_CERT_FILE", "/mine.pem")
    assert installing("echo $SSL_CERT_FILE").endswith("/mine.pem\n")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_requirement_is_pinned_and_hashed_and_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=\w)", text.strip()):
        assert re.match(r"[a-z0-9-]+==[\w.]+( ;[^\n]*)? \\\n", entry), entry.partition("\n")[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry)
    assert not re.search(r"://|index-url|find-links|^-|@ ", text, re.MULTILINE)


def test_every_dependency_is_among_the_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, wanted in (
        ("requirements.txt", [*project["dependencies"], *project["optional-dependencies"]["build"]]),
        ("requirements-test.txt", project["optional-dependencies"]["test"]),
    ):
        pinned = set(re.findall(r"^([\w-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        assert {re.split(r"[<>=]", each)[0] for each in wanted} <= pinned


def test_every_generation_is_named_in_the_import_rules() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    named = next(each["protected_modules"] for each in contracts if each["name"].startswith("Generations"))
    assert named == [each.form.__module__ for each in GENERATIONS]


# -------------------------------------------------------------------------------------------------------- igot test
