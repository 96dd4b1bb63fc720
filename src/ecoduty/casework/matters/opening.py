"""Bringing matters into being: numbers, parties, and hand-off from one mechanism to another."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from ecoduty.casework.matters.models import Link, LinkKind, Matter, NamedAccess, Party, PartyRole, Secrecy
from ecoduty.casework.matters.store import always_restricted
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Attempt
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.models import Body

Receiver = Callable[[Actor, Mapping[str, Any], datetime], Matter]
_receivers: dict[str, Receiver] = {}


def open_matter(
    attempt: Attempt,
    *,
    title: str,
    holder: Body,
    state: str,
    clauses: Sequence[str] | None = None,
    of_plan: Sequence[str] = (),
    secrecy: str = Secrecy.INTERNAL,
    duty: str = "",
    period: str = "",
    origin_note: str = "",
) -> Matter:
    """Create the matter of a creating act and set `attempt.subject`. Number and random id are given here; a kind that is always
    restricted says so at its store.

    `clauses` are the platform's own numbers of what it serves, those of its table where none are given; `of_plan` the clauses
    of the city's plan where the rulebook itself names them. It keeps the city's clauses as they are on that day.

    Used inside an act's effect only: the gate writes the entry.
    """
    book = rulebooks.current_or_none()
    if always_restricted(attempt.table):
        secrecy = Secrecy.RESTRICTED
    matter = Matter.objects.create(
        kind=attempt.table.kind,
        number=next_number(attempt.recorded_at.year, restricted=secrecy == Secrecy.RESTRICTED),
        title=title,
        clauses=list(of_plan or rulebooks.cited(attempt.table.clauses if clauses is None else clauses)),
        body_level=holder.level,
        region=holder.region if holder.level == "district" else None,
        holder=holder,
        state=state,
        secrecy=secrecy,
        duty=duty,
        period=period,
        rulebook=book.digest if book else "",
        opened_at=attempt.occurred_at,
        last_occurred_at=attempt.occurred_at,
        origin_note=origin_note,
    )
    matter.current_parties = frozenset()
    add_party(matter, holder, PartyRole.HOLDER, attempt.occurred_at)
    attempt.subject = matter
    attempt.record(number=matter.number, title=title if secrecy != Secrecy.RESTRICTED else "", holder=holder.key)
    return matter


def next_number(year: int, *, restricted: bool) -> str:
    """A number for a matter. Restricted ones are random, so that the ordinary row shows no gap where they are."""
    if restricted:
        return f"S{year}-{secrets.token_hex(5).upper()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('matters_number')")
        return f"{year}-{cursor.fetchone()[0]:07d}"


def add_party(matter: Matter, body: Body, role: PartyRole, at: datetime) -> None:
    """Let a body take part from that day on; twice is once."""
    since = at.astimezone(now().tzinfo).date()
    Party.objects.get_or_create(matter=matter, body=body, role=role, until=None, defaults={"since": since})
    matter.current_parties = (matter.current_parties or frozenset()) | {(body.pk, role.value)}


def end_party(matter: Matter, body: Body, role: PartyRole, at: datetime) -> None:
    """From that day on the body takes part in this role no more."""
    on = at.astimezone(now().tzinfo).date()
    for party in Party.objects.filter(matter=matter, body=body, role=role, until=None):
        Party.objects.filter(pk=party.pk).update(until=max(on, party.since))
    matter.current_parties = (matter.current_parties or frozenset()) - {(body.pk, role.value)}


def hand_over(matter: Matter, body: Body, at: datetime) -> None:
    """Another body works on it from now on; which unit of it, the body decides. Level and district stay the matter's own.

    Used inside an act's effect only: the gate writes the matter.
    """
    if matter.holder_id != body.pk:
        end_party(matter, matter.holder, PartyRole.HOLDER, at)
        matter.holder, matter.holder_unit = body, None
        add_party(matter, body, PartyRole.HOLDER, at)


def name_person(matter: Matter, person_id: int, relation: str, at: datetime) -> None:
    """Let a person into a restricted matter."""
    since = at.astimezone(now().tzinfo).date()
    NamedAccess.objects.get_or_create(
        matter=matter, person_id=person_id, until=None, defaults={"relation": relation, "since": since}
    )


def receives(kind: str, receiver: Receiver) -> None:
    """Register who takes in matters of a kind that another mechanism hands over."""
    _receivers[kind] = receiver


def receiver_kinds() -> frozenset[str]:
    """Kinds that can be handed to."""
    return frozenset(_receivers)


def hand_off(kind: str, attempt: Attempt, content: Mapping[str, Any]) -> Matter:
    """Give rise to a matter of another kind inside the running act's transaction, linked to its origin.

    Raises KeyError for a kind nobody receives, Refused when the receiver refuses: then the whole act is undone.
    """
    target = hand_to(kind, attempt, content)
    Link.objects.get_or_create(  # what is handed over a second time comes from where it came from
        source=attempt.subject, target=target, kind=LinkKind.ORIGIN, defaults={"made_at": attempt.recorded_at}
    )
    attempt.record(handed_to=target.number if target.secrecy != Secrecy.RESTRICTED else "一件受限办件")
    return target


def hand_to(kind: str, attempt: Attempt, content: Mapping[str, Any]) -> Matter:
    """Give rise to a matter inside the running act's transaction, without saying how the two hang together."""
    return _receivers[kind](attempt.actor, content, attempt.occurred_at)


def relate(attempt: Attempt, other: Matter) -> None:
    """The act's matter and another one have to do with each other."""
    Link.objects.get_or_create(
        source=attempt.subject, target=other, kind=LinkKind.RELATED, defaults={"made_at": attempt.recorded_at}
    )
