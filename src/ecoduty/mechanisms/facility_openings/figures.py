"""The numbers about facilities that open: those of every kind of matter, and how many are open, suspended, too long closed."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from ecoduty.casework.figures import registry, tallies
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.casework.figures.tallies import Member, Tally
from ecoduty.mechanisms.facility_openings import queries, states
from ecoduty.mechanisms.facility_openings.flow import FACILITY, KIND


def _in(key: str, label: str, code: str) -> Figure:
    condition = Q(kind=KIND, state=code)
    return Figure(f"{KIND}.{key}", f"{FACILITY.label}：{label}", INSIDE, lambda _: condition, "24.4", "座")


def _gaps(on: date) -> list[Member]:
    """Kinds of which no facility is open."""
    return [Member("", code, label) for code, label in queries.gaps(on)]


def install() -> None:
    """Make the figures known."""
    tallies.register(
        Tally(f"{KIND}.kinds_without_opening", f"{FACILITY.label}：没有开放设施的种类", _gaps, "24.4", "类")
    )
    registry.register(
        *standard(KIND, FACILITY.label, "24.4"),
        _in("opening", "开放中", states.OPEN.code),
        _in("suspended", "暂停开放", states.SUSPENDED.code),
        _in("withdrawn", "已撤销", states.WITHDRAWN.code),
    )
