"""The older build of the two-step form (FACTS §11.2): every list is searched on each key."""

from __future__ import annotations

from automation.portal import two_step
from automation.portal.paged_lists import ListName
from automation.portal.paged_select import Style

FINGERPRINT = two_step.fingerprint(newer=False)
"""The two steps, with the older library's selects."""


class OlderTwoStepForm(two_step.TwoStepForm):
    """One open sign-up form of generation G4-A."""

    generation = "g4a"
    styles = dict.fromkeys(ListName, Style.KEYS)
