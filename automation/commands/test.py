"""`igot test`: sets up what the tests need, makes sure of a browser, and runs the test suite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from automation import bootstrap, flags
from automation.home import CHECKOUT, PROGRAM
from automation.model import NoAnswerError, UsageError
from automation.saying import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from automation.config import Loaded

NO_TESTS, INTERRUPTED = 5, 2  # exit codes of pytest


def run(loaded: Loaded, arguments: Sequence[str] = ()) -> int:
    """Run pytest with `arguments` in the checkout; four processes unless they say otherwise, for they mostly wait.

    0: all passed; 1: some failed; 4: set-up failed, or no test was run; 130: interrupted; 3: pytest itself failed.
    Raises NoAnswerError when the test packages or a browser cannot be had, UsageError where there are no tests.
    """
    if not CHECKOUT:
        raise UsageError("The tests are not part of an installed program; get its source and run ./igot test there.")
    try:
        bootstrap.set_up_tests(str(PROGRAM))
    except bootstrap.SetUpError as error:
        raise NoAnswerError(str(error)) from None
    _ensure_browser(loaded)
    named = any(word.startswith(("-n", "--numprocesses")) for word in arguments)
    parallel = [] if named else ["-n", "4", "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", *parallel, *arguments]
    code = subprocess.run(command, cwd=PROGRAM, env=_environment(), check=False).returncode
    return {0: 0, 1: 1, INTERRUPTED: 130, NO_TESTS: 4}.get(code, 3)


def _ensure_browser(loaded: Loaded) -> None:
    from automation import fetch
    from automation.browser import ensure, started

    with started() as playwright:
        found = ensure(playwright, loaded.settings.browser)
    heavy = found.kind == "executable" and Path(found.value).name != fetch.SHELL
    if heavy and not loaded.settings.browser.executable and fetch.is_debian_root():
        telling = f"The tests open many pages; installing {fetch.SHELL}, which does a page with a fifth of the work."
        say(telling, aside=True)
        fetch.run_all(fetch.apt(fetch.SHELL))  # without it they only take longer


def _environment() -> dict[str, str]:
    """What the tests see: no setting of this person's, since tests bring their own.

    Compiled modules are kept: the tests start the program some two hundred times, which would compile itself each time.
    """
    own = ("IGOT_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)} | {"PYTHONUTF8": "1"}


TEST = flags.Command(lambda loaded, given: run(loaded, given.words), examples=("-k departments",), passing=True)
