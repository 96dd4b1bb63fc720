"""Plans and inspections made known: their act tables and the numbers about them."""

from __future__ import annotations

from ecoduty.casework.figures import registry, tallies
from ecoduty.casework.figures.standard import standard
from ecoduty.casework.figures.tallies import Tally
from ecoduty.kernel import flow
from ecoduty.mechanisms.inspections.planning import standing
from ecoduty.mechanisms.inspections.planning.flow import INSPECTION_PLANS
from ecoduty.mechanisms.inspections.planning.queries import INSPECTION_PLAN


def install() -> None:
    """Register the tables and the numbers."""
    flow.register(INSPECTION_PLANS)
    registry.register(*standard(INSPECTION_PLAN, INSPECTION_PLANS.label, "14.1"))
    tallies.register(
        Tally(
            f"{INSPECTION_PLAN}.without_self_check",
            "自查：本年计划里还没有自查的单位",
            standing.without_self_check,
            "25.2",
            "个",
        ),
    )
