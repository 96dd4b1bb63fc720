"""Casework: the spine every mechanism stands on."""
