"""Reads the rows of all open lists on the page, also of a list that holds only the rows in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from automation.portal.readers import reader
from automation.portal.widgets import read

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Way = Literal["choice", "office", "text"]
"""How a row is told (readers/options.js): with whether it can be chosen, with what else stands in it, or as it is."""
_TRIES = 5
"""So often a list is scrolled that draws another row than it was scrolled to."""
NOT_KNOWN = "the list is of a kind that is not known, so its rows cannot be read"


def rows(page: Page, way: Way, timeout: float) -> list[Any]:
    """What is told of each row of the open lists, from top to bottom.

    Raises Playwright's TimeoutError when the page does not answer within `timeout` ms.
    """
    found: list[Any] = read(page, reader("panels", "rows"), timeout, way)
    return found


def row_at(  # noqa: PLR0913, PLR0917 (which row of which list, each named)
    page: Page, options: Locator, place: int, way: Way, told: object, timeout: float
) -> Locator | None:
    """The row at this place of the open lists, brought into the page; None where it is not there any more.

    `told` is what `way` told of it: a list that draws late can have another row there, and is asked again.
    Raises as `rows` does.
    """
    for _ in range(_TRIES):
        there = reached(page, place, timeout)
        if there < 0:
            return None
        found = options.nth(there)
        if found.evaluate_all(reader("options", "toldFirst"), way) == told:
            return found
    return None


def reached(page: Page, place: int, timeout: float) -> int:
    """Bring the row at this place of the open lists into the page; its place among the rows that stand there.

    -1 where there is none any more. Raises as `rows` does.
    """
    return int(read(page, reader("panels", "reached"), timeout, place))


def in_view_only(page: Page, timeout: float) -> bool:
    """Whether some open list holds only the rows in view. Raises as `rows` does."""
    return bool(read(page, reader("port", "inViewOnly"), timeout))


def of_another_kind(page: Page, timeout: float) -> bool:
    """Whether something like a list is open that has none of the rows that lists have. Raises as `rows` does."""
    return bool(read(page, reader("panels", "ofAnotherKind"), timeout))
