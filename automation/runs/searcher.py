"""Puts the audit's questions to one open form, as politely as is asked; a stop keeps what was answered so far."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from automation.model import NoAnswer, NoAnswerError, UnreachedError
from automation.portal.facts import CENTRE, Branch, Busy, Organisation, Rows, SearchReply, Seen
from automation.portal.form import ListedForm, Recognised, SignUpForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.browser import Session
    from automation.portal.site import Site

    Question = Callable[[SignUpForm], SearchReply]

_TRIES = 4
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 120.0
_SLICE = 0.2


class Searcher:
    """The audit's way to the portal. `stopped` is why it asks no more, `interrupted` whether the user wanted that.

    `generation` is the shape of the form that was searched; None where none was opened.
    """

    def __init__(self, site: Site, session: Session, pace: float) -> None:
        """`pace` in seconds between two questions."""
        self._site, self._session, self._pace = site, session, pace
        self._form: SignUpForm | None = None
        self._branch: Branch | None = None
        self._last = 0.0
        self.stopped: NoAnswer | None = None
        self.interrupted = False
        self.generation: str | None = None

    def ask(self, text: str, branch: Branch) -> SearchReply:
        """One question under one branch; once stopped, the reason instead."""
        return self.put(lambda form: self._search(form, text, branch))

    def put(self, question: Question) -> SearchReply:
        """One question to the form; once stopped, the reason instead."""
        if self.stopped is not None:
            return self.stopped
        try:
            return self._patiently(question)
        except KeyboardInterrupt:
            self.interrupted = True
            self.stopped = NoAnswer("the run was interrupted")
        except NoAnswerError as error:
            self.stopped = NoAnswer(str(error))
        except UnreachedError as error:
            return NoAnswer(str(error))
        return self.stopped

    def _patiently(self, question: Question) -> SearchReply:
        """One question, put again after a pause where the portal asks for patience (429, 503)."""
        for number in range(_TRIES):
            with self._session.shield():
                reply = self._ask(question)
            if not isinstance(reply, Busy) or number == _TRIES - 1:
                return reply
            self._rest(min(reply.seconds or _FIRST_WAIT * 2**number, _LONGEST_WAIT))
        raise AssertionError  # the last try returns

    def _rest(self, seconds: float) -> None:
        """Leave the portal alone, in slices that Ctrl-C can cut."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))  # politeness, not a wait for the page
            with self._session.shield():
                pass

    def _ask(self, question: Question) -> SearchReply:
        form = self._form or self._open()
        if isinstance(form, NoAnswer):
            self.stopped = form
            return form
        time.sleep(max(0.0, self._last + self._pace - time.monotonic()))  # politeness, not a wait for the page
        self._last = time.monotonic()
        return question(form)

    def _search(self, form: SignUpForm, text: str, branch: Branch) -> SearchReply:
        if branch is not self._branch:
            if not isinstance(form.choose_branch(branch), Seen):
                return NoAnswer("Centre or State cannot be chosen")
            self._branch = branch
        return form.search(text)

    def lists(self, state: str) -> ListSearcher | None:
        """The lists of the form, where it has any; None on a form with one search for all."""
        try:
            with self._session.shield():
                if self._form is None:
                    self._open()
        except KeyboardInterrupt:
            self.interrupted = True
            self.stopped = NoAnswer("the run was interrupted")
        except (NoAnswerError, UnreachedError):  # the first question will tell
            pass
        return ListSearcher(self, state) if isinstance(self._form, ListedForm) else None

    def forget(self) -> None:
        """The next question is put to a fresh form."""
        self._form = self._branch = None

    def _open(self) -> SignUpForm | NoAnswer:
        """A fresh form, or why there is none."""
        arrival = self._site.open_sign_up()
        if isinstance(arrival, NoAnswer):  # what did not come is not waited for again
            return arrival
        recognition = self._site.recognise()
        if isinstance(recognition, Recognised):
            self._form = recognition.form
            self.generation = self._form.generation
            return self._form
        return recognition if isinstance(recognition, NoAnswer) else NoAnswer("there is no form to search on")


class ListSearcher:
    """The audit's way to lists that stand below one another; each verb is one question, put as politely as the rest."""

    def __init__(self, searcher: Searcher, state: str) -> None:
        self._searcher, self._state = searcher, state
        self._standing = False

    def _put(self, question: Callable[[ListedForm], SearchReply]) -> SearchReply:
        def put(form: SignUpForm) -> SearchReply:
            return (
                question(form) if isinstance(form, ListedForm) else NoAnswer("the form has come back in another shape")
            )

        return self._searcher.put(put)

    def stand(self, parent: Organisation | None, *, fresh: bool = False) -> SearchReply:
        """Stand at the state's own list, or at the list below one of its rows; `fresh`: on a page of its own."""
        if fresh:
            self._searcher.forget()
            self._standing = False
        if parent is None or not self._standing:
            reply = self._put(lambda form: form.enter_state(self._state))
            self._standing = isinstance(reply, Rows)
            if parent is None or not self._standing:
                return reply
        return self._put(lambda form: form.enter(parent))

    def scroll(self) -> SearchReply:
        """Scroll that list to its end."""
        return self._put(lambda form: form.scroll())

    def find(self, text: str) -> SearchReply:
        """Search that list."""
        return self._put(lambda form: form.search(text))

    def centrally(self) -> ListSearcher:
        """The same for central offices: their own list is the list of ministries."""
        return ListSearcher(self._searcher, CENTRE)

    def designations(self) -> SearchReply | None:
        """Scroll the list of designations; None where the form has none, or nothing more can be asked."""
        if self._searcher.stopped is not None:
            return None
        none: list[bool] = []

        def ask(form: ListedForm) -> SearchReply:
            reply = form.designations()
            none.append(reply is None)
            return reply or NoAnswer("the form asks for no designation")

        reply = self._put(ask)
        return None if none == [True] else reply
