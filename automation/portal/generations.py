"""The registry of the form's known shapes, and which one a page shows: recognised, never configured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.portal import crp_link, g1_chained, g3_single_page, g4a_two_step, g4b_two_step
from automation.portal.form import Recognised, Recognition, SignUpForm, Unrecognised
from automation.portal.widgets import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from automation.portal.common import Fingerprint


@dataclass(frozen=True, slots=True)
class Generation:
    """One shape: its name, its fingerprint, and how to drive it (page, timeout in ms)."""

    name: str
    fingerprint: Fingerprint
    form: Callable[[Page, float], SignUpForm]


_FOUND = "selectors => selectors.filter(selector => document.querySelector(selector))"
_NAMES = "() => [...document.querySelectorAll('[formcontrolname]')].map(e => e.getAttribute('formcontrolname'))"

GENERATIONS = (
    Generation("g1", g1_chained.FINGERPRINT, g1_chained.ChainedForm),
    Generation("g3", g3_single_page.FINGERPRINT, g3_single_page.SinglePageForm),
    Generation("g4a", g4a_two_step.FINGERPRINT, g4a_two_step.OlderTwoStepForm),
    Generation("g4b", g4b_two_step.FINGERPRINT, g4b_two_step.NewerTwoStepForm),
    Generation("crp", crp_link.FINGERPRINT, crp_link.LinkForm),
)


def fit(page: Page, timeout: float) -> list[Generation]:
    """The generations whose fingerprint the page shows; one look asks for all of them."""
    found = read(page, _FOUND, timeout, sorted(set().union(*(each.fingerprint.selectors() for each in GENERATIONS))))
    return [each for each in GENERATIONS if each.fingerprint.fits(found)]


def recognise(page: Page, timeout: float) -> Recognition:
    """Exactly one fingerprint must fit; none or two is told with what was seen."""
    fitting = fit(page, timeout)
    if len(fitting) == 1:
        return Recognised(fitting[0].form(page, timeout))
    names = read(page, _NAMES, timeout)
    if fitting:
        return Unrecognised(f"a form that fits {' and '.join(each.name for each in fitting)}")
    seen = f"fields named {', '.join(sorted(set(names)))}" if names else "no field at all"
    if page.locator(".custom-stepper").count():
        seen = f"a form in steps, with {seen}"
    return Unrecognised(seen, blank=not names)
