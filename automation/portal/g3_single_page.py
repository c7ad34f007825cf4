"""The single-page sign-up form that the flowchart describes (FACTS §1.3, §10); it cannot send, verify or submit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.portal.common import CommonForm, Fingerprint
from automation.portal.facts import Branch, Organisation, SearchReply, Sight
from automation.portal.organisations import OrganisationSearch

if TYPE_CHECKING:
    from playwright.sync_api import Page


_ABSENT = (
    ".custom-stepper",
    "[formcontrolname=lastname]",
    "input[formcontrolname=position]",
    "mat-select[formcontrolname=organisation]",
    "[formcontrolname=ministry]",
    *("input[formcontrolname=group]", "mat-select[formcontrolname=designation]"),  # of a department's link
    "#addDetails",  # of the request page, which has most of this form's fields
)
_PRESENT = (
    *(f"[formcontrolname={name}]" for name in ("firstname", "group", "email", "mobile", "type")),
    "input[formcontrolname=organisation]",
)


FINGERPRINT = Fingerprint((_PRESENT,), _ABSENT)
"""No stepper, no last name or position box, and most of this form's own fields (FACTS §1.6)."""


class SinglePageForm(CommonForm):
    """One open sign-up form of generation G3."""

    generation = "g3"

    def __init__(self, page: Page, timeout: float) -> None:
        """`timeout` in ms, for every wait."""
        super().__init__(page, timeout)
        self._organisations = OrganisationSearch(page, timeout)

    def enter_state(self, state: str) -> SearchReply:
        """Choose State; the one search then finds the state's organisations by its name."""
        self.choose_branch(Branch.STATE)
        return self.search(state)

    def choose_branch(self, branch: Branch) -> Sight:
        """Choose Centre or State, with no list open that lies over it."""
        self._close_lists()
        return super().choose_branch(branch)

    def _close_lists(self) -> None:
        self._organisations.close()

    def search(self, text: str, *, look: bool = True) -> SearchReply:
        """One explicit search under the chosen branch."""
        return self._organisations.ask(text, look=look)

    def no_match_help(self) -> Sight:
        """The help in the panel of a search without a match."""
        return self._organisations.no_match_help()

    def pick(self, row: Organisation, designation: str = "") -> Sight:  # noqa: ARG002 (this form asks for none)
        """Pick a row that is showing."""
        return self._organisations.pick(row)

    def unpick(self) -> None:
        """Take the choice back."""
        self._organisations.unpick()
