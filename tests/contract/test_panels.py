"""Lists of several builds are read whole, whatever stands around their rows; an ordinary one is never scrolled."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from automation.portal import panels
from tests.patience import PATIENCE
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROWS, HIGH, VIEW = 40, 48, 256
TIMEOUT = 1000 * PATIENCE
HEAD = "<div style='padding:16px 16px 40px'><input placeholder=Search style='height:24px'></div>"
STICKY = "<div style='position:sticky;top:0;height:90px;background:#fff'><input placeholder=Search></div>"
# How the rows stand in their panel: all of them at once …
ORDINARY = {
    "bare": "ROWS",
    "below a head": f"{HEAD}ROWS",
    "below a head that stays": f"{STICKY}ROWS",
    "in a wrapper with its head": f"<div>{HEAD}<div>ROWS</div></div>",
    "with words at the end": "ROWS<p style='height:80px'>Load more</p>",
    "with a search box in an option": (
        f"<div role=option style='position:sticky;top:0;height:{HIGH}px;background:#fff'><input></div>ROWS"
    ),
    "with padding": "<div style='padding:8px 0'>ROWS</div>",
}
# … or those in view alone, the rest as one scrolls.
IN_VIEW = {
    "the panel scrolls": "<div class=whole></div>",
    "below a head": f"{STICKY}<div class=whole></div>",
    "a view of its own scrolls": (
        f"<div class=port style='overflow-y:auto;height:{VIEW}px'><div class=whole></div></div>"
    ),
}
DRAW = """([rows, high, view]) => {
  const whole = document.querySelector('.whole'), port = document.querySelector('.port') ?? panel;
  Object.assign(whole.style, {position: 'relative', height: `${rows * high}px`});
  const draw = () => {
    const from = Math.floor(Math.max(0, port.scrollTop - whole.offsetTop) / high);
    whole.replaceChildren(...Array.from({length: Math.min(rows - from, Math.ceil(view / high) + 1)}, (_, at) => {
      const row = document.createElement('div');
      row.role = 'option';
      row.textContent = `Office ${from + at}`;
      row.onclick = () => { document.title = row.textContent; };
      Object.assign(row.style, {position: 'absolute', top: `${(from + at) * high}px`, height: `${high}px`});
      return row;
    }));
  };
  port.addEventListener('scroll', () => requestAnimationFrame(() => requestAnimationFrame(draw)));
  draw();
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that reaches nothing."""
    with closing(browser.new_page()) as made:
        yield made


def opened(page: Page, inside: str) -> None:
    every = "".join(f"<div role=option style='height:{HIGH}px'>Office {number}</div>" for number in range(ROWS))
    panel = f"<div id=panel role=listbox style='overflow-y:auto;height:{VIEW}px'>{inside.replace('ROWS', every)}</div>"
    page.set_content(f"<div class=cdk-overlay-pane>{panel}</div>")
    page.evaluate("() => { window.moved = 0; panel.addEventListener('scroll', () => { window.moved += 1; }); }")


@pytest.mark.parametrize("at", [0, 300, 5000])
@pytest.mark.parametrize("shape", ORDINARY)
def test_an_ordinary_list_is_read_where_it_stands_and_not_scrolled(page: Page, shape: str, at: int) -> None:
    opened(page, ORDINARY[shape])
    page.evaluate("at => new Promise(done => { panel.scrollTop = at; setTimeout(done, 100); })", at)
    moved = page.evaluate("() => window.moved")
    assert panels.rows(page, "text", TIMEOUT) == [f"Office {number}" for number in range(ROWS)]
    assert panels.reached(page, 7, TIMEOUT) == 7 + ("in an option" in shape)
    assert page.evaluate("() => window.moved") == moved


SCROLLED = [(shape, at) for shape in IN_VIEW for at in (0, 300, 5000)]


@pytest.mark.parametrize("case", rows(SCROLLED, SCROLLED[1:2]))
def test_of_a_list_that_holds_the_rows_in_view_all_are_read_and_each_can_be_reached(
    page: Page, case: tuple[str, int]
) -> None:
    shape, at = case
    opened(page, IN_VIEW[shape])
    page.evaluate(DRAW, [ROWS, HIGH, VIEW])
    page.evaluate("at => { (document.querySelector('.port') ?? panel).scrollTop = at; }", at)
    assert panels.rows(page, "text", TIMEOUT) == [f"Office {number}" for number in range(ROWS)]
    row = panels.row_at(page, page.get_by_role("option"), 33, "text", "Office 33", TIMEOUT)
    assert row is not None
    row.click(timeout=TIMEOUT)
    assert page.title() == "Office 33"
    assert panels.reached(page, ROWS, TIMEOUT) == -1
    assert panels.row_at(page, page.get_by_role("option"), 33, "text", "another office", TIMEOUT) is None


def test_a_list_that_fades_in_is_waited_for(page: Page) -> None:
    opened(page, ORDINARY["bare"])
    page.evaluate("() => { panel.style.opacity = 0; setTimeout(() => { panel.style.opacity = 1; }, 300); }")
    assert len(panels.rows(page, "text", TIMEOUT)) == ROWS


def test_a_list_of_another_kind_is_no_empty_list(page: Page) -> None:
    page.set_content("<div class=cdk-overlay-pane><ul><li>Office 1</li></ul></div>")
    assert panels.of_another_kind(page, TIMEOUT)
    page.set_content("<div class=cdk-overlay-pane><mat-snack-bar-container>Sent</mat-snack-bar-container></div>")
    assert not panels.of_another_kind(page, TIMEOUT)
    page.set_content("<div class=cdk-overlay-pane><div role=listbox><div role=option>A</div></div></div>")
    assert not panels.of_another_kind(page, TIMEOUT)
