"""Weighs what one attempt saw: whether the symptom showed, which cause has a proof, what differed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.model import No, Verdict
from automation.symptoms.catalogue import CATALOGUE, Symptom
from automation.symptoms.proofs import PROOFS
from automation.symptoms.result import Difference, Explanation, Shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from automation.result import StepResult
    from automation.symptoms.case import Case


def shown(symptom: Symptom, case: Case) -> tuple[Shown, Explanation | None, str]:
    """Whether the symptom showed, the cause that has a proof, and why it could not be judged (blank where it could).

    A move that did not work shows the symptom only if one of the symptom's causes has a proof: something else that is
    wrong at the same place is another symptom.
    """
    if case.wrong(*symptom.shows):
        cause = explanation(symptom, case)
        if cause is not None:
            return Shown.REPRODUCED, cause, ""
        return Shown.CANNOT_JUDGE, None, f"something else went wrong there: {case.wrong(*symptom.shows)}"
    if all(case.went_well(move) for move in symptom.shows):
        return Shown.NOT_REPRODUCED, None, ""
    return Shown.CANNOT_JUDGE, None, _why(symptom, case)


def _why(symptom: Symptom, case: Case) -> str:
    """Why the moves that show the symptom were not reached or not answered."""
    for move in symptom.moves:
        answer = case.answers.get(move)
        if answer is None:
            break
        if isinstance(answer, No):
            return f"another trouble came first: {answer.seen}"
        if not case.went_well(move):
            return str(getattr(answer, "why", ""))
    return case.unreached or "the scenario ends before the box at which this shows; leave out `until`"


def explanation(symptom: Symptom, case: Case) -> Explanation | None:
    """The first cause of the symptom that what was seen proves."""
    for name in symptom.causes:
        proof = PROOFS[name](case)
        if proof:
            cause = CATALOGUE.causes[name]
            return Explanation(cause=name, reason=cause.reason, words=cause.words, proof=proof)
    return None


def difference(steps: Sequence[StepResult]) -> Difference | None:
    """The first check that was not as documented, in the walk's order."""
    for step in steps:
        for check in step.checks:
            if check.verdict in {Verdict.BROKEN, Verdict.CHANGED}:
                return Difference(step=step.id, sentence=check.observed)
    return None
