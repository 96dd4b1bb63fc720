"""Questions about exemptions: who may decide, what may be relied on, what was found about people of a body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q

from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.casework.ports.exempted import Exempted
from ecoduty.casework.succession import orphans
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.tolerance import states
from ecoduty.mechanisms.encouragement.tolerance.models import Exemption
from ecoduty.mechanisms.encouragement.tolerance.states import Outcome
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body

EXEMPTION = "exemption"
PRINCIPALS = ("principal", "director")
_CONDITIONS, _EXCLUSIONS, _DECIDERS, _EFFECTS = (
    "tolerance.conditions", "tolerance.exclusions", "tolerance.decider-kinds", "tolerance.effects",
)  # fmt: skip


def conditions(on: date) -> Mapping[str, str]:
    """What an application may rely on, by code."""
    return dict(rulebooks.current().pairs(_CONDITIONS, on=on))


def exclusions(on: date) -> Mapping[str, str]:
    """What may never be tolerated, by code."""
    return dict(rulebooks.current().pairs(_EXCLUSIONS, on=on))


def effects(on: date) -> Mapping[str, str]:
    """What follows from an outcome for whoever looks at accountability, by outcome."""
    return dict(rulebooks.current().pairs(_EFFECTS, on=on))


def deciders(applicant: Body, on: date) -> list[Body]:
    """Who may decide: the applicant itself, the bodies of its level that the rulebook names, and who it answers to."""
    kinds = rulebooks.current().words(_DECIDERS, on=on)
    found = directory.bodies(on=on).filter(Q(kind__in=kinds, level=applicant.level) | Q(pk=applicant.pk))
    if applicant.region_id is not None:
        found = found.filter(Q(region=applicant.region_id) | Q(region=None))
    return list(found)


def people(body: Body, on: date) -> list[Appointment]:
    """Who holds a post in the body on a day."""
    rows = Appointment.objects.filter(holding(on), post__body=body)
    return list(rows.select_related("post", "person").order_by("post", "pk"))


def head_of(body: Body, on: date) -> int | None:
    """The person at the head of a body on a day; None while nobody is."""
    rows = Appointment.objects.filter(holding(on), post__body=body, post__kind__in=PRINCIPALS)
    return rows.order_by("pk").values_list("person", flat=True).first()


def successors(matter: Matter, on: date) -> Sequence[int]:
    """Who decides where the head named in a restricted application has left: the head of today, unless it concerns him or he
    asked for it himself.
    """
    own: Exemption = matter.exemption
    found = orphans.head_of(matter.holder, on)
    if found is None or NamedAccess.objects.filter(matter=matter, person=found).exists():
        return ()
    return () if own.appointment is not None and own.appointment.person_id == found.pk else (found.pk,)


def about(actor: Actor, body: str) -> Sequence[Exempted]:
    """Applications that concern people of a body, as far as the actor may read them, newest first: one statement."""
    seen = Matter.objects.filter(visible_to(actor, Sight.FULL), kind=EXEMPTION)
    rows = Exemption.objects.filter(matter__in=seen, applicant__key=body).select_related("matter")
    rows = rows.exclude(matter__state__in=(states.NOT_ACCEPTED.code, states.WITHDRAWN.code)).order_by("-pk")
    labels, follows = dict(Outcome.choices), effects(today())
    return [
        Exempted(
            row.matter.number, row.post_title, row.matter.title, row.happened_from, row.happened_until, row.outcome,
            str(labels.get(row.outcome, "核查中")), follows.get(row.outcome, ""), row.decided_on,
        )
        for row in rows
    ]  # fmt: skip


__all__ = [
    "EXEMPTION",
    "PRINCIPALS",
    "about",
    "conditions",
    "deciders",
    "effects",
    "exclusions",
    "head_of",
    "people",
    "successors",
]
