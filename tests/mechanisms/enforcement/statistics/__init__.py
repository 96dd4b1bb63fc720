"""Legs of cases: followed, counted, asked."""
