"""What the acts of a recommendation do after it was issued. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off, receiver_kinds
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.paper import acted_by
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import data, queries
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.models import (
    ProcuratorialRecommendation,
    RecommendationLookBack,
    RecommendationReply,
    RecommendedMeasure,
)
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.opening import check_received
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.states import SUPPLEMENT, TO_SUE, Progress, Verdict
from ecoduty.mechanisms.enforcement.relations import OTHER_SIDES

LITIGATION = "litigation"


def acknowledge(attempt: Attempt) -> None:
    """It was received: from that day the reply counts. Raises Refused `day_in_future`, `received_before_issued`."""
    given: data.AcknowledgeRecommendation = attempt.data
    own = own_of(attempt)
    acted_by(attempt, attempt.subject.holder)
    own.received_on = given.received_on or local_date(attempt.occurred_at)
    check_received(attempt, own.received_on, own.issued_on)
    own.save(update_fields=["received_on"])
    _tell_others(attempt)


def add_measure(attempt: Attempt) -> None:
    """What was done about a demand. Raises Refused `unknown_choice`, `evidence_missing`, `day_in_future`, `day_in_past`."""
    given: data.AddMeasure = attempt.data
    demand = own_of(attempt).demands.filter(pk=given.demand).first()
    if demand is None:
        raise wrong("demand", "unknown_choice", "没有所选的建议事项，请从所列各项中选。")
    today = local_date(attempt.recorded_at)
    done = given.progress is Progress.DONE
    if done and not given.evidence and not given.evidence_note:
        raise wrong(
            "evidence", "evidence_missing", "已完成的须附凭证（照片、台账、文件），或写明存放处。", clause="21.1"
        )
    if done and given.on > today:
        raise wrong("on", "day_in_future", f"{spoken_date(given.on)}还没有到，已完成的请填实际完成的日期。")
    if not done and given.on < today:
        raise wrong("on", "day_in_past", f"{spoken_date(given.on)}已经过去，正在办的请填计划完成的日期。")
    file = claim_file(attempt, attempt.subject, given.evidence) if given.evidence else None
    RecommendedMeasure.objects.create(
        demand=demand, text=given.text, progress=given.progress, on=given.on, evidence=file,
        evidence_note=given.evidence_note, added_at=attempt.recorded_at,
    )  # fmt: skip


def take_out_measure(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice` for what does not stand."""
    found = RecommendedMeasure.objects.filter(
        pk=attempt.data.measure, demand__recommendation=attempt.subject.pk, taken_out_at=None
    )
    if not found.update(taken_out_at=attempt.recorded_at):
        raise wrong("measure", "unknown_choice", "没有这一条整改情况，可能已经被取出，请刷新后重选。")


def reply(attempt: Attempt) -> None:
    """The written reply, with evidence for every demand (clause 21.1). A reply on paper brings its evidence along on paper.

    Raises Refused `reply_incomplete`, `letter_missing`, and what `acted_by` raises.
    """
    given: data.ReplyRecommendation = attempt.data
    own = own_of(attempt)
    on_paper = acted_by(attempt, attempt.subject.holder)
    lacking = [f"第{line.demand.order}项{line.missing}" for line in queries.lines(own) if line.missing]
    if lacking and not on_paper:
        raise Refused(
            "reply_incomplete",
            f"整改清单还不齐：{'；'.join(lacking)}。请先用“写整改情况”逐项补齐，再回复。",
            status=422,
            clause="21.1",
        )
    if not (given.letter or given.scan):
        raise wrong("letter", "letter_missing", "请附上盖章的回复函：检察建议须书面回复。", clause="21.1")
    letter = claim_file(attempt, attempt.subject, given.letter) if given.letter else None
    RecommendationReply.objects.create(
        recommendation=own, number=given.number, replied_at=attempt.occurred_at, letter=letter, summary=given.summary,
        on_paper=on_paper,
    )  # fmt: skip
    _tell_others(attempt)


def judge(attempt: Attempt) -> None:
    """What the procuratorate finds in the reply: performed, to be supplemented, or a suit. Raises as `_judged`."""
    given: data.JudgeReply = attempt.data
    own = _judged(attempt)
    last = own.replies.order_by("-pk")[0]
    last.verdict, last.opinion, last.judged_at = given.verdict, given.opinion, attempt.occurred_at
    last.save(update_fields=["verdict", "opinion", "judged_at"])


def look_back(attempt: Attempt) -> None:
    """What is found some months later. Raises as `_judged`."""
    given: data.LookBackRecommendation = attempt.data
    own = _judged(attempt)
    RecommendationLookBack.objects.create(
        recommendation=own, verdict=given.verdict, found=given.opinion, looked_at=attempt.occurred_at
    )


def _judged(attempt: Attempt) -> ProcuratorialRecommendation:
    """Where the verdict leads. Raises Refused `supplement_day_missing`, `day_in_past`, and what `acted_by` raises."""
    given: data.JudgeReply | data.LookBackRecommendation = attempt.data
    own = own_of(attempt)
    acted_by(attempt, own.procuratorate)
    if given.verdict is Verdict.PARTLY:
        if given.supplement_by is None:
            raise wrong("supplement_by", "supplement_day_missing", "部分履职的，请定明补充履职的期限。", clause="21.1")
        if given.supplement_by <= local_date(attempt.occurred_at):
            raise wrong(
                "supplement_by", "day_in_past", f"{spoken_date(given.supplement_by)}不晚于今天，请写今后的一天。"
            )
        own.supplement_by = given.supplement_by
        own.save(update_fields=["supplement_by"])
        attempt.lead_to(SUPPLEMENT.code)
    elif given.verdict is Verdict.NOT:
        attempt.lead_to(TO_SUE.code)
    _tell_others(attempt)
    return own


def no_reply(attempt: Attempt) -> None:
    """The time is over and nothing came. Raises what `acted_by` raises."""
    acted_by(attempt, own_of(attempt).procuratorate)
    _tell_others(attempt)


def sue(attempt: Attempt) -> None:
    """The suit: a matter of the court's where suits are kept here. Raises Refused `unknown_body`, `day_in_future`, as the suit does."""
    given: data.SueOnRecommendation = attempt.data
    own = own_of(attempt)
    acted_by(attempt, own.procuratorate)
    on = local_date(attempt.recorded_at)
    court = next((body for body in bodies.courts(on) if body.key == given.court), None)
    if court is None:
        raise wrong("court", "unknown_body", "没有所选的法院，请从所列的法院中选。")
    if given.sued_on > on:
        raise wrong("sued_on", "day_in_future", f"{spoken_date(given.sued_on)}还没有到，请核对起诉日期。")
    own.court, own.sued_on = court, given.sued_on
    own.save(update_fields=["court", "sued_on"])
    matter: Matter = attempt.subject
    if LITIGATION in receiver_kinds():
        hand_off(LITIGATION, attempt, suit(matter.title, court.key, given.claims, given.sued_on, matter.holder.key))
    _tell_others(attempt)


def suit(title: str, court: str, claims: str, on: date, agency: str) -> dict[str, object]:
    """What a suit of the procuratorate's hands over; `agency` the key of the body sued, empty for none."""
    content: dict[str, object] = {
        "title": f"公益诉讼：{title.partition('：')[2] or title}"[:120], "sort": "public-interest", "court": court, "cause": claims,
        "submitted_on": on.isoformat(),
    }  # fmt: skip
    return {**content, "agency": agency, "agency_role": "defendant"} if agency else content


def mark_sued(attempt: Attempt) -> None:
    """By the platform: the case it belongs to went to court."""
    given: data.MarkSued = attempt.data
    own = own_of(attempt)
    own.court = next(body for body in bodies.courts(local_date(attempt.recorded_at)) if body.key == given.court)
    own.sued_on = given.sued_on
    own.save(update_fields=["court", "sued_on"])


def withdraw(attempt: Attempt) -> None:
    """It is withdrawn. Raises what `acted_by` raises."""
    acted_by(attempt, own_of(attempt).procuratorate)
    _tell_others(attempt)


def own_of(attempt: Attempt) -> ProcuratorialRecommendation:
    """The recommendation acted on."""
    own: ProcuratorialRecommendation = attempt.subject.procuratorial_recommendation
    return own


def _tell_others(attempt: Attempt) -> None:
    """The side that did not act hears that there is something; no more."""
    on = local_date(attempt.recorded_at)
    rows = circle.named(attempt.subject, on)
    mine = next((row.relation for row in rows if row.person_id == attempt.actor.person), "")
    theirs = mine in OTHER_SIDES
    telling.tell_persons(attempt, [row.person_id for row in rows if (row.relation in OTHER_SIDES) != theirs])
