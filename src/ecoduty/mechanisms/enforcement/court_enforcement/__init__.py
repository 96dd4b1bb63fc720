"""Applying to the court to enforce an administrative decision that nobody performs (clause 20.2)."""
