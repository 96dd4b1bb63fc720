"""Questions about lead determinations: who is concerned, who has spoken, what was named, what is still open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ecoduty.casework.legal_basis.queries import library, reference_of
from ecoduty.casework.matters.models import Matter, Party, PartyRole
from ecoduty.kernel.clock import end_of_day, local_date, today
from ecoduty.mechanisms.lead_departments import bases
from ecoduty.mechanisms.lead_departments.models import Determination, Outcome, Position, PositionBasis
from ecoduty.mechanisms.lead_departments.states import COORDINATING, NEGOTIATING, Stage, Stance
from ecoduty.organisation.directory.models import Body

KIND = "lead_determination"


@dataclass(frozen=True, slots=True)
class Standing:
    """A concerned body and what it said last; `position` is None while it is silent."""

    body: Body
    position: Position | None


def concerned(matter: Matter) -> list[Body]:
    """The bodies that are asked for a position, in official order. One query."""
    parties = Party.objects.filter(matter=matter, role=PartyRole.SUPPORTER, until=None)
    return list(Body.objects.filter(pk__in=parties.values("body")))


def standings(matter: Matter) -> list[Standing]:
    """Every concerned body with its last position. A dissolved body's word counts for its successor. Two queries."""
    said: dict[int, Position] = {}
    rows = Position.objects.filter(determination=matter.pk).select_related("body", "file").order_by("id")
    for row in rows:
        said[row.body_id] = row
        if row.body.heir_id is not None:
            said.setdefault(row.body.heir_id, row)
    return [Standing(body, said.get(body.pk)) for body in concerned(matter)]


def failing_bases(matter: Matter) -> Mapping[int, list[str]]:
    """By position what is wrong with the provisions that it cites, as of the day it was written. At most four queries."""
    rows = PositionBasis.objects.filter(position__determination=matter.pk).select_related("instrument", "position")
    cited: dict[int, list[PositionBasis]] = {}
    for row in rows:
        cited.setdefault(row.position_id, []).append(row)
    if not cited:
        return {}
    known = library()
    return {
        position: bases.failing([reference_of(row, known) for row in some], local_date(some[0].position.given_at))
        for position, some in cited.items()
    }


def silent(matter: Matter) -> list[Body]:
    """The concerned bodies that have not spoken."""
    return [standing.body for standing in standings(matter) if standing.position is None]


def objections(matter: Matter, lead: Body, supporters: Collection[Body]) -> list[str]:
    """Why these are not what everybody agreed to: sentences, none when everybody did (clause 5.3).

    Silence is no agreement; a body that was not asked agreed to nothing.
    """
    found = []
    asked = {standing.body.pk: standing for standing in standings(matter)}
    for body, wanted in [(lead, Stance.LEAD), *((body, Stance.SUPPORT) for body in supporters)]:
        standing = asked.get(body.pk)
        position = standing.position if standing else None
        if position is None:
            found.append(f"{body.short_name}没有书面意见")
        elif position.stance != wanted and not (wanted == Stance.SUPPORT and position.stance == Stance.LEAD):
            found.append(f"{body.short_name}的意见是“{position.get_stance_display()}”")
    named = {lead.pk, *(body.pk for body in supporters)}
    for standing in asked.values():
        if standing.position is None and standing.body.pk not in named:
            found.append(f"{standing.body.short_name}没有书面意见")
        elif standing.position and standing.position.stance == Stance.LEAD and standing.body.pk != lead.pk:
            found.append(f"{standing.body.short_name}也愿意牵头")
    return found


def last_outcome(matter: Matter, stage: str = "") -> Outcome | None:
    """Who was named last, at a stage or at any."""
    rows = Outcome.objects.filter(determination=matter.pk).select_related("lead", "file").prefetch_related("supporters")
    return (rows.filter(stage=stage) if stage else rows).order_by("id").last()


def approval(matter: Matter) -> Outcome | None:
    """The decision of party committee and government."""
    return last_outcome(matter, Stage.APPROVED)


def owing(matters: Collection[int]) -> Mapping[int, Collection[int]]:
    """By matter the bodies whose turn it is beside the holder: the silent ones, or the staffing office. Two queries."""
    parties = Party.objects.filter(matter__in=list(matters), until=None)
    asked = parties.filter(
        Q(role=PartyRole.SUPPORTER, matter__state=NEGOTIATING.code)
        | Q(role=PartyRole.MAIN, matter__state=COORDINATING.code)
    )
    spoken = Position.objects.filter(determination__in=list(matters)).values_list(
        "determination_id", "body_id", "body__heir_id"
    )
    heard = {(matter, body) for matter, *bodies in spoken for body in bodies}
    found: dict[int, set[int]] = {}
    for matter, body, role in asked.values_list("matter_id", "body_id", "role"):
        if role == PartyRole.MAIN or (matter, body) not in heard:
            found.setdefault(matter, set()).add(body)
    return found


def open_determinations(on: date | None = None) -> QuerySet[Determination]:
    """Items without a lead on a day (牵头未明确): raised by then, and neither determined nor withdrawn yet."""
    end = end_of_day(on or today())
    return (
        Determination.objects.filter(matter__opened_at__lt=end)
        .filter(Q(matter__closed_at=None) | Q(matter__closed_at__gte=end))
        .select_related("matter__region", "matter__holder")
        .order_by("matter__opened_at", "pk")
    )
