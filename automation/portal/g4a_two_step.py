"""The older build of the two-step form (FACTS §11.2): every list is searched on each key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.portal import two_step
from automation.portal.paged_lists import ListName
from automation.portal.paged_select import Style

if TYPE_CHECKING:
    from playwright.sync_api import Page


def fits(page: Page) -> bool:
    """The two steps, with the older library's selects."""
    return two_step.fits(page, newer=False)


class OlderTwoStepForm(two_step.TwoStepForm):
    """One open sign-up form of generation G4-A."""

    generation = "g4a"
    styles = dict.fromkeys(ListName, Style.KEYS)
