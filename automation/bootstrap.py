"""Sets up `.venv` beside the program; needs only the standard library and nothing of the program itself.

The scripts `igot` and `igot.cmd` run this file when `.venv` is not yet there or no longer fits. It builds, and leaves
its stamp last: a set-up that was cut short has no stamp, so the next run starts afresh. Where uv is there it installs,
else pip does; what they say goes to `.venv.setup/log.txt`. Exit codes: 0 set up, 4 could not be set up (one sentence on
stderr says why), 130 interrupted.

With `--run` it sets nothing up: it runs the program where `.venv` fits, else its exit code is 103. Windows' `igot.cmd`
leaves that question to it, since a batch file reads a name in one code page alone.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from typing import IO, Iterator, NoReturn

OLDEST = (3, 11)
CANNOT_JUDGE, INTERRUPTED, NOT_SET_UP = 4, 130, 103
ALMOST_NOTHING = 5_000_000  # bytes
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STAMP, TEST_STAMP, FOLDER = "igot-stamp.txt", "igot-stamp-test.txt", "igot-folder.txt"
_BEGUN = frozenset({"bin", "include", "Include", "lib", "Lib", "lib64", "Scripts"})  # what a venv begins with
_PINNED = ("--require-hashes", "--only-binary", ":all:", "-r")
_STRAY = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME", "PYTHONPATH")
_AS_UV_HAS_IT = {  # what may be set for pip, in a file or a variable, and uv's variable for it
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "proxy": "HTTPS_PROXY",
}
_UVS_OWN = {
    "UV_SYSTEM_CERTS": "1",  # trusted is what this system trusts, as with pip
    "UV_NATIVE_TLS": "1",  # the same for an older uv
    "UV_INDEX_STRATEGY": "unsafe-best-match",  # pip's way with several indexes; the hashes say what is taken
}
_FULL = "the disk is full; make room (about 400 MB) and try again"
_COMPLAINTS = {  # what pip says: what is said to the reader; the first that fits
    r"No space left on device|Errno 28|WinError 112": _FULL,
    r"DO NOT MATCH THE HASHES": "a downloaded package is not the one that was pinned, and was not used; "
    "try again, and if it stays so tell the IT cell",
    r"407 Proxy": "the proxy wants a name and password; put them into HTTPS_PROXY and try again",
    r"ProxyError|Cannot connect to proxy|Tunnel connection failed": "the proxy did not let us through; "
    "check HTTPS_PROXY and try again",
    r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerification": "the secure connection is not trusted here, as happens "
    "behind a proxy that reads along; name its certificate in PIP_CERT and try again",
    r"NewConnectionError|NameResolution|Failed to establish|Connect ?[Tt]imeout|Read ?[Tt]ime|Network is unreachable"
    r"|Connection aborted|ConnectionReset|RemoteDisconnected": "there is no network; connect to the internet, or name "
    "the office proxy in HTTPS_PROXY, and try again",
    r"Permission denied|Errno 13|WinError 5\b": "files could not be written; move the folder to where you may write, "
    "or stop what is using it",
    r"No matching distribution|Could not find a version": "a pinned package is not in the package index that pip is "
    "set to use; check pip's configuration",
}


class SetUpError(Exception):
    """Set-up failed; the text is one sentence for the reader."""


def main() -> int:
    """Set up, in words on stderr; the exit code."""
    try:
        set_up(ROOT)
    except SetUpError as error:
        _say("igot: " + str(error))
        return CANNOT_JUDGE
    except KeyboardInterrupt:
        _say("igot: set-up was interrupted; the next run starts it afresh.")
        return INTERRUPTED
    return 0


def run(root: str) -> int:
    """Run the program with the further words of this command line; its exit code, or 103 where `.venv` does not fit."""
    import runpy

    if not is_ready(root, STAMP, "requirements.txt"):
        return NOT_SET_UP
    del sys.argv[1]
    runpy.run_module("automation", run_name="__main__", alter_sys=True)
    return 0


def set_up(root: str) -> None:
    """Make `.venv` under `root` with what requirements.txt pins, and the program. Raises SetUpError."""
    if sys.version_info < OLDEST:
        found = "{}.{}".format(*sys.version_info)
        raise SetUpError(f"Python 3.11 or newer is needed and this is {found}; install it, or name it in IGOT_PYTHON.")
    venv = os.path.join(root, ".venv")
    with _explained(root), _only_one(root) as log:
        if is_ready(root, STAMP, "requirements.txt") and _runs(python_of(venv)):
            return
        _say("First use: setting up in " + venv + " (once, a minute or two).")
        _clear(venv, os.path.join(root, ".venv.setup", "old"))
        _make(venv, log)
        python = python_of(venv)
        _say("Downloading and installing what the program needs ...")
        _install(python, log, *_PINNED, os.path.join(root, "requirements.txt"))
        _install(python, log, "--no-deps", "--no-build-isolation", "--no-index", "-e", root)
        with open(os.path.join(venv, FOLDER), "wb") as folder:
            folder.write(os.fsencode(root) + b"\n")
        _stamp(root, STAMP, "requirements.txt")
        _say("Set up.")


def set_up_tests(root: str = ROOT) -> None:
    """Add what requirements-test.txt pins, for the test suite and the linters. Raises SetUpError."""
    with _explained(root), _only_one(root) as log:
        if is_ready(root, TEST_STAMP, "requirements-test.txt"):
            return
        _say("Downloading and installing what the tests need ...")
        _install(python_of(os.path.join(root, ".venv")), log, *_PINNED, os.path.join(root, "requirements-test.txt"))
        _stamp(root, TEST_STAMP, "requirements-test.txt")


def is_ready(root: str, stamp: str, requirements: str) -> bool:
    """Whether `.venv` holds what `requirements` pins, and was made for this very folder."""
    venv = os.path.join(root, ".venv")
    try:
        same = _read(os.path.join(venv, stamp)) == _read(os.path.join(root, requirements))
        folder = os.fsdecode(_read(os.path.join(venv, FOLDER)))
        return same and os.path.normcase(folder) == os.path.normcase(root) and os.path.exists(python_of(venv))
    except OSError:
        return False


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read().rstrip()


def python_of(venv: str) -> str:
    """The Python of a virtual environment."""
    return os.path.join(venv, *(("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")))


@contextlib.contextmanager
def _explained(root: str) -> Iterator[None]:
    """Turn what the file system refuses into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", None)}:
            raise SetUpError("Set-up failed: " + _FULL + ".") from None
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise SetUpError(f"Cannot write to {root}; copy the program to where you may write.") from None
        raise SetUpError(f"Set-up failed: {error.strerror} ({error.filename}).") from None


@contextlib.contextmanager
def _only_one(root: str) -> Iterator[IO[bytes]]:
    """Hold the lock of the set-up, waiting for another one to end; gives the open log, which is the lock."""
    folder = os.path.join(root, ".venv.setup")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "log.txt"), "ab+") as log:
        alone = lock(log)
        if not alone:
            _say("Another set-up is running; waiting for it to end.")
        while not alone:
            time.sleep(0.5)
            alone = lock(log)
        log.truncate(0)
        yield log


def lock(log: IO[bytes]) -> bool:
    """Lock a file, if it is free, until it is closed here and (not on Windows) in all that was started with it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            log.seek(1 << 30)  # far behind the text, since Windows keeps others from a locked place
            msvcrt.locking(log.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}  # else: no locks on this file system
    return True


def _clear(venv: str, aside: str) -> None:
    """Remove a half-made or outdated environment, at one stroke; anything else of that name is left alone."""
    shutil.rmtree(aside, ignore_errors=True)
    if not os.path.lexists(venv):
        return
    ours = os.path.isdir(venv) and not os.path.islink(venv)
    if not ours or not ("pyvenv.cfg" in os.listdir(venv) or _BEGUN.issuperset(os.listdir(venv))):
        raise SetUpError(f"{venv} is there and is no virtual environment; move it away and try again.")
    os.rename(venv, aside)
    shutil.rmtree(aside, ignore_errors=True)


def _make(venv: str, log: IO[bytes]) -> None:
    """Make the virtual environment, without a pip of its own where the system ships none."""
    base = os.path.realpath(sys.executable)
    if _run([base, "-P", "-m", "venv", venv], log) == 0:
        return
    if os.path.lexists(venv):
        shutil.rmtree(venv)
    if _run([base, "-P", "-m", "venv", "--without-pip", venv], log) != 0 or not _pip(python_of(venv)):
        _raise_for(log, "Python's venv or pip is missing; on Debian or Ubuntu run: apt install python3-venv")


def _pip(python: str) -> list[str]:
    """The command of pip for an environment: its own, else that of the Python it was made with; [] for none."""
    base = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    for command in ([python, "-P", "-m", "pip"], [base, "-P", "-m", "pip", "--python", python]):
        if _runs(*command, "--version"):
            return command
    return []


def _runs(python: str, *arguments: str) -> bool:
    command = [python, *(arguments or ("-c", ""))]
    with contextlib.suppress(OSError):
        return subprocess.run(command, env=_environment(), capture_output=True, check=False).returncode == 0
    return False


def _install(python: str, log: IO[bytes], *what: str) -> None:
    """Install by uv, which takes a fraction of the time; by pip where there is none, or where it fails."""
    pip = _pip(python)
    if not pip:
        raise SetUpError("pip is missing; on Debian or Ubuntu run: apt install python3-venv")
    uv = shutil.which("uv")
    if uv and _runs(uv, "--version"):
        if _run([uv, "pip", "install", "--python", python, *what], log, _for_uv(pip)) == 0:
            return
        log.write(b"\nuv did not install it; pip tries now.\n")
    options = ["install", "--disable-pip-version-check", "--no-input", "--no-color", "--progress-bar", "off"]
    if _run([*pip, *options, *what], log) != 0:
        _raise_for(log, "a package could not be installed")


def _for_uv(pip: list[str]) -> dict[str, str]:
    """Variables by which uv asks the package index, through the proxy and with the certificates, that pip would."""
    told = subprocess.run([*pip, "config", "list"], env=_environment(), capture_output=True, check=False)
    lines = sorted(told.stdout.decode(errors="replace").splitlines(), key=lambda line: line.startswith(":env:"))
    found = [each for each in map(re.compile(r"\S+?\.([\w-]+)='(.*)'").fullmatch, lines) if each]
    several = {each[1]: each[2].replace("\\n", " ").split() for each in found}
    given = {
        uv: ("," if pips == "find-links" else " ").join(several[pips])
        for pips, uv in _AS_UV_HAS_IT.items()
        if pips in several and uv not in os.environ
    }
    return {**_UVS_OWN, **given}


def _run(command: list[str], log: IO[bytes], more: dict[str, str] | None = None) -> int:
    """Run a command, its words into the log; it holds the lock too, should it outlive us."""
    log.write("\n$ {}\n".format(" ".join(command)).encode(errors="replace"))
    log.flush()
    kept = () if sys.platform == "win32" else (log.fileno(),)
    around = {**_environment(), **(more or {})}
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=around, check=False, pass_fds=kept
    ).returncode


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.upper() not in _STRAY}


def _raise_for(log: IO[bytes], otherwise: str) -> NoReturn:
    """Say why the last command failed; a full disk keeps even the log from saying so, hence the look."""
    log.seek(0)
    said = log.read().decode(errors="replace").rpartition("\n$ ")[2]
    why = next((sentence for sign, sentence in _COMPLAINTS.items() if re.search(sign, said)), otherwise)
    if min(shutil.disk_usage(place).free for place in (log.name, tempfile.gettempdir())) < ALMOST_NOTHING:
        why = _FULL
    raise SetUpError(f"Set-up failed: {why} (details: {log.name}).")


def _stamp(root: str, stamp: str, requirements: str) -> None:
    """Write down what was installed, whole or not at all."""
    half = os.path.join(root, ".venv", stamp + ".half")
    shutil.copyfile(os.path.join(root, requirements), half)
    os.replace(half, os.path.join(root, ".venv", stamp))


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(run(ROOT) if sys.argv[1:2] == ["--run"] else main())
