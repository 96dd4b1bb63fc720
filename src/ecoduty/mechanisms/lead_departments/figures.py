"""The numbers about lead determinations: those of every kind of matter, and where the open ones stand."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.lead_departments import states
from ecoduty.mechanisms.lead_departments.flow import DETERMINATION, KIND


def _in(key: str, label: str, clause: str, *codes: str) -> Figure:
    condition = Q(kind=KIND, state__in=codes)
    return Figure(f"{KIND}.{key}", f"{DETERMINATION.label}：{label}", INSIDE, lambda _: condition, clause)


def install() -> None:
    """Make the figures known."""
    registry.register(
        *standard(KIND, DETERMINATION.label, "5.1"),
        _in("negotiating", "协商中", "5.3", states.NEGOTIATING.code),
        _in("disputed", "有分歧", "5.4", states.DISAGREED.code, states.COORDINATING.code),
        _in("awaiting_approval", "待审定", "5.5", states.APPROVING.code),
        _in("determined", "已明确", "5.6", states.DETERMINED.code),
    )
