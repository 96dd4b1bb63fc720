"""Check on the spot and signed acceptance: 谁验收谁负责 (clauses 3.3, 9.2)."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.publications import effects
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.mechanisms.inspections import needs, states
from ecoduty.mechanisms.inspections.keeping import file_of, keep, own_of
from ecoduty.mechanisms.inspections.rectifying import data, evidence
from ecoduty.mechanisms.inspections.rectifying.models import Acceptance, SpotCheck
from ecoduty.mechanisms.inspections.rectifying.states import Passed
from ecoduty.mechanisms.inspections.refusing import refuse


def record_check(attempt: Attempt) -> None:
    """Somebody went there; what is not put right goes back. Raises Refused `in_future`."""
    given: data.RecordSpotCheck = attempt.data
    own = own_of(attempt)
    if given.checked_on > local_date(attempt.recorded_at):
        sentence = f"{spoken_date(given.checked_on)}还没有到，不能登记将来的核查。"
        raise refuse("in_future", sentence, field="checked_on", clause="9.2")
    file = file_of(attempt, given.file)
    SpotCheck.objects.create(
        problem=own, checked_on=given.checked_on, checkers=given.checkers, result=given.result, text=given.text, file=file,
        by=attempt.actor.title, at=attempt.occurred_at,
    )  # fmt: skip
    keep(attempt, f"{Passed(given.result).label}（{given.checkers}）：{given.text}", file=file)
    attempt.record(result=Passed(given.result).label)
    if given.result == "failed":
        attempt.lead_to(states.RECTIFYING.code)
        own.returned += 1
        own.save(update_fields=["returned"])
        telling.tell_holder(attempt, f"现场核查不到位：{attempt.subject.title}", f"{attempt.actor.title}：{given.text}")
    elif own.accepting_id is not None:
        title = f"请验收：{attempt.subject.title}"
        telling.tell_body(attempt, own.accepting_id, title, "现场核查已到位，请逐条对照销号条件验收并签字。")


def accept(attempt: Attempt) -> None:
    """The accepting body signs; from here on the files are what they are, and the public version is prepared.

    Raises Refused `own_acceptor`, `in_future` and as `needs.all_met`.
    """
    given: data.AcceptRectification = attempt.data
    own = own_of(attempt)
    if own.accepting is None or own.accepting_id in {own.responsible_id, own.inspected_id}:
        raise Refused(
            "own_acceptor", "责任单位和被检查单位不能验收自己的整改，请重报方案、另选验收单位。", clause="9.2"
        )
    needs.all_met(own.closing_needs, given.covered)
    if given.accepted_on > local_date(attempt.recorded_at):
        sentence = f"{spoken_date(given.accepted_on)}还没有到，不能登记将来的验收。"
        raise refuse("in_future", sentence, field="accepted_on", clause="9.2")
    file = file_of(attempt, given.file)
    files = evidence.manifest(attempt.subject)
    digest = sm3(canonical(files)).hex()
    Acceptance.objects.create(
        problem=own, body=own.accepting, person=given.person, post=given.post, accepted_on=given.accepted_on,
        text=given.text, files=files, digest=digest, by=attempt.actor.title, at=attempt.occurred_at,
    )  # fmt: skip
    keep(attempt, f"{given.person}（{own.accepting.short_name}{given.post}）验收：{given.text}", file=file)
    attempt.record(person=given.person, post=given.post, files=len(files), inventory=digest)
    prepare(attempt)
    telling.tell_holder(attempt, f"已验收：{attempt.subject.title}", "请编公开版，审定后登记公示。")


def prepare(attempt: Attempt) -> None:
    """What the public will read: the problem, the goal, what was done, who accepted. Raises Refused as `effects.prepare`."""
    own = own_of(attempt)
    accepted = own.acceptances.select_related("body").order_by("-id").first()
    plan = own.plans.order_by("-id").first()
    assert accepted is not None
    told = [
        ("问题", attempt.subject.title),
        ("整改目标", plan.goal if plan else ""),
        ("整改措施", own.measures),
        ("验收", f"{accepted.body.name}于{spoken_date(accepted.accepted_on)}验收。"),
    ]
    sections = [{"title": title, "text": text} for title, text in told if text]
    title = f"整改结果公示：{attempt.subject.title}"
    effects.prepare(attempt, sections, year=accepted.accepted_on.year, title=title)


__all__ = ["accept", "prepare", "record_check"]
