"""What speaks against a body that is to be commended, read from figures and matters; and what it was commended for (16.3).

Which numbers speak against somebody is the rulebook's (`commendation.adverse-figures`). Whoever could not read them
elsewhere does not read them here: then nothing is said, rather than nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from ecoduty.casework.figures import reading, registry
from ecoduty.casework.figures.reading import Reading
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.relapsed import RELAPSED
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.access import oversight_of
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

_FIGURES, _DAYS = "commendation.adverse-figures", "commendation.adverse-days"


@dataclass(frozen=True, slots=True)
class Adverse:
    """What speaks against a body. `readings` are numbers above nought with their lists; `missed` matters that were late
    within the rulebook's days, `relapsed` problems that came back after they had been put right; the latest first, as far as the
    reader may know of them.
    """

    readings: Sequence[Reading]
    missed: QuerySet[Matter]
    relapsed: QuerySet[Matter]
    days: int

    @property
    def any(self) -> bool:
        """Whether anything does."""
        return bool(self.readings) or self.missed.exists() or self.relapsed.exists()


def scope_of(actor: Actor, body: Body) -> Scope | None:
    """From where the actor may read numbers about a body; None where he may not."""
    if oversight_of(actor):
        return Scope.OVERSIGHT
    if body.pk in actor.bodies:
        return Scope.OWN_BODY
    office = actor.level == Level.DISTRICT and COMMITTEE_OFFICE in actor.capacities
    return Scope.OWN_DISTRICT if office and body.region_id == actor.region_id else None


def against(body: Body, actor: Actor, at: datetime) -> Adverse | None:
    """What speaks against it; None for whoever may not read that."""
    scope = scope_of(actor, body)
    if scope is None:
        return None
    on = local_date(at)
    known = registry.figures()
    keys = [key for key in rulebooks.current().words(_FIGURES, on=on) if key in known and scope in known[key].scopes]
    found = reading.values(keys, actor, scope=scope, body=body.key) if keys else {}
    days = rulebooks.current().whole(_DAYS, on=on)
    return Adverse(
        [one for one in found.values() if one.value], _missed(body, actor, on, days), _relapsed(body, actor), days
    )


def _missed(body: Body, actor: Actor, on: date, days: int) -> QuerySet[Matter]:
    since = start_of_day(on - timedelta(days=days))
    return _known(body, actor).filter(first_missed_at__gte=since).order_by("-first_missed_at", "-pk")


def _relapsed(body: Body, actor: Actor) -> QuerySet[Matter]:
    condition = ask(RELAPSED)() if asked(RELAPSED) else Q(pk__in=[])
    return _known(body, actor).filter(condition).order_by("-pk")


def _known(body: Body, actor: Actor) -> QuerySet[Matter]:
    return Matter.objects.filter(visible_to(actor), holder=body).exclude(secrecy=Secrecy.RESTRICTED)


__all__ = ["Adverse", "against", "scope_of"]
