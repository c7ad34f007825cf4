"""What officials report, how it is repeated, and what evidence decides on its cause; it sees no page."""
