"""One module for each command: its flags, and the parts that it puts together."""
