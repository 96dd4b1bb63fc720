"""Whose meetings an actor may record, and which office takes in topics. By kind, level and district, never by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

ABOVE = ("party_committee", "government")
_KINDS, _HOLDERS, _TOPICS = "leadership.meeting-kinds", "leadership.meeting-holders", "leadership.topic-kinds"


def kinds(on: date) -> dict[str, str]:
    """Kinds of meetings, code and word, in the rulebook's order."""
    return dict(rulebooks.current().pairs(_KINDS, on=on))


def forums(on: date) -> dict[str, str]:
    """Those of them that a department may put a topic before (clause 10.4)."""
    wanted = rulebooks.current().words(_TOPICS, on=on)
    return {code: word for code, word in kinds(on).items() if code in wanted}


def holds(kind: str, body: Body, on: date) -> bool:
    """Whether meetings of that kind are held by bodies like this one."""
    return (kind, body.kind) in rulebooks.current().pairs(_HOLDERS, on=on)


def own(actor: Actor) -> Body:
    """The actor's body. Raises Refused `no_body` for who is in none."""
    found = Body.objects.select_related("region").filter(key=actor.body).first()
    if found is None:
        raise Refused("no_body", "您不在任何机构任职，不能登记会议和议题。", status=403)
    return found


def recorded_by(actor: Actor, on: date) -> list[Body]:
    """Whose meetings the actor records: his own body's; the committee office also those of party committee and government."""
    body = own(actor)
    others = above(body.level, body.region_id, on) if body.kind == COMMITTEE_OFFICE else []
    return [body, *others]


def above(level: str, region: int | None, on: date) -> list[Body]:
    """Party committee and government of a level, of that district where it is one."""
    return list(_of_level(queries.bodies(on=on).filter(kind__in=ABOVE), level, region))


def committee_office(body: Body, on: date) -> Body:
    """The committee office of a body's level. Raises Refused `no_committee_office`."""
    found = _of_level(queries.bodies(on=on).filter(kind=COMMITTEE_OFFICE), body.level, body.region_id).first()
    if found is None:
        raise Refused("no_committee_office", "机构目录里没有这一级的环委办，议题无处提请。请先在机构目录中登记。")
    office: Body = found
    return office


def of_level(wanted: Iterable[str], level: str, region: int | None, on: date) -> list[Body]:
    """Bodies of these kinds at a level, of that district where it is one, in official order."""
    return list(_of_level(queries.bodies(on=on).filter(kind__in=list(wanted)), level, region))


def _of_level(found: QuerySet[Body], level: str, region: int | None) -> QuerySet[Body]:
    rows = found.filter(level=level)
    return rows.filter(region=region) if level == Level.DISTRICT else rows
