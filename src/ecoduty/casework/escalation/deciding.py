"""What the releasing post does with a prepared rung: release it (once), merge it into another, or hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.firing import seats_for
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.states import UNDECIDED, NoticeKind, RungState
from ecoduty.kernel.flow import Attempt, Refused

Release = Callable[[Attempt, Rung], None]
_on_release: dict[str, Release] = {}


def on_release(paper: str, draft: Release) -> None:
    """Register who draws up the paper of that kind when a rung is released (documents does), in the act's transaction."""
    _on_release[paper] = draft


def release(attempts: Sequence[Attempt]) -> None:
    """The rung leaves the holder: notices to its recipients, and its paper where somebody draws it up."""
    for attempt in attempts:
        rung = _undecided(attempt, attempt.data.rung)
        _in_order(rung)
        release_one(attempt, rung, attempt.data.note)


def release_one(attempt: Attempt, rung: Rung, note: str) -> None:
    """One rung, known to be this post's to release and the next in order."""
    _decide(attempt, rung, RungState.RELEASED, note)
    matter = attempt.subject
    seats = seats_for(matter, matter.holder_id, rung.recipients, attempt.recorded_at)
    text = f"“{rung.deadline.label}”：{attempt.actor.title}发出{rung.label}。{note}"
    notices.write(
        [
            Draft(seat, NoticeKind.ESCALATION, f"{rung.label}：{matter.title}", text, matter.pk, statutory=True)
            for seat in seats
        ],
        attempt.recorded_at,
    )
    if draft := _on_release.get(rung.paper):
        draft(attempt, rung)


def merge(attempts: Sequence[Attempt]) -> None:
    """Another rung stands for this one: of the same matter, or one that the same post releases."""
    for attempt in attempts:
        rung = _undecided(attempt, attempt.data.rung)
        into = Rung.objects.filter(pk=attempt.data.into).select_related("deadline").first()
        if into is None or into.pk == rung.pk or into.state not in (*UNDECIDED, RungState.RELEASED):
            raise Refused(
                "merge_target_unfit", "所选的并入对象不存在、已失效，或者就是它自己。请另选一项待签发或已发出的。"
            )
        if into.release_body_id != rung.release_body_id or into.release_role != rung.release_role:
            raise Refused("merge_target_unfit", "只能并入由同一岗位签发的升级事项。请另选一项。")
        rung.into = into
        _decide(attempt, rung, RungState.MERGED, attempt.data.reason)


def hold(attempts: Sequence[Attempt]) -> None:
    """Not now, for a reason that stays visible; it can still be released."""
    for attempt in attempts:
        rung = _undecided(attempt, attempt.data.rung)
        _decide(attempt, rung, RungState.HELD, attempt.data.reason)


def _undecided(attempt: Attempt, number: int) -> Rung:
    """The rung meant, if it is this matter's, still undecided, and this post's to decide. The stream is locked."""
    rung = Rung.objects.filter(pk=number, deadline__matter=attempt.subject).select_related("deadline").first()
    if rung is None:
        raise Refused("rung_unknown", "这个办件没有所选的升级事项。请刷新页面后重选。", status=404)
    actor = attempt.actor
    if rung.release_body_id != actor.body_id or rung.release_role not in (actor.post_kind, *actor.capacities):
        raise Refused(
            "not_permitted", f"“{rung.label}”由规则书所定的岗位签发，不是您的岗位（{actor.title}）。", status=403
        )
    if rung.state not in UNDECIDED:
        state = RungState(rung.state).label
        by = f"（{rung.decided_by}）" if rung.decided_by else ""
        raise Refused("rung_decided", f"“{rung.label}”{state}{by}，不能再办一次。")
    return rung


def _in_order(rung: Rung) -> None:
    """Rungs leave in the order of the ladder: an earlier one must be decided first."""
    earlier = (
        Rung.objects.filter(deadline=rung.deadline_id, round=rung.round, state=RungState.PREPARED, pk__lt=rung.pk)
        .order_by("pk")
        .first()
    )
    if earlier is not None:
        raise Refused("earlier_rung_open", f"前面的“{earlier.label}”还没有决定：请先发出、并入或暂不发它。")


def _decide(attempt: Attempt, rung: Rung, state: RungState, reason: str) -> None:
    rung.state = state
    rung.decided_at = attempt.occurred_at
    rung.decided_by = attempt.actor.title
    rung.reason = reason
    rung.save(update_fields=["state", "decided_at", "decided_by", "reason", "into"])
    attempt.record(rung_key=rung.rung, rung_label=rung.label, deadline=rung.deadline.key)
