"""The numbers about policy documents: those of every kind of matter, and how many hold, are revised, are to be repealed."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.policy_documents import states
from ecoduty.mechanisms.policy_documents.flow import POLICY_DOCUMENT
from ecoduty.mechanisms.policy_documents.queries import KIND

_LABEL = POLICY_DOCUMENT.label


def install() -> None:
    """Make the figures known."""
    valid = Q(kind=KIND, state__in=states.VALID)
    revising = Q(kind=KIND, state=states.REVISING.code)
    repealing = Q(kind=KIND, state=states.REPEALING.code)
    registry.register(
        *standard(KIND, _LABEL, "3.1"),
        Figure(f"{KIND}.valid", f"{_LABEL}：有效", INSIDE, lambda _: valid, "3.1"),
        Figure(f"{KIND}.revising", f"{_LABEL}：修订中", INSIDE, lambda _: revising, "3.1"),
        Figure(f"{KIND}.repealing", f"{_LABEL}：拟废止", INSIDE, lambda _: repealing, "3.1"),
    )
