"""Putting the line into the platform: it hears of acts, and the outbox can deliver to it."""

from __future__ import annotations

from ecoduty.casework.deliveries import outside
from ecoduty.interfaces.channels.hotline12345 import folder, intake, lines, sending, telling
from ecoduty.kernel.flow import registry
from ecoduty.kernel.outbox import drainer


def install() -> None:
    """Listen to every act, and open the channel."""
    registry.after_entry("hotline12345", telling.note, telling.EFFECT_ORDER)
    drainer.register(telling.CHANNEL, sending.deliver, outside=True)
    outside.name(telling.CHANNEL, "12345热线")


def listen() -> int:
    """Called by the worker: read the folder, try again what waited, forget values used once. How much was done."""
    if lines.in_use() is None:
        return 0
    return folder.sweep() + intake.try_again() + intake.forget_nonces()
