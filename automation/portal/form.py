"""SignUpForm, the protocol that every generation fulfils; no verb of it sends."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from automation.bilingual import Bilingual
from automation.model import Flaw, NoAnswer

if TYPE_CHECKING:
    from automation.portal.facts import (
        Arrival,
        Branch,
        Carried,
        Channel,
        Declaration,
        Field,
        Help,
        NotThere,
        Organisation,
        SearchReply,
        Sight,
        SubmitState,
        Unseen,
        Validity,
    )


_TWO_PAGES = Bilingual(
    (
        "two pages: first ministry or state, department, organisation, designation (new) and the e-mail with its OTP,"
        " then, once that is verified, name, group and mobile"
    ),
    "दो पृष्ठ: पहले मंत्रालय या राज्य, विभाग, संगठन, पदनाम (नया) और ओ.टी.पी. के साथ ईमेल, फिर सत्यापन के बाद नाम, समूह और मोबाइल",
)
SHAPES = MappingProxyType(
    {
        "g1": Bilingual(
            "one page with first and last name, a position and three lists, one below the other; no mobile and no OTP",
            "एक पृष्ठ: नाम और उपनाम, पद और एक के नीचे एक तीन सूचियाँ; न मोबाइल, न ओ.टी.पी.",
        ),
        "g3": Bilingual("one page with a search for the organisation", "एक पृष्ठ, संगठन की खोज के साथ"),
        "g4a": _TWO_PAGES,
        "g4b": _TWO_PAGES,
        "crp": Bilingual(
            (
                "the office's own link: the organisation is fixed, the designation (new) is chosen, the group is typed,"
                " one box is ticked; neither the list of domains nor an approval stands in its way, so it is the way"
                " round a missing organisation"
            ),
            (
                "कार्यालय का अपना लिंक: संगठन तय है, पदनाम (नया) चुनना है, समूह लिखना है, एक निशान है; न डोमेन सूची, न"
                " अनुमोदन, इसलिए सूची में न मिलने वाले संगठन का यही रास्ता है"
            ),
        ),
    }
)
"""What an official notices of each shape (FACTS §1.3 to §1.5)."""


class SignUpForm(Protocol):
    """One shape of the sign-up form. Note what it lacks: submit, send, verify, code, password."""

    @property
    def generation(self) -> str:
        """The name of this shape, such as `g3`."""

    @property
    def longest_name(self) -> int | None:
        """How many letters a name may have; None where no number is documented."""

    @property
    def pages(self) -> tuple[frozenset[Field], ...]:
        """The documented fields by the pages of the form, in the order in which they are filled."""

    def here(self) -> frozenset[Field]:
        """The documented fields that belong to the page of the form that is showing."""

    def fallbacks(self) -> tuple[str, ...]:
        """What was found by another way than the best, a sentence each: a warning before it breaks."""

    def outline(self) -> tuple[str, ...]:
        """The parts of the page of the form that is showing (`Part`), in the order in which they stand."""

    def turner(self) -> Sight:
        """The button that leads on to the next page; seen without a text where the form has one page only."""

    def turn_page(self) -> Sight:
        """Go on to the next page, if the form lets one; unseen while it is closed. Nothing is sent by it."""

    def sees(self, field: Field) -> Sight:
        """Whether the field is on the page."""

    def value(self, field: Field) -> str:
        """What the field holds, or its list shows as chosen; blank when it holds nothing or is not there."""

    def fill(self, field: Field, value: str) -> Validity:
        """Type `value` into a text field, leave it, and report whether the form takes it."""

    def options(self) -> tuple[str, ...] | NoAnswer | Unseen:
        """The options of the class (group) list, in the page's order."""

    def choose_group(self, option: str) -> Validity:
        """Choose a group by its text."""

    def choose_branch(self, branch: Branch) -> Sight:
        """Choose Centre or State; the text is the label beside it."""

    def enter_state(self, state: str) -> SearchReply:
        """Stand where the state's organisations are listed, and what the list then holds."""

    def search(self, text: str, *, look: bool = True) -> SearchReply:
        """Search an organisation under the chosen branch; `look` also reads the rows the page shows."""

    def no_match_help(self) -> Sight:
        """The "Request for help" inside the panel of a search without a match."""

    def pick(self, row: Organisation, designation: str = "") -> Sight:
        """Pick a row of the list that is showing; the text is the card's.

        A form that asks for one gets the `designation` too, and the first of its list where none is named.
        """

    def unpick(self) -> None:
        """Take the picked organisation back, if there is one."""

    def help_link(self, kind: Help) -> Sight:
        """One of the two "Request for help" links."""

    def open_help(self, kind: Help) -> Carried | NotThere | NoAnswer:
        """Follow the link and read the request page; nothing is submitted."""

    def leave_help(self) -> Arrival:
        """Go back from the request page to the form."""

    def send_button(self, channel: Channel) -> Sight:
        """The button beside the field that would send an OTP. It is looked at, never pressed."""

    def code_box(self, channel: Channel) -> Sight:
        """The box for the OTP."""

    def verify_button(self, channel: Channel) -> Sight:
        """The button that would verify the OTP. It is looked at, never pressed."""

    def resend_wait(self, channel: Channel) -> Sight:
        """The countdown until an OTP can be sent again."""

    def resend_offer(self, channel: Channel) -> Sight:
        """The offer to send again, once the countdown has ended."""

    def verified(self, channel: Channel, *, patient: bool = True) -> Sight:
        """The mark that the channel is verified; `patient` waits for it."""

    def declaration(self, which: Declaration) -> Sight:
        """One of the two boxes above SIGN UP."""

    def ticked(self) -> frozenset[Declaration]:
        """Which of the two boxes are ticked."""

    def declare(self, which: Declaration, *, on: bool) -> Sight:
        """Tick or clear a box."""

    def submit_label(self) -> Sight:
        """The SIGN UP button, whatever its state."""

    def submit_state(self, *, patient: bool = False) -> SubmitState:
        """Whether SIGN UP could be pressed now; `patient` waits for it to open."""

    def success(self) -> Sight:
        """The dialog after a registration."""


@runtime_checkable
class FixedForm(SignUpForm, Protocol):
    """A form whose organisation is fixed by the link that leads to it (FACTS §12.4)."""

    def organisation(self) -> Sight:
        """The organisation, as the page names it."""

    def posts(self) -> tuple[str, ...] | Unseen:
        """The designations that can be chosen."""

    def choose_post(self, name: str) -> Sight:
        """Choose a designation, without a name the first."""


@runtime_checkable
class ListedForm(SignUpForm, Protocol):
    """A form with departments and organisations in lists below one another; each list can be read."""

    def enter(self, parent: Organisation) -> SearchReply:
        """Choose a row of the state's list and stand at the list below it; what that list's first answer held."""

    def leave(self) -> None:
        """Stand at the state's own list again."""

    def scroll(self) -> SearchReply:
        """Open the list, scroll it to its proven end: what the answers held, and what the page then shows."""

    def designations(self) -> SearchReply | None:
        """The list of designations, scrolled to its end; None on a form that asks for none."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Exactly one generation fits the page; `ailing` says why it lacks its words, where it does."""

    form: SignUpForm
    ailing: str = ""


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A page is there and no single known form fits it; `seen` says what it holds, `blank` that it has no form.

    `flaw`: what the portal itself says in its place.
    """

    seen: str
    blank: bool = False
    flaw: Flaw | None = None


Recognition = Recognised | Unrecognised | NoAnswer
