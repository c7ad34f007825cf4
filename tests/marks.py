"""Where a test cannot be run, and why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

WINDOWS = os.name == "nt"
signals = pytest.mark.skipif(WINDOWS, reason="Windows has no such signals")
scripts = pytest.mark.skipif(WINDOWS, reason="Windows starts no script by its first line")
links = pytest.mark.skipif(WINDOWS, reason="a link needs a right on Windows that users do not have")
proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this system has no /proc")
