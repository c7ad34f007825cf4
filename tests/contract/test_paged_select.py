"""A list that asks nothing is a fault of the page only where no earlier answer of the portal has stopped it."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from automation.model import NoAnswer
from automation.portal.facts import NothingSent
from automation.portal.paged_lists import ListName
from automation.portal.paged_select import Answered, PagedSelect, Style
from tests.patience import unhurried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

TIMEOUT = 1.5
URL = "http://portal.example/public/signup"
WELL = {"result": {"response": {"count": 1, "content": [{"orgName": "Delhi", "identifier": "1"}]}}}
# It asks once, when it is opened for the first time, and shows what it got.
FORM = """
<div formcontrolname=state role=combobox aria-expanded=false tabindex=0>Select state</div><div id=place></div>
<script>
const control = document.querySelector('[role=combobox]');
let asked = false;
control.onclick = async () => {
  control.setAttribute('aria-expanded', 'true');
  place.innerHTML = '<div role=listbox><input></div>';
  if (asked) return;
  asked = true;
  const body = JSON.stringify({request: {query: '', offset: 0, filters: {sbOrgType: 'state'}}});
  const answer = await fetch('/api/org/hierarchy/state/search', {method: 'POST', body});
  for (const row of (await answer.json()).result.response.content)
    place.firstChild.insertAdjacentHTML('beforeend', `<div role=option>${row.orgName}</div>`);
};
control.onkeydown = () => { control.setAttribute('aria-expanded', 'false'); place.innerHTML = ''; };
</script>
"""


def never(_route: Route) -> None:
    """The portal does not answer."""


def busy(route: Route) -> None:
    route.fulfill(status=429, json={"message": "API rate limit exceeded"})


def another_page(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<p>Welcome")


def half(route: Route) -> None:
    route.fulfill(content_type="application/json", body=json.dumps(WELL)[:40])


def well(route: Route) -> None:
    route.fulfill(json=WELL)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose requests the test answers."""
    with closing(browser.new_page()) as made:
        yield made


def listed(page: Page, answers: Callable[[Route], None]) -> PagedSelect:
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=FORM))
    page.route("**/search", answers)
    page.goto(URL)
    return PagedSelect(page, ListName.STATE, Style.VALUE, 1000 * unhurried(TIMEOUT))


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (never, "no answer"),
        (busy, "HTTP 429"),
        pytest.param(another_page, "could not be read", marks=pytest.mark.thorough),
        pytest.param(half, "could not be read", marks=pytest.mark.thorough),
    ],
)
def test_a_list_that_asks_no_more_after_an_answer_that_was_none_is_an_outage(page, answers, why):
    select = listed(page, answers)
    assert isinstance(select.open(), NoAnswer)
    again = select.open()
    assert isinstance(again, NoAnswer)
    assert "earlier" in again.why
    assert why in again.why


def test_a_list_that_asks_no_more_after_a_good_answer_is_silent_itself(page):
    select = listed(page, well)
    assert isinstance(select.open(), Answered)
    assert isinstance(select.open(), NothingSent)
