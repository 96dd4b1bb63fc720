"""Facilities that open their doors to the public (clause 24.4)."""
