"""Fills the fields that are not secret and are still wanted; presses no Enter, ticks nothing, sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.guide.official import Official, option
from automation.portal.facts import Field
from automation.portal.form import FixedForm, SignUpForm
from automation.steps.organisation import found

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from automation.result import DepartmentResult

_PLACE = frozenset({"type", "state", "ministry", "department", "organisation", "organisation-picked", "position"})


def fill(  # noqa: PLR0913, PLR0917 (what is filled into what, each named)
    form: SignUpForm,
    official: Official,
    groups: Sequence[str],
    result: DepartmentResult | None,
    wanted: Collection[str],
    state: str,
) -> None:
    """Meet the `wanted` conditions of the page that is showing; `result` names the row of the list to pick."""
    texts = {Field.NAME: official.name, Field.EMAIL: official.email, Field.MOBILE: official.mobile}
    for field, value in texts.items():
        if field in wanted:
            form.fill(field, value)
    if Field.GROUP in wanted:
        form.choose_group(option(official.group, groups))
    if isinstance(form, FixedForm):
        if "designation" in wanted:
            form.choose_post(official.designation)
        return
    if _PLACE.intersection(wanted) and result is not None and result.matched is not None:
        row = found(form, result, state)
        if row is not None:
            form.pick(row, official.designation)
