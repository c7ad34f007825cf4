"""One function a box of the flowchart: sees a form and a door, never a page of the browser."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from automation.portal.facts import Field
from automation.steps.arrival import register, visit_portal
from automation.steps.completion import closed_without_organisation, profile, sign_up
from automation.steps.organisation import organisation
from automation.steps.otp import verify, verify_email, verify_mobile
from automation.steps.particulars import particulars
from automation.steps.visit import Official, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.model import StepFunction

__all__ = ["Official", "Visit", "legs"]


def legs(visit: Visit) -> Iterator[tuple[str, StepFunction]]:
    """The parts of the walk with the step each belongs to, in the order in which the form that is found asks."""
    for name, leg in _legs(visit):
        yield name, leg
        if visit.form is not None:
            visit.fallbacks.update(dict.fromkeys(visit.form.fallbacks()))


def _legs(visit: Visit) -> Iterator[tuple[str, StepFunction]]:
    yield "step-1", partial(visit_portal, visit)
    yield "step-2", partial(register, visit)
    if visit.form is not None and len(visit.form.pages) > 1:
        yield from _page_by_page(visit, visit.form.pages)
    else:
        yield "step-3", partial(particulars, visit, frozenset(Field))
        yield "step-4", partial(verify, visit)
        yield "step-5", partial(organisation, visit)
    yield "step-6", partial(sign_up, visit)
    yield "step-7", partial(profile, visit)


def _page_by_page(visit: Visit, pages: tuple[frozenset[Field], ...]) -> Iterator[tuple[str, StepFunction]]:
    """Each page's fields and OTPs; a page opens once the one before it is complete and what it asked for verified."""
    for fields in pages:
        yield "step-3", partial(particulars, visit, fields)
        if Field.EMAIL in fields:
            yield "step-4", partial(verify_email, visit)
        if Field.MOBILE in fields:
            yield "step-4", partial(verify_mobile, visit)
        if Field.ORGANISATION in fields:
            yield "step-6", partial(closed_without_organisation, visit)
            yield "step-5", partial(organisation, visit)
