"""One function a box of the flowchart: sees a form and a door, never a page of the browser."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from automation.steps.arrival import register, visit_portal
from automation.steps.completion import profile, sign_up
from automation.steps.organisation import organisation
from automation.steps.otp import verify
from automation.steps.particulars import particulars
from automation.steps.visit import Official, Visit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.model import StepFunction

__all__ = ["Official", "Visit", "functions"]


def functions(visit: Visit) -> Mapping[str, StepFunction]:
    """The step functions by the step ids of the flowchart, bound to one visit."""
    every = (visit_portal, register, particulars, verify, organisation, sign_up, profile)
    return {f"step-{number}": partial(function, visit) for number, function in enumerate(every, start=1)}
