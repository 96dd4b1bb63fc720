"""Twelve months: what was closed in time, and how much was late at the end of each (clause 4.8)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ecoduty.casework.figures import lookback, trends
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section
from ecoduty.interfaces.desk.cockpit.charts import chart
from ecoduty.interfaces.desk.cockpit.matrix import Number

_MONTHS = 12


def section(asked: Asked) -> Section:
    """From totals recorded every night: months without a record stay empty."""
    found = trends.months(asked.visit.actor, asked.scope, asked.day, _MONTHS)
    labels = [f"{one.first.month}月" for one in found]
    shares = [None if one.share is None else float(one.share) for one in found]
    drawn = chart(labels, shares, [one.night.overdue if one.night else None for one in found])
    kept = lookback.listed([one.night.on for one in found if one.night])
    rows = [
        {
            "month": f"{one.first.year}年{one.first.month}月", "closed": one.closed, "in_time": one.closed_in_time,
            "overdue": _overdue(asked, one.night, kept), "share": "—" if one.share is None else words.share(float(one.share)),
        }
        for one in found
    ]  # fmt: skip
    whole = sum(one.answerable or 0 for one in found)
    part = sum(one.closed_in_time or 0 for one in found)
    content = {
        "chart": drawn, "rows": rows, "known": any(one.night for one in found), "part": part, "whole": whole,
        "share": words.share(part / whole) if whole else "—",
        "when": "那天" if asked.on else "现在",
        "late": Number(asked.board.total()["late"], asked.url("late")),
    }  # fmt: skip
    return Section("trends", "按期办结率和逾期未办", content)


def _overdue(asked: Asked, night: trends.Night | None, kept: Collection[date]) -> Number | None:
    """What was late at a night, with its list where one was kept."""
    if night is None:
        return None
    return Number(night.overdue, asked.back("late", night.on) if night.on in kept else "")


__all__ = ["section"]
