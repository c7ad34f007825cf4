"""Weighs what one attempt saw: whether the symptom showed, which cause has a proof, what differed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.symptoms.catalogue import CATALOGUE, Symptom
from automation.symptoms.outcome import Difference, Explanation, Shown
from automation.symptoms.proofs import PROOFS

if TYPE_CHECKING:
    from automation.symptoms.case import Case


def shown(symptom: Symptom, case: Case) -> tuple[Shown, Explanation | None, str]:
    """Whether the symptom showed, the cause that has a proof, and why it could not be judged (blank where it could).

    What did not work shows the symptom only if one of the symptom's causes has a proof: something else that is wrong at
    the same place is another symptom. What works otherwise than documented shows it only where a cause is proved.
    """
    wrong, asked = case.wrong(*symptom.shows), [name for name in symptom.shows if name in case.answers]
    cause = explanation(symptom, case) if wrong or case.differs(*symptom.shows) else None
    if cause is not None:
        return Shown.REPRODUCED, cause, ""
    if wrong:
        return Shown.CANNOT_JUDGE, None, f"something else went wrong there: {wrong}"
    if asked and all(case.went_well(name) for name in symptom.shows):
        return Shown.NOT_REPRODUCED, None, ""
    return Shown.CANNOT_JUDGE, None, _why(case)


def _why(case: Case) -> str:
    """Why what shows the symptom was not reached or not answered: the first thing that did not go well."""
    for name, answer in case.answers.items():
        if wrong := case.wrong(name):
            return f"another trouble came first: {wrong}"
        if not case.went_well(name):
            return str(getattr(answer, "why", ""))
    return "the scenario ends before the box at which this shows; leave out `until`"


def explanation(symptom: Symptom, case: Case) -> Explanation | None:
    """The first cause of the symptom that what was seen proves."""
    for name in symptom.causes:
        proof = PROOFS[name](case)
        if proof:
            cause = CATALOGUE.causes[name]
            return Explanation(cause=name, reason=cause.reason, words=cause.words, proof=proof)
    return None


def difference(case: Case) -> Difference | None:
    """The first thing that was not as documented, in the walk's order."""
    for name in case.answers:
        if sentence := case.wrong(name) or case.differs(name):
            return Difference(step=name.partition(".")[0], sentence=sentence)
    return None
