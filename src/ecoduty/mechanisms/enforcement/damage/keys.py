"""Keys of the limits of eco-damage compensation in the rulebook."""

from __future__ import annotations

CHECK, CLAIM, NEGOTIATION, SUING = (
    "eco-damage.preliminary-check", "eco-damage.claim", "eco-damage.negotiation", "eco-damage.suing",
)  # fmt: skip
CONFIRMATION, NOTICE, LIMITATION = (
    "eco-damage.judicial-confirmation", "eco-damage.confirmation-notice", "eco-damage.limitation",
)  # fmt: skip
RESTORATION, EVALUATION = "eco-damage.restoration", "eco-damage.evaluation"

__all__ = [
    "CHECK", "CLAIM", "CONFIRMATION", "EVALUATION", "LIMITATION", "NEGOTIATION", "NOTICE", "RESTORATION", "SUING",
]  # fmt: skip
