"""Finding what an address names, for a caller: what it may not see is not there."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.casework.matters.store import MatterStore
from ecoduty.interfaces.api.entry import Caller
from ecoduty.kernel.flow import ActTable, tables
from ecoduty.kernel.flow.refusal import refuse


def matter_for(caller: Caller, number: str, at_least: Sight = Sight.SUMMARY) -> Matter:
    """The matter of that number. Raises Refused: 404 for whoever may not know of it, 403 for who may not see this much."""
    return access_matter(caller.actor, number, at_least)


def matter_tables() -> dict[str, ActTable]:
    """The act tables of matters, by kind. Accounts, bodies and tokens are kept elsewhere."""
    return {kind: table for kind, table in tables().items() if isinstance(table.store, MatterStore)}


def table_of(kind: str) -> ActTable:
    """The act table of a kind of matters. Raises Refused `unknown_kind` (404)."""
    found = matter_tables().get(kind)
    if found is None:
        raise refuse("unknown_act", act=kind)
    return found
