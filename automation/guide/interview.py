"""Asks a present person before a run that checks begins: who they are, and what the run may cost them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from automation.acts import Extra
from automation.guide import official as officials
from automation.guide import words
from automation.guide.official import GROUPS, Official
from automation.guide.showing import fields_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from automation.bilingual import Bilingual
    from automation.guide.companion_window import Desk
    from automation.guide.sends import Sends

_ADDRESSES = {Extra.SECOND_ADDRESS: "other_email", Extra.PRIVATE_ADDRESS: "private_email"}


@dataclass(frozen=True, slots=True)
class Consent:
    """Who takes part, what they have chosen to have done besides, and the further addresses that it needs."""

    official: Official
    plan: frozenset[Extra]
    addresses: Mapping[str, str]


def interview(  # noqa: PLR0913 (what it is about, each named)
    desk: Desk,
    sends: Sends,
    given: Official | None,
    *,
    messages: int,
    offered: Collection[Extra],
    fixed: Collection[Extra],
) -> Consent:
    """Ask for the particulars, then show the plan with its cost; both go on until nothing is wrong with them.

    `messages` is how many the run sends at the least. What is `offered` may be chosen, what is `fixed` belongs to the
    run. Raises LeftOutError where the person leaves.
    """
    official = _particulars(desk, given)
    plan, addresses = _plan(desk, sends, official, messages, offered, fixed)
    return Consent(official, plan, addresses)


def _particulars(desk: Desk, given: Official | None) -> Official:
    wrong: Mapping[str, Bilingual] = {}
    overruled: set[str] = set()
    while True:
        given = Official.of(desk.filled("particulars", list(fields_of(given, GROUPS)), wrong))
        bad = officials.refusals(given, GROUPS, frozenset(overruled))
        if not bad:
            return given
        overruled |= {given.email} if bad.get("email") == "email-government" else set()
        wrong = {name: words.text("refuse", key) for name, key in bad.items()}


def _plan(  # noqa: PLR0913, PLR0917 (what it is about, each named)
    desk: Desk, sends: Sends, official: Official, messages: int, offered: Collection[Extra], fixed: Collection[Extra]
) -> tuple[frozenset[Extra], Mapping[str, str]]:
    now = datetime.now().astimezone()
    left = {name: str(sends.left(getattr(official, name), now)) for name in ("email", "mobile")}
    cost = words.text("note", "plan-cost", text=str(messages))
    told = [cost, words.text("note", "plan-left", **left), *(words.text("plan", each) for each in fixed)]
    wrong: Mapping[str, Bilingual] = {}
    values: Mapping[str, Any] = {}
    while True:
        values = desk.filled("plan-title", list(_choices(offered, values)), wrong, warnings=told)
        plan = {each for each in offered if values.get(each)} | {*fixed}
        addresses = {name: str(values.get(name) or "").strip() for name in _ADDRESSES.values()}
        missing = [
            name for each, name in _ADDRESSES.items() if each in plan and not _is_mail(official, addresses[name])
        ]
        if not missing:
            return frozenset(plan), addresses
        wrong = {name: words.text("refuse", "address") for name in missing}


def _is_mail(official: Official, address: str) -> bool:
    """Whether it is an address, and another than the official's first one."""
    other = replace(official, email=address)
    bad = officials.refusals(other, GROUPS, frozenset({address}))
    return "email" not in bad and address.casefold() != official.email.casefold()


def _choices(offered: Collection[Extra], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A tick for each thing that costs something, and a box for the address that it needs."""
    fields: list[dict[str, Any]] = []
    for each in offered:
        fields.append({"name": each, "label": words.text("plan", each), "tick": True, "value": values.get(each, "")})
        if name := _ADDRESSES.get(each):
            fields.append({"name": name, "label": words.text("plan", name), "value": values.get(name, "")})
    return fields
