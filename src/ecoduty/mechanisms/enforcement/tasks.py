"""What happens to cases by itself: the worker looks for tasks here, the rooms keep their own."""

from __future__ import annotations

from ecoduty.mechanisms.enforcement.administrative import tasks as administrative
from ecoduty.mechanisms.enforcement.damage import tasks as damage
from ecoduty.mechanisms.enforcement.statistics import tasks as statistics
from ecoduty.mechanisms.enforcement.transfer import tasks as transfer

__all__ = ["administrative", "damage", "statistics", "transfer"]
