"""Which body enters a decision, and which procuratorate sees the case: by kind of body, as the rulebook names them."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.store import attach_parties
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import Selector
from ecoduty.mechanisms.enforcement.sharing.registry import Group
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

_KINDS = "enforcement.sharing-office-kinds"


def kind_of_body(group: Group, on: date) -> str:
    """The kind of body that enters this group; empty for the administrative side, which is whoever holds the case."""
    book = rulebooks.current()
    return dict(book.pairs(_KINDS, on=on)).get(group.value, "") if _KINDS in book.values else ""


def office_of(matter: Matter, group: Group, on: date) -> Body | None:
    """The body that enters a decision of this group in a case; None where there is none in the directory.

    One that takes part in the case already comes first, then the one of the same district, then the city's.
    """
    kind = kind_of_body(group, on)
    if not kind:
        return matter.holder
    if matter.holder.kind == kind:
        return matter.holder
    if matter.current_parties is None:
        attach_parties([matter])
    parties = {body for body, _ in matter.current_parties or ()}
    found = list(directory.bodies(Selector(kinds=(kind,)), on=on))
    found.sort(key=lambda body: (body.pk not in parties, body.region_id != matter.region_id, body.level != "city"))
    return found[0] if found else None


__all__ = ["kind_of_body", "office_of"]
