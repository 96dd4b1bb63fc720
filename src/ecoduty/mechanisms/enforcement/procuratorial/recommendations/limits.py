"""The clocks of a recommendation: receipt, the reply from the day of receipt, what is to be supplemented, the look-back."""

from __future__ import annotations

from datetime import datetime, time

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.reckoning import ALTERNATIVE
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import queries, states
from ecoduty.organisation.directory.models import Body


def _reply(attempt: Attempt) -> Ruled:
    """From the day of receipt; fifteen days where the damage goes on spreading."""
    own = attempt.subject.procuratorial_recommendation
    rule = f"{queries.REPLY}{ALTERNATIVE}urgent" if own.urgent else queries.REPLY
    return Ruled(rule, start=datetime.combine(own.received_on, time(), SHANGHAI))


def _supplement(attempt: Attempt) -> Ruled | None:
    """The day that the procuratorate named, where it asked for more."""
    if attempt.subject.state != states.SUPPLEMENT.code:
        return None
    return Ruled(queries.SUPPLEMENT, until=attempt.subject.procuratorial_recommendation.supplement_by)


def _follow_up(attempt: Attempt) -> Ruled | None:
    """From the last reply, once the procuratorate is content with it."""
    if attempt.subject.state != states.LOOKING_BACK.code:
        return None
    last = attempt.subject.procuratorial_recommendation.replies.order_by("-pk")[0]
    return Ruled(queries.FOLLOW_UP, start=last.replied_at)


def _procuratorate(attempt: Attempt) -> Body:
    body: Body = attempt.subject.procuratorial_recommendation.procuratorate
    return body


def install() -> None:
    """Tell the deadlines."""
    ruling.day_named(queries.SUPPLEMENT)
    ruling.ruled_by(queries.REPLY, _reply)
    ruling.ruled_by(queries.SUPPLEMENT, _supplement)
    ruling.ruled_by(queries.FOLLOW_UP, _follow_up)
    owing.held_by(queries.FOLLOW_UP, _procuratorate)
