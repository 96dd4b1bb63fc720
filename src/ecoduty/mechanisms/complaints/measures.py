"""How bodies answer complaints: in time, given back, satisfied, resolved. Open overdue ones count against being in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import TICKING, DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.complaints.models import Complaint, Dispatch, Return, Satisfaction
from ecoduty.mechanisms.complaints.queries import ANSWER, KIND
from ecoduty.organisation.directory.models import Body


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
    matters = Matter.objects.filter(
        seen, kind=KIND, complaint__received_on__gte=since, complaint__received_on__lte=until
    ).exclude(state="merged")
    sent = _counted(Dispatch.objects.filter(complaint__matter__in=matters), "to", n=Count("complaint", distinct=True))
    returned = _counted(Return.objects.filter(complaint__matter__in=matters), "body", n=Count("pk"))
    clocks = _counted(
        Deadline.objects.filter(matter__in=matters, key=ANSWER), "holder",
        in_time=Count("pk", filter=Q(state=DeadlineState.MET, late=False)), all=Count("pk", filter=_answerable(now)),
        overdue=Count("pk", filter=Q(state__in=TICKING, due_at__lte=now)),
    )  # fmt: skip
    asked = Q(resolved__isnull=False)
    outcomes = _counted(
        Complaint.objects.filter(matter__in=matters, matter__holder__in=list(sent)), "matter__holder",
        n_open=Count("pk", filter=Q(matter__open=True)), n_asked=Count("pk", filter=asked),
        n_resolved=Count("pk", filter=Q(resolved=True)),
        n_satisfied=Count("pk", filter=asked & ~Q(satisfaction=Satisfaction.DISSATISFIED)),
    )  # fmt: skip
    bodies = Body.objects.filter(pk__in=list(sent)).order_by("order", "key")
    return [
        _measures(
            body, sent.get(body.pk, {}), returned.get(body.pk, {}), clocks.get(body.pk, {}), outcomes.get(body.pk, {})
        )
        for body in bodies
    ]


def together(rows: list[Measures]) -> Measures:
    """All of them as one. A complaint that was sent to two bodies counts with each."""

    def total(share: str) -> Share:
        parts = [getattr(row, share) for row in rows]
        return Share(sum(one.part for one in parts), sum(one.whole for one in parts))

    return Measures(
        None, sum(row.sent for row in rows), sum(row.open for row in rows), sum(row.overdue for row in rows),
        total("on_time"), sum(row.returned for row in rows), total("resolved"), total("satisfied"),
    )  # fmt: skip


def _answerable(now: datetime) -> Q:
    """Answered, overdue now, or taken away when it was late already; what is not due yet counts neither way."""
    return Q(state=DeadlineState.MET) | Q(state__in=TICKING, due_at__lte=now) | Q(
        state=DeadlineState.CANCELLED, missed_at__isnull=False
    )  # fmt: skip


def _counted(rows: QuerySet[Any], body: str, **counts: Any) -> dict[int, Mapping[str, int]]:
    found = rows.order_by().values(of=F(body)).annotate(**counts)
    return {row["of"]: row for row in found}


def _measures(
    body: Body,
    sent: Mapping[str, int],
    returned: Mapping[str, int],
    clocks: Mapping[str, int],
    outcomes: Mapping[str, int],
) -> Measures:
    asked = outcomes.get("n_asked", 0)
    return Measures(
        body, sent.get("n", 0), outcomes.get("n_open", 0), clocks.get("overdue", 0),
        Share(clocks.get("in_time", 0), clocks.get("all", 0)), returned.get("n", 0),
        Share(outcomes.get("n_resolved", 0), asked), Share(outcomes.get("n_satisfied", 0), asked),
    )  # fmt: skip
