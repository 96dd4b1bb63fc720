"""Clues: a body without the power to act passes on what it saw, and hears what became of it (clause 18.2)."""
