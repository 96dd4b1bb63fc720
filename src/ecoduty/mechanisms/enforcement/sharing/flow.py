"""What the room of sharing registers: the tables of its parts, and what a shared decision brings with it."""

from __future__ import annotations

from ecoduty.mechanisms.enforcement.sharing import effect
from ecoduty.mechanisms.enforcement.sharing.entries import flow as entries
from ecoduty.mechanisms.enforcement.sharing.letters import flow as letters
from ecoduty.mechanisms.enforcement.sharing.packages import receiving, sending


def install() -> None:
    """Register everything of clause 18.5."""
    entries.install()
    sending.install()
    receiving.install()
    letters.install()
    effect.install()


__all__ = ["install"]
