"""The plan with its five elements, and evidence (clauses 3.3, 9.2). Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import PartyRole
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.files import taken
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.inspections.keeping import keep, own_of
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.inspections.rectifying import data, queries
from ecoduty.mechanisms.inspections.rectifying.models import Evidence, RectificationPlan
from ecoduty.mechanisms.inspections.refusing import refuse
from ecoduty.organisation.directory.models import Body


def submit_plan(attempt: Attempt) -> None:
    """Keep the five elements. Raises Refused `own_acceptor`, `acceptor_unknown` or `plan_too_late`."""
    given: data.SubmitPlan = attempt.data
    own = own_of(attempt)
    accepting = _accepting(own, given.accepting, local_date(attempt.recorded_at))
    if own.limit_on is not None and given.limit_on > own.limit_on:
        sentence = f"整改时限晚于交办时定的{spoken_date(own.limit_on)}，请提前，或先请登记单位延期。"
        raise refuse("plan_too_late", sentence, field="limit_on", clause="9.2")
    RectificationPlan.objects.create(
        problem=own, implementer=given.implementer, goal=given.goal, limit_on=given.limit_on, measures=given.measures,
        accepting=accepting, by=attempt.actor.title, at=attempt.occurred_at,
    )  # fmt: skip
    own.measures, own.accepting = given.measures, accepting
    own.save(update_fields=["measures", "accepting"])
    attempt.record(accepting=accepting.short_name)
    title = f"整改方案待批准：{attempt.subject.title}"
    telling.tell_body(attempt, own.found_by_id, title, f"{attempt.actor.title}报送，请批准或退回。")


def _accepting(own: Problem, key: str, on: date) -> Body:
    """Never the body that puts it right, nor the one that was inspected."""
    if key in {body.key for body in (own.responsible, own.inspected) if body is not None}:
        raise refuse(
            "own_acceptor", "责任单位和被检查单位不能验收自己的整改，请另选验收单位。", field="accepting", clause="9.2"
        )
    found = next((body for body in queries.accepting_bodies(own, on) if body.key == key), None)
    if found is None:
        raise refuse(
            "acceptor_unknown", "所选单位不能做验收单位，请从所列的单位中选。", field="accepting", clause="9.2"
        )
    return found


def approve_plan(attempt: Attempt) -> None:
    """The supervising body approves; the accepting body sees the problem from now on."""
    own = own_of(attempt)
    own.plan_approved_at = attempt.occurred_at
    own.save(update_fields=["plan_approved_at"])
    assert own.accepting is not None
    if own.accepting_id != own.found_by_id:
        add_party(attempt.subject, own.accepting, PartyRole.SUPPORTER, attempt.occurred_at)
    keep(attempt, attempt.data.note or "同意整改方案。")
    telling.tell_holder(
        attempt, f"整改方案已批准：{attempt.subject.title}", f"{attempt.actor.title}批准，请按方案整改。"
    )


def return_plan(attempt: Attempt) -> None:
    """Not yet good enough."""
    keep(attempt, attempt.data.note)
    telling.tell_holder(
        attempt, f"整改方案被退回：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}"
    )


def add_evidence(attempt: Attempt) -> None:
    """Keep a file. Raises Refused `photo_date_odd` where a photo's day is ahead or before the problem was found, and no reason given."""
    given: data.AddEvidence = attempt.data
    own = own_of(attempt)
    file = claim_file(attempt, attempt.subject, given.file)
    day = given.taken_on or _told_by(file)
    wrong = _odd(day, own.found_on, local_date(attempt.recorded_at))
    if not wrong and given.taken_on and (told := _told_by(file)) and told != given.taken_on:
        wrong = f"所填拍摄日期与照片自带的{spoken_date(told)}不一致"
    if wrong and not given.reason:
        raise refuse("photo_date_odd", f"{wrong}，请核对照片；确实如此的，写明说明。", field="reason", clause="9.2")
    Evidence.objects.create(
        problem=own, title=given.title, file=file, taken_on=day, reason=given.reason, by=attempt.actor.title,
        at=attempt.occurred_at,
    )  # fmt: skip


def _told_by(file: StoredFile) -> date | None:
    return taken.taken_on(file)


def _odd(day: date | None, found_on: date, today: date) -> str:
    if day is None:
        return ""
    if day > today:
        return f"照片日期{spoken_date(day)}还没有到"
    if day < found_on:
        return f"照片日期{spoken_date(day)}早于发现问题的{spoken_date(found_on)}"
    return ""


__all__ = ["add_evidence", "approve_plan", "return_plan", "submit_plan"]
