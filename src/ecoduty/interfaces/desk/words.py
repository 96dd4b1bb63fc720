"""Dates and counts as people read them: 1月31日（周六）, 还有9天, 今天 09:14."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from ecoduty.kernel.clock import as_local, local_date, spoken_date, spoken_day
from ecoduty.kernel.rulebook.reckon import period_of
from ecoduty.kernel.rulebook.schema.time import PERIOD_FORMS

_RECENT = timedelta(days=180)


def day(on: date | datetime, today: date) -> str:
    """1月31日（周六）, with the year when it is not this year's."""
    return spoken_day(local_date(on), today.year)


def short_day(on: date | datetime, today: date) -> str:
    """1月31日, with the year when it is not this year's."""
    return spoken_date(local_date(on), today.year)


def moment(at: datetime, today: date) -> str:
    """1月22日 09:14, with the year when it is not this year's."""
    local = as_local(at)
    return f"{spoken_date(local.date(), today.year)} {local:%H:%M}"


def ago(at: datetime, today: date) -> str:
    """今天 09:14, 昨天 17:02, 1月20日: how a notice is dated. Last winter's day needs no year: it cannot be to come."""
    local = as_local(at)
    if local.date() == today:
        return f"今天 {local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return f"昨天 {local:%H:%M}"
    recent = timedelta() < today - local.date() < _RECENT
    return spoken_date(local.date(), local.year if recent else today.year)


def left(due: date, today: date) -> str:
    """还有9天, 今天到期, 逾期2天."""
    days = (due - today).days
    if days > 0:
        return f"还有{days}天"
    return "今天到期" if days == 0 else f"逾期{-days}天"


def period(key: str) -> str:
    """2026年度, 2026年下半年, 2026年第四季度: the period of a report; another key stays as it is."""
    for rhythm, form in PERIOD_FORMS.items():
        if re.fullmatch(form, key):
            return period_of(rhythm, key).label
    return key


def share(part: float) -> str:
    """86.4%, 100%: a share between 0 and 1, whole numbers without decimals."""
    return f"{part * 100:.1f}".removesuffix(".0") + "%"


def size(count: int) -> str:
    """A file's size: 86 KB, 2.4 MB."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB"
