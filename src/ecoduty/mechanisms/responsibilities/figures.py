"""The numbers about lists, each with the matters behind it: those of every kind, and what is published or awaits filing."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.responsibilities import states
from ecoduty.mechanisms.responsibilities.flow import CONSOLIDATED, CONSOLIDATED_TABLE, SPECIFIC, SPECIFIC_TABLE


def install() -> None:
    """Make the figures known."""
    registry.register(
        *standard(SPECIFIC, SPECIFIC_TABLE.label, "4.1"),
        *standard(CONSOLIDATED, CONSOLIDATED_TABLE.label, "6.1"),
        Figure(
            f"{SPECIFIC}.in_work", "具体事项清单：编制中", INSIDE,
            lambda _: Q(kind=SPECIFIC, state__in=states.IN_WORK), "4.1",
        ),
        Figure(
            f"{SPECIFIC}.filing", "具体事项清单：已公布待备案", INSIDE,
            lambda _: Q(kind=SPECIFIC, state=states.FILING.code), "4.7",
        ),
        Figure(
            f"{SPECIFIC}.consulting", "具体事项清单：会签中", INSIDE,
            lambda _: Q(kind=SPECIFIC, state=states.CONSULTING.code), "4.4",
        ),
    )  # fmt: skip
