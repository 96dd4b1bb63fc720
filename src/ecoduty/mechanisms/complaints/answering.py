"""How a complaint ends: answered, asked after, opened again, or joined to another one."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, Refused
from ecoduty.mechanisms.complaints import data
from ecoduty.mechanisms.complaints.models import Complaint, FollowUp, Reply
from ecoduty.mechanisms.complaints.queries import KIND
from ecoduty.mechanisms.complaints.states import HANDLING


def answer(attempt: Attempt) -> None:
    """Keep what was done and found."""
    own: Complaint = attempt.subject.complaint
    own.answer, own.answered_at = attempt.data.answer, attempt.occurred_at
    own.save(update_fields=["answer", "answered_at"])
    Reply.objects.create(
        complaint=own, body=attempt.subject.holder, text=own.answer, at=attempt.occurred_at, by=attempt.actor.title
    )


def return_answer(attempt: Attempt) -> None:
    """The answer is not good enough: its limit counts anew."""
    _again(attempt)


def follow_up(attempt: Attempt) -> None:
    """What the reporter says; an answer that he does not accept goes back to whoever handles it."""
    given: data.FollowUpResult = attempt.data
    own: Complaint = attempt.subject.complaint
    FollowUp.objects.create(
        complaint=own, body=attempt.subject.holder, resolved=given.resolved, satisfaction=given.satisfaction,
        accepted=given.accepted, note=given.note, at=attempt.occurred_at, by=attempt.actor.title,
    )  # fmt: skip
    own.resolved, own.satisfaction, own.go_where = given.resolved, given.satisfaction, given.go_where
    own.save(update_fields=["resolved", "satisfaction", "go_where"])
    if not given.accepted:
        attempt.lead_to(HANDLING.code)
        _again(attempt)


def close(attempt: Attempt) -> None:
    """Nobody could be asked: the reason is kept."""
    own: Complaint = attempt.subject.complaint
    own.outcome_note = attempt.data.note
    own.save(update_fields=["outcome_note"])


def reopen(attempt: Attempt) -> None:
    """It goes back to whoever handled it, and the limits count anew."""
    _again(attempt)
    telling.tell_holder(attempt, f"重新办理：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}")


def withdraw(attempt: Attempt) -> None:
    """The system that it came from takes it back; whoever handles it is told."""
    own: Complaint = attempt.subject.complaint
    own.outcome_note = attempt.data.note
    own.save(update_fields=["outcome_note"])
    telling.tell_holder(
        attempt, f"来源撤回：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}。不必再办。"
    )


def _again(attempt: Attempt) -> None:
    own: Complaint = attempt.subject.complaint
    own.again = True
    own.save(update_fields=["again"])


def merge(attempt: Attempt) -> None:
    """Join it to another open complaint, which answers the reporters of both; each names the other.

    Raises Refused `merge_unknown`, `merge_itself` or `merge_closed`.
    """
    given: data.MergeComplaint = attempt.data
    matter: Matter = attempt.subject
    target = Matter.objects.filter(kind=KIND, number=given.into.strip()).first()
    if target is None or not target.relations_of(attempt.actor, local_date(attempt.recorded_at)):
        raise Refused("merge_unknown", f"没有编号为{given.into}的群众反映，请核对编号。", status=422)
    if target.pk == matter.pk:
        raise Refused("merge_itself", "不能并入它自己，请填另一件的编号。", status=422)
    if not target.open:
        raise Refused("merge_closed", f"{target.number}已经办结，不能并入。请选在办的一件。", status=422)
    Link.objects.create(source=matter, target=target, kind=LinkKind.MERGED, made_at=attempt.recorded_at)
    own: Complaint = matter.complaint
    own.outcome_note = given.note
    own.save(update_fields=["outcome_note"])
    attempt.record(into=target.number)
    _absorb(target, matter)


def _absorb(target: Matter, matter: Matter) -> None:
    """The entry on the other one, under its lock: what was closed a moment ago takes in nothing."""
    table = flow.table(KIND)
    try:
        flow.perform(table, "absorb", target.pk, actor=Actor.system("并案"), data={"merged": matter.number})
    except Refused as refused:
        if refused.code != "wrong_state":
            raise
        raise Refused("merge_closed", f"{target.number}刚刚办结，不能并入。请选在办的一件。") from refused


def absorb(attempt: Attempt) -> None:
    """Whoever handles it is told that it has one reporter more to answer."""
    said = f"{attempt.data.merged}并入此件，答复时一并答复。"
    telling.tell_holder(attempt, f"有一件并入：{attempt.subject.title}", said)
