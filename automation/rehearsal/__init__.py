"""The stand-in portal on loopback that tests run on and people train on; it never talks to another host."""

from automation.rehearsal.offices import home
from automation.rehearsal.process import Rehearsal

__all__ = ["Rehearsal", "home"]
