"""Reads the rows of the lists that are open, wherever they stand: also of a list that holds only the rows in view."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automation.portal.widgets import read

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_PORT = """(panel => {
  const scrolls = each => each.scrollHeight > each.clientHeight + 5
    && /auto|scroll/.test(getComputedStyle(each).overflowY);
  const port = [panel, ...panel.querySelectorAll('*')].find(scrolls);
  const search = each => each.querySelector('input') !== null;
  const shown = each => each.getClientRects().length > 0;
  const rows = [...panel.querySelectorAll('[role=option]')].filter(each => shown(each) && !search(each));
  if (!port || !rows.length) return null;
  const box = each => each.getBoundingClientRect();
  const top = each => box(each).top - box(port).top + port.scrollTop;
  const bottom = each => top(each) + box(each).height;
  const holds = each => each.matches('input, img, svg, button')
    || [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const others = new Set();
  for (const each of panel.querySelectorAll('*')) {
    const option = each.closest('[role=option]');
    if ((option && !search(option)) || !shown(each) || !holds(each)) continue;
    let block = option ?? each;
    while (block.parentElement !== port && !rows.some(row => block.parentElement.contains(row)))
      block = block.parentElement;
    others.add(block);
  }
  const first = rows[0], last = rows.at(-1), row = box(first).height;
  const stuck = [...others].filter(each => getComputedStyle(each).position === 'sticky').map(each => box(each).height);
  const above = [...others].map(bottom).filter(place => place <= top(first) + 5);
  const below = [...others].map(top).filter(place => place >= bottom(last) - 5);
  const before = top(first) - Math.max(0, ...above, ...stuck);
  const after = Math.min(port.scrollHeight, ...below) - bottom(last);
  return Math.max(before, after) > 0.75 * row ? port : null;
})"""
"""The element that scrolls in a list of which only a part stands in the page; null for any other list.

Before its first row, or after its last, there is room for more, in which nothing stands.
"""
_OPEN = "[...document.querySelectorAll('[role=listbox]')].filter(panel => panel.getClientRects().length > 0)"
IN_VIEW_ONLY = f"{_OPEN}.some({_PORT})"
"""Whether some open list holds only the rows in view; an expression."""
_UNKNOWN = """() => {
  const seen = element => element.getClientRects().length > 0;
  if ([...document.querySelectorAll('[role=option]')].some(seen)) return false;
  const other = '[role=dialog], [role=alert], [role=status], [aria-live], mat-snack-bar-container, mat-spinner';
  return [...document.querySelectorAll('.cdk-overlay-pane, [role=listbox], [role=menu], [role=grid], [role=tree]')]
    .some(panel => seen(panel) && panel.innerText.trim() && !panel.querySelector(other) && !panel.closest(other));
}"""
_TRIES = 5
"""So often a list is scrolled that draws another row than it was scrolled to."""
NOT_KNOWN = "the list is of a kind that is not known, so its rows cannot be read"


@cache
def _script() -> str:
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8").replace("PORT", _PORT)


def rows(page: Page, row: str, timeout: float) -> list[Any]:
    """What the JavaScript function `row` tells of each row of the open lists, from top to bottom.

    Raises Playwright's TimeoutError when the page does not answer within `timeout` ms.
    """
    found: list[Any] = read(page, _script().replace("ROW", row), timeout, None)
    return found


def row_at(  # noqa: PLR0913, PLR0917 (which row of which list, each named)
    page: Page, options: Locator, place: int, row: str, told: object, timeout: float
) -> Locator | None:
    """The row at this place of the open lists, brought into the page; None where it is not there any more.

    `told` is what the function `row` told of it: a list that draws late can have another row there, and is asked again.
    Raises as `rows` does.
    """
    for _ in range(_TRIES):
        there = reached(page, place, timeout)
        if there < 0:
            return None
        found = options.nth(there)
        if found.evaluate(row, timeout=timeout) == told:
            return found
    return None


def reached(page: Page, place: int, timeout: float) -> int:
    """Bring the row at this place of the open lists into the page; its place among the rows that stand there.

    -1 where there is none any more. Raises as `rows` does.
    """
    return int(read(page, _script().replace("ROW", "() => null"), timeout, place))


def of_another_kind(page: Page, timeout: float) -> bool:
    """Whether something like a list is open that has none of the rows that lists have. Raises as `rows` does."""
    return bool(read(page, _UNKNOWN, timeout))
