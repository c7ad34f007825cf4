"""The one table of what the forms are made of: how each part is found, called and documented, and what stands by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.bilingual import Bilingual
from automation.portal.facts import Channel, Declaration, Field, Help, Part
from automation.portal.readers import reader

if TYPE_CHECKING:
    from collections.abc import Mapping

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


Asked = Field | Channel | Help | Declaration
"""What a form is asked for; a channel is called like the field beside which its OTP is sent."""


@dataclass(frozen=True, slots=True)
class Row:
    """One part that a person meets on a form. `at` is the check that says whether it is there, else the step it is of.

    `asked` is what a form is asked for it. `names` are further names of its control, or ids, by which the order of a
    page is read. It is found by its `formcontrolname`, then by the other `ways` (FACTS §1.2 and §10.1), the surest
    first; what is no field by `selectors`. `labels` are the portal's own words above it, beside the circular's `words`.
    """

    words: Bilingual
    at: str = ""
    asked: Asked | None = None
    names: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    selectors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        """The documented step that it belongs to; blank for none."""
        return self.at.partition(".")[0]


FIELDS: Mapping[str, Row] = {
    Part.NAME: Row(
        Bilingual("Name", "नाम"),
        "step-3.name",
        Field.NAME,
        ways=(Way("id", "firstName", "input"), Way("aria-label", "First Name input")),
        labels=("Full name", "First name", "Name", "पूरा नाम"),
    ),
    Part.CLASS: Row(
        Bilingual("Class (Group)", "वर्ग (समूह)"),
        "step-3.class",
        Field.GROUP,
        ways=(Way("id", "group", "mat-select"),),
        labels=("Group", "Class", "समूह", "समूह/श्रेणी"),
    ),
    Part.EMAIL: Row(
        Bilingual("Official Email ID", "आधिकारिक ईमेल आईडी"),
        "step-3.official-email",
        Field.EMAIL,
        ways=(Way("name", "emailField"), Way("aria-label", "Email input")),
        labels=("Email", "E-mail", "Email address", "ईमेल करें।", "ईमेल"),
    ),
    Part.EMAIL_HELP: Row(
        Bilingual("“Request for help” by the e-mail", "ईमेल के पास “मदद के लिए अनुरोध”"),
        "step-3.email-help",
        Help.DOMAIN,
        selectors=("a.help-request",),
    ),
    Part.MOBILE: Row(
        Bilingual("Mobile Number", "मोबाइल नंबर"),
        "step-3.mobile",
        Field.MOBILE,
        ways=(Way("id", "mobileNumber", "input"), Way("aria-label", "Mobile Number input")),
        labels=("Mobile Number", "Mobile", "मोबाइल नंबर"),
    ),
    Part.EMAIL_OTP: Row(Bilingual("OTP on Email ID", "ईमेल आईडी पर ओ.टी.पी."), "step-4.email-send", Channel.EMAIL),
    Part.MOBILE_OTP: Row(
        Bilingual("OTP on Mobile Number", "मोबाइल नंबर पर ओ.टी.पी."), "step-4.mobile-send", Channel.MOBILE
    ),
    Part.BRANCH: Row(
        Bilingual("Centre / State", "केंद्र / राज्य"),
        "step-5.centre-state",
        Field.BRANCH,
        ways=(Way("role", "radiogroup"),),
        labels=("Center/State", "Centre/State", "केंद्र/राज्य"),
    ),
    Part.ORGANISATION: Row(
        Bilingual("Organisation", "संगठन"),
        "step-5.dropdown",
        Field.ORGANISATION,
        labels=("Organisation", "Organization", "ऑर्गनाईजेशन"),
    ),
    Part.ORGANISATION_HELP: Row(
        Bilingual("“Request for help” by the organisation", "संगठन के पास “मदद के लिए अनुरोध”"),
        "step-5.help-link",
        Help.ORGANISATION,
        selectors=("a.pos-request",),
    ),
    Part.CONFIRM: Row(
        Bilingual("Confirmation of the particulars", "विवरण की पुष्टि"),
        "step-6.declarations",
        Declaration.CONFIRM,
        names=("confirmBox",),
    ),
    Part.TERMS: Row(
        Bilingual("Terms of Service", "सेवा की शर्तें"),
        "step-6.declarations",
        Declaration.TERMS,
        names=("confirmTermsBox",),
    ),
    Part.SIGN_UP: Row(
        Bilingual("Sign up", "साइन अप"), "step-6.button", selectors=("form button[type=submit]", "button.submitBtn")
    ),
    Part.LAST_NAME: Row(Bilingual("Last name", "उपनाम"), "step-3", names=("lastname",)),
    Part.POST: Row(Bilingual("Designation", "पदनाम"), "step-5", names=("position", "designation")),
    Part.MINISTRY: Row(Bilingual("Ministry (under Centre)", "मंत्रालय (केंद्र में)"), "step-5", names=("ministry",)),
    Part.STATE: Row(Bilingual("State (under State)", "राज्य (राज्य में)"), "step-5", names=("state",)),
    Part.DEPARTMENT: Row(Bilingual("Department", "विभाग"), "step-5", names=("department",)),
    Part.CONSENT: Row(
        Bilingual("Further consent", "अन्य सहमति"), names=("whatsapp", "whatsappConsent", "isWhatsappConsent")
    ),
    Part.CAPTCHA: Row(Bilingual("Captcha", "कैप्चा")),
    Part.STEPPER: Row(Bilingual("Form in several steps", "कई चरणों वाला फ़ॉर्म")),
    Part.NEXT: Row(Bilingual("“Next”", "“Next” (आगे)")),
}
"""Each part of the forms, a row a part, in their order."""


def part_of(asked: Asked) -> Part:
    """The part that a form is asked for."""
    return next(Part(part) for part, row in FIELDS.items() if row.asked is asked)


WAYS = {field: (Way("formcontrolname", field), *FIELDS[part_of(field)].ways) for field in Field}
"""Each field by all its ways."""
CONTROLS = {
    name: part
    for part, row in FIELDS.items()
    for name in (*([row.asked] if isinstance(row.asked, Field | Declaration) else []), *row.names)
}
"""The part of each control, by its `formcontrolname` or id."""


def _any(ways: tuple[Way, ...]) -> str:
    return " or ".join(way.xpath for way in ways)


_OTHERS = tuple(way for row in FIELDS.values() for way in row.ways)
_NAMED = " or ".join(sorted({f"@{way.attribute}" for way in _OTHERS}))
_TICKED = "self::mat-checkbox or @type='checkbox'"
ANY_FIELD = f"@formcontrolname and not({_TICKED}) or (({_NAMED}) and ({_any(_OTHERS)}))"  # the cheap question first
"""A field, as a condition on a node. A box to tick is none: a link's consent stands before a button (FACTS §12.4)."""


def box_of(control: Locator, letters: int) -> tuple[bool, str]:
    """Whether the first of some boxes takes so many letters, and the words of its label; one that has gone takes none.

    The label is its own, or the last words before it in the form; blank where it has none. Words of a link, a button or
    another control in between are no label.
    """
    takes, label = control.evaluate_all(reader("fields", "box"), letters)
    return bool(takes), str(label)


def beside(page: Page, field: Field, selector: str) -> Locator:
    """Elements that stand after this field and before the next one, whatever the order of the fields."""
    nearest = f"preceding::*[{ANY_FIELD}][1][{_any(WAYS[field])}]"
    return page.locator(f"xpath=//{selector}[{nearest}]")
