"""What has changed between how the items stood and how they stand, and what of that is worth an alarm."""

from __future__ import annotations

from automation.history.items import DEPARTMENT, FORM, FOUND, LISTS, OVERDUE, WAITING, Items, State, kind, name
from automation.model import ExitCode, Listing, Verdict
from automation.result import PICKABLE, Changed, ItemChange

_LADDER: tuple[set[str], ...] = (
    {Verdict.AS_DOCUMENTED, Verdict.NEEDS_PERSON, Verdict.CANNOT_JUDGE, Listing.LISTED, Listing.NEAR_NAME, WAITING},
    {Verdict.CHANGED, Listing.HIDDEN, Listing.MISPLACED, FOUND, OVERDUE},
    {Verdict.BROKEN, Listing.MISSING},
)
_WORSE: dict[str, int] = {value: rung for rung, values in enumerate(_LADDER) for value in values}
"""How bad a value is: nothing to do, a finding, one that keeps people from registering."""


def compare(before: Items, now: Items, since: str, run: str) -> Changed:
    """What is new and what is gone; `since` and `run` are the last good run's.

    What was not judged is compared with nothing, and a kind of items that was never looked at before is no news.
    """
    kinds = {kind(key) for key in before}
    judged = [(key, before.get(key), state) for key, state in now.items() if state.known and kind(key) in kinds]
    moved = [(key, old, new) for key, old, new in judged if old is None or old.value != new.value]
    if LISTS in now:
        mended = ((key, old) for key, old in before.items() if kind(key) == kind(LISTS) and key not in now)
        moved += [(key, old, State(Verdict.AS_DOCUMENTED)) for key, old in mended if old.finding]
    return Changed(
        since=since,
        run=run,
        new=tuple(_line(*each) for each in moved if each[2].finding and not _vanished(*each)),
        gone=tuple(_line(*each) for each in moved if _gone(*each)),
        appeared=tuple(name(key) for key, old, new in moved if _appeared(key, old, new)),
        vanished=tuple(name(key) for key, old, new in moved if _vanished(key, old, new)),
        form=next((f"{old.value} → {new.value}" for key, old, new in moved if key == FORM and old), ""),
        unknown=sum(not state.known and key in before for key, state in now.items()),
    )


def _appeared(key: str, old: State | None, new: State) -> bool:
    return kind(key) == DEPARTMENT and old is not None and old.value not in PICKABLE and new.value in PICKABLE


def _vanished(key: str, old: State | None, new: State) -> bool:
    return kind(key) == DEPARTMENT and old is not None and old.value in PICKABLE and new.value not in PICKABLE


def _gone(key: str, old: State | None, new: State) -> bool:
    return kind(key) != DEPARTMENT and old is not None and old.finding and not new.finding


def _line(key: str, old: State | None, new: State) -> ItemChange:
    before, said = (old.value, new.said or old.said) if old else ("", new.said)
    return ItemChange(kind=kind(key), name=name(key), before=before, now=new.value, said=said)


def alarm(now: Items, accepted: Items) -> ExitCode:
    """The exit code of a run in which only what is worse than what was accepted is an alarm.

    A finding outweighs what could not be judged. That is an alarm too, unless it could not be judged either when it
    was accepted. What only a person can find out is no alarm.
    """
    news = [(state, accepted.get(key)) for key, state in now.items()]
    if any(state.finding and (before is None or _WORSE[state.value] > _WORSE[before.value]) for state, before in news):
        return ExitCode.FINDINGS
    lost = any(state.lost and not (before and before.lost) for state, before in news)
    return ExitCode.CANNOT_JUDGE if lost else ExitCode.AS_DOCUMENTED
