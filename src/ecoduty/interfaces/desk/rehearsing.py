"""Who turns the clock of a rehearsal."""

from __future__ import annotations

from ecoduty.kernel.clock import is_rehearsal
from ecoduty.kernel.flow import Actor
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, SYSTEM_ADMINISTRATOR, Level


def turns_the_clock(actor: Actor) -> bool:
    """Whether somebody turns the clock of a rehearsal: the city's committee office, and who keeps the platform."""
    office = COMMITTEE_OFFICE in actor.capacities and actor.post_kind in OFFICE_KINDS and actor.level == Level.CITY
    return is_rehearsal() and (office or actor.post_kind == SYSTEM_ADMINISTRATOR)


__all__ = ["turns_the_clock"]
