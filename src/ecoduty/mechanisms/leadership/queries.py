"""Questions about meetings and topics: what is on an agenda, what still waits for a task, which agendas are open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.leadership.models import AgendaItem, Decision, Hearing, Meeting, Topic
from ecoduty.mechanisms.leadership.states import LISTED, PREPARING
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, LeaderInCharge
from ecoduty.organisation.directory.states import Level

MEETING, TOPIC = "meeting", "topic"
MINUTES, LISTING, URGENT_LISTING = "leadership.minutes", "leadership.topic-listing", "leadership.urgent-topic-listing"
_WORDS = 40


def short(text: str) -> str:
    """The beginning of a text, for a choice or a title."""
    return text if len(text) <= _WORDS else f"{text[: _WORDS - 1]}…"


def agenda(matter: Matter) -> Sequence[AgendaItem]:
    """The agenda with its topics, in order."""
    return list(AgendaItem.objects.filter(meeting=matter.pk).select_related("topic__matter", "topic__proposer"))


def hearings(matter: Matter) -> Sequence[Hearing]:
    """Who reported on what, struck ones included."""
    return list(Hearing.objects.filter(meeting=matter.pk).select_related("leader__body", "body").order_by("id"))


def decisions(matter: Matter) -> Sequence[Decision]:
    """Everything decided, in order."""
    return list(Decision.objects.filter(meeting=matter.pk).select_related("topic__matter", "task").order_by("order"))


def undecided_topics(matter: Matter) -> list[tuple[int, str]]:
    """Topics of the agenda that have still no decision: number and words."""
    rows = Topic.objects.filter(meeting=matter.pk, matter__state=LISTED.code).select_related("matter")
    return [(row.pk, row.matter.title) for row in rows.order_by("pk")]


def unsettled(matter: Matter) -> list[tuple[int, str]]:
    """Decisions that are neither a task nor explained: number of the row and words."""
    rows = Decision.objects.filter(meeting=matter.pk, task=None, no_task="").order_by("order")
    return [(row.pk, f"{row.order}．{short(row.text)}") for row in rows]


def standing_hearings(matter: Matter) -> list[tuple[int, str]]:
    """Reports that count: number of the row and words."""
    return [(row.pk, f"{row.leader.title}：{row.body.short_name}") for row in hearings(matter) if not row.struck]


def portfolios(own: Meeting, on: date) -> list[tuple[str, str]]:
    """Leader and body in charge on that day, at the level of whose meeting it is: `post:body` and words (clause 13.1)."""
    body = own.held_by
    rows = LeaderInCharge.objects.filter(holding(on), holding(on, "leader__"), leader__body__level=body.level)
    if body.level == Level.DISTRICT:
        rows = rows.filter(leader__body__region=body.region_id)
    known = {(row.leader_id, row.body_id) for row in Hearing.objects.filter(meeting=own, struck="")}
    rows = rows.select_related("leader__body", "body").order_by(
        "leader__body__order", "leader__order", "body__order", "pk"
    )
    wanted = [row for row in rows if (row.leader_id, row.body_id) not in known]
    people = people_in({row.leader_id for row in wanted}, on)
    return [
        (
            f"{row.leader_id}:{row.body_id}",
            f"{row.body.short_name}（{people.get(row.leader_id) or row.leader.title}）",
        )
        for row in wanted
    ]


def person_in(post: int, on: date) -> str:
    """Who held a post on a day; empty while it was vacant."""
    return people_in([post], on).get(post, "")


def people_in(posts: Iterable[int], on: date) -> dict[int, str]:
    """Who held each post on a day, by post; a vacant one is missing. One query."""
    rows = Appointment.objects.filter(holding(on), post__in=list(posts)).select_related("person")
    return {row.post_id: row.person.name for row in rows.order_by("-since", "-pk")}


def open_agendas(topic: Matter) -> list[tuple[int, str]]:
    """Meetings in preparation to which the topic's office can bring it: of the kind asked for, at its level."""
    rows = Meeting.objects.filter(
        kind=topic.topic.forum, matter__state=PREPARING.code, matter__body_level=topic.body_level
    )
    if topic.body_level == Level.DISTRICT:
        rows = rows.filter(matter__region=topic.region_id)
    found = rows.select_related("matter").order_by("planned_on", "pk")
    return [(row.pk, f"{row.matter.title}（{row.planned_on:%Y-%m-%d}）") for row in found]
