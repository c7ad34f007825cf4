"""Harmless differences that the rehearsal portal can show while it works as documented; data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """One difference: its name on the command line and what it looks like."""

    name: str
    what: str


VARIANTS: tuple[Variant, ...] = (
    Variant("slow-answers", "Every answer of the portal's services takes 0.7 seconds longer."),
    Variant("uneven-answers", "Each answer of the portal's services takes another time, up to 0.7 seconds longer."),
    Variant("other-texts", "Headings, hints, placeholders and messages are worded differently."),
    Variant("extra-fields", "The form has an optional designation field and an optional WhatsApp box."),
    Variant("extra-banner", "A notice about cookies stands on top of every page."),
    Variant("hindi", "The pages start in Hindi."),
    Variant("reordered-blocks", "Center/State and organisation stand before e-mail and mobile."),
    Variant("other-ids", "All generated ids and class names differ."),
    Variant("mdc-classes", "The class names are those of the newer Material components."),
    Variant("late-form", "The form appears two seconds late."),
    Variant("late-texts", "The form's texts come two seconds late; until then it shows their names."),
    Variant("more-organisations", "Two hundred more organisations of other states are listed."),
    Variant("departments-added", "Two departments that were not listed are listed."),
    Variant("plain-search", "The search for an organisation takes the text as it is, not as a regular expression."),
    Variant("rows-in-view", "Of a list only the rows in view stand in the page; the rest comes as one scrolls."),
    Variant("encoded-names", "Names hold HTML entities, and white space that is doubled or cannot be seen."),
    Variant("english-only", "The portal offers English alone, without a choice of language."),
    Variant("split-departments", "Departments have two rows, offices none, names are spelled oddly; two steps only."),
    Variant("login-hindi", "The login page offers Hindi."),
    Variant("forgot-at-login-server", "“Forgot password” leads to the login server's own page, not to the portal's."),
    Variant("https", "The portal is served over https, with a certificate made for this start. Only at start."),
)
