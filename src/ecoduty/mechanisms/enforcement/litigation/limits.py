"""Which clocks a suit has: the court's for the first instance, the defendant's for its evidence."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.litigation import queries, states
from ecoduty.organisation.directory.models import Body


def _first(attempt: Attempt) -> Ruled | None:
    """From the day the court took it in, or the day it came back from above; none while it has not taken it in."""
    own = attempt.subject.litigation
    if own.accepted_on is None or (
        attempt.act.code == "record_second_judgment" and attempt.leads_to != states.TRIAL.code
    ):
        return None
    return Ruled(queries.first_instance_rule(own, local_date(attempt.recorded_at)), start=start_of_day(own.accepted_on))


def _evidence(attempt: Attempt) -> Ruled | None:
    """Where a department is the defendant as in an administrative suit, from the day the complaint was served on it."""
    own = attempt.subject.litigation
    if not queries.against_agency(own) or own.answered_on is not None:
        return None
    return Ruled(queries.EVIDENCE, start=start_of_day(own.served_on))


def _agency(attempt: Attempt) -> Body:
    """The department; asked only where it owes evidence."""
    own = attempt.subject.litigation
    body: Body = own.agency or attempt.subject.holder
    return body


def install() -> None:
    """Tell the deadlines."""
    ruling.ruled_by(queries.FIRST, _first)
    ruling.ruled_by(queries.EVIDENCE, _evidence)
    owing.held_by(queries.EVIDENCE, _agency)


__all__ = ["install"]
