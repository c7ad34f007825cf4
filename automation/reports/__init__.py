"""Turns results into what people and programs read: terminal, HTML, Markdown, Word, JUnit, Nagios, Prometheus."""
