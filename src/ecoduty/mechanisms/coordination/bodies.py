"""Which bodies take part: whom a lead may ask, and to whom its level reports. By kind, level and district, never by name."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

_KINDS = "coordination.partner-kinds"
_ABOVE = ("party_committee", "government")


def circle(body: Body | None, on: date) -> list[Body]:
    """The bodies of its level, and of its district, that work together, in official order; kinds are the rulebook's.

    Without a body those of the city.
    """
    level = body.level if body is not None else Level.CITY
    found = queries.bodies(on=on).filter(kind__in=rulebooks.current().words(_KINDS, on=on), level=level)
    if body is not None and level == Level.DISTRICT:
        found = found.filter(region=body.region_id)
    return list(found)


def partners(lead: Body, on: date) -> list[Body]:
    """The others of its circle, whom a lead may ask."""
    return [body for body in circle(lead, on) if body.pk != lead.pk]


def partner(key: str, lead: Body, on: date) -> Body:
    """The one of that key. Raises Refused `supporter_is_lead` or `unknown_body`."""
    if key == lead.key:
        raise Refused("supporter_is_lead", f"{lead.short_name}是牵头单位，不能又是配合单位。", status=422, clause="7.2")
    found = next((body for body in partners(lead, on) if body.key == key), None)
    if found is None:
        raise Refused("unknown_body", "所选单位不是本级现有的部门，请从所列的单位中选。", status=422, clause="7.2")
    return found


def above(lead: Body, on: date) -> list[Body]:
    """Party committee and government of the lead's level, to whom it reports (clauses 7.4, 8.4)."""
    found = queries.bodies(on=on).filter(kind__in=_ABOVE, level=lead.level)
    return list(found.filter(region=lead.region_id) if lead.level == Level.DISTRICT else found)
