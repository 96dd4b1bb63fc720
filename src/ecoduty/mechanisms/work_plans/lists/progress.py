"""How far many tasks are together, by declared weights where they hold and never by guesses."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, F, QuerySet, Sum

from ecoduty.mechanisms.work_plans.models import Task


@dataclass(frozen=True, slots=True)
class Progress:
    """Together so many percent (0 to 100, rounded down); None where there is no task.

    `weighed` of `count` tasks went in by their weights: those of plans in which every task declares one. The others count
    alike, so nothing is divided by a weight that nobody declared.
    """

    percent: int | None
    count: int
    weighed: int


def together(tasks: QuerySet[Task]) -> Progress:
    """Roll tasks up: those of one plan by their weights where each has one, else alike; then each plan's result counts as
    often as it has tasks. However large the weights, the result stays within 100. One statement.
    """
    rows = tasks.order_by().values("plan").annotate(
        n=Count("pk"), declared=Count("weight"), weights=Sum("weight"), weighed=Sum(F("percent") * F("weight")),
        percents=Sum("percent"),
    )  # fmt: skip
    count = weighed = 0
    total = Fraction()
    for row in rows:
        whole = row["plan"] is not None and row["declared"] == row["n"] and (row["weights"] or 0) > 0
        share = Fraction(row["weighed"], row["weights"]) if whole else Fraction(row["percents"], row["n"])
        count += row["n"]
        weighed += row["n"] if whole else 0
        total += share * row["n"]
    return Progress(min(100, int(total / count)) if count else None, count, weighed)


__all__ = ["Progress", "together"]
