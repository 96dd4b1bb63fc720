"""From which day the clocks of eco-damage compensation run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import start_of_day
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook.errors import NotInForceError
from ecoduty.mechanisms.enforcement.damage import queries
from ecoduty.mechanisms.enforcement.damage.models import EcoDamage


def _from(limit: str, day: Callable[[EcoDamage], date | None]) -> None:
    """A limit that runs from a day which was entered, whenever that was."""

    def ruled(attempt: Attempt) -> Ruled:
        start = day(attempt.subject.eco_damage)
        return Ruled(limit, start=start_of_day(start) if start else None)

    ruling.ruled_by(limit, ruled)


def _check(attempt: Attempt) -> Ruled:
    """From the clue's receipt; where it is looked into anew, from that act."""
    anew = attempt.act.code != "register_damage"
    return Ruled(queries.CHECK, start=None if anew else start_of_day(attempt.subject.eco_damage.received_on))


def _limitation(attempt: Attempt) -> Ruled | None:
    """From the day damage and liable were known. What was known before the oldest rule has no clock here."""
    start = start_of_day(attempt.subject.eco_damage.known_on)
    try:
        queries.reckoned(queries.LIMITATION, start)
    except NotInForceError:
        return None
    return Ruled(queries.LIMITATION, start=start)


def _restoration(attempt: Attempt) -> Ruled | None:
    """The day that agreement, judgment or evaluation names; none where the evaluation found its aim reached."""
    if attempt.act.code == "record_evaluation" and attempt.leads_to is None:
        return None
    until = attempt.subject.eco_damage.restore_by
    return Ruled(queries.RESTORATION, until=until) if until else None


def _evaluation(attempt: Attempt) -> Ruled:
    return Ruled(queries.EVALUATION, start=start_of_day(attempt.subject.eco_damage.restored_on))


def install() -> None:
    """Tell the deadlines."""
    ruling.ruled_by(queries.CHECK, _check)
    ruling.ruled_by(queries.LIMITATION, _limitation)
    ruling.ruled_by(queries.RESTORATION, _restoration)
    ruling.ruled_by(queries.EVALUATION, _evaluation)
    ruling.day_named(queries.RESTORATION)
    _from(queries.NEGOTIATION, lambda own: own.negotiation_from)
    _from(queries.SUING, lambda own: own.failed_on)
    _from(queries.CONFIRMATION, lambda own: own.effective_on)


__all__ = ["install"]
