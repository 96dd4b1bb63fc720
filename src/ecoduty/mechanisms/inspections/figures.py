"""The numbers about problems: those of every kind of matter, and where the open ones stand."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.inspections import states
from ecoduty.mechanisms.inspections.flow import PROBLEMS
from ecoduty.mechanisms.inspections.queries import KIND

_CLAUSE = "13.2"


def install() -> None:
    """Make the figures known."""
    label = PROBLEMS.label
    unassigned = Q(kind=KIND, state__in=states.UNASSIGNED)
    to_do = Q(kind=KIND, state__in=states.TO_DO)
    applied = Q(kind=KIND, state=states.APPLIED.code)
    struck_off = Q(kind=KIND, state__in=states.STRUCK_OFF)
    look_back = Q(kind=KIND, state=states.LOOK_BACK.code)
    submitted = Q(kind=KIND, state=states.PLAN_SUBMITTED.code)
    registry.register(
        *standard(KIND, label, _CLAUSE),
        Figure(f"{KIND}.unassigned", f"{label}：待交办", INSIDE, lambda _: unassigned, _CLAUSE),
        Figure(f"{KIND}.to_do", f"{label}：整改中", INSIDE, lambda _: to_do, _CLAUSE),
        Figure(f"{KIND}.applied", f"{label}：待销号", INSIDE, lambda _: applied, _CLAUSE),
        Figure(f"{KIND}.plan_submitted", f"{label}：整改方案待批准", INSIDE, lambda _: submitted, "3.3"),
        Figure(f"{KIND}.look_back", f"{label}：待回头看", INSIDE, lambda _: look_back, "3.3"),
        Figure(f"{KIND}.struck_off", f"{label}：已销号", INSIDE, lambda _: struck_off, _CLAUSE),
    )
