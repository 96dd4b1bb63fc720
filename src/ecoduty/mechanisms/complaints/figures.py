"""The numbers about complaints: those of every kind of matter, and those that were given back or are nobody's."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.complaints import states
from ecoduty.mechanisms.complaints.flow import COMPLAINT, KIND


def _in(key: str, label: str, code: str) -> Figure:
    condition = Q(kind=KIND, state=code)
    return Figure(f"{KIND}.{key}", f"{COMPLAINT.label}：{label}", INSIDE, lambda _: condition, "24.2")


def install() -> None:
    """Make the figures known."""
    registry.register(
        *standard(KIND, COMPLAINT.label, "24.2"),
        _in("returned", "退单待定", states.RETURNED.code),
        _in("undetermined", "牵头未明确", states.UNDETERMINED.code),
    )
