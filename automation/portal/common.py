"""What the known shapes of the sign-up form have in common (FACTS §1.2, §10); it cannot send, verify or submit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from automation.limits import OTP_SECONDS
from automation.model import NoAnswer
from automation.portal.facts import (
    Accepted,
    Arrival,
    Branch,
    Carried,
    Channel,
    Closed,
    Declaration,
    Field,
    Help,
    NotThere,
    Open,
    Part,
    Refused,
    Seen,
    Sight,
    SubmitState,
    Unseen,
    Validity,
)
from automation.portal.fields import CONTROLS, FIELDS, WAYS, Asked, beside, box_of, part_of
from automation.portal.help_page import HelpPage
from automation.portal.labels import LABELS, exactly, labelled, starting, worded
from automation.portal.readers import reader
from automation.portal.widgets import OverlaySelect, Tick, fill, held, press, pressable, read, sight, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from playwright.sync_api import Locator, Page

_ON_THE_FORM = "on the form"
_GLANCE_MS = 200.0
_RUNNING = re.compile(r"\d\s*[:hmsघ]\s*\d|\d\s*s(ec)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells a shape of the form from the others (FACTS §1.6): selectors of its own, and of what is another's.

    Most of one set of its `own` must be on the page, all of `sure`, and nothing of `alien`.
    """

    own: tuple[tuple[str, ...], ...]
    alien: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()

    def selectors(self) -> set[str]:
        """All that is looked for."""
        return {*self.alien, *self.sure}.union(*self.own)

    def fits(self, found: Collection[str]) -> bool:
        """Whether what was found on a page is this shape."""
        most = any(sum(each in found for each in some) > len(some) / 2 for some in self.own)
        return most and all(each in found for each in self.sure) and not any(each in found for each in self.alien)


class CommonForm:
    """The verbs that every shape fulfils alike; a shape adds its lists and says how its pages are laid out."""

    pages: ClassVar[tuple[frozenset[Field], ...]] = (frozenset(Field),)
    longest_name: ClassVar[int | None] = 32
    """How many letters a name may have (FACTS §1.2); None where no number is documented."""
    _send_label: ClassVar[str] = "send_otp"
    _help_label: ClassVar[str] = "request_for_help"
    _code: ClassVar[str] = "input[@type='password']"
    _digits: ClassVar[int] = 6
    """How many a box for the code takes: an OTP has at most six (FACTS §2.2)."""
    _without: ClassVar[frozenset[Part]] = frozenset()
    """What this shape is known to lack (FACTS §1.1): it is looked for, and never waited for."""

    def __init__(self, page: Page, timeout: float) -> None:
        """`timeout` in ms, for every wait."""
        self._page, self._timeout = page, timeout
        self._fallbacks: dict[str, str] = {}
        self._best: dict[str, str] = {}
        self._help_page = HelpPage(page, timeout)

    def _ranked(self, what: str, ways: Sequence[str]) -> Locator:
        """A control by the first of several ways that finds one, the best way first; another than that is noted.

        Where the best way has found it once, only that way is looked for: then its absence is news.
        """
        if what in self._best:
            return self._page.locator(self._best[what])
        for rank, way in enumerate(ways):
            found = self._page.locator(way)
            if found.count():
                if rank:
                    self._fallbacks[what] = f"{what} was found by way {rank + 1} of {len(ways)} only ({way})"
                else:
                    self._best[what] = way
                return found
        return self._page.locator(ways[0])

    def _patience(self, asked: Asked) -> float:
        """How long a part of the form is waited for, in ms."""
        return _GLANCE_MS if part_of(asked) in self._without else self._timeout

    def fallbacks(self) -> tuple[str, ...]:
        """What was found by another way than the best: it still works, and will break first."""
        return tuple(self._fallbacks.values())

    def here(self) -> frozenset[Field]:
        """The fields of the page of the form that is showing."""
        return self.pages[0]

    def outline(self) -> tuple[str, ...]:
        """The parts of the page that is showing, each once, in its order; others than known ones by their own name."""
        labels = {key: [word.lower() for word in LABELS[key]] for key in ("send_otp", "request_for_help", "next")}
        given = {"controls": CONTROLS, "labels": labels}
        return tuple(dict.fromkeys(read(self._page, reader("parts", "inOrder"), self._timeout, given)))

    def turn_page(self) -> Sight:
        """There is one page only."""
        return Unseen("on a form of a single page")

    def turner(self) -> Sight:
        """A form of a single page needs no button that leads on."""
        return Seen()

    def _close_lists(self) -> None:
        """Close what lies over the page."""

    def _control(self, field: Field) -> Locator:
        return self._ranked(f"the {field} field", tuple(way.css for way in WAYS[field]))

    def _beside(self, field: Field, selector: str) -> Locator:
        return beside(self._page, field, selector)

    def sees(self, field: Field) -> Sight:
        """Whether the field is on the page; of the Centre/State choice, whether both values are."""
        control = self._control(field)
        seen = pressable(control, _ON_THE_FORM, self._patience(field))
        if not isinstance(seen, Seen):
            return seen
        takes, label = box_of(control.filter(visible=True), 1)
        if not takes:
            return Unseen("open to what is typed")
        seen = labelled(label, field) if label else seen
        if field is not Field.BRANCH:
            return seen
        both = [self._branch_choice(branch) for branch in Branch]
        odd = [each for each in both if not (isinstance(each, Seen) and each.documented and not each.misleading)]
        return next(iter(odd), seen)

    def _branch_choice(self, branch: Branch) -> Sight:
        """One of the two, by the words beside it where it has any."""
        radio = self._radio(branch)
        seen, words = radio.sight(), radio.words()
        known = isinstance(seen, Seen) and words is not None
        return worded(words or "", branch, {*Branch} - {branch}) if known else seen

    def value(self, field: Field) -> str:
        """What a text field holds, or a list shows as chosen."""
        control = self._control(field)
        return held(control) or text_of(control.filter(visible=True))

    def fill(self, field: Field, value: str) -> Validity:
        """Type into a text field and report the form's judgement; never presses Enter (FACTS §10.4)."""
        return fill(self._control(field), value, self._patience(field))

    def options(self) -> tuple[str, ...] | NoAnswer | Unseen:
        """The options of the class list."""
        return OverlaySelect(self._page, self._control(Field.GROUP), self._patience(Field.GROUP)).options()

    def choose_group(self, option: str) -> Validity:
        """Choose a class by its text."""
        done = OverlaySelect(self._page, self._control(Field.GROUP), self._patience(Field.GROUP)).choose(option)
        return Accepted() if done else Refused()

    def _radio(self, branch: Branch) -> Tick:
        group = self._control(Field.BRANCH)
        box = group.locator(f'input[type=radio][value="{branch}"]')
        if box.count() == 0:  # a build that does not write the value: Centre stands first
            box = group.get_by_role("radio").nth(list(Branch).index(branch))
        return Tick(
            box, f"among the choices ({'State' if branch is Branch.STATE else 'Centre'} is missing)", self._timeout
        )

    def choose_branch(self, branch: Branch) -> Sight:
        """Choose Centre or State; it clears neither text nor choice below it (FACTS §10.3)."""
        radio = self._radio(branch)
        seen = radio.set(on=True)
        return Unseen("open to a click") if isinstance(seen, Seen) and radio.deaf() else seen

    def _help(self, kind: Help) -> Locator:
        """The link by its class, else by its words beside its field; the overlay's own link is another."""
        by_class = self._page.locator(f"{FIELDS[part_of(kind)].selectors[0]}:not(.cdk-overlay-container *)")
        if by_class.count():
            return by_class
        field = Field.EMAIL if kind is Help.DOMAIN else Field.ORGANISATION
        return self._beside(field, "*[self::a or self::span or self::button]").filter(
            has_text=exactly(self._help_label)
        )

    def help_link(self, kind: Help) -> Sight:
        """One of the two links; it has neither href nor role (FACTS §10.1)."""
        self._close_lists()
        return pressable(self._help(kind), _ON_THE_FORM, self._patience(kind), "request_for_help")

    def open_help(self, kind: Help) -> Carried | NotThere | NoAnswer:
        """Follow the link inside the application: opened by its address the page is blank (FACTS §4.1)."""
        link = self._help(kind).filter(visible=True).first
        words = link.get_by_text(exactly("request_for_help"))
        self._close_lists()
        left = self._page.url
        press(words.first if words.count() else link, self._timeout)
        return self._help_page.opened(left)

    def leave_help(self) -> Arrival:
        """Press the back arrow in the head of the request page."""
        return self._help_page.leave()

    def _button(self, channel: Channel, label: str) -> Locator:
        every = self._beside(Field(channel), "button")
        named = every.filter(has_text=exactly(label))
        others = every.filter(has_not_text=exactly("next")).filter(has_not_text=exactly("sign_up"))
        return named if named.count() else others

    def verify_button(self, channel: Channel) -> Sight:
        """The button that would verify the code in the box beside the field. It is looked at, never pressed."""
        button = self._button(channel, "verify_otp")
        return pressable(button, f"beside the {channel} field", self._patience(channel), "verify_otp")

    def send_button(self, channel: Channel) -> Sight:
        """The button that would send an OTP; by its words, else the one button beside the field. It must be enabled."""
        button = self._button(channel, self._send_label)
        patience = self._patience(channel)
        seen = pressable(button, f"beside the {channel} field", patience, self._send_label)
        enabled = button.and_(self._page.locator(":enabled"))
        if isinstance(seen, Seen) and not isinstance(sight(enabled, "", patience), Seen):
            return Unseen("open to a click, although the value beside it is right")
        return seen

    def code_box(self, channel: Channel) -> Sight:
        """The box for the code, of type password; both are named alike (FACTS §10.1). It takes six digits (§2.2)."""
        box = self._beside(Field(channel), self._code)
        seen = sight(box, f"beside the {channel} field", self._patience(channel))
        if not isinstance(seen, Seen):
            return seen
        takes, _ = box_of(box.filter(visible=True), self._digits)
        return seen if takes else Unseen(f"open to a code of {self._digits} digits")

    def resend_wait(self, channel: Channel) -> Sight:
        """The countdown, a hint with minutes and seconds; where the offer stands already, it may have ended unseen."""
        hints = self._beside(Field(channel), "*[self::span or self::mat-hint]")
        running = hints.filter(has_text=_RUNNING)
        offer = self._offer(channel).filter(visible=True)
        if offer.count() and not running.filter(visible=True).count():
            return NoAnswer("the countdown, if there was one, had ended before it could be read")
        seen = sight(running.or_(offer), f"beside the {channel} field", self._patience(channel))
        if isinstance(seen, Seen) and not (_RUNNING.search(seen.text) or running.filter(visible=True).count()):
            return Unseen(f"beside the {channel} field before the OTP can be sent again")
        return seen

    def _offer(self, channel: Channel) -> Locator:
        return self._beside(Field(channel), "*[self::span or self::a or self::button]").filter(
            has_text=exactly("resend_otp")
        )

    def resend_offer(self, channel: Channel) -> Sight:
        """The offer to send again; waits for the countdown that is showing, as far as it is one of an OTP's."""
        left = self._countdown(channel)
        if left > OTP_SECONDS:
            return Unseen(f"offered as long as the OTP is valid: the countdown says {left / 60:.0f} minutes")
        wait = self._patience(channel) + 1000 * left
        return sight(
            self._offer(channel), f"offered beside the {channel} field when the countdown should be over", wait
        )

    def _countdown(self, channel: Channel) -> float:
        """The seconds left on the countdown, read from its text; 0 when none is showing."""
        hint = self._beside(Field(channel), "*[self::span or self::mat-hint]").filter(has_text=starting("resend_after"))
        numbers = [int(part) for part in re.findall(r"\d+", text_of(hint))]
        return float(sum(number * 60**power for power, number in enumerate(reversed(numbers[-3:]))))

    def verified(self, channel: Channel, *, patient: bool = True) -> Sight:
        """The mark inside the field, hidden until verified (FACTS §1.2)."""
        field = self._page.locator("mat-form-field", has=self._control(Field(channel)))
        mark = field.locator('[svgicon="verified"], [data-mat-icon-name="verified"]')
        return sight(mark, f"in the {channel} field", self._patience(channel) if patient else _GLANCE_MS)

    def _tick(self, which: Declaration) -> Tick:
        return Tick(self._page.locator(f"#{which} input[type=checkbox]"), _ON_THE_FORM, self._patience(which))

    def declaration(self, which: Declaration) -> Sight:
        """One of the two boxes."""
        return self._tick(which).sight()

    def ticked(self) -> frozenset[Declaration]:
        """Which boxes are ticked now, without a wait."""
        return frozenset(
            which for which in Declaration if self._page.locator(f"#{which} input[type=checkbox]:checked").count()
        )

    def declare(self, which: Declaration, *, on: bool) -> Sight:
        """Tick or clear a box."""
        return self._tick(which).set(on=on)

    def _submit(self) -> Locator:
        return self._ranked("the button that signs up", FIELDS[Part.SIGN_UP].selectors).filter(visible=True)

    def submit_label(self) -> Sight:
        """The button at the end of the form."""
        return pressable(self._submit(), _ON_THE_FORM, self._timeout, "sign_up")

    def submit_state(self, *, patient: bool = False) -> SubmitState:
        """Whether it could be pressed; `patient` waits for it to open."""
        button = self._submit()
        if not isinstance(sight(button, _ON_THE_FORM, self._timeout), Seen):
            return Unseen(_ON_THE_FORM)
        if patient:
            sight(self._page.locator("form button[type=submit]:enabled"), _ON_THE_FORM, self._timeout)
        return Open() if button.first.is_enabled() else Closed()

    def success(self) -> Sight:
        """The dialog after a registration (FACTS §1.7)."""
        return sight(self._page.get_by_role("dialog"), "on the page after Sign up", self._timeout)
