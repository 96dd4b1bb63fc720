"""Which clocks a transfer has, whose they are, and from which moment they run."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.offences import limits_for
from ecoduty.mechanisms.enforcement.transfer import queries
from ecoduty.mechanisms.enforcement.transfer.states import PoliceReconsidered
from ecoduty.organisation.directory.models import Body

_OF_POLICE = (
    queries.MATERIALS_NOTICE, queries.JURISDICTION, queries.RETURN, queries.DECISION, queries.NOTICE, queries.RECONSIDERED,
    queries.EXPLANATION, queries.FILING, queries.UNCONCLUDED, queries.REINVESTIGATION,
)  # fmt: skip
_OF_PROCURATORATE = (queries.ACCEPTED, queries.NOT_PROSECUTING)


def _police(attempt: Attempt) -> Body:
    found: Body = attempt.subject.criminal_transfer.police or attempt.subject.holder
    return found


def _procuratorate(attempt: Attempt) -> Body:
    found: Body = attempt.subject.criminal_transfer.procuratorate or attempt.subject.holder
    return found


def _longer(rule: str) -> ruling.Ruling:
    """Seven and thirty days count from the day of receiving as the three do, not from the day they are resorted to."""
    return lambda attempt: Ruled(rule, start=attempt.subject.criminal_transfer.received_at)


def _reconsideration(attempt: Attempt) -> Ruled:
    """By the holder and the group of offences: the first of the rulebook's limits binds, the others are shown beside it."""
    matter = attempt.subject
    return Ruled(limits_for(matter.holder, matter.criminal_transfer.group, queries.RECONSIDERATION)[0])


def _suggestion(attempt: Attempt) -> Ruled | None:
    """After a reconsideration that upholds; one that changes the decision leaves nothing to suggest."""
    upheld = attempt.data.outcome is PoliceReconsidered.UPHELD
    return Ruled(queries.SUGGESTION) if upheld else None


def _notice(attempt: Attempt) -> Ruled | None:
    """Of a decision to file, not to file, or to drop; not where a reconsideration upholds."""
    outcome = getattr(attempt.data, "outcome", None)
    return None if outcome is PoliceReconsidered.UPHELD else Ruled(queries.NOTICE)


def _unconcluded(attempt: Attempt) -> Ruled:
    """From the filing itself, not from the day on which it was told."""
    return Ruled(queries.UNCONCLUDED, start=attempt.subject.criminal_transfer.filed_at)


def install() -> None:
    """Tell the deadlines."""
    for key in _OF_POLICE:
        owing.held_by(key, _police)
    for key in _OF_PROCURATORATE:
        owing.held_by(key, _procuratorate)
    for rule in (queries.FOR_CLUES, queries.FOR_WEIGHT):
        ruling.ruled_by(rule, _longer(rule))
    ruling.ruled_by(queries.RECONSIDERATION, _reconsideration)
    ruling.ruled_by(queries.SUGGESTION, _suggestion)
    ruling.ruled_by(queries.NOTICE, _notice)
    ruling.ruled_by(queries.UNCONCLUDED, _unconcluded)
