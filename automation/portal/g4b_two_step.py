"""The newer build of the two-step form (FACTS §11.3): searches wait for a pause, the same text is sent once."""

from __future__ import annotations

from automation.portal import two_step
from automation.portal.paged_lists import ListName
from automation.portal.paged_select import Style

FINGERPRINT = two_step.fingerprint(newer=True)
"""The two steps, with the newer library's selects."""


class NewerTwoStepForm(two_step.TwoStepForm):
    """One open sign-up form of generation G4-B."""

    generation = "g4b"
    styles = {  # noqa: RUF012 (never changed)
        ListName.MINISTRY: Style.SLOW_KEYS,
        ListName.STATE: Style.KEYS,
        ListName.DEPARTMENT: Style.VALUE,
        ListName.ORGANISATION: Style.SLOW_KEYS,
        ListName.DESIGNATION: Style.KEYS,
    }
