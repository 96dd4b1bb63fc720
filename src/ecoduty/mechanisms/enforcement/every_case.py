"""What may happen to every kind of case beside its own road: whom it is about, materials, who is named, time, the archive."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.kernel.flow import Act, State, Who
from ecoduty.mechanisms.enforcement.circle import circle_acts
from ecoduty.mechanisms.enforcement.concerned.acts import concerned_acts
from ecoduty.mechanisms.enforcement.pieces.acts import piece_acts
from ecoduty.mechanisms.enforcement.relations import LINKAGES, OFFICERS


def case_acts(
    kind: str,
    states: Sequence[State],
    legs: Sequence[str] = (),
    *,
    concerned: tuple[Who, ...] = (OFFICERS,),
    pieces: tuple[Who, ...] = (OFFICERS, LINKAGES),
) -> tuple[Act, ...]:
    """The acts for the end of a kind's table. `legs` are the entries of `required_papers` it goes by; `concerned` and `pieces`
    say who puts down persons and materials.
    """
    return (
        *concerned_acts(states, concerned),
        *piece_acts(kind, states, legs, pieces),
        *circle_acts(states),
        *standard_acts(states),
        *archive_acts(states),
    )


__all__ = ["case_acts"]
