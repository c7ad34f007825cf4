"""The one door: a default-deny fence on the network plus the presence of a person."""
