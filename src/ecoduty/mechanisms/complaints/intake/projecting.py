"""What the sender may read, written anew after every act on his complaint: public words only, copied from where they stand.

Nothing of who complained is here, no title, no text, no opinion between bodies; the answer only once it was approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.duties.states import OPEN, ChangeKind, DeadlineState
from ecoduty.casework.intakes import numbers, standing
from ecoduty.casework.intakes.models import PublicStanding
from ecoduty.casework.matters.models import Link, LinkKind, Matter, Secrecy
from ecoduty.casework.publications import privacy
from ecoduty.kernel.clock import now, spoken_date, today
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.complaints import queries, rules, states
from ecoduty.mechanisms.complaints.intake import codes
from ecoduty.mechanisms.complaints.limits import ACCEPTANCE, ANSWER, TOLD
from ecoduty.mechanisms.complaints.models import Complaint, Dispatch

ORDER = 800
_KIND = "complaint"
_REFUSED_NEXT = "intake.refused-next"
_WITHDRAWN_NEXT = "请向最初受理的热线或者平台询问办理结果；一直没有答复的，可以重新提交。"
_AT_ONCE = 500  # rows in one transaction
_NEXT_STEPS: int = PublicStanding._meta.get_field("next_steps").max_length  # type: ignore[assignment]  # noqa: SLF001
_COLUMNS = [field.name for field in PublicStanding._meta.fields if not field.primary_key]  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class _Words:
    state: str
    label: str


WORDS = {
    states.RECEIVED.code: _Words(standing.RECEIVED, "已收到，待受理"),
    states.REGISTERED.code: _Words(standing.IN_HAND, "已受理，待派单"),
    states.DISPATCHED.code: _Words(standing.IN_HAND, "已派单，待承办单位签收"),
    states.HANDLING.code: _Words(standing.IN_HAND, "办理中"),
    states.RETURNED.code: _Words(standing.IN_HAND, "正在确定承办单位"),
    states.CONFERRAL.code: _Words(standing.IN_HAND, "正在确定承办单位"),
    states.UNDETERMINED.code: _Words(standing.IN_HAND, "正在明确牵头部门"),
    states.ANSWERED.code: _Words(standing.IN_HAND, "已办理，答复审核中"),
    states.FOLLOWING.code: _Words(standing.ANSWERED, "已答复，等您评价"),
    states.CLOSED.code: _Words(standing.CLOSED, "已办结"),
    states.REFUSED.code: _Words(standing.REFUSED, "不予受理"),
    states.MERGED.code: _Words(standing.MERGED, "已与同类反映合并办理"),
    states.WITHDRAWN.code: _Words(standing.CLOSED, "已转回原受理渠道办理"),
}
_NAMED = frozenset(
    (states.DISPATCHED.code, states.HANDLING.code, states.ANSWERED.code, states.FOLLOWING.code, states.CLOSED.code)
)
_RESULTS = frozenset((states.FOLLOWING.code, states.REFUSED.code, states.WITHDRAWN.code))
_ANSWERED = frozenset((states.FOLLOWING.code, states.CLOSED.code))
_CAN = {states.FOLLOWING.code: ["follow_up"], states.CLOSED.code: ["reopen"]}
_TOLD = {ChangeKind.EXTENDED: "延期", ChangeKind.SUSPENDED: "中止", ChangeKind.RESUMED: "恢复办理"}


def follow(attempts: Sequence[Attempt]) -> None:
    """After every act: what changed for senders, and word to who asked for it. Restricted ones are never shown."""
    changed = [one.subject for one in attempts if one.table.kind == _KIND and isinstance(one.subject, Matter)]
    shown = {one.pk: one for one in changed if one.secrecy != Secrecy.RESTRICTED}
    if not shown:
        return
    joined = _joined(shown)
    project(changed)
    moved = {one.subject.pk for one in attempts if one.before != one.subject.state and one.subject.pk in shown}
    ended = {pk for pk in moved if shown[pk].state in _RESULTS}
    ended |= {pk for pk, into in joined.items() if into in ended}
    # One that is joined to what was answered already has its result at once.
    ended |= {pk for pk in moved if _answered_elsewhere(shown[pk])}
    codes.tell_result(ended)


def _answered_elsewhere(matter: Matter) -> bool:
    return matter.state == states.MERGED.code and queries.kept(matter).state in _RESULTS


def refresh() -> int:
    """All that is still open, written anew: days and names move with the calendar. The number of rows."""
    ended = (standing.CLOSED, standing.REFUSED)
    rows = PublicStanding.objects.filter(kind=_KIND).exclude(state__in=ended).exclude(matter=None).order_by("pk")
    open_ones = [matter for matter in rows.values_list("matter", flat=True) if matter is not None]
    written = 0
    for start in range(0, len(open_ones), _AT_ONCE):
        with (
            transaction.atomic()
        ):  # under the locks of the acts, so that none of them is overwritten by what was before it
            some = Matter.objects.select_for_update(of=("self",)).filter(pk__in=open_ones[start : start + _AT_ONCE])
            written += len(project(list(some.select_related("holder").order_by("pk"))))
    return written


def project(matters: Sequence[Matter]) -> list[PublicStanding]:
    """Write the rows of these complaints and of those merged into them, where they were sent here; a fixed number of queries,
    and two for each step by which one was merged into another. The rows written.
    """
    shown = {matter.pk: matter for matter in matters if matter.secrecy != Secrecy.RESTRICTED}
    joined = _joined(shown)
    own = {
        row.pk: row
        for row in Complaint.objects.filter(pk__in=[*shown, *joined])
        .exclude(reference="")
        .exclude(matter__secrecy=Secrecy.RESTRICTED)
        .select_related("district", "matter")
        if numbers.meant_reference(row.reference)
        == row.reference  # another system's number has no page here to be asked for on
    }
    if not own:
        return []
    facts = _Facts({*own, *shown, *joined.values()})
    rows = [_row(one, shown.get(pk, one.matter), facts) for pk, one in own.items()]
    PublicStanding.objects.bulk_create(rows, update_conflicts=True, unique_fields=["reference"], update_fields=_COLUMNS)
    return rows


def _joined(shown: Iterable[int]) -> dict[int, int]:
    """Complaints that these answer, those joined to joined ones, too, by the one of these that answers."""
    found: dict[int, int] = {}
    level = {pk: pk for pk in shown}
    while level:
        links = Link.objects.filter(target__in=list(level), kind=LinkKind.MERGED).values_list("source", "target")
        level = {source: level[target] for source, target in links if source not in found}
        found |= level
    return found


def _ways(matters: set[int]) -> dict[int, int]:
    """By which complaint each of these is answered that was merged, to the end of the way."""
    steps: dict[int, int] = {}
    level = matters
    while level:
        links = Link.objects.filter(source__in=list(level), kind=LinkKind.MERGED).values_list("source", "target")
        new = {source: target for source, target in links if source not in steps}
        steps |= new
        level = set(new.values())
    return {source: _end(source, steps) for source in steps}


def _end(start: int, steps: dict[int, int]) -> int:
    seen, at = {start}, steps[start]
    while at in steps and at not in seen:
        seen.add(at)
        at = steps[at]
    return at


class _Facts:
    """What the rows are made of, asked for all of them at once."""

    def __init__(self, matters: set[int]) -> None:
        on = today()
        self.categories = dict(rules.categories(on))
        self.grounds = dict(rules.refusal_grounds(on))
        book = rulebooks.current()
        self.refused_next = str(book.value(_REFUSED_NEXT, on=on)) if _REFUSED_NEXT in book.values else ""
        self.into = _ways(matters)
        everything = matters | set(self.into.values())
        self.deadlines: dict[int, list[Deadline]] = {}
        for deadline in Deadline.objects.filter(
            matter__in=everything, key__in=(ACCEPTANCE, ANSWER), state__in=OPEN
        ).order_by("pk"):
            self.deadlines.setdefault(deadline.matter_id, []).append(deadline)
        self.changes: dict[int, list[Change]] = {}
        changes = Change.objects.filter(
            deadline__matter__in=everything, deadline__key__in=(ACCEPTANCE, ANSWER), kind__in=list(_TOLD)
        )
        for change in changes.select_related("deadline").order_by("pk"):
            self.changes.setdefault(change.deadline.matter_id, []).append(change)
        self.handlers: dict[int, str] = {}
        for dispatch in Dispatch.objects.filter(complaint__in=everything).select_related("to").order_by("pk"):
            self.handlers[dispatch.complaint_id] = dispatch.to.name
        self.targets = {
            one.pk: one for one in Complaint.objects.filter(pk__in=self.into.values()).select_related("matter")
        }


def _row(own: Complaint, matter: Matter, facts: _Facts) -> PublicStanding:
    merged_into = facts.targets.get(facts.into.get(own.pk, 0)) if matter.state == states.MERGED.code else None
    known = merged_into.matter if merged_into else matter
    told = merged_into or own
    words = WORDS.get(known.state, _Words(standing.IN_HAND, "办理中"))
    label = f"已与同类反映合并办理：{words.label}" if merged_into else words.label
    deadline = next(iter(facts.deadlines.get(told.pk, [])), None)
    return PublicStanding(
        reference=own.reference, matter=own.pk, kind=_KIND, category=own.category,
        category_label=facts.categories.get(own.category, ""), district=own.district.key if own.district else "",
        district_label=own.district.name if own.district else "",
        area=standing.area_of(_float(own.longitude), _float(own.latitude)), state=words.state, label=label[:40],
        since=matter.last_occurred_at or now(), received_on=own.received_on,
        handler=facts.handlers.get(told.pk, "") if known.state in _NAMED else "", changed_at=now(),
        notes=[_note(change) for change in facts.changes.get(told.pk, [])],
        answer=privacy.masked_answer(told.answer) if known.state in _ANSWERED else "",
        next_steps=privacy.masked_answer(_next_steps(told, known, facts))[:_NEXT_STEPS],
        can=[] if merged_into else _CAN.get(matter.state, []), **_due(deadline),
    )  # fmt: skip


def _due(deadline: Deadline | None) -> dict[str, Any]:
    if deadline is None:
        return {}
    if deadline.state == DeadlineState.SUSPENDED:
        return {"limit_label": TOLD[deadline.key], "due_words": f"{TOLD[deadline.key]}：已中止计时，恢复后接着算"}
    start = spoken_date(deadline.started_at.date())
    return {
        "limit_label": TOLD[deadline.key],
        "due_on": deadline.due_on,
        "due_words": f"自{start}起{deadline.unit_text}",
    }


def _note(change: Change) -> dict[str, str]:
    until = (
        f"，改为{spoken_date(change.new_due_on)}前" if change.kind == ChangeKind.EXTENDED and change.new_due_on else ""
    )
    return {"label": _TOLD[ChangeKind(change.kind)], "text": f"{privacy.masked_answer(change.reason)}{until}"}


def _next_steps(own: Complaint, matter: Matter, facts: _Facts) -> str:
    """Where somebody goes whose complaint was refused, withdrawn by its source, or answered and he is not content."""
    if matter.state == states.WITHDRAWN.code:
        return _WITHDRAWN_NEXT
    if matter.state == states.REFUSED.code:
        ground = facts.grounds.get(own.refusal_ground, "")
        return "".join(
            f"{one}。" for one in (ground, own.go_where.rstrip("。"), facts.refused_next.rstrip("。")) if one
        )
    if matter.state in _ANSWERED:
        return own.go_where or codes.where_next()
    return ""


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def install() -> None:
    """Listen to every act on a complaint."""
    registry.after_entry("complaints.public", follow, ORDER)
