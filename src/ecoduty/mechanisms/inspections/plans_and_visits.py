"""Plans, inspections and audits made known: their act tables and the numbers about them."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry, tallies
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.casework.figures.tallies import Tally
from ecoduty.kernel import flow
from ecoduty.mechanisms.inspections.auditing import flow as auditing
from ecoduty.mechanisms.inspections.auditing.flow import AUDITS
from ecoduty.mechanisms.inspections.auditing.queries import AUDIT_PROJECT
from ecoduty.mechanisms.inspections.inspecting import flow as inspecting
from ecoduty.mechanisms.inspections.inspecting import states
from ecoduty.mechanisms.inspections.inspecting.flow import INSPECTIONS
from ecoduty.mechanisms.inspections.inspecting.queries import INSPECTION
from ecoduty.mechanisms.inspections.planning import standing
from ecoduty.mechanisms.inspections.planning.flow import INSPECTION_PLANS
from ecoduty.mechanisms.inspections.planning.queries import INSPECTION_PLAN

_CLAUSE = "14.1"


def install() -> None:
    """Register the tables and the numbers."""
    flow.register(INSPECTION_PLANS)
    flow.register(INSPECTIONS)
    flow.register(AUDITS)
    inspecting.install()
    auditing.install()
    label = INSPECTIONS.label
    prepared = Q(kind=INSPECTION, state=states.PREPARED.code)
    unconcluded = Q(kind=INSPECTION, state=states.CARRIED_OUT.code)
    reviewing = Q(kind=INSPECTION, state=states.REVIEW.code)
    registry.register(
        *standard(INSPECTION_PLAN, INSPECTION_PLANS.label, _CLAUSE),
        *standard(INSPECTION, label, _CLAUSE),
        *standard(AUDIT_PROJECT, AUDITS.label, "14.3"),
        Figure(f"{INSPECTION}.prepared", f"{label}：待实施", INSIDE, lambda _: prepared, _CLAUSE),
        Figure(f"{INSPECTION}.unconcluded", f"{label}：待下结论", INSIDE, lambda _: unconcluded, _CLAUSE),
        Figure(f"{INSPECTION}.reviewing", f"{label}：复核中", INSIDE, lambda _: reviewing, _CLAUSE),
    )
    tallies.register(
        Tally(
            f"{INSPECTION_PLAN}.without_self_check",
            "自查：本年计划里还没有自查的单位",
            standing.without_self_check,
            "25.2",
            "个",
        ),
        Tally(f"{INSPECTION_PLAN}.objects_over_cap", "检查：本年超过上限的对象", standing.over_cap, _CLAUSE, "个"),
    )
