"""One module a command: the wiring of parts into what a person asked for."""
