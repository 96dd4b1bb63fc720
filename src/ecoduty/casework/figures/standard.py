"""The numbers that every kind of matter has: how many, under way, overdue, closed, and which share in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure, Rate, Scope

INSIDE = (Scope.OVERSIGHT, Scope.OWN_BODY, Scope.OWN_DISTRICT)
SHOWN = ("open", "overdue", "closed")
"""What a page says first of a kind: keys behind the kind's code."""


def standard(kind: str, label: str, clause: str = "", scopes: tuple[Scope, ...] = INSIDE) -> tuple[Figure | Rate, ...]:
    """Figures of one kind of matter for `registry.register`: `KIND.all`, `.open`, `.in_time`, `.overdue`, `.closed`,
    `.closed_in_time`, `.answerable`, and the rate `.on_time_rate`, closed in time among closed and overdue.
    """

    def of_kind(what: Callable[[datetime], Q]) -> Callable[[datetime], Q]:
        return lambda at: Q(kind=kind) & what(at)

    rows = (
        ("all", "全部", lambda _: Q()),
        ("open", "在办", lambda _: Q(open=True)),
        ("in_time", "在办未逾期", registry.not_overdue),
        ("overdue", "逾期", registry.overdue),
        ("closed", "办结", lambda _: Q(open=False)),
        ("closed_in_time", "按期办结", registry.on_time),
        ("answerable", "办结和逾期", registry.accountable),
    )
    figures = [Figure(f"{kind}.{key}", f"{label}：{word}", scopes, of_kind(what), clause) for key, word, what in rows]
    rate = Rate(f"{kind}.on_time_rate", f"{label}：按期办结率", f"{kind}.closed_in_time", f"{kind}.answerable", clause)
    return (*figures, rate)


__all__ = ["INSIDE", "SHOWN", "standard"]
