"""The next rung before its day: what is urgent does not wait for the ladder, but says why."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.schedule import outside_ahead
from ecoduty.casework.duties.states import TICKING
from ecoduty.casework.escalation import deciding
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.states import Place, RungState
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import schema
from ecoduty.kernel.rulebook.schema.time import SUPERVISOR


def advance(attempts: Sequence[Attempt]) -> None:
    """Prepare and release the next rung that the supervisor sends, as if its day had come; no rung is passed over.

    Raises Refused `earlier_rung_open`, `no_rung_left` or `not_permitted`, and what drawing up its paper raises.
    """
    for attempt in attempts:
        deadline, rule = _next(attempt)
        actor = attempt.actor
        if rule.sender != SUPERVISOR or rule.release not in (actor.post_kind, *actor.capacities):
            raise Refused(
                "not_permitted", f"“{rule.label}”由规则书所定的岗位签发，不是您的岗位（{actor.title}）。", status=403
            )
        rung = Rung.objects.create(
            deadline=deadline, rung=rule.key, round=deadline.round, label=rule.label, place=Place.OUTSIDE,
            state=RungState.PREPARED, at=attempt.recorded_at, recipients=list(rule.recipients), paper=rule.paper or "",
            release_body_id=actor.body_id, release_role=rule.release,
        )  # fmt: skip
        deciding.release_one(attempt, rung, attempt.data.reason)


def something_ahead(attempt: Attempt) -> bool:
    """Whether a running limit of the matter has a rung outside the holder still to come."""
    return any(outside_ahead(row, _done(row)) for row in _running(attempt))


def _next(attempt: Attempt) -> tuple[Deadline, schema.Rung]:
    for deadline in _running(attempt):
        waiting = Rung.objects.filter(deadline=deadline, round=deadline.round, state=RungState.PREPARED).first()
        if waiting is not None:
            raise Refused("earlier_rung_open", f"前面的“{waiting.label}”还没有决定：请先发出、并入或暂不发它。")
        if ahead := outside_ahead(deadline, _done(deadline)):
            return deadline, ahead[0]
    raise Refused("no_rung_left", "梯级已经用完，没有可以提前的下一级。")


def _running(attempt: Attempt) -> list[Deadline]:
    rows = Deadline.objects.filter(matter=attempt.subject, state__in=TICKING).exclude(ladder="")
    return list(rows.order_by("due_at", "pk"))


def _done(deadline: Deadline) -> set[str]:
    return set(Rung.objects.filter(deadline=deadline, round=deadline.round).values_list("rung", flat=True))
