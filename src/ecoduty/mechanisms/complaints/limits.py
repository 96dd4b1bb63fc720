"""Which rule of the rulebook each clock of a complaint follows, and whose clock it is."""

from __future__ import annotations

from datetime import date, datetime

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.complaints import queries, rules
from ecoduty.mechanisms.complaints.models import Complaint
from ecoduty.organisation.directory.models import Body

ACCEPTANCE = "complaint.acceptance"
DISPATCH = "complaint.dispatch"
RECEIPT = "complaint.receipt"
ANSWER = queries.ANSWER
DECISION = "complaint.return-decision"
CONFERRAL = "complaint.conferral"
REVIEW = "complaint.answer-review"
FOLLOW_UP = "complaint.follow-up"
TOLD = {ACCEPTANCE: "告知是否受理", ANSWER: "答复"}  # what the sender waits for, in the words of the form he sent
_OF_THE_REGISTRAR = (ACCEPTANCE, DISPATCH, DECISION, REVIEW, FOLLOW_UP)


def _ruled(limit: rules.Limit, own: Complaint, attempt: Attempt) -> Ruled:
    """The limit with its start: a complaint that is handled again counts anew from the act that sends it back."""
    starts: dict[str, datetime | None] = {rules.RECEIVED: own.received_at, rules.ACCEPTED: own.accepted_at}
    begun = None if own.again else starts.get(limit.counted_from)
    return Ruled(limit.key, begun if begun is None or begun <= attempt.occurred_at else None)


def _acceptance(attempt: Attempt) -> Ruled:
    own: Complaint = attempt.subject.complaint
    return _ruled(rules.acceptance_limit(own.channel, own.nature, _on(attempt)), own, attempt)


def _dispatch(attempt: Attempt) -> Ruled:
    own: Complaint = attempt.subject.complaint
    return _ruled(rules.dispatch_limit(own.channel, own.nature, _on(attempt)), own, attempt)


def _answer(attempt: Attempt) -> Ruled:
    own: Complaint = attempt.subject.complaint
    return _ruled(rules.answer_limit(own.channel, own.nature, _on(attempt)), own, attempt)


def _decision(attempt: Attempt) -> Ruled:
    return Ruled(DECISION if attempt.leads_to is None else CONFERRAL)


def _on(attempt: Attempt) -> date:
    return local_date(attempt.occurred_at)


def _registrar(attempt: Attempt) -> Body:
    body: Body = attempt.subject.complaint.registered_by
    return body


def install() -> None:
    """Tell the deadlines."""
    for key in _OF_THE_REGISTRAR:
        owing.held_by(key, _registrar)
    ruling.ruled_by(ACCEPTANCE, _acceptance)
    ruling.ruled_by(DISPATCH, _dispatch)
    ruling.ruled_by(ANSWER, _answer)
    ruling.ruled_by(DECISION, _decision)
