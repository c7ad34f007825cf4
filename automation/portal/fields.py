"""How the documented fields are found, the surest way first, and what stands beside them, whatever their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.portal.facts import Field
from automation.portal.readers import reader

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find a field; the box for its code may bear the same id and is none (FACTS §1.2)."""

    attribute: str
    value: str
    tag: str = "*"

    @property
    def css(self) -> str:
        """As a selector."""
        return f'{self.tag}[{self.attribute}="{self.value}"]:not([type=password])'

    @property
    def xpath(self) -> str:
        """As a condition on a node."""
        tag = "" if self.tag == "*" else f" and self::{self.tag}"
        return f"(@{self.attribute}='{self.value}'{tag} and not(@type='password'))"


_OTHER_WAYS = {
    Field.NAME: (Way("id", "firstName", "input"), Way("aria-label", "First Name input")),
    Field.GROUP: (Way("id", "group", "mat-select"),),
    Field.EMAIL: (Way("name", "emailField"), Way("aria-label", "Email input")),
    Field.MOBILE: (Way("id", "mobileNumber", "input"), Way("aria-label", "Mobile Number input")),
    Field.BRANCH: (Way("role", "radiogroup"),),
}
WAYS = {field: (Way("formcontrolname", field), *_OTHER_WAYS.get(field, ())) for field in Field}
"""Each field by its `formcontrolname`, then by what FACTS §1.2 and §10.1 say of it besides."""


def _any(ways: tuple[Way, ...]) -> str:
    return " or ".join(way.xpath for way in ways)


_OTHERS = tuple(way for ways in _OTHER_WAYS.values() for way in ways)
_NAMED = " or ".join(sorted({f"@{way.attribute}" for way in _OTHERS}))
_FIELDS = f"@formcontrolname or (({_NAMED}) and ({_any(_OTHERS)}))"  # the cheap question first


def label_above(control: Locator) -> str:
    """The words of a field's label: its own, or the last words before it in the form; blank where it has none.

    Words of a link, a button or another control in between are no label.
    """
    return str(control.evaluate_all(reader("fields", "labelAbove")))


def beside(page: Page, field: Field, selector: str) -> Locator:
    """Elements that stand after this field and before the next one, whatever the order of the fields."""
    nearest = f"preceding::*[{_FIELDS}][1][{_any(WAYS[field])}]"
    return page.locator(f"xpath=//{selector}[{nearest}]")
