"""Stations of a rehearsal's clock, how far one turn goes, and who turns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecoduty.kernel.clock import is_rehearsal
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, SYSTEM_ADMINISTRATOR, Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow import Actor

STANDING = "standing"
TURNING = "turning"
MOST_DAYS = 400  # ahead of the rehearsal's clock that one turn may go: a year and what follows from it
KEEPERS = (*OFFICE_KINDS, SYSTEM_ADMINISTRATOR)


def keeps_the_clock(actor: Actor) -> bool:
    """Whether somebody would turn the clock of a rehearsal: the city's committee office, and who keeps the platform."""
    office = COMMITTEE_OFFICE in actor.capacities and actor.post_kind in OFFICE_KINDS and actor.level == Level.CITY
    return office or actor.post_kind == SYSTEM_ADMINISTRATOR


def turns_the_clock(actor: Actor) -> bool:
    """Whether this is a rehearsal and somebody turns its clock."""
    return is_rehearsal() and keeps_the_clock(actor)


__all__ = ["KEEPERS", "MOST_DAYS", "STANDING", "TURNING", "keeps_the_clock", "turns_the_clock"]
