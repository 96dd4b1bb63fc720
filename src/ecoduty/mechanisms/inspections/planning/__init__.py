"""Inspection plans of a year: who inspects whom when, on which basis; caps, overlaps, one inspection of two (clause 14.1)."""
