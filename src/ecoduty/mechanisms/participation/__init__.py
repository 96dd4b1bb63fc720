"""Publicity and participation of the public (clauses 24.1, 24.5)."""
