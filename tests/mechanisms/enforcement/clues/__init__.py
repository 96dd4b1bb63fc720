"""Clues (clause 18.2)."""
