"""Proves the gate: fires every known way out of a page at sinks on this machine and counts what arrives."""
