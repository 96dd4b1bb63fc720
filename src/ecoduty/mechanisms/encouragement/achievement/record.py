"""The achievement record of a person, made anew from what the platform recorded each time it is read (clause 16.2).

By post and time in it: what the body, or for a leader the bodies of his portfolio, did in those days, in time and late, what was
missed; commendations; courses. Nothing is typed, nothing is added up into points, nobody is compared with anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.commendation import queries as commendations
from ecoduty.mechanisms.encouragement.commendation.models import Commendation
from ecoduty.mechanisms.encouragement.commendation.states import PUBLISHED
from ecoduty.mechanisms.encouragement.training.models import Attendance
from ecoduty.organisation.directory.models import Appointment, Body, LeaderInCharge

_DONE = "achievement.done"  # kind of matter = the state in which it is done


@dataclass(frozen=True, slots=True)
class Span:
    """Days [since, until) in which a body's work is looked at; null is without end."""

    body: Body
    since: date | None
    until: date | None

    def holds(self, at: datetime | None) -> bool:
        """Whether a moment lies in it."""
        if at is None:
            return False
        day = local_date(at)
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A matter as far as it counts."""

    kind: str
    holder: int
    done_at: datetime | None
    missed_at: datetime | None


def record_of(person: int, on: date) -> dict[str, Any]:
    """The record of a person (id) as of a day, as JSON: `spells` (the latest first) with `works`, `commended`, `trained`.

    Restricted matters are not counted. Five statements, however many posts and matters.
    """
    held = list(Appointment.objects.filter(person=person).select_related("post__body").order_by("-since", "-pk"))
    held = [one for one in held if one.since is None or one.since <= on]
    led = _portfolios([one.post_id for one in held])
    spans = [(one, _spans(one, led.get(one.post_id, ()))) for one in held]
    done = dict(rulebooks.current().pairs(_DONE, on=on))
    facts = _facts({span.body.pk for _, some in spans for span in some}, done)
    return {
        "spells": [_spell(one, some, facts, done, leads=bool(led.get(one.post_id))) for one, some in spans],
        "commended": _commended(person, [span for _, some in spans for span in some], on),
        "trained": _trained(person),
    }


def _portfolios(posts: Sequence[int]) -> Mapping[int, list[LeaderInCharge]]:
    found: dict[int, list[LeaderInCharge]] = {}
    rows = LeaderInCharge.objects.filter(leader__in=posts).select_related("body").order_by("body__order", "pk")
    for row in rows:
        found.setdefault(row.leader_id, []).append(row)
    return found


def _spans(one: Appointment, led: Iterable[LeaderInCharge]) -> list[Span]:
    """A leader is seen by the bodies he was in charge of while he was; everybody else by his own body."""
    portfolio = [
        Span(row.body, _later(one.since, row.since), _earlier(one.until, row.until))
        for row in led
        if row.overlaps(one.since, one.until)
    ]
    return portfolio or [Span(one.post.body, one.since, one.until)]


def _facts(bodies: Iterable[int], done: Mapping[str, str]) -> list[_Fact]:
    rows = Matter.objects.filter(
        Q(closed_at__isnull=False) | Q(first_missed_at__isnull=False), holder__in=list(bodies), kind__in=list(done)
    ).exclude(secrecy=Secrecy.RESTRICTED)
    columns = rows.values_list("kind", "holder", "state", "closed_at", "first_missed_at")
    return [
        _Fact(kind, holder, closed if state == done[kind] else None, missed)
        for kind, holder, state, closed, missed in columns
    ]


def _spell(
    one: Appointment, spans: Sequence[Span], facts: Sequence[_Fact], done: Mapping[str, str], *, leads: bool
) -> dict[str, Any]:
    mine = {span.body.pk: span for span in spans}
    works = []
    for kind in done:
        some = [fact for fact in facts if fact.kind == kind and fact.holder in mine]
        finished = [fact for fact in some if mine[fact.holder].holds(fact.done_at)]
        missed = sum(mine[fact.holder].holds(fact.missed_at) for fact in some)
        if finished or missed:
            in_time = sum(fact.missed_at is None for fact in finished)
            label = flow.table(kind).label
            works.append(
                {
                    "label": label,
                    "done": len(finished),
                    "in_time": in_time,
                    "late": len(finished) - in_time,
                    "missed": missed,
                }
            )
    return {
        "post": one.post.title,
        "body": one.post.body.short_name,
        "since": one.since.isoformat() if one.since else "",
        "until": one.until.isoformat() if one.until else "",
        "portfolio": [span.body.short_name for span in spans] if leads else [],
        "works": works,
    }


def _commended(person: int, spans: Sequence[Span], on: date) -> list[dict[str, str]]:
    """His own, and those of a body while he held a post there or was in charge of it."""
    awards = commendations.awards(on)
    own = Q(person=person)
    for span in spans:
        held = Q(person_name="", body=span.body)
        held &= Q(decided_on__gte=span.since) if span.since else Q()
        own |= held & (Q(decided_on__lt=span.until) if span.until else Q())
    rows = Commendation.objects.filter(own, matter__state=PUBLISHED.code, decided_on__lte=on).select_related("body")
    return [
        {"what": f"{row.year}年度{awards.get(row.award, row.award)}", "whom": "本人" if row.person_name else row.body.short_name,
         "number": row.number, "on": row.decided_on.isoformat() if row.decided_on else ""}
        for row in rows.order_by("-decided_on", "-pk").distinct()
    ]  # fmt: skip


def _trained(person: int) -> list[dict[str, str]]:
    rows = Attendance.objects.filter(person=person, struck="").select_related("course__plan__body")
    return [
        {"name": row.course.name, "by": row.course.plan.body.short_name, "hours": f"{row.course.held_hours.normalize():f}",
         "on": row.course.held_on.isoformat()}
        for row in rows.order_by("-course__held_on", "-pk")
        if row.course.held_on and row.course.held_hours is not None
    ]  # fmt: skip


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


__all__ = ["Span", "record_of"]
