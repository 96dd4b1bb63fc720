"""Filters that a person keeps under a name, and what has come into them."""
