"""Fires every way out in every state of the gate, and once without a gate, and tells what arrived."""

from __future__ import annotations

import secrets
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import batched
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Error as PlaywrightError

from automation.acts import Act
from automation.browser import finder
from automation.browser.guard import gate_of, launched
from automation.gate.policy import Policy, Scripted
from automation.proof.sinks import HOST, Sinks
from automation.proof.vectors import Vector, javascript, knowledge, new_mark, vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page, Playwright

    from automation.config import BrowserSettings

State = Literal["without a gate", "sealed", "browse", "approved"]
WATCH_SECONDS = 1.5  # how long nothing must arrive after the last script of a batch has begun
_BATCH = 24
