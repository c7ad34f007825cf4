"""Puts the audit's questions to one open form, as politely as is asked; a stop keeps what was answered so far."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from automation.model import NoAnswer, NoAnswerError, UnreachedError
from automation.portal.facts import Branch, Busy, SearchReply, Seen
from automation.portal.form import Recognised

if TYPE_CHECKING:
    from automation.browser import Session
    from automation.portal.form import SignUpForm
    from automation.portal.site import Site


_TRIES = 4
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 120.0
_SLICE = 0.2


class Searcher:
    """The audit's way to the portal. `stopped` is why it asks no more, `interrupted` whether the user wanted that."""

    def __init__(self, site: Site, session: Session, pace: float) -> None:
        """`pace` in seconds between two questions."""
        self._site, self._session, self._pace = site, session, pace
        self._form: SignUpForm | None = None
        self._branch: Branch | None = None
        self._last = 0.0
        self.stopped: NoAnswer | None = None
        self.interrupted = False

    def ask(self, text: str, branch: Branch) -> SearchReply:
        """One question under one branch; once stopped, the reason instead."""
        if self.stopped is not None:
            return self.stopped
        try:
            return self._patiently(text, branch)
        except KeyboardInterrupt:
            self.interrupted = True
            self.stopped = NoAnswer("the run was interrupted")
        except NoAnswerError as error:
            self.stopped = NoAnswer(str(error))
        except UnreachedError as error:
            return NoAnswer(str(error))
        return self.stopped

    def _patiently(self, text: str, branch: Branch) -> SearchReply:
        """One question, put again after a pause where the portal asks for patience (429, 503)."""
        for number in range(_TRIES):
            with self._session.shield():
                reply = self._ask(text, branch)
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

    def _ask(self, text: str, branch: Branch) -> SearchReply:
        form = self._form or self._open()
        if isinstance(form, NoAnswer):
            self.stopped = form
            return form
        if branch is not self._branch:
            if not isinstance(form.choose_branch(branch), Seen):
                return NoAnswer("Centre or State cannot be chosen")
            self._branch = branch
        time.sleep(max(0.0, self._last + self._pace - time.monotonic()))  # politeness, not a wait for the page
        self._last = time.monotonic()
        return form.search(text)

    def _open(self) -> SignUpForm | NoAnswer:
        """A fresh form, or why there is none."""
        self._site.open_sign_up()
        recognition = self._site.recognise()
        if isinstance(recognition, Recognised):
            self._form = recognition.form
            return self._form
        return recognition if isinstance(recognition, NoAnswer) else NoAnswer("there is no form to search on")
