"""What a person can press is there, however it wraps and whatever passes over it; what nobody can press is not."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from automation.portal.facts import Seen, Unseen
from automation.portal.widgets import pressable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

TIMEOUT = 10_000.0
WORDS = "Request for help with an organisation"
COVER = "position:absolute;inset:0;z-index:1"
LAID = "<div style='position:relative;width:300px;height:40px'><button id=one>Send OTP</button>{}</div>"
ANEW = """<script>
  const hit = document.elementFromPoint.bind(document);
  document.elementFromPoint = (x, y) => {
    document.elementFromPoint = hit;
    document.querySelector("#one").replaceWith(document.querySelector("#one").cloneNode(true));
    return hit(x, y);
  };
</script>"""
"""The page draws the button anew, once, while it is looked at."""
BANNER = "<div style='position:fixed;inset:0;z-index:9'>{}</div>"
THERE = {
    "alone": "<button id=one>Send OTP</button>",
    "greyed out": "<button id=one disabled style='pointer-events:none'>Send OTP</button>",
    "far below": "<div style='height:5000px'></div><button id=one>Send OTP</button>",
    "a text that wraps": f"<p style='width:140px'>No match? Then please use <span id=one>{WORDS}</span></p>",
    "two choices with a gap": (
        "<div><span id=one><label style='margin-right:300px'><input type=radio>Center</label>"
        "<label><input type=radio>State</label></span></div>"
    ),
    "choices one below the other": (
        "<span id=one><label style='display:block;width:80px'>Center</label>"
        "<label style='display:block;width:80px'>State</label></span>"
    ),
    "a label over an empty box": (
        "<div style='position:relative'><input id=one>"
        "<span style='position:absolute;left:0;pointer-events:none'>Name</span></div>"
    ),
    "below a banner that can be put away": "<button id=one>Send OTP</button>"
    + BANNER.format("<button>Accept</button>"),
    "below a dialog": f"<button id=one>Send OTP</button><div role=dialog style='{COVER}'>Welcome</div>",
    "drawn anew": f"<button id=one>Send OTP</button>{ANEW}",
    "one that fades in": (
        "<style>@keyframes in { from { opacity: 0 } }</style><button id=one style='animation:in .3s'>Send OTP</button>"
    ),
}
AWAY = {
    "without opacity": "<button id=one style='opacity:0'>Send OTP</button>",
    "in what has no opacity": "<div style='opacity:0'><button id=one>Send OTP</button></div>",
    "without clicks": "<button id=one style='pointer-events:none'>Send OTP</button>",
    "beside the page": "<button id=one style='position:absolute;left:-9999px'>Send OTP</button>",
    "above the page": "<button id=one style='position:absolute;top:-9999px'>Send OTP</button>",
    "cut off": "<div style='height:0;overflow:hidden'><button id=one>Send OTP</button></div>",
    "covered by what nobody sees": LAID.format(f"<div style='{COVER}'></div>"),
    "covered by a picture": LAID.format(
        f"<svg style='{COVER};width:300px;height:40px'><rect width=300 height=40></svg>"
    ),
    "below a cover that cannot be put away": f"<button id=one>Send OTP</button>{BANNER.format('Loading')}",
    "a text that wraps, covered": (
        f"<p style='position:relative;width:140px'>Use <span id=one>{WORDS}</span><i style='{COVER}'></i></p>"
    ),
    "covered and drawn anew": LAID.format(f"<div style='{COVER}'></div>") + ANEW,
    "not there": "<p>Send OTP</p>",
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that reaches nothing."""
    with closing(browser.new_page()) as made:
        yield made


@pytest.mark.parametrize("shape", THERE)
def test_what_can_be_pressed_is_there(page: Page, shape: str) -> None:
    page.set_content(THERE[shape])
    assert isinstance(pressable(page.locator("#one"), "on the form", TIMEOUT), Seen)


@pytest.mark.parametrize("shape", AWAY)
def test_what_nobody_can_press_is_not_there(page: Page, shape: str) -> None:
    page.set_content(AWAY[shape])
    assert isinstance(pressable(page.locator("#one"), "on the form", TIMEOUT / 20), Unseen)
