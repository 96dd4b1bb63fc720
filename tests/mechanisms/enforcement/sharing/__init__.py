"""Sharing between the offices (clause 18.5)."""
