"""Turns a result into text for a reader: terminal, HTML, JUnit. Takes results, returns text."""
