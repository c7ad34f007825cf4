"""Turns a fact about the portal into an answer, and an answer into a verdict and a sentence: pure functions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never
from urllib.parse import urlsplit

from automation.acts import Declined, Done, NoReply, Outcome, Remark, Unable
from automation.model import (
    Answer,
    By,
    Cause,
    Differs,
    Flaw,
    Listing,
    NeedsPerson,
    No,
    NoAnswer,
    Reach,
    Verdict,
    Yes,
    foreign,
)
from automation.portal.facts import (
    RESULT_LIMIT,
    Accepted,
    Arrival,
    Carried,
    Closed,
    Declaration,
    NothingSent,
    NotListed,
    NotThere,
    Open,
    Opened,
    Organisation,
    Otherwise,
    Refused,
    Rows,
    SearchReply,
    Seen,
    Sight,
    SubmitState,
    Unseen,
    Validity,
)
from automation.portal.form import SHAPES, Recognised, Recognition, Unrecognised
from automation.portal.labels import english_left, names_only, says
from automation.result import CheckResult
from automation.spelling import DEVANAGARI, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from automation.flowchart import Check

# -------------------------------------------------------------------------------------- what every check has in common


def judge(check: Check, answer: Answer, by: By = By.LOOK) -> CheckResult:
    """The result of one check; `why` is filled where the verdict is not `as_documented`.

    `by` is who takes the official's part in this run. A check that a look
    alone verifies counts as looked at, even when a person is there.
    """
    match answer:
        case Yes(seen):
            verdict, observed, why = Verdict.AS_DOCUMENTED, seen, ""
        case Differs(seen):
            verdict, observed, why = Verdict.CHANGED, seen, "It works, but not as the document says."
        case No(seen):
            verdict, observed, why = Verdict.BROKEN, seen, "The documented behaviour was not found."
        case NoAnswer(reason):
            verdict, observed, why = Verdict.CANNOT_JUDGE, "", reason
        case NeedsPerson(reason):
            verdict, observed, why = Verdict.NEEDS_PERSON, "", reason
        case _:
            assert_never(answer)
    verified = None if verdict in {Verdict.NEEDS_PERSON, Verdict.CANNOT_JUDGE} else by
    return CheckResult(
        id=check.id,
        verdict=verdict,
        documented=check.documented,
        observed=observed,
        why=why,
        by=By.LOOK if verified and check.reach is Reach.LOOK else verified,
        seconds=getattr(answer, "seconds", None),
    )


def after(first: Answer, then: Callable[[], Answer]) -> Answer:
    """The next answer, asked only where the one before it went well; otherwise the reason why it was not asked."""
    match first:
        case Yes() | Differs():
            return then()
        case No(seen):
            return NoAnswer(f"not reached: {seen}")
        case NoAnswer() | NeedsPerson():
            return first
        case _:
            assert_never(first)


def also(first: Answer, then: Callable[[], Answer]) -> Answer:
    """The next part of the same check, asked only where the part before it went well; a difference in either stays."""
    if not isinstance(first, Yes | Differs):
        return first
    next_ = then()
    return first if isinstance(first, Differs) and isinstance(next_, Yes) else next_


def together(*parts: Answer) -> Answer:
    """Several parts of one claim, each looked at for itself: what is missing decides, then what nobody could tell."""
    unsaid = [part for part in parts if isinstance(part, NoAnswer | NeedsPerson)]
    wrong = [part.seen for part in parts if isinstance(part, No)]
    seen = " ".join(part.seen for part in parts if isinstance(part, Yes | Differs))
    if wrong:
        return No(" ".join(wrong))
    if unsaid:
        return unsaid[0]
    return Differs(seen) if any(isinstance(part, Differs) for part in parts) else Yes(seen)


def shown(sight: Sight, what: str) -> Answer:
    """Something documented must be on the page; other words than the documented ones are a difference."""
    match sight:
        case Seen(text, misleading=True):
            return No(f"{what} is there, but reads “{foreign(text)}”, which does not tell what it is.")
        case Seen(text, documented=True):
            return Yes(f"{what} is there{quoted(text)}.")
        case Seen(text):
            return Differs(f"{what} is there, but reads “{foreign(text)}”.")
        case Unseen(where):
            return No(f"{what} is not {where}.")
        case Otherwise(instead):
            return Differs(f"This form has no {what}; {instead}.")
        case NoAnswer():
            return sight
        case _:
            assert_never(sight)


def arrived(arrival: Arrival, what: str) -> Answer:
    """A page must open."""
    match arrival:
        case Opened(_, title):
            return Yes(f"{what} opens{quoted(title)}.")
        case NotThere(why, flaw):
            return No(f"{what} does not open: {why}.", flaw)
        case NoAnswer():
            return arrival
        case _:
            assert_never(arrival)


def quoted(text: str) -> str:
    """The page's own words in brackets and quotation marks; blank when it said nothing."""
    return f" (“{foreign(text.strip())}”)" if text.strip() else ""


_HTTP_REFUSED = 400


def accepted(outcome: Outcome, what: str) -> Answer:
    """An act must succeed: the portal answered it well, or it needed no answer. The page must ask for it once."""
    match outcome:
        case Done(status, message, _, seconds, times) if (status is None or status < _HTTP_REFUSED) and not message:
            if times > 1:
                return Differs(f"{what}, but the page asks for it {times} times when its button is pressed once.")
            after = "" if seconds is None else f", after about {seconds:.0f} seconds"
            return Yes(f"{what}{after}.", seconds)
        case Done(status, message):
            return No(f"{what}: refused by the portal{quoted(message or f'HTTP {status}')}.")
        case Unable(why):
            return No(f"{what}: {why}.")
        case Declined(why):
            return NeedsPerson(why)
        case NoReply(why, status):
            return NoAnswer(why, Cause.ACT_FAILED if status else None)
        case _:
            assert_never(outcome)


REGISTERED = {
    "firstName": "name",
    "email": "e-mail",
    "phone": "mobile number",
    "group": "class",
    "orgName": "organisation",
    "mapId": "organisation",
}
"""What the fields of a registration are (FACTS §1.7)."""


def sent_as_entered(entered: Mapping[str, Collection[str]], sent: Mapping[str, str]) -> Answer:
    """What is registered must be what stood on the form; `entered` are the texts that would do, by the field's name.

    Of a field that the registration does not hold nothing is said.
    """
    stood = {name: {plain(text).casefold() for text in texts} for name, texts in entered.items() if name in sent}
    other = dict.fromkeys(
        REGISTERED[name] for name, texts in stood.items() if plain(sent[name]).casefold() not in texts
    )
    if not other:
        return Yes("What is registered is what was entered.")
    return No(f"Sign up registers another {' and another '.join(other)} than what stands on the form.", Flaw.ANOTHER)


def refused(outcome: Outcome, what: str) -> Answer:
    """An act must be refused by the portal; a page that does not even send it refuses too."""
    match outcome:
        case Done(status, message) if message or (status is not None and status >= _HTTP_REFUSED):
            return Yes(f"{what} is refused{quoted(message or f'HTTP {status}')}.")
        case Done():
            return No(f"{what} is accepted.")
        case Unable(why):
            return NoAnswer(f"{what} could not be tried: {why}")
        case Declined(why):
            return NeedsPerson(why)
        case NoReply(why):
            return NoAnswer(why)
        case _:
            assert_never(outcome)


def same_code(outcome: Outcome) -> Answer:
    """After a resend the same code must come (FACTS §2.2)."""
    match outcome:
        case Done(remark=Remark.ANOTHER_CODE):
            return Differs(f"The OTP was sent again, but {Remark.ANOTHER_CODE}.")
        case Done():
            return Yes("The OTP was sent again; the same code came.", outcome.seconds)
        case _:
            return accepted(outcome, "The OTP arrives again")


def password_refused(outcome: Outcome, refusal: Callable[[], Sight], what: str) -> Answer:
    """The password page must say no, and stay."""
    if not isinstance(outcome, Done):
        return refused(outcome, what)
    match refusal():
        case Seen(text):
            return Yes(f"{what} is refused{quoted(text)}.")
        case Unseen() | Otherwise():
            return No(f"{what} is accepted.")
        case NoAnswer() as unknown:
            return unknown


def password_taken(outcome: Outcome, refusal: Callable[[], Sight]) -> Answer:
    """A good password must be taken; the page that complains of it has not taken it."""
    done = accepted(outcome, "The password is set")
    said = refusal() if isinstance(done, Yes) else None
    return No(f"A good password is refused{quoted(said.text)}.") if isinstance(said, Seen) else done


OFFICIAL_HOST = "igotkarmayogi.gov.in"
_STRAY_KEYS = 2
"""A text or two without a translation is no missing language."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def address(arrival: Arrival, *, staging: bool = False) -> Answer:
    """The host of the landing page must be the documented one; one on this machine, or a copy, stands in for it."""
    if isinstance(arrival, NoAnswer):
        return arrival
    if not isinstance(arrival, Opened):
        return NoAnswer(f"an address without its page says nothing: {arrival.why}")
    host = host_of(arrival.url)
    if host in LOOPBACK:
        return Yes(f"{host} on this machine stands in for {OFFICIAL_HOST}.")
    if host == OFFICIAL_HOST or host.endswith("." + OFFICIAL_HOST):
        return Yes(f"The page is at {foreign(host)}.")
    if staging:
        return Yes(f"The page is at {foreign(host)}, which stands in for {OFFICIAL_HOST}.")
    return Differs(f"The page is at {foreign(host)}, not at {OFFICIAL_HOST}.")


def host_of(url: str) -> str:
    """The host of an address, blank when it has none."""
    return urlsplit(url).hostname or ""


def recognised(recognition: Recognition, documented: str) -> Answer:
    """Exactly one known shape must fit the page; another one than the documented is a difference."""
    match recognition:
        case Recognised(_, ailing) if ailing:
            return No(f"The form shows no words, or the names of its texts in place of them: {foreign(ailing)}.")
        case Recognised(form) if form.generation == (documented or form.generation):
            return Yes(f"The form is the documented one ({documented})." if documented else "The form appears.")
        case Recognised(form):
            return Differs(f"The form is not the documented one: it has {SHAPES[form.generation].english}.")
        case Unrecognised(seen, blank=True, flaw=flaw):
            return No(f"The sign-up page opens, but no form appears: {foreign(seen)}.", flaw)
        case Unrecognised(seen):
            return NoAnswer(f"the form has a shape that this program does not know: {foreign(seen)}")
        case NoAnswer():
            return recognition
        case _:
            assert_never(recognition)


def english(text: str) -> Answer:
    """A form with English chosen, by its `text`, must have English words; blank where another language is chosen."""
    wrong = bool(DEVANAGARI.search(text)) and not english_left(text)
    return No("With English chosen, the form is shown in Hindi.") if wrong else Yes("")


def hindi(sight: Sight) -> Answer:
    """The labels must be Devanagari; a portal without a language choice promises nothing."""
    match sight:
        case Seen(""):
            return Yes("The portal offers no language choice here.")
        case Seen(text):
            return _in_hindi(text)
        case Otherwise(instead):
            return Differs(f"The form cannot be had in Hindi: {instead}, which is a setting and no fault.")
        case Unseen(where):
            return NoAnswer(f"no form {where} with Hindi chosen")
        case NoAnswer():
            return sight
        case _:
            assert_never(sight)


def login_hindi(sight: Sight) -> Answer:
    """Each label and button of the login page must hold Devanagari; no catalogue lists the texts of that page."""
    found = hindi(sight)
    if not (isinstance(sight, Seen) and sight.text and isinstance(found, Yes)):
        return found
    left = [line for line in sight.text.splitlines() if line and not DEVANAGARI.search(line)]
    some = No(f"With Hindi chosen, some texts stay in English: “{foreign('”, “'.join(left))}”.")
    return some if left else Yes("The login page is shown in Hindi.")


def in_words(names: str) -> Answer:
    """A page must show words, not the names of its texts; `names` are those that it shows, blank without any."""
    bare = No(f"The login page shows the names of its texts in place of the words: {foreign(names)}.")
    return bare if names else Yes("")


def _in_hindi(text: str) -> Answer:
    if len(re.findall(r"\b[a-z]+\.[a-z]+[A-Z]\w*", text)) > _STRAY_KEYS:
        return No("With Hindi chosen, raw text keys stand in place of the labels.")
    if not DEVANAGARI.search(text):
        return No("With Hindi chosen, no label is in Hindi.")
    left = "”, “".join(english_left(text))
    some = No(f"With Hindi chosen, some texts stay in English: “{foreign(left)}”.")
    return some if left else Yes("The form is shown in Hindi.")


def let_in(arrival: Arrival, turned_away: Collection[Cause]) -> Answer:
    """The portal must let the browser in, whatever it then shows; what turns it away is known by its cause."""
    match arrival:
        case Opened() | NotThere():
            return Yes("The portal lets the browser in.")
        case NoAnswer(why, cause) if cause in turned_away:
            return No(f"The page does not come: {why}.", cause)
        case NoAnswer():
            return arrival
        case _:
            assert_never(arrival)


def taken(validity: Validity, word: str) -> Answer:
    """The form must take a value of the official's."""
    match validity:
        case Accepted():
            return Yes(f"The form takes the {word}.")
        case Refused(message):
            return No(f"The form marks the {word} as wrong{quoted(message)}.")
        case Unseen():
            return No(f"There is no field for the {word}.")
        case NoAnswer():
            return validity
        case _:
            assert_never(validity)


def rule(good: Validity, bad: dict[str, Validity], what: str) -> Answer:
    """A field must take a good value and refuse each bad one; the keys of `bad` name the bad values in words."""
    every = [good, *bad.values()]
    for each in every:
        if isinstance(each, NoAnswer):
            return each
        if isinstance(each, Unseen):
            return NoAnswer(f"{what} is not on the page, so its rule cannot be tried")
    if isinstance(good, Refused):
        return No(f"{what}: an ordinary value is refused{quoted(good.message)}.")
    taken = [name for name, each in bad.items() if isinstance(each, Accepted)]
    if taken:
        return No(f"{what}: {', '.join(taken)} {'is' if len(taken) == 1 else 'are'} accepted.")
    return Yes(f"{what}: an ordinary value is taken; {', '.join(bad)} {'is' if len(bad) == 1 else 'are'} refused.")


def class_chosen(options: tuple[str, ...] | NoAnswer | Unseen, *, chosen: bool) -> Answer:
    """A class must be there to be chosen, and then show as chosen."""
    if isinstance(options, NoAnswer):
        return options
    if isinstance(options, Unseen) or not options:
        return No("The list of classes is empty." if options == () else "There is no list of classes.")
    if chosen:
        return Yes(f"The list holds {len(options)} classes, and one of them is chosen.")
    return No(f"The list holds {len(options)} classes, and a click on one chooses nothing.", Flaw.UNPICKABLE)


def classes(options: tuple[str, ...] | NoAnswer | Unseen, *, chosen: bool) -> Answer:
    """The classes A to D must be among the options, in any spelling; `chosen`: one of them could be chosen."""
    if isinstance(options, NoAnswer):
        return options
    if isinstance(options, Unseen):
        return NoAnswer("the list of classes is not on the page")
    if not options:
        return No("The list of classes is empty; nobody can sign up.")
    held = foreign(", ".join(options))
    found = {match[1].upper() for option in options if (match := re.search(r"\b([A-D])\b\W*$", option, re.IGNORECASE))}
    absent = [letter for letter in "ABCD" if letter not in found]
    if absent:
        return No(f"Group {', '.join(absent)} cannot be chosen; the list holds {held}.")
    if not chosen:
        return No(f"The list holds {held}, but a click on one chooses nothing.")
    twice = [option for option, times in Counter(options).items() if times > 1]
    more = Differs(f"The list holds {foreign(', '.join(twice))} more than once.")
    return more if twice else Yes(f"The list holds {held}.")


_BOXES = {Declaration.CONFIRM: "that the information is right", Declaration.TERMS: "for the terms"}


def unticked(ticked: Collection[Declaration]) -> Answer:
    """Nobody must have declared anything for the official."""
    boxes = " and the box ".join(words for which, words in _BOXES.items() if which in ticked)
    if boxes:
        return Differs(f"The box {boxes} {'is' if len(ticked) == 1 else 'are'} ticked before anybody has ticked it.")
    return Yes("The declaration is there.")


def picked(sight: Sight, row: Organisation) -> Answer:
    """The picked row, and no other, must show as picked; a card that names parents must name the row's own.

    A line of what is seen must name it and nothing else: a longer name that holds this one is another organisation's.
    """
    what = f"The picked organisation “{foreign(row.name)}”"
    if not isinstance(sight, Seen):
        return shown(sight, what)
    name, text = plain(row.name), plain(sight.text)
    parents = [plain(each) for each in row.under.split(" > ") if each]
    named = any(names_only(plain(line), name, row.under) for line in (*sight.text.splitlines(), text))
    under = says(text.replace(name, "", 1), "under")
    if not named or (under and not _holds_each(text, parents, name)):
        return No(f"{what} shows as another one: “{foreign(text)}”.", Flaw.ANOTHER)
    return shown(replace(sight, text=text), what)


def _holds_each(text: str, parents: Collection[str], name: str) -> bool:
    """Whether a text holds every parent beside the longer names in which one may stand, also that of the row."""
    for each in sorted({*parents, name}, key=len, reverse=True):
        if each in parents and each not in text:
            return False
        text = text.replace(each, "")
    return True


def closed(state: SubmitState, when: str) -> Answer:
    """Sign up must be greyed out."""
    return _button(state, Yes(f"Sign up is closed {when}."), No(f"Sign up is open {when}."))


def opens(state: SubmitState) -> Answer:
    """Sign up must be pressable, now that the form is complete."""
    grey = No("Sign up stays closed though everything is there and verified.")
    return _button(state, grey, Yes("Sign up opens when everything is there."))


def _button(state: SubmitState, grey: Answer, pressable: Answer) -> Answer:
    match state:
        case Closed():
            return grey
        case Open():
            return pressable
        case Unseen(where):
            return NoAnswer(f"the Sign up button is not {where}")
        case NoAnswer():
            return state
        case _:
            assert_never(state)


REQUEST_NAME_LIMIT = 150
SPOKEN = {"name": "name", "email": "e-mail", "mobile": "mobile"}


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


def finds(reply: SearchReply, known: SearchReply | None) -> Answer:
    """A search must find the rows that have its text as a word of their name, as far as they are `known` from the list.

    Nothing is asked of an answer that is cut short.
    """
    if not isinstance(reply, Rows) or not isinstance(known, Rows):
        return Yes("The search is answered.")
    cut = reply.held and not reply.count <= len(reply.held) < RESULT_LIMIT
    found, word = {plain(row.name) for row in reply.held}, re.compile(rf"\b{re.escape(reply.query)}\b", re.IGNORECASE)
    left = [name for name in (plain(row.name) for row in known.held) if word.search(name) and name not in found]
    if left and not cut:
        name = foreign(left[0])
        return Differs(f"A search for “{reply.query}” leaves out organisations that have it in their name: “{name}”.")
    return Yes("The search finds what the list holds.")


def centre_too(central: SearchReply | None, state: SearchReply) -> Answer:
    """Centre must answer as State does, and with rows of its own; `central` is None where nobody looked.

    An empty list alone may be an outage.
    """
    common = searched(state)
    if not isinstance(common, Yes) or central is None:
        return common
    match central:
        case Rows(_, _, _, held) if held:
            tops = {plain(row.top) for row in state.held if row.top} if isinstance(state, Rows) else set()
            theirs = [row for row in held if plain(row.top) in tops]
            if any(plain(row.name) in tops for row in held) or 2 * len(theirs) > len(held):
                return No("Under Centre the list holds what belongs under State.")
            return Yes(f"{common.seen} Under Centre there are rows too.")
        case Rows():
            return No("Under Centre the list is empty, while State is answered with rows in the same minute.")
        case NothingSent(why):
            return NoAnswer(f"under Centre {why}")
        case NoAnswer():
            return central
        case _:
            assert_never(central)


def posts(options: tuple[str, ...] | Unseen) -> Answer:
    """A link must offer designations; it has none where the organisation has not imported its own (FACTS §12.4)."""
    if isinstance(options, Unseen):
        return No(f"The list of designations is not {options.where}.")
    if not options:
        return No("The link offers no designation, so nobody can register with it: the office has imported none.")
    return Yes(f"The link offers {len(options)} designations.")


def fixed(sight: Sight, known: str) -> Answer:
    """The link's organisation must be named, and be the one that is looked for, where one is."""
    seen = shown(sight, "The link's organisation")
    if not isinstance(sight, Seen):
        return seen
    name = foreign(sight.text)
    if known and plain(sight.text).casefold() != plain(known).casefold():
        return No(f"The link registers for “{name}”, not for “{known}”.", Flaw.ANOTHER)
    return Yes(f"The link registers for “{name}”.")


def all_shown(reply: SearchReply, *, parents: bool = False) -> Answer:
    """The page must show every row that the answer to this search held, and the answer every row it counts.

    With `parents` each row says what it is under, where the portal knows (FACTS §1.3, element 6).
    """
    if not isinstance(reply, Rows) or reply.shown is None or not reply.held:
        return NoAnswer("the search gave no rows to count")
    there = len(reply.on_the_page())
    bare = [row for row in set(reply.held) - reply.on_the_page() if plain(row.name) in reply.shown]
    if bare and there + len(bare) == len(set(reply.held)):
        return No(
            f"The list shows {len(bare)} of {len(reply.held)} organisations without the line that says what they are"
            " under, so those of the same name cannot be told apart."
        )
    if there < len(set(reply.held)) or len(reply.shown) < len(reply.held):
        return No(f"The answer held {len(reply.held)} organisations and the list shows {min(there, len(reply.shown))}.")
    if reply.count > len(reply.held) and len(reply.held) < RESULT_LIMIT:
        return No(
            f"The portal counts {reply.count} matches and hands over {len(reply.held)} with a name; the rest cannot be"
            " reached."
        )
    rootless = {plain(row.name) for row in reply.held if not row.under}
    lone = {plain(row.name) for row in reply.held} & {*reply.shown} - rootless if parents else ()
    doubled = _doubled(reply.held, reply.shown)
    odd = [f"{len(lone)} of them without the line that says what they are under"] * bool(lone)
    odd += [f"{doubled} of them more than once"] * bool(doubled)
    said = f"All {len(reply.held)} organisations of the answer are shown"
    return Differs(f"{said}, {', '.join(odd)}.") if odd else Yes(f"{said}.")


def _doubled(held: tuple[Organisation, ...], shown: tuple[str, ...]) -> int:
    """How many rows stand in the list more than once: sent twice, or shown more often than they were sent."""
    sent = Counter(row for row in held if row.map_id)
    names = Counter(plain(row.name).casefold() for row in held)
    texts = Counter(map(str.casefold, shown))
    often = [text for text, times in texts.items() if times > sum(names[n] for n in names if text.startswith(n))]
    return max(len([row for row, times in sent.items() if times > 1]), len(often))


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
    if isinstance(reply, NotListed):
        return No(f"{reply.why}, so nobody in {state} can sign up.")
    if not isinstance(reply, Rows):
        silent = NoAnswer("the search does nothing, so the list cannot be judged")
        return reply if isinstance(reply, NoAnswer) else silent
    if not reply.held and not (isinstance(control, Rows) and control.held):
        return NoAnswer("the list came empty, which can also be a fault of the portal's server")
    mine = [row for row in reply.held if state.lower() in row.top.lower()]
    where = f"found for “{reply.query}”" if reply.query else "of the list"
    if not mine:
        return No(f"None of the {len(reply.held)} organisations {where} under State belongs to {state}.")
    return Yes(f"{len(mine)} of {len(reply.held)} organisations {where} belong to {state}.")


def no_match(reply: SearchReply, help_sight: Callable[[], Sight]) -> Answer:
    """A name that does not exist must lead to an empty list that offers the help."""
    match reply:
        case Rows(query, _, _, held) if held:
            return No(f"“{query}”, which does not exist, was answered with {len(held)} rows.")
        case Rows():
            return shown(help_sight(), "“Request for help” where a search finds nothing")
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
            if page.key:
                return No(f"The request page opens, but shows the name of a text, “{page.key}”, in place of the text.")
            came = ", ".join(words for key, words in SPOKEN.items() if typed.get(key))
            return Yes(f"The request page opens{f' with what was typed: {came}' if came else ''}.")
        case _:
            assert_never(page)


def request_box(page: Carried | NotThere | NoAnswer) -> Answer:
    """The request page must have a box for the organisation, within the documented limit, and Submit closed."""
    if isinstance(page, NoAnswer):
        return page
    if isinstance(page, NotThere):
        return NoAnswer("the request page does not open")
    wrong = {
        "The request page has no box for the name of the organisation.": not page.box,
        "Nothing can be typed into the box for the name of the organisation.": not page.box_open,
        "The request page has no button Submit.": not page.submit,
        "Submit is open though no organisation has been named.": page.submit_open,
    }
    if any(wrong.values()):
        return No(next(words for words, so in wrong.items() if so))
    if page.box_limit != REQUEST_NAME_LIMIT:
        limit = "no limit" if page.box_limit is None else f"a limit of {page.box_limit}"
        return Differs(f"The box for the organisation has {limit} instead of {REQUEST_NAME_LIMIT} characters.")
    return Yes(f"There is a box for the organisation, of at most {page.box_limit} characters.")
