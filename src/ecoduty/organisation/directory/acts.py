"""What the acts of the directory do to a body's rows. Called by the gate after every guard has agreed."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.organisation.directory import contact, guards
from ecoduty.organisation.directory.models import (
    Appointment,
    Body,
    BodyName,
    Coordinator,
    Delegation,
    LeaderInCharge,
    Line,
    Person,
    Post,
    Unit,
)
from ecoduty.organisation.directory.rows import Rows, lasts_beyond, rows_of, under_way
from ecoduty.organisation.directory.states import ACTIVE, LineKind


def _rows(attempt: Attempt) -> Rows:
    body: Body = attempt.subject
    return rows_of(body)


# ------------------------------------------------------------------ bodies


def establish(attempt: Attempt) -> None:
    """A body with its name and first posts."""
    data = attempt.data
    columns = data.model_dump(exclude={"posts", "aliases", "tags"})
    body = Body(**columns, aliases=list(data.aliases), tags=list(data.tags), state=ACTIVE)
    attempt.subject = body
    rows = rows_of(body)
    rows.add(BodyName(body=body, name=data.name, short_name=data.short_name, since=data.valid_from))
    for given in data.posts:
        rows.add(Post(body=body, since=data.valid_from, **given.model_dump()))
    attempt.record(
        posts=[f"{given.key} {given.title}" for given in data.posts], aliases=list(data.aliases), tags=list(data.tags)
    )


def rename(attempt: Attempt) -> None:
    """A new name from a day on; the old one stays an alias, so that searching for it still finds the body."""
    data, rows = attempt.data, _rows(attempt)
    body = rows.body
    present = rows.names[-1]
    rows.end(present, data.since)
    rows.add(BodyName(body=body, name=data.name, short_name=data.short_name, since=data.since))
    former = [name for name in (present.name, present.short_name) if name not in (data.name, data.short_name)]
    rows.touch(
        name=data.name, short_name=data.short_name, aliases=list(dict.fromkeys([*body.aliases, *former]))
    )  # fmt: skip
    attempt.record(former_name=present.name, former_short_name=present.short_name)


def revise(attempt: Attempt) -> None:
    """Change what was given, and say what it was before."""
    data, rows = attempt.data, _rows(attempt)
    given = data.model_dump(exclude_none=True, exclude={"enforcement_to"})
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
    before = {name: getattr(rows.body, name) for name in values}
    if data.enforcement_to:
        values["enforcement_to"] = rows.lookup.body(data.enforcement_to)
    rows.touch(**values)
    attempt.record(before=before, **{name: value for name, value in values.items() if isinstance(value, list)})


def arrange(attempt: Attempt) -> None:
    """Parent and host as given; superiors and counterparts that are no longer named end, new ones begin."""
    data, rows = attempt.data, _rows(attempt)
    rows.touch(
        parent=rows.lookup.body(data.parent) if data.parent else None,
        host=rows.lookup.body(data.host) if data.host else None,
    )
    _set_lines(attempt, LineKind.SUPERIOR, data.superiors)
    _set_lines(attempt, LineKind.COUNTERPART, data.counterparts)
    attempt.record(superiors=list(data.superiors), counterparts=list(data.counterparts))


def _set_lines(attempt: Attempt, kind: LineKind, wanted: tuple[str, ...]) -> None:
    rows, since = _rows(attempt), _since(attempt)
    present = {row.above.key: row for row in rows.lines if row.kind == kind and row.until is None}
    for key, row in present.items():
        if key not in wanted:
            rows.end(row, since or _day(attempt))
    for key in dict.fromkeys(wanted):
        if key not in present:
            rows.add(Line(body=rows.body, above=rows.lookup.body(key), kind=kind, since=since))


# ------------------------------------------------------------------ units and posts


def add_unit(attempt: Attempt) -> None:
    """A unit from a day on."""
    data, rows = attempt.data, _rows(attempt)
    rows.add(Unit(body=rows.body, name=data.name, order=data.order, since=_since(attempt)))


def close_unit(attempt: Attempt) -> None:
    """A unit ends."""
    data, rows = attempt.data, _rows(attempt)
    unit = rows.unit(data.name, data.until)
    assert unit is not None
    rows.end(unit, data.until)


def add_post(attempt: Attempt) -> None:
    """A post from a day on."""
    data, rows = attempt.data, _rows(attempt)
    unit = rows.unit(data.unit, data.since or _day(attempt)) if data.unit else None
    rows.add(Post(body=rows.body, unit=unit, since=_since(attempt), **data.model_dump(exclude={"unit", "since"})))


def close_post(attempt: Attempt) -> None:
    """A post ends; leaders' posts no longer answer for anybody."""
    data, rows = attempt.data, _rows(attempt)
    post = _post(rows, data.post)
    rows.end(post, data.until)
    attempt.record(title=post.title)


# ------------------------------------------------------------------ appointments


def appoint(attempt: Attempt) -> None:
    """A person takes a post, in the place of the present holder where that was asked for."""
    data, rows = attempt.data, _rows(attempt)
    post = _post(rows, data.post)
    outgoing = guards.replaced(attempt)
    if outgoing is not None:
        _leave(attempt, outgoing, data.since)
    known = rows.lookup.person(data.person) if data.person is not None else None
    person = known or rows.add(Person(name=data.name, body=rows.body))
    rows.add(Appointment(post=post, person=person, since=data.since, until=data.until, exclusive=post.single))
    attempt.record(title=post.title, name=person.name)


def end_appointment(attempt: Attempt) -> None:
    """A person leaves a post; what he did in it as coordinator, and what he delegated of it, ends that day too."""
    outgoing = guards.ending(attempt)
    assert outgoing is not None
    _leave(attempt, outgoing, attempt.data.until)
    attempt.record(title=outgoing.post.title, name=outgoing.person.name)


def _leave(attempt: Attempt, outgoing: Appointment, on: date) -> None:
    rows = _rows(attempt)
    rows.end(outgoing, on)
    coordinating = [row for row in rows.coordinators if row.appointment is outgoing and lasts_beyond(row, on)]
    delegated = [
        row
        for row in rows.delegations
        if row.post_id == outgoing.post_id and row.holder_id == outgoing.person_id and lasts_beyond(row, on)
    ]
    for row in [*coordinating, *delegated]:
        rows.end(row, on)
    attempt.record(left=outgoing.person.name, coordinator_ended=bool(coordinating), delegations_ended=len(delegated))


# ------------------------------------------------------------------ coordinators, clause 10.2


def designate_coordinator(attempt: Attempt) -> None:
    """The one official who follows the duties of the body as a whole; ends no later than his office does."""
    data, rows = attempt.data, _rows(attempt)
    appointment = rows.appointment(data.post, data.person, data.since)
    assert appointment is not None
    for row in rows.coordinators:
        if row.holds_on(data.since):
            rows.end(row, data.since)
    rows.add(Coordinator(body=rows.body, appointment=appointment, since=data.since, until=appointment.until))
    attempt.record(title=appointment.post.title, name=appointment.person.name)


def end_coordinator(attempt: Attempt) -> None:
    """Nobody is coordinator from that day on: the vacancy alarms until another is designated."""
    data, rows = attempt.data, _rows(attempt)
    for row in rows.coordinators:
        if under_way(row, data.until):
            rows.end(row, data.until)
            attempt.record(name=row.appointment.person.name)


# ------------------------------------------------------------------ leaders in charge


def assign_leader(attempt: Attempt) -> None:
    """A leader's post answers for the body; with `replaces` the present ones of the same side step back."""
    data, rows = attempt.data, _rows(attempt)
    leader = rows.lookup.leader(data.leader)
    assert leader is not None
    begins = data.since or _day(attempt)
    if data.replaces:
        for row in rows.leaders:
            if row.side == leader.side and row.holds_on(begins):
                rows.end(row, begins)
    rows.add(LeaderInCharge(leader=leader, body=rows.body, side=leader.side, since=_since(attempt)))
    attempt.record(title=leader.title, side=leader.side)


def end_leader(attempt: Attempt) -> None:
    """A leader no longer answers for the body."""
    data, rows = attempt.data, _rows(attempt)
    for row in rows.leaders:
        if guards.reference(row.leader) == data.leader and under_way(row, data.until):
            rows.end(row, data.until)
            attempt.record(title=row.leader.title, side=row.side)


# ------------------------------------------------------------------ people


def correct_name(attempt: Attempt) -> None:
    """The same person under another name; the entry keeps the former one, and old entries the name of their day."""
    person = _rows(attempt).lookup.person(attempt.data.person)
    assert person is not None
    attempt.record(former_name=person.name)
    person.name = attempt.data.name
    person.save(update_fields=["name"])


# ------------------------------------------------------------------ contact


def record_contact(attempt: Attempt) -> None:
    """Where a person of the body is reached. What was left empty stays, unless the old ones are to go."""
    data = attempt.data
    person = _rows(attempt).lookup.person(data.person)
    assert person is not None
    kept = "" if data.remove else None
    facts = contact.write([contact.Contact(person, data.mobile or kept, data.mail or kept)])[0]
    attempt.record(name=person.name, **facts)


# ------------------------------------------------------------------ delegation


def delegate(attempt: Attempt) -> None:
    """Another person of the body exercises the post while its holder is absent."""
    data, rows = attempt.data, _rows(attempt)
    absent = rows.appointment(data.post, data.holder, data.since)
    acting = rows.lookup.person(data.delegate)
    assert absent is not None
    assert acting is not None
    rows.add(
        Delegation(
            post=absent.post, holder=absent.person, delegate=acting, since=data.since, until=data.until,
            reason=data.cause,
        )
    )  # fmt: skip
    attempt.record(title=absent.post.title, holder_name=absent.person.name, delegate_name=acting.name)


def end_delegation(attempt: Attempt) -> None:
    """The holder is back."""
    data, rows = attempt.data, _rows(attempt)
    row = rows.delegation(data.post, data.holder, data.until)
    assert row is not None
    rows.end(row, data.until)
    attempt.record(title=row.post.title, holder_name=row.holder.name, delegate_name=row.delegate.name)


def _post(rows: Rows, key: str) -> Post:
    post = rows.post(key)
    assert post is not None
    return post


def _since(attempt: Attempt) -> date | None:
    """The day something begins: as given, else the day of the act. What the platform sets up is older than it."""
    given: date | None = attempt.data.since
    return given if given is not None or attempt.actor.is_system else _day(attempt)


def _day(attempt: Attempt) -> date:
    return local_date(attempt.occurred_at)
