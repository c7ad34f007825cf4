"""Walks the helpdesk's page through five complaints on the rehearsal portal, and takes the pictures of docs/desk.md.

    .venv/bin/python docs/desk/walk.py        # three to five minutes; --every also takes each page, wide and narrow

It serves the desk as `igot desk` does, with folders of its own, types each complaint, and stops with an error where the
first symptom is not the right one or a repetition does not come to a verdict. Nothing leaves this machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from automation.browser import ensure, started
from automation.browser.finder import place_of
from automation.config import BrowserSettings
from automation.fetch import is_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

HERE = Path(__file__).parent
WIDE: ViewportSize = {"width": 1000, "height": 600}
SIZES: tuple[ViewportSize, ...] = ({"width": 1280, "height": 900}, {"width": 390, "height": 800})
MOST_BYTES = 120_000
LONGEST_MS = 300_000


class Complaint(NamedTuple):
    """What an official says, and the symptom that it is about."""

    said: str
    symptom: str


COMPLAINTS = (
    Complaint("The OTP never comes on my mobile", "sms-otp-missing"),
    Complaint("मेरा विभाग सूची में नहीं दिख रहा", "department-missing"),
    Complaint("email par OTP nahi aa raha", "email-otp-missing"),
    Complaint("Sign up बटन grey है, press नहीं हो रहा", "sign-up-greyed"),
    Complaint("registration ka page nahi khul raha", "page-blank"),
)
"""English, Hindi, Hindi in Roman letters, both mixed, and Roman again."""
PAGES = (
    *("", "problem", "symptom/sms-otp-missing", "register", "departments", "departments/1", "history", "bundles"),
    *("settings", "machine"),
)


@contextmanager
def desk(folder: Path) -> Iterator[str]:
    """The desk on the rehearsal portal, as the command serves it; its address, which opens once."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("IGOT_")}
    environ |= {"IGOT_REPORT_FOLDER": str(folder / "runs"), "IGOT_REPORT_EVIDENCE": str(folder / "evidence")}
    environ |= {"IGOT_DEPARTMENTS_RAISED": str(folder / "raised.csv"), "IGOT_PORTAL_URL": ""}  # the rehearsal's
    command = [sys.executable, "-X", "utf8", "-u", "-m", "automation", "desk", "--no-browser"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None  # noqa: S101 (it is a pipe)
            line = process.stdout.readline()
            found = re.search(r"http://\S+", line)
            if found is None:
                raise SystemExit(f"The desk did not start: {line}")
            yield found[0]
        finally:
            process.terminate()


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window, which reaches this machine alone."""
    with started() as playwright:
        found = ensure(playwright, BrowserSettings())
        launched = playwright.chromium.launch(
            chromium_sandbox=not is_root(),
            proxy={"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"},
            **place_of(found),
        )
        yield launched
        launched.close()


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Take a picture, and see that it is small enough for the documentation."""
    path = HERE / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES} bytes.")


def repeat(page: Page, home: str, number: int, complaint: Complaint) -> None:
    """From the complaint to its symptom, and to the verdict of its repetition."""
    page.goto(f"{home}/problem")
    page.get_by_label("In their own words").fill(complaint.said)
    page.get_by_role("button", name=re.compile("Find")).click()
    first = page.locator("ol.choices a").first
    if first.get_attribute("href") != f"/symptom/{complaint.symptom}":
        raise SystemExit(f"“{complaint.said}” is taken for {first.get_attribute('href')}.")
    picture(page, f"{number}-complaint")
    first.click()
    if number == 1:
        picture(page, f"{number}-symptom")
    page.get_by_label("Ticket").fill(f"HD-{100 + number}")
    page.get_by_role("button", name=re.compile("Repeat it")).click()
    page.get_by_text("It is running.").wait_for()
    if number == 1:
        page.locator("#lines", has_text="attempt").wait_for(timeout=LONGEST_MS)
        picture(page, f"{number}-running")
    page.get_by_role("heading", name="What to answer").wait_for(timeout=LONGEST_MS)
    picture(page, f"{number}-verdict")
    print(f"{complaint.symptom}: {page.locator('.banner strong').inner_text()}")


def main() -> None:
    """Take the pictures; with --every those of all pages too, into the folder that is named."""
    with tempfile.TemporaryDirectory() as folder, desk(Path(folder)) as address, browser() as chromium:
        home = address.partition("/?")[0]
        page = chromium.new_page(viewport=WIDE)
        page.goto(address)
        page.get_by_role("button", name=re.compile("Check the portal now")).click()
        page.get_by_role("link", name=re.compile("^The report")).wait_for(timeout=LONGEST_MS)
        page.goto(home)
        picture(page, "0-home")
        for number, complaint in enumerate(COMPLAINTS, start=1):
            repeat(page, home, number, complaint)
        if sys.argv[1:2] == ["--every"]:
            every(page, home, Path(sys.argv[2]))


def every(page: Page, home: str, into: Path) -> None:
    """Each page as it stands on a screen and on a telephone."""
    page.goto(f"{home}/departments")
    page.get_by_role("button", name=re.compile("Look again now")).click()
    page.get_by_role("link", name=re.compile("^The report")).wait_for(timeout=LONGEST_MS)
    for size in SIZES:
        page.set_viewport_size(size)
        for path in (*PAGES, "job/1", "job/2", "nowhere/at-all", "symptom/x"):
            page.goto(f"{home}/{path}")
            page.screenshot(path=into / f"{path.replace('/', '-') or 'home'}-{size['width']}.png", full_page=True)


if __name__ == "__main__":
    main()
