"""The moves of the organisation list: what it holds, what it shows, whether one can be picked or asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from automation import checks
from automation.model import Answer, Differs, Listing, No, NoAnswer, Yes
from automation.portal.facts import Branch, Carried, Help, NotThere, Rows, SearchReply, Seen
from automation.portal.form import ListedForm
from automation.steps.organisation import COMMON_WORD, plain_row
from automation.steps.visit import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.departments.expected import Department
    from automation.portal.form import SignUpForm
    from automation.result import DepartmentResult
    from automation.steps.visit import Visit
    from automation.symptoms.case import Case

    LookFor = Callable[[Department], DepartmentResult]


class ListMoves:
    """The fifth box of the flowchart, for one organisation."""

    def __init__(self, visit: Visit, case: Case, look_for: LookFor, department: Department) -> None:
        """`department` is the organisation with all that is known of it, `look_for` looks for it in the lists."""
        self._visit, self._case, self._department, self._audit = visit, case, department, look_for
        self._branch: Branch | None = None

    def moves(self) -> dict[str, Callable[[], Answer]]:
        """The moves by name."""
        return {
            "department": self._listed,
            "request-needed": self._request_needed,
            "whole-list": self._whole_list,
            "organisation": self._pick,
            "request-page": self._request_page,
        }

    def _form(self) -> SignUpForm:
        return self._visit.sign_up_form()

    def _search(self, text: str, branch: Branch) -> SearchReply:
        if branch is not self._branch:
            if not isinstance(self._form().choose_branch(branch), Seen):
                return NoAnswer("Centre or State cannot be chosen")
            self._branch = branch
        return self._form().search(text)

    def _look_for(self) -> Listing:
        """What became of the organisation; of one whose parent nobody told any place under the state is right."""
        self._form()
        found = self._case.department = self._audit(self._department)
        anywhere = not self._department.parent and self._visit.state.casefold() in (found.under or "").casefold()
        return Listing.LISTED if found.listing is Listing.MISPLACED and anywhere else found.listing

    def _listed(self) -> Answer:
        name = self._department.name
        match self._look_for():
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

    def _request_needed(self) -> Answer:
        name = self._department.name
        match self._look_for():
            case Listing.LISTED:
                return Yes(f"“{name}” can be picked, so nothing needs to be asked for.")
            case Listing.MISSING:
                return Yes(f"“{name}” is not on the portal, so it can be asked for.")
            case Listing.CANNOT_JUDGE:
                return NoAnswer("the portal's answers to the searches do not settle it")
            case _:
                return No(f"The portal holds “{name}”, though it is not found as it was looked for.")

    def _whole_list(self) -> Answer:
        form = self._form()
        if isinstance(form, ListedForm):
            entered = form.enter_state(self._visit.state)
            return self._counted(form.scroll() if isinstance(entered, Rows) else entered, checks.reachable)
        name = self._case.scenario.organisation.name
        word = max(re.findall(r"[^\W\d_]{4,}", name), key=len, default=COMMON_WORD)
        return self._counted(self._search(word.lower(), self._wanted_branch()), checks.all_shown)

    def _counted(self, reply: SearchReply, judge: Callable[[SearchReply], Answer]) -> Answer:
        if not isinstance(reply, Rows):
            return reply if isinstance(reply, NoAnswer) else NoAnswer("the search does nothing")
        self._case.rows = reply
        answer = judge(reply)
        return No(answer.seen) if isinstance(answer, Differs) else answer  # it works, and still is what was reported

    def _wanted_branch(self) -> Branch:
        return Branch.CENTRE if self._case.scenario.organisation.branch == "centre" else Branch.STATE

    def _pick(self) -> Answer:
        form, wanted, state = self._form(), self._case.scenario.organisation.name, self._visit.state
        reply = (
            self._search(wanted, Branch.CENTRE) if self._wanted_branch() is Branch.CENTRE else form.enter_state(state)
        )
        if not isinstance(reply, Rows):
            self._case.refusal = "" if isinstance(reply, NoAnswer) else "The search does nothing."
            return reply if isinstance(reply, NoAnswer) else No("The search for the organisation does nothing.")
        row = plain_row(reply.held, "", wanted)
        if row is None:
            return NoAnswer("no organisation was found that could be picked")
        find(self._visit, form, row)  # its own name brings it to the top
        if isinstance(form.pick(row), Seen):
            return Yes("An organisation is picked.")
        return No("The organisation is in the list, and a click on it picks nothing.")

    def _request_page(self) -> Answer:
        form = self._form()
        if not isinstance(form.help_link(Help.ORGANISATION), Seen):
            self._case.refusal = "There is no link “Request for help” by the organisation list."
            return No(self._case.refusal)
        page = form.open_help(Help.ORGANISATION)
        match page:
            case Carried():
                return Yes("The request page opens.")
            case NotThere(why):
                self._case.refusal = f"The request page does not open: {why}."
                return No(self._case.refusal)
            case NoAnswer():
                return page
