"""Boxes 1 and 2 of the flowchart: visit the portal, click on Register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import checks
from automation.checks import after, arrived, shown
from automation.model import Finding, Yes
from automation.portal.form import Recognised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.steps.visit import Visit


def visit_portal(visit: Visit) -> Iterator[Finding]:
    """Step 1: visit the portal."""
    visit.landing = visit.portal.open_landing()
    yield "step-1.address", checks.address(visit.landing)
    yield "step-1.landing", arrived(visit.landing, "The first page")
    yield "step-1.certificate", shown(visit.portal.certificate(), "A valid certificate")


def register(visit: Visit) -> Iterator[Finding]:
    """Step 2: the Register button leads to the form; Login exists."""
    portal = visit.portal
    landed = arrived(visit.landing, "The first page")
    yield "step-2.login-option", after(landed, lambda: shown(portal.login_link(), "“Login”"))
    button = after(landed, lambda: shown(portal.register_link(), "“Register”"))
    yield "step-2.register-button", button
    led = after(button, lambda: arrived(portal.follow_register(), "The sign-up page"))
    yield "step-2.register-leads", led
    opened = led if isinstance(led, Yes) else arrived(portal.open_sign_up(), "The sign-up page")
    if not isinstance(opened, Yes):
        reason = checks.after(opened, lambda: opened)
        yield "step-2.form", reason
        yield "step-2.hindi", reason
        return
    recognition = portal.recognise()
    yield "step-2.form", checks.recognised(recognition, visit.generation)
    if isinstance(recognition, Recognised):
        visit.form = recognition.form
        visit.outline.append(recognition.form.outline())
        yield "step-2.hindi", checks.hindi(portal.look_at_hindi())
