"""The numbers about supervision orders: those of every kind of matter, and what waits for receipt and for a check."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.supervision_orders import states
from ecoduty.mechanisms.supervision_orders.flow import ORDERS, WORKS
from ecoduty.mechanisms.supervision_orders.queries import ORDER, WORK


def install() -> None:
    """Make the figures known."""
    unsigned = Q(kind=WORK, state=states.ENTRUSTED.code)
    unchecked = Q(kind=WORK, state=states.REPORTED.code)
    registry.register(
        *standard(ORDER, ORDERS.label, "12.1"),
        *standard(WORK, WORKS.label, "12.1"),
        Figure(f"{WORK}.unsigned", f"{WORKS.label}：待签收", INSIDE, lambda _: unsigned, "12.1"),
        Figure(f"{WORK}.unchecked", f"{WORKS.label}：待核查", INSIDE, lambda _: unchecked, "12.1"),
    )
