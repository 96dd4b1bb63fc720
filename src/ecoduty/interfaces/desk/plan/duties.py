"""Clauses that recurring duties serve: each bearer's matter of the latest period that has opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from ecoduty.casework.matters import rules
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.lights import WORDS, Code, left
from ecoduty.interfaces.desk.plan.readings import Facts, Reading, read
from ecoduty.interfaces.desk.plan.standing import Answer, Ask, Leftover, Period, Standing
from ecoduty.interfaces.desk.rows import due_words
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import tables
from ecoduty.kernel.rulebook import reckon
from ecoduty.kernel.rulebook.schema import Duty
from ecoduty.organisation.access import oversight_of, portfolio_of
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body


def standing_of_duties(ask: Ask) -> Mapping[str, Answer]:
    """The answer for every clause of a duty whose kind of matter runs here."""
    duties = [duty for duty in ask.book.duties.values() if duty.kind in tables()]
    opened = {duty.key: reckon.occurrences(duty, ask.today, current_calendar()) for duty in duties}
    chosen = {duty.key: _chosen(opened[duty.key], ask.period) for duty in duties}
    matters = _matters(ask, chosen)
    facts = Facts([matter for matter in matters if _in(matter, chosen)], ask.now, ask.limits)
    found: dict[str, Answer] = {}
    for duty in duties:
        own = [matter for matter in facts.matters if matter.duty == duty.key]
        before = [matter for matter in matters if matter.duty == duty.key and not _in(matter, chosen)]
        bearers = list(queries.bodies(duty.bearers, on=ask.today))
        seen = _in_sight(ask, duty.kind, bearers, own)
        for clause in duty.clauses:
            if not _borne_by(ask, duty, clause):
                continue
            found[clause] = Answer(
                standings=_standings(
                    seen, own, read(duty.kind, ask.book.correspondence.references_of(clause), own, facts), ask
                ),
                bearers=len(bearers),
                about=_about(ask, duty, chosen[duty.key], clause),
                period=chosen[duty.key].period.key if chosen[duty.key] else "",
                periods=tuple(Period(one.period.key, one.period.label) for one in reversed(opened[duty.key])),
                leftovers=_leftovers(duty, before),
            )
    return found


def _borne_by(ask: Ask, duty: Duty, clause: str) -> bool:
    """Whether bearers of the duty bear the clause. Others do it for the clause's sake, as whoever makes rules reports their
    catalogue to whoever reviews them: then the clause is answered by its matters, not by lights of who does not bear it.
    """
    return not set(ask.book.select(ask.book.clauses[clause].bearers)).isdisjoint(ask.book.bearers(duty.key))


def _chosen(opened: Sequence[reckon.Occurrence], period: str) -> reckon.Occurrence | None:
    """The period asked for, or the latest that has opened; None before the first."""
    latest = opened[-1] if opened else None
    return next((one for one in opened if one.period.key == period), latest)


def _in(matter: Matter, chosen: Mapping[str, reckon.Occurrence | None]) -> bool:
    one = chosen[matter.duty]
    return one is not None and one.period.key == matter.period


def _matters(ask: Ask, chosen: Mapping[str, reckon.Occurrence | None]) -> list[Matter]:
    """What the visitor may see of the periods shown, and what is still open from before: one query."""
    shown = Q(pk__in=[])
    for key, one in chosen.items():
        if one is not None:
            shown |= Q(duty=key, period=one.period.key) | Q(duty=key, open=True, period__lt=one.period.key)
    found = Matter.objects.filter(shown, rules.visible_to(ask.actor)).select_related("holder")
    return list(found.order_by("holder__order", "holder__key", "pk"))


def _in_sight(ask: Ask, kind: str, bearers: Sequence[Body], own: Sequence[Matter]) -> list[Body]:
    """Bearers of whom the visitor may know whether they have begun: his own, those he oversees or leads, what he sees."""
    if _shows(kind, oversight_of(ask.actor)):
        return list(bearers)
    keys = {matter.holder_id for matter in own} | {ask.actor.body_id}
    if _shows(kind, frozenset({"leader_in_charge"})):
        keys |= portfolio_of(ask.actor, ask.today)
    return [body for body in bearers if body.pk in keys]


def _shows(kind: str, relations: frozenset[str]) -> bool:
    return rules.sight(kind, Secrecy.INTERNAL.value, relations) >= rules.Sight.SUMMARY


def _standings(
    seen: Sequence[Body], own: Sequence[Matter], readings: Mapping[int, Reading], ask: Ask
) -> tuple[Standing, ...]:
    by_holder: dict[int, list[Matter]] = {}
    for matter in own:  # several where a body took over from another that owed the same
        by_holder.setdefault(matter.holder_id, []).append(matter)
    return tuple(_standing(body, one, readings, ask) for body in seen for one in (by_holder.get(body.pk) or [None]))


def _standing(body: Body, matter: Matter | None, readings: Mapping[int, Reading], ask: Ask) -> Standing:
    if matter is None:
        return Standing(body, Code.NONE, WORDS[Code.NONE])
    reading = readings[matter.pk]
    table = tables()[matter.kind]
    return Standing(
        body=body,
        light=reading.light,
        word=reading.word,
        left=left(reading.due_at, ask.now) if reading.due_at else "",
        state=table.by_state[matter.state].label if matter.state in table.by_state else matter.state,
        due=due_words(reading.due_at, ask.now) if reading.due_at else "",
        title=matter.title,
        url=reverse("desk:matter", args=[matter.public_id]),
    )


def _leftovers(duty: Duty, before: Sequence[Matter]) -> tuple[Leftover, ...]:
    numbers = Counter(matter.period for matter in before)
    return tuple(
        Leftover(reckon.period_of(duty.rhythm, period).label, numbers[period], _open_ones(duty.kind, period))
        for period in sorted(numbers, reverse=True)
    )


def _open_ones(kind: str, period: str) -> str:
    return f"{reverse('desk:matters')}?{urlencode({'kind': kind, 'period': period, 'state': 'open'})}"


def _about(ask: Ask, duty: Duty, one: reckon.Occurrence | None, clause: str) -> str:
    """2026年下半年，1月15日（周五）届满，还有9天; before the first opening when it will open.

    The due day belongs to one clause of the duty; the others have limits of their own.
    """
    if one is None:
        period = reckon.period_of(duty.rhythm, duty.first_period)
        first = reckon.occurrence(duty, period, current_calendar())
        return f"{period.label}，{words.short_day(first.opens, ask.today)}起自动立项"
    if clause != (duty.due.basis.clause or duty.clauses[0]):
        return one.period.label
    due = f"{words.day(one.due.day, ask.today)}届满"
    ahead = (one.due.day - ask.today).days
    return "，".join((one.period.label, due, *([words.left(one.due.day, ask.today)] if ahead >= 0 else [])))


__all__ = ["standing_of_duties"]
