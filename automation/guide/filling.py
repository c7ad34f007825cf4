"""Fills what is not secret into the form, as far as it is wanted; presses no Enter, ticks nothing, sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.guide.official import option
from automation.portal.facts import Branch, Field, Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from automation.guide.official import Official
    from automation.model import DepartmentResult
    from automation.portal.facts import Organisation
    from automation.portal.form import SignUpForm

_PLACE = frozenset({"type", "state", "ministry", "department", "organisation", "organisation-picked", "position"})


def fill(
    form: SignUpForm,
    official: Official,
    groups: Sequence[str],
    result: DepartmentResult | None,
    wanted: Collection[str],
) -> None:
    """Meet the `wanted` conditions of the page that is showing; `result` names the row of the list to pick."""
    texts = {Field.NAME: official.name, Field.EMAIL: official.email, Field.MOBILE: official.mobile}
    for field, value in texts.items():
        if field in wanted:
            form.fill(field, value)
    if Field.GROUP in wanted:
        form.choose_group(option(official.group, groups))
    if _PLACE.intersection(wanted) and result is not None and result.matched is not None:
        row = found(form, result)
        if row is not None:
            form.pick(row)


def found(form: SignUpForm, result: DepartmentResult) -> Organisation | None:
    """The row that the look-up found, brought before the form again."""
    matched = result.matched
    if matched is None:
        return None
    form.choose_branch(Branch.STATE)
    reply = form.search(matched.name)
    rows = reply.held if isinstance(reply, Rows) else ()
    same = [row for row in rows if row.map_id == matched.mapId] or [row for row in rows if row.name == matched.name]
    return same[0] if same else None
