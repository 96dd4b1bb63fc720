"""The numbers about campaigns and collections of opinions."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.participation import states
from ecoduty.mechanisms.participation.flow import CAMPAIGN, OPINION


def _in(kind: str, key: str, label: str, code: str, clause: str) -> Figure:
    condition = Q(kind=kind, state=code)
    return Figure(f"{kind}.{key}", label, INSIDE, lambda _: condition, clause)


def install() -> None:
    """Make the figures known."""
    registry.register(
        *standard(CAMPAIGN.kind, CAMPAIGN.label, "24.1"),
        _in(CAMPAIGN.kind, "held", "宣传活动：已开展", states.HELD.code, "24.1"),
        *standard(OPINION.kind, OPINION.label, "24.5"),
        _in(OPINION.kind, "collecting", "意见征集：征集中", states.COLLECTING.code, "24.5"),
        _in(OPINION.kind, "result_published", "意见征集：已公布采纳情况", states.PUBLISHED.code, "24.5"),
    )
