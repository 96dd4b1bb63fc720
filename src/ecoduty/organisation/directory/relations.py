"""How an actor stands to a body: by the body he is in, and by what that body is for. No query."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, DISTRICT, SYSTEM_ADMINISTRATOR, Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow.actor import Actor
    from ecoduty.organisation.directory.models import Body

IN_OFFICE = "anyone"


def relations(body: Body, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG001 -- the protocol of subjects
    """The relations of an actor to a body; never empty, since the directory is open to everybody in office.

    `committee_office`: the city's committee office keeps every body, a district's those of its district.
    """
    if actor.is_system:
        return frozenset({"system"})
    found = {IN_OFFICE}
    if actor.post_kind == SYSTEM_ADMINISTRATOR:
        found.add("administrator")
    if actor.body_id == body.pk:
        found.add("own_body")
    if COMMITTEE_OFFICE in actor.capacities and (
        actor.level != Level.DISTRICT or (actor.region_id is not None and actor.region_id == area_of(body))
    ):
        found.add("committee_office")
    return frozenset(found)


def area_of(body: Body) -> int | None:
    """The district a body belongs to; a district belongs to itself."""
    return body.pk if body.kind == DISTRICT else body.region_id
