"""What every run is made of, wired once: the target, its window, the door, the evidence, the audit, the writing out."""
