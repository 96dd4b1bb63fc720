"""Conditions of a transfer, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.transfer import queries, states
from ecoduty.mechanisms.enforcement.transfer.models import TransferRound

_MOST = "criminal-transfer.reinvestigations"


def _complained_of(attempt: Attempt) -> bool:
    return attempt.before in states.REFUSED_OR_DROPPED or queries.police_late(attempt.subject, attempt.occurred_at)


POLICE_REFUSED_OR_LATE = Guard(
    "police_still_in_time",
    "公安机关作决定的期限还没有过，也没有作出不立案或者撤案决定，现在不能建议立案监督。",
    _complained_of,
    clause="18.3",
)
STILL_UNDECIDED = Guard(
    "police_decided",
    "公安机关对本案已经作出过决定，不能再另作不立案决定。",
    lambda attempt: queries.undecided(attempt.subject.criminal_transfer),
    clause="18.3",
)
DECISION_IN_TIME = Guard(
    "decision_over",
    "作出决定的期限已经届满，届满之后不能再改用更长的期限。",
    lambda attempt: not queries.is_over(attempt.subject, queries.DECISION, attempt.occurred_at),
    clause="18.3",
)


def _longer_than_now(attempt: Attempt) -> bool:
    """Three days, seven, thirty: each only once, and never back."""
    used = attempt.subject.criminal_transfer.papers.filter(act="extend_for_weight")
    if attempt.act.code == "extend_for_clues":
        used = attempt.subject.criminal_transfer.papers.filter(act__in=("extend_for_clues", "extend_for_weight"))
    received = attempt.subject.criminal_transfer.received_at
    return not (used.filter(at__gte=received) if received else used).exists()


NOT_LONGER_YET = Guard(
    "longer_already", "本案已经用过这一项或者更长的期限，不能再用。", _longer_than_now, clause="18.3"
)
RECONSIDERATION_OPEN = Guard(
    "reconsideration_over",
    "申请复议的期限已经届满，不能再申请复议；可以直接建议人民检察院立案监督。",
    lambda attempt: not queries.is_over(attempt.subject, queries.RECONSIDERATION, attempt.occurred_at),
    clause="18.3",
)
THREE_MONTHS_OVER = Guard(
    "not_three_months",
    "立案后还不满三个月，或者已经侦结，现在不能发催办函。",
    lambda attempt: queries.is_over(attempt.subject, queries.UNCONCLUDED, attempt.occurred_at),
    clause="18.3",
)


def _rounds_left(attempt: Attempt) -> bool:
    book = rulebooks.current()
    if _MOST not in book.values:
        return True
    most = book.value(_MOST, on=local_date(attempt.recorded_at))
    held = TransferRound.objects.filter(transfer=attempt.subject.pk, sort=states.RoundSort.REINVESTIGATION).count()
    return held < int(str(most))


REINVESTIGATION_LEFT = Guard(
    "reinvestigations_used_up",
    "退回补充侦查的次数已经用完，请决定起诉或者不起诉。",
    _rounds_left,
    clause="18.3",
)

__all__ = [
    "DECISION_IN_TIME", "NOT_LONGER_YET", "POLICE_REFUSED_OR_LATE", "RECONSIDERATION_OPEN", "REINVESTIGATION_LEFT",
    "STILL_UNDECIDED", "THREE_MONTHS_OVER",
]  # fmt: skip
