"""What the list of complaints can be narrowed by: channel, category, district; and by a number of 办理情况."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from ecoduty.interfaces.desk.parts import Behind, Filter
from ecoduty.kernel.clock import spoken_date, today
from ecoduty.mechanisms.complaints import measures, rules
from ecoduty.mechanisms.complaints.queries import KIND
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

NOT_SAID = "none"
MEASURE, BODY, SINCE, UNTIL = "measure", "by", "since", "until"


def _categories() -> Sequence[tuple[str, str]]:
    return [*rules.categories(today()), (NOT_SAID, "未分类")]


def _districts() -> Sequence[tuple[str, str]]:
    return [*directory.districts().values_list("key", "short_name"), (NOT_SAID, "未写明")]


FILTERS = (
    Filter(
        "livelihood", "民生实事", lambda: [("yes", "是"), ("no", "否")],
        lambda value: Q(complaint__livelihood=value == "yes"),
    ),
    Filter("channel", "渠道", lambda: rules.channels(today()), lambda value: Q(complaint__channel=value)),
    Filter(
        "category", "类别", _categories, lambda value: Q(complaint__category="" if value == NOT_SAID else value)
    ),
    Filter(
        "district", "所在区", _districts,
        lambda value: Q(complaint__district=None) if value == NOT_SAID else Q(complaint__district__key=value),
    ),
)  # fmt: skip


def span(given: Mapping[str, str], on: date) -> tuple[date, date]:
    """From and until which day of receipt, both included; this year up to today where nothing readable is said."""
    return _day(given.get(SINCE, ""), on.replace(month=1, day=1)), _day(given.get(UNTIL, ""), on)


def address(measure: str, body: str, since: date, until: date) -> str:
    """The address of the list behind a number of 办理情况; `body` is empty for all."""
    said = {"kind": KIND, MEASURE: measure, BODY: body, SINCE: since.isoformat(), UNTIL: until.isoformat()}
    return f"{reverse('desk:matters')}?{urlencode({name: value for name, value in said.items() if value})}"


def _condition(given: Mapping[str, str], now: datetime) -> Q:
    since, until = span(given, now.date())
    return measures.within(since, until) & measures.members(given[MEASURE], given.get(BODY, ""), now)


def _chip(given: Mapping[str, str]) -> str:
    body = Body.objects.filter(key=given.get(BODY, "")).values_list("short_name", flat=True).first()
    since, until = span(given, today())
    words = [*([body] if body else []), f"{spoken_date(since)}至{spoken_date(until)}收到"]
    return f"办理情况：{measures.LABELS[given[MEASURE]]}（{'，'.join(words)}）"


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


BEHIND = Behind((MEASURE, BODY, SINCE, UNTIL), frozenset(measures.LABELS), _condition, _chip)
