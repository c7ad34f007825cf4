"""The parts of every run, put together in one place: target, window, door, evidence, audit, reports."""
