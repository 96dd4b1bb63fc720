"""A restricted matter that nobody in office can act on any more: the platform lets one person in, with an entry in the matter.

An act of the tables that want it, done by the platform only; who is let in, `casework/succession/orphans.py` finds.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.db.models.functions import Greatest
from pydantic import Field

from ecoduty.casework.duties.acts import SYSTEM
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.matters.opening import name_person
from ecoduty.casework.matters.passing import lasting
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, ActData, Attempt, State

INHERIT = "inherit_access"
_WHY = "此件原来能办理的知情人均已不在任，按规则手册由平台让继任的负责人知悉"


class InheritAccess(ActData):
    """Who is let in, and how he stands to the matter from then on."""

    person: int = Field(title="继任的负责人")
    relation: str = Field(title="身份", min_length=1, max_length=40)


def inheriting_act(states: Sequence[State]) -> Act:
    """The act that a kind of restricted matters has for it, in every open state."""
    from_ = tuple(state.code for state in states if state.open)
    return Act(INHERIT, "由继任负责人知悉", from_, None, (SYSTEM,), data=InheritAccess, effect=_let_in, aside=True)


def _let_in(attempt: Attempt) -> None:
    """Name him, and tell him alone that there is a restricted matter. Who only read before acts from now on."""
    given: InheritAccess = attempt.data
    matter: Matter = attempt.subject
    on = local_date(attempt.recorded_at)
    known = NamedAccess.objects.filter(lasting(on), matter=matter, person=given.person)
    known.exclude(relation=given.relation).update(until=Greatest(F("since"), on))
    name_person(matter, given.person, given.relation, attempt.recorded_at)
    telling.tell_persons(attempt, [given.person])
    attempt.record(note=_WHY)


__all__ = ["INHERIT", "InheritAccess", "inheriting_act"]
