"""Questions about joint meetings: who may call one, who can be asked to come, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.meetings.models import JointDecision, JointMeeting
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

MEETING, DECISION = "joint_meeting", "joint_decision"
MINUTES, LIMIT = "joint-meeting.minutes", "joint-meeting.decision"
TOLD = ("linkage_officer", "liaison")
"""Roles that hear of a meeting in each body."""
_USUAL = "joint-meeting.usual-tags"
_LEAD, _CONVENERS, _PARTNERS = "joint-meeting.lead", "joint-meeting.conveners", "joint-meeting.partner-kinds"


def conveners(on: date) -> list[Body]:
    """Who may call a joint meeting: first who leads it (clause 20.3), then the others of the rulebook."""
    book = rulebooks.current()
    lead = list(_named(book.words(_LEAD, on=on), on))
    return [*lead, *(body for body in _named(book.words(_CONVENERS, on=on), on) if body not in lead)]


def partners(on: date) -> list[Body]:
    """Who can be asked to come, in official order: bodies of these kinds, at every level of the city."""
    kinds = rulebooks.current().words(_PARTNERS, on=on)
    return list(directory.bodies(on=on).filter(kind__in=kinds))


def usual(bodies: Sequence[Body], on: date) -> tuple[list[Body], list[Body]]:
    """Of these bodies who usually comes (bodies of justice and those with their own enforcement, of the city), and the others."""
    tags = set(rulebooks.current().words(_USUAL, on=on))
    first = [body for body in bodies if body.level == Level.CITY and tags & set(body.tags)]
    return first, [body for body in bodies if body not in first]


def _named(words: Sequence[str], on: date) -> Sequence[Body]:
    """Bodies by kind or by key: a rulebook names courts by what they are, a bureau by which one it is."""
    return list(
        directory.bodies(on=on).filter(Q(kind__in=words, level=Level.CITY) | Q(key__in=words)).select_related("region")
    )


def may_record(actor: Actor) -> bool:
    """Whether this post can enter a joint meeting at all: in a body that calls one or may be asked to come."""
    kinds = rulebooks.current().words(_PARTNERS, on=today())
    return bool(actor.bodies) and Body.objects.filter(pk__in=actor.bodies, kind__in=kinds).exists()


def invited(own: JointMeeting) -> list[Body]:
    """The bodies that were asked to come."""
    return [row.body for row in own.attendance.select_related("body__region")]


def circle(own: JointMeeting) -> list[Body]:
    """The convener and whoever was asked: who can be made responsible."""
    convener = own.matter.holder
    return [convener, *(body for body in invited(own) if body.pk != convener.pk)]


def decisions(own: JointMeeting) -> Sequence[JointDecision]:
    """What it decided, in order, with the matters."""
    return list(own.decisions.select_related("matter__holder").order_by("order"))


def own_of(matter: Matter) -> JointMeeting:
    """The meeting of a matter with what pages show of it."""
    return JointMeeting.objects.select_related("matter__holder", "recorded_by", "notice").get(pk=matter.pk)
