"""How bodies answer complaints: in time, given back, satisfied, resolved. Open overdue ones count against being in time.

Every number counts complaints, each once, and has a condition that gives exactly those: the list behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import TICKING, DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.complaints.models import Dispatch, Return, Satisfaction
from ecoduty.mechanisms.complaints.queries import ANSWER, KIND
from ecoduty.organisation.directory.models import Body

LABELS = {
    "sent": "派来", "open": "在办", "overdue": "答复逾期", "in_time": "按期答复", "answerable": "应已答复", "returned": "退单",
    "asked": "回访到", "resolved": "已解决", "satisfied": "满意",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; no rate where there is no whole."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 is said only of all."""
        return self.part * 100 // self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Measures:
    """One body, or all of them: `on_time` among what was answered, is overdue or was taken away late; `resolved` and
    `satisfied` among those whose reporter was asked (satisfied or fairly so).
    """

    body: Body | None
    sent: int
    open: int
    overdue: int
    on_time: Share
    returned: int
    resolved: Share
    satisfied: Share


def by_body(seen: Q, since: date, until: date, now: datetime) -> list[Measures]:
    """For every body to which one of these complaints was sent, in official order; received in those days, both included.

    `seen` is a condition on matters: what the reader may see. A constant number of statements.
    """
    found = _numbers(Matter.objects.filter(seen, within(since, until)), now, by_body=True)
    bodies = Body.objects.filter(pk__in=[body for body, row in found.items() if row.get("sent")])
    return [_measures(body, found[body.pk]) for body in bodies.order_by("order", "key")]


def together(seen: Q, since: date, until: date, now: datetime) -> Measures:
    """All of them as one. What was sent to two bodies counts with each, and here once."""
    return _measures(None, _numbers(Matter.objects.filter(seen, within(since, until)), now, by_body=False).get(0, {}))


def within(since: date, until: date) -> Q:
    """A condition on matters: complaints received in those days, both included, except what was merged into another."""
    received = Q(complaint__received_on__gte=since, complaint__received_on__lte=until)
    return Q(kind=KIND) & received & ~Q(state="merged")


def members(measure: str, body: str, now: datetime) -> Q:
    """A condition on matters: those that a measure counts for the body of that key, or for all where it is empty.

    Raises KeyError for a measure that there is not.
    """
    return _MEMBERS[measure](body, now)


def _numbers(matters: QuerySet[Matter], now: datetime, *, by_body: bool) -> dict[int, dict[str, int]]:
    """Each number by body, or under 0 for all. Four statements."""
    found: dict[int, dict[str, int]] = {}

    def count(rows: QuerySet[Any], body: str, **counts: Count) -> None:
        grouped = rows.order_by().values(of=F(body)).annotate(**counts) if by_body else [rows.aggregate(**counts)]
        for row in grouped:
            found.setdefault(row.get("of", 0), {}).update({name: row[name] for name in counts})

    count(Dispatch.objects.filter(complaint__matter__in=matters), "to", sent=Count("complaint", distinct=True))
    count(Return.objects.filter(complaint__matter__in=matters), "body", returned=Count("complaint", distinct=True))
    clocks = {"answerable": _answerable(now), "late": _late(now), "overdue": _overdue(now)}
    distinct = {name: Count("matter", distinct=True, filter=which) for name, which in clocks.items()}
    count(Deadline.objects.filter(matter__in=matters, key=ANSWER), "holder", **distinct)
    outcomes = {name: Count("pk", filter=which) for name, which in _OUTCOMES.items()}
    count(matters.filter(_HELD), "holder", **outcomes)
    return found


def _overdue(now: datetime) -> Q:
    return Q(state__in=TICKING, due_at__lte=now)


def _late(now: datetime) -> Q:
    """Answered late, overdue now, or taken away when it was late already."""
    return _overdue(now) | Q(state=DeadlineState.MET, late=True) | Q(
        state=DeadlineState.CANCELLED, missed_at__isnull=False
    )  # fmt: skip


def _answerable(now: datetime) -> Q:
    """Answered, or late; what is not due yet counts neither way."""
    return Q(state=DeadlineState.MET) | _late(now)


_HELD = Q(Exists(Dispatch.objects.filter(complaint=OuterRef("pk"), to=OuterRef("holder"))))
"""Held by a body that it was sent to: what became of it is that body's."""
_ASKED = Q(complaint__resolved__isnull=False)
_OUTCOMES = {
    "open": Q(open=True),
    "asked": _ASKED,
    "resolved": Q(complaint__resolved=True),
    "satisfied": _ASKED & ~Q(complaint__satisfaction=Satisfaction.DISSATISFIED),
}


def _rows(rows: QuerySet[Any], column: str, body: str) -> Q:
    return Q(Exists(rows.filter(**{f"{column}__key": body}) if body else rows))


def _clock(which: Q, body: str) -> Q:
    return _rows(Deadline.objects.filter(which, matter=OuterRef("pk"), key=ANSWER), "holder", body)


def _outcome(name: str) -> Callable[[str, datetime], Q]:
    return lambda body, _: _HELD & _OUTCOMES[name] & (Q(holder__key=body) if body else Q())


_MEMBERS: dict[str, Callable[[str, datetime], Q]] = {
    "sent": lambda body, _: _rows(Dispatch.objects.filter(complaint=OuterRef("pk")), "to", body),
    "returned": lambda body, _: _rows(Return.objects.filter(complaint=OuterRef("pk")), "body", body),
    "overdue": lambda body, now: _clock(_overdue(now), body),
    "answerable": lambda body, now: _clock(_answerable(now), body),
    "in_time": lambda body, now: _clock(_answerable(now), body) & ~_clock(_late(now), body),
    **{name: _outcome(name) for name in _OUTCOMES},
}


def _measures(body: Body | None, row: Mapping[str, int]) -> Measures:
    def of(name: str) -> int:
        return row.get(name, 0)

    return Measures(
        body, of("sent"), of("open"), of("overdue"), Share(of("answerable") - of("late"), of("answerable")),
        of("returned"), Share(of("resolved"), of("asked")), Share(of("satisfied"), of("asked")),
    )  # fmt: skip
