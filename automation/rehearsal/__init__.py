"""The stand-in portal on loopback that tests run on and people train on; it never talks to another host."""

from automation.rehearsal.process import LINK, Rehearsal

__all__ = ["LINK", "Rehearsal"]
