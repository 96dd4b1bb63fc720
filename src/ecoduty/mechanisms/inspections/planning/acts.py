"""What the acts of an inspection plan do beyond their table (clause 14.1). Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.inspections.planning import data, lines, overlaps, queries
from ecoduty.mechanisms.inspections.planning.lines import own
from ecoduty.mechanisms.inspections.planning.models import InspectionPlan, JoinOffer, PlanLine
from ecoduty.mechanisms.inspections.planning.objects import wrong
from ecoduty.mechanisms.inspections.planning.states import DRAFTING
from ecoduty.organisation.directory.models import Body

CLAUSES = ("14.1", "25.2")


def draft(attempt: Attempt) -> None:
    """Open the plan of the actor's own body. Raises Refused `not_inspecting` or `inspection_plan_exists`."""
    given: data.DraftInspectionPlan = attempt.data
    body = Body.objects.select_related("region").filter(key=attempt.actor.body).first()
    if body is None or not queries.plans(body, local_date(attempt.recorded_at)):
        raise Refused("not_inspecting", "按规则书，您所在的机构不编制年度督查检查计划。", status=403)
    if queries.plan_of(body, given.year) is not None:
        raise _exists(body, given.year)
    title = f"{body.short_name}{given.year}年度督查检查计划"
    matter = open_matter(attempt, title=title, holder=body, state=DRAFTING.code, period=str(given.year))
    try:
        with transaction.atomic():
            InspectionPlan.objects.create(matter=matter, body=body, year=given.year, principles=given.principles)
    except IntegrityError as error:  # somebody of the same body was a moment faster
        raise _exists(body, given.year) from error


def revise(attempt: Attempt) -> None:
    """The general part anew."""
    plan = own(attempt)
    plan.principles = attempt.data.principles
    plan.save(update_fields=["principles"])


def submit(attempt: Attempt) -> None:
    """To the heads, and where lines go over the cap to who lets them pass. Raises Refused `over_cap` naming objects."""
    plan, on = own(attempt), local_date(attempt.recorded_at)
    found = lines.over(plan, on)
    if found:
        said = "、".join(f"{name}（{count}次）" for name, count in found.items())
        raise wrong(
            "line", "over_cap", f"超过年度上限{queries.cap(on)}次又没有写理由的：{said}。请写明理由，或取消、合并。"
        )
    _ask_office(attempt, "报来，请逐项批准或告知不批。")


def send_back(attempt: Attempt) -> None:
    """It is written anew."""
    telling.tell_holder(
        attempt, f"检查计划退回修改：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}"
    )


def approve(attempt: Attempt) -> None:
    """In force from now on; the committee office has it, and whoever plans the same is told."""
    plan, on = own(attempt), local_date(attempt.recorded_at)
    plan.approved_at, plan.approved_by = attempt.occurred_at, attempt.actor.title
    plan.save(update_fields=["approved_at", "approved_by"])
    office = queries.office_of(plan.body, on)
    if office is not None and office.pk != plan.body_id:
        add_party(attempt.subject, office, PartyRole.COPY, attempt.occurred_at)
        telling.tell_body(
            attempt, office.pk, f"年度检查计划报备：{attempt.subject.title}", f"{attempt.actor.title}批准实施。"
        )
    _point_out(attempt)


def supplement(attempt: Attempt) -> None:
    """A line more in a plan in force. Raises as `lines.add`."""
    line = lines.supplement(attempt)
    _ask_office(attempt, f"：{attempt.data.reason}")
    _point_out(attempt, [line])


def adjust(attempt: Attempt) -> None:
    """A line of a plan in force anew. Raises as `lines.change`."""
    line = lines.adjust(attempt)
    _ask_office(attempt, f"：{attempt.data.reason}")
    _point_out(attempt, [line])


def _ask_office(attempt: Attempt, said: str) -> None:
    """Where lines go over the cap and another body lets them pass, it sees the plan and is told."""
    plan, on = own(attempt), local_date(attempt.recorded_at)
    office = queries.office_of(plan.body, on)
    if office is None or office.pk == plan.body_id or queries.own_head_grants(on):
        return
    if queries.ungranted(attempt.subject).exists():
        add_party(attempt.subject, office, PartyRole.SUPERVISOR, attempt.occurred_at)
        title = f"超上限检查待批准：{attempt.subject.title}"
        telling.tell_body(attempt, office.pk, title, f"{attempt.actor.title}{said}")


def _point_out(attempt: Attempt, some: Sequence[PlanLine] | None = None) -> None:
    """Bodies whose plans meet this one, or some lines of it, are told once each; both see it on their plans."""
    met: dict[int, list[overlaps.Overlap]] = {}
    for one in overlaps.of_plan(attempt.subject, local_date(attempt.recorded_at), some):
        met.setdefault(one.other.plan.body_id, []).append(one)
    plan = own(attempt)
    for body, ones in met.items():
        names = "、".join(dict.fromkeys(one.own.object.name for one in ones if one.own.object.body_id != body))
        if names:
            text = f"{plan.body.short_name}也计划检查{names}，时间相近。请看计划里的“重叠”，可提议合并为一次联合检查。"
            telling.tell_body(attempt, body, f"检查计划有重叠：{plan.year}年", text)


def offer(attempt: Attempt) -> None:
    """Offer another body to inspect together. Raises Refused `overlap_unknown` or `offer_made`."""
    found = next(
        (
            one
            for one in overlaps.of_plan(attempt.subject, local_date(attempt.recorded_at))
            if one.pair == attempt.data.pair
        ),
        None,
    )
    if found is None:
        raise wrong("pair", "overlap_unknown", "所选的两项已不重叠，或已经合并、取消。请刷新页面后重选。")
    if JoinOffer.objects.filter(own=found.own, other=found.other, answered_at=None).exists():
        raise wrong("pair", "offer_made", f"已向{found.other.plan.body.short_name}提议过，等它答复。")
    JoinOffer.objects.create(
        own=found.own,
        other=found.other,
        note=attempt.data.note,
        offered_by=attempt.actor.title,
        offered_at=attempt.occurred_at,
    )
    theirs = found.other.plan
    attempt.record(object=found.own.object.name, other=theirs.body.short_name)
    text = f"{attempt.actor.title}提议与本单位对{found.own.object.name}的检查合并为一次。请在本单位的检查计划里答复。"
    telling.tell_body(attempt, theirs.body_id, f"提议联合检查：{found.own.object.name}", text)


def accept(attempt: Attempt) -> None:
    """One inspection of both, led by who offered it. Raises Refused `offer_unknown` or `offer_overtaken`."""
    made = _answer(attempt, accepted=True)
    lead = PlanLine.objects.select_for_update().get(pk=made.own_id)
    line = PlanLine.objects.select_for_update().get(pk=made.other_id)
    if lead.withdrawn or lead.joint_with_id or line.withdrawn or line.joint_with_id:
        raise wrong("offer", "offer_overtaken", "这两项中有一项已经取消或并入别的检查，不能再合并。")
    line.joined.update(joint_with=lead)
    line.joint_with = lead
    line.save(update_fields=["joint_with"])
    _tell_offerer(attempt, made, "同意合并为一次联合检查")


def decline(attempt: Attempt) -> None:
    """Each goes by itself. Raises Refused `offer_unknown` or `reason_missing`."""
    if len(attempt.data.note.strip()) < 2:
        raise wrong("note", "reason_missing", "不合并的，请写明理由。")
    _tell_offerer(attempt, _answer(attempt, accepted=False), "不同意合并")


def _answer(attempt: Attempt, *, accepted: bool) -> JoinOffer:
    made = queries.offers_got(attempt.subject).filter(pk=attempt.data.offer).first()
    if made is None:
        raise wrong("offer", "offer_unknown", "没有这个等着答复的提议，请刷新页面。")
    made.accepted, made.answer = accepted, attempt.data.note
    made.answered_by, made.answered_at = attempt.actor.title, attempt.occurred_at
    made.save(update_fields=["accepted", "answer", "answered_by", "answered_at"])
    attempt.record(object=made.own.object.name, other=made.own.plan.body.short_name)
    return made


def _tell_offerer(attempt: Attempt, made: JoinOffer, said: str) -> None:
    text = f"{attempt.actor.title}{said}。{attempt.data.note}"
    telling.tell_body(attempt, made.own.plan.body_id, f"联合检查的答复：{made.own.object.name}", text)


def _exists(body: Body, year: int) -> Refused:
    return Refused("inspection_plan_exists", f"{body.short_name}{year}年度已有检查计划，请在那一个里编。", status=409)


__all__ = [
    "CLAUSES",
    "accept",
    "adjust",
    "approve",
    "decline",
    "draft",
    "offer",
    "revise",
    "send_back",
    "submit",
    "supplement",
]
