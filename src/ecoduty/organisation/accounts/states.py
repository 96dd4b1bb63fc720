"""Stations of an account."""

from __future__ import annotations

OPEN = "open"
CLOSED = "closed"
