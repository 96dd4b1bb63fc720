"""The numbers about requests for cooperation: those of every kind of matter, and where the open ones stand."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.coordination import situation_papers, situations, states
from ecoduty.mechanisms.coordination.flow import COOPERATION
from ecoduty.mechanisms.coordination.queries import KIND

_LABEL = COOPERATION.label


def install() -> None:
    """Make the figures known."""
    unanswered = Q(kind=KIND, state__in=states.OWED)
    objected = Q(kind=KIND, state=states.OBJECTED.code)
    registry.register(
        *standard(KIND, _LABEL, "7.2"),
        *standard(situation_papers.KIND, situations.SITUATION.label, "8.4"),
        Figure(f"{KIND}.unanswered", f"{_LABEL}：未答复", INSIDE, lambda _: unanswered, "7.2"),
        Figure(f"{KIND}.objected", f"{_LABEL}：有异议", INSIDE, lambda _: objected, "7.2"),
    )
