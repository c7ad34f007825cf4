"""What stands in place of the sign-up form is told at once; a page whose script failed is still broken."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from automation.model import Cause, NoAnswer
from automation.portal.facts import Opened
from automation.portal.form import Recognised, Unrecognised
from automation.portal.site import Addresses, Site
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Route

    from automation.portal.form import Recognition

PORTAL = "http://portal.test"
AT_ONCE = PATIENCE / 2
"""Seconds, far below those that a form is waited for."""
SIGN_IN = "<h1>Sign in</h1><form><input name=user><input type=password name=word><button>Sign in</button></form>"
NEW_PASSWORD = "<form><input name=user><input type=password name=one><input type=password name=two></form>"
LATE = """<app-root></app-root><script>
  setTimeout(() => { document.body.innerHTML = '<form><input formcontrolname="email"></form>'; }, 700)</script>"""


def recognised(context: BrowserContext, body: str, timeout: float) -> tuple[Recognition, float]:
    """What is made of a page with this body, and after how many seconds; `timeout` in ms. No script of its is there."""

    def answer(route: Route) -> None:
        if "never" in route.request.url:
            return
        page = route.request.resource_type == "document"
        route.fulfill(status=200 if page else 404, content_type="text/html", body=body if page else "")

    context.route("**/*", answer)
    site = Site(context.new_page(), Addresses(PORTAL, PORTAL), timeout)
    assert isinstance(site.open_sign_up(), Opened)
    clock = time.monotonic()
    return site.recognise(), time.monotonic() - clock


@pytest.mark.parametrize(
    ("body", "cause", "said"),
    [
        (SIGN_IN, Cause.SIGN_IN, "leads to a sign-in page"),
        ("", Cause.EMPTY, "no text and no script"),
        (
            "<!doctype html><title>Portal</title><body><app-root></app-root></body>",
            Cause.EMPTY,
            "no text and no script",
        ),
    ],
)
def test_a_sign_in_page_and_an_empty_one_are_told_at_once(
    body: str, cause: Cause, said: str, ungated: Callable[..., BrowserContext]
) -> None:
    found, seconds = recognised(ungated(), body, PATIENCE * 1000)
    assert isinstance(found, NoAnswer)
    assert found.cause is cause
    assert said in found.why
    assert seconds < AT_ONCE


NOTICE = "<div>Scheduled maintenance on Sunday from 2 AM to 4 AM. <button>Accept</button></div>"


@pytest.mark.parametrize(
    ("body", "timeout", "there"),
    [
        (f"{NOTICE}{LATE}", PATIENCE * 1000, True),
        (f"{NOTICE}<a href=/public/signup>Register</a>", PATIENCE * 1000, True),
        (f"{NOTICE}<a href=/about>About</a>", 300.0, False),
    ],
    ids=["the form comes late", "a page that leads to it", "neither"],
)
def test_a_notice_of_a_maintenance_is_none(
    body: str, timeout: float, there: bool, ungated: Callable[..., BrowserContext]
) -> None:
    context = ungated()
    context.route("**/*", lambda route: route.fulfill(content_type="text/html", body=body))
    page = context.new_page()
    found = Site(page, Addresses(PORTAL, PORTAL), timeout).open_sign_up()
    assert isinstance(found, Opened if there else NoAnswer)
    assert there or (isinstance(found, NoAnswer) and found.cause is Cause.MAINTENANCE)


@pytest.mark.parametrize("body", ["<app-root></app-root><script src=/main.js></script>", "<script>throw 1</script>"])
def test_a_page_whose_script_failed_is_no_empty_one(body: str, ungated: Callable[..., BrowserContext]) -> None:
    found, _ = recognised(ungated(), body, 1000.0)
    assert isinstance(found, Unrecognised)
    assert found.blank
    assert ("/main.js is answered with HTTP 404" in found.seen) is ("main.js" in body)


@pytest.mark.parametrize("body", [LATE, NEW_PASSWORD])
def test_a_form_that_comes_late_and_one_that_wants_a_new_password_are_no_such_page(
    body: str, ungated: Callable[..., BrowserContext]
) -> None:
    found, _ = recognised(ungated(), body, 3000.0)
    assert isinstance(found, Recognised | Unrecognised)


NAMES = ("firstname", "email", "mobile", "organisation", "type")
WORDLESS = f"""<form>{"".join(f'<p>publicsignup.{name}</p><input formcontrolname="{name}">' for name in NAMES)}
  </form><script>fetch('/assets/i18n/{{}}.json')</script>"""


@pytest.mark.parametrize("catalogue", ["never", "gone"])
def test_texts_that_have_no_answer_are_an_outage_and_such_as_are_refused_are_broken(
    catalogue: str, ungated: Callable[..., BrowserContext]
) -> None:
    found, _ = recognised(ungated(), WORDLESS.format(catalogue), 1000.0)
    if catalogue == "never":
        assert isinstance(found, NoAnswer), found
        assert "still without an answer" in found.why
        assert "/assets/i18n/never.json" in found.why
    else:
        assert isinstance(found, Recognised), found
        assert found.ailing == "/assets/i18n/gone.json is answered with HTTP 404"
