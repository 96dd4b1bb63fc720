"""All act tables of encouragement; each stands in its own room."""

from __future__ import annotations

from ecoduty.kernel import flow
from ecoduty.mechanisms.encouragement.training.flow import TRAINING


def install() -> None:
    """Register the tables."""
    flow.register(TRAINING)
