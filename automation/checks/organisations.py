"""What the organisation list and the request for help must be like: pure functions from facts to answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from automation.checks.verdicts import shown
from automation.model import Answer, Differs, Flaw, Listing, No, NoAnswer, Yes
from automation.portal.facts import RESULT_LIMIT, Carried, NothingSent, NotThere, Rows, SearchReply, Sight

if TYPE_CHECKING:
    from collections.abc import Callable

REQUEST_NAME_LIMIT = 150
_SPOKEN = {"name": "name", "email": "e-mail", "mobile": "mobile"}


def searched(reply: SearchReply) -> Answer:
    """The list must answer a search for a common word with rows, and show some."""
    match reply:
        case Rows(query, _, _, held, rows) if held and rows and not reply.on_the_page():
            return No(
                f"“{query}” was answered with {len(held)} rows, but the list shows {len(rows)} others,"
                " as it does when it keeps those of the search before."
            )
        case Rows(query, _, _, held, rows) if held and rows:
            return Yes(f"“{query}” gave {len(held)} rows.")
        case Rows(query, _, _, held, _) if held:
            return No(f"“{query}” was answered with {len(held)} rows, but the list shows none.")
        case Rows(query):
            return NoAnswer(
                f"“{query}” was answered with an empty list, which can also be a fault of the portal's server"
            )
        case NothingSent(why):
            return No(f"The search does nothing: {why}.", Flaw.SILENT)
        case NoAnswer():
            return reply
        case _:
            assert_never(reply)


def all_shown(reply: SearchReply) -> Answer:
    """The page must show every row that the answer to this search held, and the answer every row it counts."""
    if not isinstance(reply, Rows) or reply.shown is None or not reply.held:
        return NoAnswer("the search gave no rows to count")
    there = len(reply.on_the_page())
    if there < len(set(reply.held)) or len(reply.shown) < len(reply.held):
        return No(f"The answer held {len(reply.held)} organisations and the list shows {min(there, len(reply.shown))}.")
    if reply.count > len(reply.held) and len(reply.held) < RESULT_LIMIT:
        return No(
            f"The portal counts {reply.count} matches and hands over {len(reply.held)}; the rest cannot be reached."
        )
    return Yes(f"All {len(reply.held)} organisations of the answer are shown.")


def reachable(reply: SearchReply) -> Answer:
    """Scrolling must come to every organisation that the portal counts; what only a search finds is a difference."""
    if not isinstance(reply, Rows) or reply.shown is None:
        return NoAnswer(getattr(reply, "why", "the list was not scrolled"))
    if len(reply.shown) < reply.count:
        return Differs(
            f"The portal counts {reply.count} organisations in the list; scrolling shows {len(reply.shown)} of them,"
            " the rest only a search finds."
        )
    return Yes(f"Scrolling shows all {len(reply.shown)} organisations of the list.")


def findable(listing: Listing, name: str) -> Answer:
    """An organisation must be in the list, in the spelling in which it is known."""
    match listing:
        case Listing.LISTED:
            return Yes(f"“{name}” is in the list.")
        case Listing.NEAR_NAME:
            return No(f"“{name}” is in the list under another spelling only.")
        case Listing.HIDDEN:
            return No(f"The portal holds “{name}”, and the list does not show it.")
        case Listing.MISPLACED:
            return No(f"“{name}” stands in another part of the list.")
        case Listing.MISSING:
            return No(f"“{name}” is not on the portal.")
        case Listing.CANNOT_JUDGE:
            return NoAnswer("the portal's answers to the searches do not settle it")
        case _:
            assert_never(listing)


def askable(listing: Listing, name: str) -> Answer:
    """What the portal does not hold can be asked for, and what it holds must be found, or the request is refused."""
    match listing:
        case Listing.MISSING:
            return Yes(f"“{name}” is not on the portal, so it can be asked for.")
        case Listing.HIDDEN | Listing.MISPLACED | Listing.NEAR_NAME:
            return No(f"The portal holds “{name}”, though it is not found as it was looked for.")
        case Listing.LISTED | Listing.CANNOT_JUDGE:
            return findable(listing, name)
        case _:
            assert_never(listing)


def under_state(reply: SearchReply, state: str, control: SearchReply) -> Answer:
    """Organisations of the state must be among the rows found under State.

    An empty answer can be a fault of the server (FACTS §1.3); it counts only where another word, the `control`, was
    answered with rows in the same minute.
    """
    if not isinstance(reply, Rows):
        return (
            reply if isinstance(reply, NoAnswer) else NoAnswer("the search does nothing, so the list cannot be judged")
        )
    if not reply.held and not (isinstance(control, Rows) and control.held):
        return NoAnswer("the list came empty, which can also be a fault of the portal's server")
    mine = [row for row in reply.held if state.lower() in row.top.lower()]
    if not mine:
        return No(
            f"None of the {len(reply.held)} organisations found for “{reply.query}” under State belongs to {state}."
        )
    return Yes(f"{len(mine)} of {len(reply.held)} organisations found for “{reply.query}” belong to {state}.")


def no_match(reply: SearchReply, help_sight: Callable[[], Sight]) -> Answer:
    """A name that does not exist must lead to an empty list that offers the help."""
    match reply:
        case Rows(query, _, _, held) if held:
            return No(f"“{query}”, which does not exist, was answered with {len(held)} rows.")
        case Rows():
            return shown(help_sight(), "“Request for help” in the empty list")
        case NothingSent():
            return NoAnswer("the search does nothing")
        case NoAnswer():
            return reply
        case _:
            assert_never(reply)


def carried(page: Carried | NotThere | NoAnswer, typed: dict[str, str]) -> Answer:
    """The request page must open with what was typed; `typed` has the keys name, email and mobile."""
    match page:
        case NoAnswer():
            return page
        case NotThere(why, flaw):
            return No(f"The request page does not open: {why}.", flaw)
        case Carried():
            lost = [key for key, value in typed.items() if value and getattr(page, key) != value]
            if lost:
                return No(f"The request page opens, but {', '.join(lost)} did not come along.")
            came = ", ".join(words for key, words in _SPOKEN.items() if typed.get(key))
            return Yes(f"The request page opens{f' with what was typed: {came}' if came else ''}.")
        case _:
            assert_never(page)


def request_box(page: Carried | NotThere | NoAnswer) -> Answer:
    """The request page must have a box for the organisation, within the documented limit, and Submit closed."""
    if isinstance(page, NoAnswer):
        return page
    if isinstance(page, NotThere):
        return NoAnswer("the request page does not open")
    if not page.box:
        return No("The request page has no box for the name of the organisation.")
    if page.submit_open:
        return No("Submit is open though no organisation has been named.")
    if page.box_limit != REQUEST_NAME_LIMIT:
        limit = "no limit" if page.box_limit is None else f"a limit of {page.box_limit}"
        return Differs(f"The box for the organisation has {limit} instead of {REQUEST_NAME_LIMIT} characters.")
    return Yes(f"There is a box for the organisation, of at most {page.box_limit} characters.")
