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
        _in("received", "待受理", states.RECEIVED.code),
        _in("conferral", "会商中", states.CONFERRAL.code),
        _in("answered", "待审核", states.ANSWERED.code),
        _in("following", "待回访", states.FOLLOWING.code),
        _in("refused", "不予受理", states.REFUSED.code),
        _in("returned", "退单待定", states.RETURNED.code),
        _in("undetermined", "牵头未明确", states.UNDETERMINED.code),
    )
