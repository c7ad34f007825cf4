"""Lets the browser print a page of ours as PDF; it opens no address."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from pathlib import Path


def pdf(context: BrowserContext, page: str, path: Path) -> str:
    """Print HTML to a PDF file; blank, or why there is no file. Only Chromium without a window can print."""
    try:
        sheet = context.new_page()
    except PlaywrightError as error:
        return f"the browser opened no page ({error.message.splitlines()[0]})"
    try:
        sheet.set_content(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet.pdf(path=path, format="A4")
    except (PlaywrightError, OSError) as error:
        return f"the browser could not print it ({str(error).splitlines()[0]})"
    finally:
        with suppress(PlaywrightError):
            sheet.close()
    return ""
