"""The machine-readable result of repeating a reported situation; it has no field for personal data."""

from __future__ import annotations

from pydantic import Field

from automation.bilingual import Worded
from automation.model import Effect
from automation.result import Environment, GateResult, PortalInfo, Record, RunInfo, StepResult


class Shown(Worded):
    """What one attempt, or all of them together, came to."""

    REPRODUCED = "reproduced", "reproduced", "समस्या दिखी"
    INTERMITTENT = "intermittent", "intermittent", "समस्या कभी-कभी दिखी"
    NOT_REPRODUCED = "not_reproduced", "not reproduced", "समस्या नहीं दिखी"
    CANNOT_JUDGE = "cannot_judge", "cannot judge", "निर्णय नहीं हो सका"


class Reason(Worded):
    """Who is responsible for the cause."""

    CIRCULAR = "circular", "the circular's own rule"
    PORTAL = "portal", "the portal"
    NETWORK = "network", "the network"
    OFFICIAL = "official's data", "the official's data"


class Exchange(Record):
    """One request: `seconds` until it was answered, `status` null where no answer came, `why` what stood in the way.

    `told` are the numbers of a read endpoint's answer (rows, count) and the documented message that it held; `page`
    says that a page came in place of data.
    """

    method: str
    path: str
    effect: Effect
    status: int | None = None
    seconds: float | None = None
    why: str = ""
    told: dict[str, int | str] = Field(default_factory=dict)


class Complaint(Record):
    """An error of a page's script: its type and where in the script it stands."""

    kind: str
    place: str


class Difference(Record):
    """The first thing that was not as documented: the id of its step and a sentence."""

    step: str
    sentence: str


class Explanation(Record):
    """The likely cause, who is responsible, and the observation that proves it."""

    cause: str
    reason: Reason
    words: str
    proof: str


class Attempt(Record):
    """One attempt on a fresh page; `pictures` are the files of its pictures."""

    number: int
    shown: Shown
    seconds: float
    difference: Difference | None = None
    explanation: Explanation | None = None
    steps: tuple[StepResult, ...] = ()
    network: tuple[Exchange, ...] = ()
    console: tuple[Complaint, ...] = ()
    dialogs: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Reproduction(Record):
    """The machine-readable result of `igot reproduce`; keys are only ever added.

    `reproduced` of `judged` attempts showed the symptom; `headline` says so in words. `official`, `official_hi` and
    `portal_note` are the texts to paste. `looked_at` and `left` are the claims that were judged and those left for a
    person, `command` is what that person runs. `bundle` is the file that was left, blank where none was.

    Version 2: the ids in `steps` are those of the flowchart's checks and questions, with one meaning each. In version 1
    eleven of them had the id of a check and another meaning.
    """

    schema_version: int = 2
    run: RunInfo
    portal: PortalInfo
    scenario: str
    symptom: str
    title: str
    ticket: str = ""
    verdict: Shown
    exit_code: int
    attempted: int
    judged: int
    reproduced: int
    headline: str
    difference: Difference | None = None
    explanation: Explanation | None = None
    official: str = ""
    official_hi: str = ""
    portal_note: str = ""
    looked_at: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    command: str = ""
    attempts: tuple[Attempt, ...] = ()
    gate: GateResult = GateResult()
    environment: Environment
    proxy: bool = False
    bundle: str = ""
    bundle_sha256: str = ""
    bundle_signature: str = ""
    notes: tuple[str, ...] = ()
