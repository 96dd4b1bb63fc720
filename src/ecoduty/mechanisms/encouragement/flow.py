"""All act tables of encouragement; each stands in its own room."""

from __future__ import annotations

from ecoduty.kernel import flow
from ecoduty.mechanisms.encouragement.achievement.flow import READINGS
from ecoduty.mechanisms.encouragement.capacity import limits as capacity_limits
from ecoduty.mechanisms.encouragement.capacity.flow import CAPACITY, TARGETS
from ecoduty.mechanisms.encouragement.commendation import limits
from ecoduty.mechanisms.encouragement.commendation.flow import COMMENDATIONS
from ecoduty.mechanisms.encouragement.protection.flow import PROTECTIONS
from ecoduty.mechanisms.encouragement.tolerance import flow as tolerance
from ecoduty.mechanisms.encouragement.training.flow import TRAINING


def install() -> None:
    """Register the tables, and the clocks of commendations."""
    flow.register(TRAINING)
    flow.register(CAPACITY)
    flow.register(TARGETS)
    flow.register(PROTECTIONS)
    capacity_limits.install()
    tolerance.install()
    flow.register(COMMENDATIONS)
    flow.register(READINGS)
    limits.install()
