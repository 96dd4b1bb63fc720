"""Where the matters lie to which an actor stands in one relation: the one answer behind conditions in SQL and sums in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from ecoduty.casework.matters.models import Party, PartyRole
from ecoduty.kernel.flow import Actor
from ecoduty.organisation.access import oversight_of, portfolio_of, pressed_by

EVERY, HOLDER, UNIT, REGION, PARTY = "every", "holder", "holder_unit", "region", "party"
PARTY_ROLES = {
    "supporter": (PartyRole.SUPPORTER,),
    "copy": (PartyRole.MAIN, PartyRole.COPY),
    "main_recipient": (PartyRole.MAIN,),
    "supervisor": (PartyRole.SUPERVISOR,),
}
Token = tuple[str, int]  # a column and the id that stands in it; for parties the role and the body


@dataclass(frozen=True, slots=True)
class Places:
    """One column of a matter and the ids in it, or the roles in which bodies take part; `EVERY` is anywhere."""

    by: str
    ids: frozenset[int] = frozenset()
    roles: tuple[str, ...] = ()

    def condition(self, on: date, prefix: str = "") -> Q:
        """As a condition on matters on a day; restricted ones are for the caller to leave out."""
        if self.by == EVERY:
            return Q()
        if self.by == PARTY:
            return taking_part(self.ids, self.roles, on, prefix)
        if self.by == HOLDER:
            return Q(**{f"{prefix}holder__in": sorted(self.ids)})
        (one,) = self.ids
        return Q(**{f"{prefix}{self.by}": one})

    def tokens(self) -> Iterator[Token]:
        """As what a matter that lies there bears, see `tally`."""
        if self.by == EVERY:
            yield EVERY, 0
        for one in self.ids:
            for word in self.roles or (self.by,):
                yield str(word), one


def places_of(actor: Actor, relation: str, on: date) -> Places | None:
    """Where the actor stands in this relation on a day; None where he never does, and for relations to named persons."""
    if relation in oversight_of(actor):
        return Places(EVERY)
    if relation in PARTY_ROLES:
        return Places(PARTY, actor.bodies, PARTY_ROLES[relation])
    if relation == "holder_unit":
        return Places(UNIT, frozenset({actor.unit_id})) if actor.unit_id else None
    if relation == "district":
        return Places(REGION, frozenset({actor.region_id})) if actor.region_id else None
    if relation == "holder_body" or (relation.startswith("holder_") and relation[len("holder_") :] in actor.capacities):
        return Places(HOLDER, actor.bodies)
    led = _led(actor, relation, on)
    return Places(HOLDER, led) if led else None


def _led(actor: Actor, relation: str, on: date) -> frozenset[int]:
    if relation == "leader_in_charge":
        return portfolio_of(actor, on)
    return pressed_by(actor) if relation == "district_office" else frozenset()


def taking_part(bodies: frozenset[int], roles: tuple[str, ...], on: date, prefix: str = "") -> Q:
    """Matters in which one of the bodies takes part in one of the roles on a day."""
    rows = Party.objects.filter(
        matter=OuterRef(f"{prefix}pk"), body__in=bodies, role__in=roles, since__lte=on
    ).exclude(until__lte=on)  # fmt: skip
    return Q(Exists(rows))


__all__ = ["EVERY", "HOLDER", "PARTY_ROLES", "REGION", "UNIT", "Places", "Token", "places_of", "taking_part"]
