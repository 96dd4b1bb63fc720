"""Questions about commendations: who can be nominated, who reviews and decides, who was commended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.commendation.models import Commendation, Objection
from ecoduty.mechanisms.encouragement.commendation.states import DEAD, PUBLISHED
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

COMMENDATION = "commendation"
REVIEW, NOTICE = "commendation.review", "commendation.public-notice"
DECISION, PUBLICATION = "commendation.decision", "commendation.publication"
_AWARDS, _INDIVIDUAL, _CHANNELS = (
    "commendation.awards",
    "commendation.individual-awards",
    "commendation.objection-channels",
)
_NOMINEES, _DECIDERS = "commendation.nominee-kinds", "commendation.decider-kinds"


def awards(on: date) -> Mapping[str, str]:
    """Code and name of what is awarded."""
    return dict(rulebooks.current().pairs(_AWARDS, on=on))


def for_people(award: str, on: date) -> bool:
    """Whether it is awarded to people and not to bodies."""
    return award in rulebooks.current().words(_INDIVIDUAL, on=on)


def channels(on: date) -> Mapping[str, str]:
    """Code and name of the ways by which objections come."""
    return dict(rulebooks.current().pairs(_CHANNELS, on=on))


def nominees(proposer: Body, on: date) -> list[Body]:
    """Whom that body can nominate: in a district its own bodies, for the city everybody's."""
    kinds = rulebooks.current().words(_NOMINEES, on=on)
    return list(_within(directory.bodies(on=on).filter(kind__in=kinds), proposer).select_related("region", "host"))


def deciders(office: Body, on: date) -> list[Body]:
    """Who commends at the level of a committee office: party committee and government, as the rulebook has it."""
    kinds = rulebooks.current().words(_DECIDERS, on=on)
    found = directory.bodies(on=on).filter(kind__in=kinds, level=office.level)
    return list(found.filter(region=office.region_id) if office.level == Level.DISTRICT else found)


def reviewing(proposer: Body, nominee: Body, on: date) -> Body | None:
    """The committee office that reviews: that of the proposer's level; the city's where a district's own is nominated.

    None where nobody could: the city's own office is nominated.
    """
    offices = directory.bodies(on=on).filter(kind=COMMITTEE_OFFICE).exclude(pk=nominee.pk).select_related("region")
    levels = [Q(level=Level.CITY)]
    if proposer.level == Level.DISTRICT:
        levels.insert(0, Q(level=Level.DISTRICT, region=proposer.region_id))
    for one in levels:
        found: Body | None = offices.filter(one).first()
        if found is not None:
            return found
    return None


def before(award: str, year: int, body: Body, person_name: str) -> Commendation | None:
    """The same body or person nominated for the same year already, unless it came to nothing. For people, whatever the award."""
    rows = Commendation.objects.filter(year=year, body=body, person_name=person_name).exclude(matter__state__in=DEAD)
    if not person_name:
        rows = rows.filter(award=award)
    return rows.select_related("matter").order_by("pk").first()


def unsettled(matter: Matter) -> QuerySet[Objection]:
    """Objections on which nothing was found yet."""
    return Objection.objects.filter(commendation=matter.pk, upheld=None)


def commended(bodies: Sequence[int]) -> QuerySet[Commendation]:
    """What was published for these bodies and their people: known to everybody."""
    rows = Commendation.objects.filter(body__in=bodies, matter__state=PUBLISHED.code)
    return rows.select_related("matter", "body", "decided_by").order_by("-decided_on", "-pk")


def _within(found: QuerySet[Body], proposer: Body) -> QuerySet[Body]:
    if proposer.level == Level.DISTRICT:
        return found.filter(level=Level.DISTRICT, region=proposer.region_id)
    return found


__all__ = [
    "COMMENDATION", "DECISION", "NOTICE", "PUBLICATION", "REVIEW", "awards", "before", "channels", "commended", "deciders",
    "for_people", "nominees", "reviewing", "unsettled",
]  # fmt: skip
