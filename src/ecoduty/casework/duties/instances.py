"""Recurring duties open by themselves: one matter for each duty, bearer and period, whoever was down meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import InterfaceError, connection, transaction
from pydantic import Field

from ecoduty.casework.duties.models import DutyInstance
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.opening import open_matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date, now
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import ActData, Actor, Attempt
from ecoduty.kernel.rulebook import Rulebook, reckon, store
from ecoduty.kernel.rulebook.models import RulebookVersion
from ecoduty.kernel.rulebook.schema import Duty
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body

log = logging.getLogger(__name__)

_openers: dict[str, str] = {}  # kind of matter → the act of its table that opens an instance


def opens(kind: str, act: str = "open") -> None:
    """Register the creating act that opens instances of recurring duties of a kind.

    The act's data must be `DutyOpening`, its `who` the platform, and its effect must create the matter, for which
    `open_for_duty` is there.
    """
    _openers[kind] = act


def withdraw(kind: str) -> None:
    """Forget a registration; for tests that bring a mechanism of their own."""
    _openers.pop(kind, None)


class DutyOpening(ActData):
    """What the platform says when it opens an instance."""

    duty: str = Field(title="定期义务")
    body: str = Field(title="承担单位")
    period: str = Field(title="期别")
    title: str = Field(title="标题")


def open_for_duty(attempt: Attempt, state: str, secrecy: str = Secrecy.INTERNAL) -> Matter:
    """Create the matter of a duty instance inside its opening act; the mechanism then adds its own row."""
    data: DutyOpening = attempt.data
    duty = store.current().duties[data.duty]
    return open_matter(
        attempt,
        title=data.title,
        holder=Body.objects.get(key=data.body),
        state=state,
        of_plan=duty.clauses,
        secrecy=secrecy,
        duty=data.duty,
        period=data.period,
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """An instance that is, or will be, opened: which duty, for whom, for which period, when, and due when.

    `body_id` is the body that owes it; `body` the key of the one that holds the matter: another only where the first was
    dissolved between the opening day and the opening.
    """

    duty: str
    label: str
    kind: str
    body: str
    body_id: int
    period: str
    title: str
    opens: date
    due: date
    provisional: bool


@dataclass(slots=True)
class Report:
    """What a run opened, and what it could not (each with its reason)."""

    opened: list[Opening] = field(default_factory=list)
    failed: list[tuple[Opening, str]] = field(default_factory=list)


def open_due(moment: datetime | None = None) -> Report:
    """Open every instance whose opening day has come and that is not open yet, each in a transaction of its own.

    Catches up after any downtime. Periods that were due before the first rulebook was adopted are left alone. What
    goes wrong for one body is logged and reported and does not stop the others.
    """
    report = Report()
    book = store.current_or_none()
    if book is None:
        return report
    on = local_date(moment or now())
    for opening in missing(book, on):
        try:
            if _open(opening, book):
                report.opened.append(opening)
        except InterfaceError:
            raise  # the database is gone: nothing of this will work
        except Exception as error:  # one body's failure must not stop the others, whatever it is
            log.warning(
                "duty %s of %s for %s was not opened", opening.duty, opening.body, opening.period, exc_info=True
            )
            report.failed.append((opening, str(error)))
    return report


def upcoming(on: date, days: int, body: int | None = None) -> list[Opening]:
    """What will open by itself after `on` and within so many days, for one body (its id) or all, earliest first."""
    book = store.current_or_none()
    if book is None:
        return []
    until = on + timedelta(days=days)
    found = [item for item in _openings(book, until) if item.opens > on and (body is None or item.body_id == body)]
    return sorted(found, key=lambda item: (item.opens, item.due))


def orphaned(on: date) -> list[tuple[Duty, Body]]:
    """Duties that the rulebook lays by name on a body that was dissolved and for which nobody answers: they open for nobody."""
    book = store.current_or_none()
    if book is None:
        return []
    found = []
    for duty in book.duties.values():
        if duty.bearers.keys:
            gone = queries.bodies(duty.bearers).filter(valid_to__lte=on, heir=None)
            found += [(duty, body) for body in gone]
    return found


def _openings(book: Rulebook, until: date) -> Iterator[Opening]:
    """Every instance with an opening day up to `until`, duties in the rulebook's order, bodies in official order."""
    calendar = current_calendar()
    for duty in book.duties.values():
        every = list(reckon.occurrences(duty, until, calendar))
        bearers = list(queries.bodies(duty.bearers).select_related("heir")) if every else []
        for found in every:
            for bearer, holder in _owing(bearers, found.opens):
                yield _opening(duty, found, bearer, holder)


def _owing(bearers: list[Body], on: date) -> Iterator[tuple[Body, Body]]:
    """Who owes an instance that opens on a day, and who holds it.

    A body in being owes its own, held by its successor if it was dissolved since. For one that was gone by that day its
    successor owes one, unless it owes its own anyway. Who has no successor owes nothing any more (`orphaned`).
    """
    seen: set[int] = set()
    for body in bearers:
        if body.exists_on(on):
            seen.add(body.pk)
            yield body, body.heir or body
    for body in bearers:
        heir = body.heir
        gone = body.valid_to is not None and body.valid_to <= on
        if gone and heir is not None and heir.pk not in seen and heir.exists_on(on):
            seen.add(heir.pk)
            yield heir, heir


def _opening(duty: Duty, found: reckon.Occurrence, body: Body, holder: Body) -> Opening:
    return Opening(
        duty=duty.key,
        label=duty.label,
        kind=duty.kind,
        body=holder.key,
        body_id=body.pk,
        period=found.period.key,
        title=reckon.title_of(duty, found.period, body.short_name),
        opens=found.opens,
        due=found.due.day,
        provisional=found.due.provisional,
    )


def missing(book: Rulebook, on: date) -> list[Opening]:
    """What a rulebook wants to be open by the end of a day and is not open today. Three queries."""
    adopted = RulebookVersion.objects.order_by("adopted_at").values_list("adopted_at", flat=True).first()
    since = local_date(adopted) if adopted else on
    there = set(DutyInstance.objects.values_list("duty", "body_id", "period"))
    return [
        item
        for item in _openings(book, on)
        if item.due >= since and item.kind in _openers and (item.duty, item.body_id, item.period) not in there
    ]


def _open(opening: Opening, book: Rulebook) -> bool:
    """Open one instance; False when another worker was faster."""
    moment = now()
    with transaction.atomic():
        taken = _take(opening, book.digest, moment)
        if taken is None:
            return False
        table = flow.table(opening.kind)
        data = DutyOpening(duty=opening.duty, body=opening.body, period=opening.period, title=opening.title)
        done = flow.perform(table, _openers[opening.kind], actor=Actor.system("定期义务"), data=data)
        DutyInstance.objects.filter(pk=taken).update(matter=done.subject)
    return True


def _take(opening: Opening, digest: str, moment: datetime) -> int | None:
    """Take the instance's row. A second worker waits here until the first has committed, and then gets nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO duties_instance (duty, body_id, period, rulebook, opened_at) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT (duty, body_id, period) DO NOTHING RETURNING id",
            [opening.duty, opening.body_id, opening.period, digest, moment],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None
