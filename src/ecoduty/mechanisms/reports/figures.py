"""The numbers about reports, each with the list behind it: those of every kind of matter, and what has gone out."""

from __future__ import annotations

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure, Rate
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.mechanisms.reports import states
from ecoduty.mechanisms.reports.flow import ANNUAL, ANNUAL_TABLE, HALF_YEAR, HALF_YEAR_TABLE


def _sending(kind: str, label: str, clause: str) -> tuple[Figure | Rate, ...]:
    """What has gone out (clauses 10.3, 11.1); the share is that of reports which never missed a limit of theirs."""
    before = Q(kind=kind, state__in=states.BEFORE_SENDING)
    after = Q(kind=kind) & ~Q(state__in=states.BEFORE_SENDING)
    return (
        Figure(f"{kind}.unsent", f"{label}：未报送", INSIDE, lambda _: before, clause),
        Figure(f"{kind}.sent", f"{label}：已报送", INSIDE, lambda _: after, clause),
        Figure(
            f"{kind}.sent_never_late", f"{label}：已报送且从未逾期", INSIDE, lambda _: after & Q(missed=False), clause
        ),
        Figure(f"{kind}.sent_once_late", f"{label}：已报送但曾逾期", INSIDE, lambda _: after & Q(missed=True), clause),
        Rate(f"{kind}.sent_rate", f"{label}：报送率", f"{kind}.sent", f"{kind}.all", clause),
    )


def install() -> None:
    """Make the figures known."""
    registry.register(
        *standard(ANNUAL, ANNUAL_TABLE.label, "11.1"),
        *_sending(ANNUAL, ANNUAL_TABLE.label, "11.1"),
        *standard(HALF_YEAR, HALF_YEAR_TABLE.label, "10.3"),
        *_sending(HALF_YEAR, HALF_YEAR_TABLE.label, "10.3"),
    )
