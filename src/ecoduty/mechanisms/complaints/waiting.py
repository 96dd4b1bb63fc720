"""A complaint that waits for its lead is told when the determination is over, however it ended."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees
from ecoduty.casework.escalation.states import NoticeKind
from ecoduty.casework.matters.models import Link, LinkKind
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.mechanisms.complaints.queries import KIND
from ecoduty.mechanisms.complaints.states import UNDETERMINED

DETERMINATION = "lead_determination"
ORDER = 950  # after everything that belongs to the determination itself
TOLD = ("clerk", "hotline", "liaison")  # who registers and dispatches complaints


def tell(attempts: Sequence[Attempt]) -> None:
    """One notice to whoever registered each complaint that waited for these. Two queries where any of them is over."""
    over = [one for one in attempts if one.table.kind == DETERMINATION and not one.subject.open]
    closing = {one.subject.pk: one for one in over if one.act.to is not None}
    if not closing:
        return
    links = Link.objects.filter(kind=LinkKind.ORIGIN, target__in=closing, source__kind=KIND, source__open=True)
    waiting = list(links.filter(source__state=UNDETERMINED.code).select_related("source__complaint", "target"))
    on = local_date(attempts[0].recorded_at)
    bodies = {link.source.complaint.registered_by_id for link in waiting}
    seats = Addressees({(body, role) for body in bodies for role in TOLD}, on)
    drafts = [
        Draft(seat, NoticeKind.OTHER, f"可以接着派单：{link.source.title}", _text(link, closing[link.target_id]), link.source_id)
        for link in waiting
        for seat in seats.of(link.source.complaint.registered_by_id, TOLD)
    ]  # fmt: skip
    notices.write(drafts, attempts[0].recorded_at)


def _text(link: Link, attempt: Attempt) -> str:
    label = next(state.label for state in attempt.table.states if state.code == attempt.subject.state)
    return f"群众反映{link.source.number}等待的“{link.target.title}”（{link.target.number}）{label}，请接着派单。"


def install() -> None:
    """Register with the gate."""
    registry.after_entry("complaints-waiting", tell, ORDER)
