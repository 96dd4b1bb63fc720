"""Two roads of a problem: the plain one, and the full one of inspections (clauses 14.2, 9.2), where the rulebook wants it."""

from __future__ import annotations

from datetime import date

from django.db import models

from ecoduty.kernel.rulebook import store as rulebooks

_FULL, _MONTHLY = "problem.full-road-sources", "problem.monthly-sources"


class Road(models.TextChoices):
    """The plain road is assigned at once; on the full one the inspected body is heard before a problem is fixed."""

    PLAIN = "plain", "一般整改"
    FULL = "full", "督查整改"


def road_of(source: str, on: date) -> Road:
    """The road that problems of a source take."""
    return Road.FULL if source in rulebooks.current().words(_FULL, on=on) else Road.PLAIN


def is_monthly(source: str, on: date) -> bool:
    """Whether rectification of this source is called for every month."""
    return source in rulebooks.current().words(_MONTHLY, on=on)
