"""Rungs and notices for the desk: what waits for my post, what stands in my inbox, when somebody was last reminded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.states import UNDECIDED, NoticeKind, RungState
from ecoduty.kernel.flow import Actor
from ecoduty.organisation.accounts.states import SYSTEM_ADMINISTRATOR

_LAST = """
SELECT matter, max(at) FROM (
    SELECT u.matter_id AS matter, u.at FROM escalation_urging u WHERE u.matter_id = ANY(%(matters)s)
    UNION ALL
    SELECT d.matter_id, r.at FROM escalation_rung r JOIN duties_deadline d ON d.id = r.deadline_id
    WHERE d.matter_id = ANY(%(matters)s) AND r.state IN ('fired', 'released')
) AS said GROUP BY matter
"""

_UNREAD = """
SELECT count(*) FROM escalation_notice
WHERE (person_id = %(person)s OR person_id IS NULL AND post_id = %(post)s) AND cancelled_at IS NULL AND read_at IS NULL
"""  # `_mine` in the database's own words, for whoever is no system administrator


def rungs_waiting(actor: Actor) -> QuerySet[Rung]:
    """Prepared rungs that this actor's post decides about, the most urgent first."""
    return (
        Rung.objects.filter(
            state=RungState.PREPARED,
            release_body=actor.body_id,
            release_role__in=[actor.post_kind, *sorted(actor.capacities)],
        )
        .select_related("deadline__matter__holder")
        .order_by("release_due_at", "pk")
    )


def rungs_of(matter: int) -> QuerySet[Rung]:
    """The rungs of a matter as they happened."""
    return (
        Rung.objects.filter(deadline__matter=matter)
        .select_related("deadline", "release_body", "into")
        .order_by("at", "pk")
    )


def reached(deadline: int, at: datetime) -> str:
    """The last rung outside the holder that was sent for a deadline by then; empty where none was."""
    sent = Rung.objects.filter(deadline=deadline, state=RungState.RELEASED, decided_at__lte=at)
    return sent.order_by("-pk").values_list("rung", flat=True).first() or ""


def rungs_to_decide(matter: int, actor: Actor) -> QuerySet[Rung]:
    """The prepared rungs of a matter that wait for a decision of the actor's post."""
    roles = [actor.post_kind, *sorted(actor.capacities)]
    return Rung.objects.filter(
        deadline__matter=matter, state__in=UNDECIDED, release_body=actor.body_id, release_role__in=roles
    ).order_by("pk")


def undecided_rungs(matter: int) -> list[tuple[int, str]]:
    """The choices of acts that ask which rung: number and words."""
    found = Rung.objects.filter(deadline__matter=matter, state__in=UNDECIDED).select_related("deadline").order_by("pk")
    return [(rung.pk, f"{rung.label}（{rung.deadline.label}，{RungState(rung.state).label}）") for rung in found]


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """The inbox of an actor, newest first: his own notices, and what came for his post while it was vacant."""
    return Notice.objects.filter(_mine(actor), cancelled_at=None).select_related("matter").order_by("-pk")


def unread_count(actor: Actor) -> int:
    """How many of them are unread; every page says so."""
    if actor.post_kind == SYSTEM_ADMINISTRATOR:
        return Notice.objects.filter(_mine(actor), cancelled_at=None, read_at=None).count()
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {"person": actor.person, "post": actor.post})
        return int(cursor.fetchone()[0])


def mark_read(actor: Actor, notices: Collection[int], moment: datetime) -> int:
    """Note that notices of this inbox were read; the number. Reading a notice is no act: it changes no matter."""
    return Notice.objects.filter(_mine(actor), pk__in=list(notices), read_at=None).update(read_at=moment)


def last_reminded(matters: Collection[int]) -> dict[int, datetime]:
    """When each matter was last reminded of, by the platform or by a person; absent where never. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, {"matters": list(matters)})
        return dict(cursor.fetchall())


def _mine(actor: Actor) -> Q:
    if actor.post_kind == SYSTEM_ADMINISTRATOR:  # whom no matter knows, not even as a person
        return Q(kind=NoticeKind.SYSTEM, person__accounts=actor.account)
    mine = Q(person=actor.person) if actor.person is not None else Q(pk__in=[])
    if actor.post is not None:
        mine |= Q(person=None, post=actor.post)
    return mine
