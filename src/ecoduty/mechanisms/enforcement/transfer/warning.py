"""Where two rules count the days for reconsideration differently, the earlier day warns: nothing is late by it yet.

The binding limit is a deadline with its ladder; this is a word to those who know of the case on the day the stricter
counting ends (conflict between the transfer rules and the measures of 2017).
"""

from __future__ import annotations

from datetime import date

from ecoduty.casework.duties.acts import SYSTEM
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Act, Actor, Attempt, Guard, Item, perform_many
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.relations import OWN_SIDE
from ecoduty.mechanisms.enforcement.transfer import queries, states
from ecoduty.mechanisms.enforcement.transfer.models import CriminalTransfer

ACT = "warn_reconsideration"
ACTOR = Actor.system("复议期限预警")
_WAITING = states.codes(states.NOT_FILED, states.WITHDRAWN)


def warning_act() -> Act:
    """The platform's own, in the stations where reconsideration may still be asked for."""
    return Act(ACT, "复议期限预警", _WAITING, None, (SYSTEM,), guards=(_NOT_WARNED,), effect=_warn, aside=True)


def _warn(attempt: Attempt) -> None:
    matter: Matter = attempt.subject
    own: CriminalTransfer = matter.criminal_transfer
    own.warned_at = attempt.recorded_at
    own.save(update_fields=["warned_at"])
    on = local_date(attempt.recorded_at)
    telling.tell_persons(attempt, [row.person_id for row in circle.named(matter, on) if row.relation in OWN_SIDE])
    attempt.record(note="按从严的算法，申请复议的期限今天届满")


_NOT_WARNED = Guard(
    "warned_already",
    "本案已经预警过一次。",
    lambda attempt: attempt.subject.criminal_transfer.warned_at is None,
)


def warn_due(on: date | None = None) -> int:
    """Warn of every case whose stricter counting ends on the day or has ended; how many. Twice gives nothing new."""
    day = on or today()
    waiting = CriminalTransfer.objects.filter(matter__state__in=_WAITING, warned_at=None, notified_at__isnull=False)
    due = []
    for own in waiting.select_related("matter__holder"):
        lines = queries.countings(own.matter.holder, own)
        if len({line.due for line in lines}) > 1 and min(line.due for line in lines) <= day:
            due.append(Item(own.pk))
    if not due:
        return 0
    return len(perform_many(flow.table(queries.KIND), ACT, due, actor=ACTOR, on_refusal="skip").done)


__all__ = ["ACT", "warn_due", "warning_act"]
