"""Reads the rows of the lists that are open, wherever they stand: also of a list that holds only the rows in view."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automation.portal.widgets import read

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PORT = """(panel => {
  const scrolls = each => each.scrollHeight > each.clientHeight + 5
    && /auto|scroll/.test(getComputedStyle(each).overflowY);
  const port = [panel, ...panel.querySelectorAll('*')].find(scrolls);
  const rows = [...panel.querySelectorAll('[role=option]')];
  if (!port || !rows.length) return null;
  const heights = some => some.reduce((sum, each) => sum + each.getBoundingClientRect().height, 0);
  const head = each => !each.matches('[role=option]') && !each.querySelector('[role=option]')
    && (each.innerText.trim() || each.querySelector('input, svg, img'));
  const missing = port.scrollHeight - heights(rows) - heights([...port.children].filter(head));
  return missing > 0.75 * heights(rows) / rows.length ? port : null;
})"""
"""The element that scrolls in a list of which only a part stands in the page; null for any other list.

Its rows, and what else holds words there, are not as high together as what scrolls.
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


def reached(page: Page, place: int, timeout: float) -> int:
    """Bring the row at this place of the open lists into the page; its place among the rows that stand there.

    -1 where there is none any more. Raises as `rows` does.
    """
    return int(read(page, _script().replace("ROW", "() => null"), timeout, place))


def of_another_kind(page: Page, timeout: float) -> bool:
    """Whether something like a list is open that has none of the rows that lists have. Raises as `rows` does."""
    return bool(read(page, _UNKNOWN, timeout))
