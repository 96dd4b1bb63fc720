"""Which clocks a case has: by its holder and group of offences, and only where this case owes it."""

from __future__ import annotations

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement import applying, offences
from ecoduty.mechanisms.enforcement.administrative import keys, queries, states


def _rule(attempt: Attempt, leg: str) -> str:
    """The limit of a leg for this holder and group of offences."""
    return offences.limits_for(attempt.subject.holder, attempt.subject.administrative_case.group, leg)[0]


def _filing(attempt: Attempt) -> Ruled:
    """From the day of discovery, whenever it was registered."""
    return Ruled(_rule(attempt, keys.FILING), start=start_of_day(attempt.subject.administrative_case.found_on))


def _decision(attempt: Attempt) -> Ruled:
    return Ruled(_rule(attempt, keys.DECISION))


def _approval(attempt: Attempt) -> Ruled | None:
    """Only where it was done in urgency, before the approval."""
    return None if attempt.data.approved else Ruled(keys.PRESERVATION_APPROVAL)


def _publication(attempt: Attempt) -> Ruled | None:
    """A decision not to punish is not published by this limit."""
    found = queries.decision(attempt.subject.administrative_case)
    return Ruled(keys.PUBLICATION) if found is not None and found.kinds else None


def _withdrawal(attempt: Attempt) -> Ruled | None:
    found = queries.decision(attempt.subject.administrative_case)
    return Ruled(keys.WITHDRAWAL) if found is not None and found.published_on is not None else None


def _daily(attempt: Attempt) -> Ruled | None:
    return Ruled(keys.DAILY_REVIEW) if attempt.data.daily else None


def _judgement(attempt: Attempt) -> Ruled | None:
    """Where an element is met and nobody has decided; a closed case turns red by itself instead."""
    found = queries.finding(attempt.subject.administrative_case)
    owed = found is not None and bool(found.met or found.otherwise) and not found.choice
    return Ruled(keys.JUDGEMENT) if owed and attempt.before != states.CLOSED.code else None


def _application(attempt: Attempt) -> Ruled | None:
    """From the day on which the party can do nothing more against the decision, as if it did nothing: what it did is said
    where the application is prepared. From the end of a deferral that comes later. Only where something can be enforced and is
    not performed.
    """
    own = attempt.subject.administrative_case
    found = queries.decision(own)
    if found is None or found.served_at is None or not queries.unperformed(own, found):
        return None
    over = applying.undisputed(local_date(found.served_at)).last
    if found.pay_by is not None and found.pay_by > over:
        return Ruled(applying.DEFERRED, start=start_of_day(found.pay_by))
    return Ruled(applying.APPLICATION, start=start_of_day(over))


def install() -> None:
    """Tell the deadlines."""
    applying.counted(keys.KIND, _application)
    for limit, ruled in (
        (keys.FILING, _filing), (keys.DECISION, _decision), (keys.PRESERVATION_APPROVAL, _approval),
        (keys.PUBLICATION, _publication), (keys.WITHDRAWAL, _withdrawal), (keys.DAILY_REVIEW, _daily),
        (keys.JUDGEMENT, _judgement),
    ):  # fmt: skip
        ruling.ruled_by(limit, ruled)


__all__ = ["install"]
