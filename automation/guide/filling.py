"""Fills what is not secret into the form, as far as it is wanted; presses no Enter, ticks nothing, sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.guide.official import option
from automation.portal.facts import Field, Organisation, Rows
from automation.portal.form import ListedForm

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from automation.guide.official import Official
    from automation.portal.form import SignUpForm
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
    if _PLACE.intersection(wanted) and result is not None and result.matched is not None:
        row = found(form, result, state)
        if row is not None:
            form.pick(row, official.designation)


def found(form: SignUpForm, result: DepartmentResult, state: str) -> Organisation | None:
    """The row that the look-up found, brought before the form again: under the state, or below one of its rows."""
    matched = result.matched
    if matched is None:
        return None
    reply = form.enter_state(state)
    above = (result.under or "").split(" > ")[1:]
    if isinstance(form, ListedForm) and above:
        reply = form.enter(Organisation(above[-1]))
    elif not isinstance(form, ListedForm):
        reply = form.search(matched.name)
    rows = reply.held if isinstance(reply, Rows) else ()
    same = [row for row in rows if row.map_id == matched.mapId] or [row for row in rows if row.name == matched.name]
    if not same and isinstance(form, ListedForm):
        return Organisation(matched.name, map_id=matched.mapId)  # beyond the first page; picking it searches for it
    return same[0] if same else None
