"""What the runs before have found: one SQLite file beside the runs, and what was accepted of it."""
