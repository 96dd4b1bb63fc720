"""The outbox: what an act wants told to others, written with the act and delivered after it, at least once, in order."""
