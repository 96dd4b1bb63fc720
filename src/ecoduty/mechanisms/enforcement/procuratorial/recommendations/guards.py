"""Conditions of the acts of a recommendation, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import queries


def _overdue(attempt: Attempt) -> bool:
    rows = Deadline.objects.filter(
        matter=attempt.subject,
        key__in=(queries.REPLY, queries.SUPPLEMENT),
        state__in=OPEN,
        due_at__lte=attempt.occurred_at,
    )
    return rows.exists()


def _something_done(attempt: Attempt) -> bool:
    return any(line.measures for line in queries.lines(attempt.subject.procuratorial_recommendation))


REPLY_OVERDUE = Guard(
    "reply_not_overdue", "回复期限还没有届满：期满之后仍没有书面回复的，才能以此拟起诉。", _overdue, clause="21.1"
)
ON_ITS_OWN = Guard(
    "sued_from_the_case", "此件属于一件公益诉讼案件，请在那件案件里起诉，不必两处登记。",
    lambda attempt: attempt.subject.procuratorial_recommendation.case_id is None, clause="21.1",
)  # fmt: skip
SOMETHING_DONE = Guard("nothing_performed", "还没有写整改情况，写了才能生成履职说明。", _something_done, clause="21.1")


def _by_procuratorate(attempt: Attempt) -> bool:
    own = attempt.subject.procuratorial_recommendation
    return own.on_paper or own.procuratorate_id in attempt.actor.bodies


BY_PROCURATORATE = Guard(
    "procuratorate_works_here", "这一步由检察院办：检察院在平台上发出的检察建议，由检察院自己办；纸质送来的才由被建议单位代为登记。",
    _by_procuratorate, clause="21.1",
)  # fmt: skip
