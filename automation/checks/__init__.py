"""Turns a fact about the portal into an answer, and an answer into a verdict and a sentence: pure functions."""

from automation.checks.deeds import accepted, password_refused, refused, same_code
from automation.checks.organisations import all_shown, carried, no_match, reachable, request_box, searched, under_state
from automation.checks.pages import (
    LOOPBACK,
    OFFICIAL_HOST,
    address,
    classes,
    closed,
    hindi,
    host_of,
    opens,
    recognised,
    rule,
)
from automation.checks.verdicts import after, also, arrived, judge, shown

__all__ = [
    "LOOPBACK",
    "OFFICIAL_HOST",
    "accepted",
    "address",
    "after",
    "all_shown",
    "also",
    "arrived",
    "carried",
    "classes",
    "closed",
    "hindi",
    "host_of",
    "judge",
    "no_match",
    "opens",
    "password_refused",
    "reachable",
    "recognised",
    "refused",
    "request_box",
    "rule",
    "same_code",
    "searched",
    "shown",
    "under_state",
]
