"""What the acts of a task do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, end_party, hand_over, open_matter
from ecoduty.kernel.clock import local_date, spoken_day
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.work_plans import content, data, queries
from ecoduty.mechanisms.work_plans.models import Milestone, Progress, Task, TaskPart, TaskVersion
from ecoduty.mechanisms.work_plans.states import DRAFT
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body


def draft(attempt: Attempt) -> None:
    """Open a task at the body that drafts it; nobody else knows of it yet. Raises what `content.read` raises."""
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    _open(attempt, attempt.data, body)


def take_in(attempt: Attempt) -> None:
    """A draft begins at the issuer that another mechanism named, as far as it is known; the issuer is told.

    Raises Refused `unknown_issuer`, and what `content.read` raises.
    """
    given: data.HandedTask = attempt.data
    body = directory.bodies(on=_day(attempt)).select_related("region").filter(key=given.issuer).first()
    if body is None:
        raise Refused("unknown_issuer", "没有这个下达单位，任务无法转去。", status=422)
    matter = _open(attempt, given, body)
    telling.tell_holder(attempt, f"有任务待补齐下达：{matter.title}", f"由{given.handed_by}转来，请补齐内容后下达。")


def take_up(attempt: Attempt) -> None:
    """A draft of a plan that is being compiled, at the plan's own body. Raises what `content.read` raises."""
    given: data.TakenUpTask = attempt.data
    before = Task.objects.filter(matter__number=given.continues).first() if given.continues else None
    _open(attempt, given, Body.objects.select_related("region").get(key=given.issuer), continues=before)


def _open(attempt: Attempt, given: data.TaskDraft, body: Body, continues: Task | None = None) -> Matter:
    found = content.read(given, body, _day(attempt))
    matter = open_matter(attempt, title=given.name, holder=body, state=DRAFT.code)
    _write(Task(matter=matter, issued_by=body, continues=continues), given, found, new=True)
    return matter


def edit(attempt: Attempt) -> None:
    """Write a draft anew. Raises what `content.read` raises."""
    given: data.TaskContent = attempt.data
    own: Task = attempt.subject.task
    found = content.read(given, own.issued_by, _day(attempt), own.pk)
    attempt.subject.title = given.name
    own.parts.all().delete()
    own.milestones.all().delete()
    _write(own, given, found, new=False)


def _write(own: Task, given: data.TaskDraft, found: content.Read, *, new: bool) -> None:
    for name in ("goal", "measures", "requirements", "limit_on", "source", "source_note", "livelihood", "weight"):
        setattr(own, name, getattr(given, name))
    for name in ("lead", "plan", "parent", "row", "row_name"):
        setattr(own, name, getattr(found, name))
    own.save(force_insert=new)
    for part in found.parts:
        part.task = own
    for milestone in found.milestones:
        milestone.task = own
    TaskPart.objects.bulk_create(found.parts)
    Milestone.objects.bulk_create(found.milestones)


def issue(attempt: Attempt) -> None:
    """The lead has it from now on, the supporters know of it, the issuer watches over it. Raises Refused `limit_in_past`."""
    matter: Matter = attempt.subject
    own: Task = matter.task
    if own.limit_on is None or own.lead is None:
        raise AssertionError("the guard lets only whole tasks pass")
    if own.limit_on < _day(attempt):
        raise Refused("limit_in_past", "完成时限已经过去，请先修改草稿里的时限，再下达。", status=422)
    own.issued_at = attempt.occurred_at
    own.save(update_fields=["issued_at"])
    hand_over(matter, own.lead, attempt.occurred_at)
    if own.lead_id != own.issued_by_id:
        add_party(matter, own.issued_by, PartyRole.SUPERVISOR, attempt.occurred_at)
    for part in own.parts.select_related("body"):
        add_party(matter, part.body, PartyRole.SUPPORTER, attempt.occurred_at)
    attempt.record(lead=own.lead.short_name, limit=own.limit_on.isoformat())
    telling.tell_holder(
        attempt, f"新任务待签收：{matter.title}", f"{attempt.actor.title}下达，{spoken_day(own.limit_on)}前完成。"
    )


def give_back(attempt: Attempt) -> None:
    """It goes back to the issuer as a draft, with the reason."""
    matter: Matter = attempt.subject
    own: Task = matter.task
    for part in own.parts.select_related("body"):
        end_party(matter, part.body, PartyRole.SUPPORTER, attempt.occurred_at)
    end_party(matter, own.issued_by, PartyRole.SUPERVISOR, attempt.occurred_at)
    hand_over(matter, own.issued_by, attempt.occurred_at)
    own.issued_at = None
    own.save(update_fields=["issued_at"])
    own.extension_asks.filter(answered_at=None).update(
        granted=False, opinion="任务已退回", answered_at=attempt.occurred_at, answered_by=attempt.actor.title
    )
    telling.tell_holder(attempt, f"任务被退回：{matter.title}", f"{attempt.actor.title}：{attempt.data.note}")


def sign_for(attempt: Attempt) -> None:
    """Keep which unit and person of the lead do it."""
    own: Task = attempt.subject.task
    own.unit, own.person = attempt.data.unit, attempt.data.person
    own.save(update_fields=["unit", "person"])


def name_part(attempt: Attempt) -> None:
    """A supporter says which of its units and persons does its part. Raises Refused `no_part`."""
    part = _part(attempt)
    part.unit, part.person = attempt.data.unit, attempt.data.person
    part.save(update_fields=["unit", "person"])


def report_progress(attempt: Attempt) -> None:
    """Keep what changed. Raises Refused `percent_is_the_leads`."""
    given: data.ReportProgress = attempt.data
    matter: Matter = attempt.subject
    own: Task = matter.task
    leads = matter.holder_id in attempt.actor.bodies
    if given.percent is not None and not leads:
        raise Refused("percent_is_the_leads", "完成百分比由牵头单位填，请把这一项留空。", status=422)
    body = matter.holder if leads else _part(attempt).body
    Progress.objects.create(
        task=own, body=body, changed=given.changed, percent=given.percent, evidence=given.evidence,
        at=attempt.occurred_at, by=attempt.actor.title,
    )  # fmt: skip
    if given.percent is not None:
        own.percent = given.percent
        own.save(update_fields=["percent"])


def finish_part(attempt: Attempt) -> None:
    """A supporter hands in its own result. Raises Refused `part_finished`."""
    part = _part(attempt)
    if part.finished_at is not None:
        raise Refused("part_finished", "本单位的分项成果已经交过，有补充的请写进展。")
    part.finished_at, part.finding = attempt.occurred_at, attempt.data.finding
    part.save(update_fields=["finished_at", "finding"])
    attempt.record(part_of=part.body.short_name)
    telling.tell_holder(attempt, f"配合单位已交成果：{attempt.subject.title}", f"{attempt.actor.title}交来分项成果。")


def reach_milestone(attempt: Attempt) -> None:
    """A station is reached. Raises Refused `milestone_unknown`."""
    found = attempt.subject.task.milestones.filter(name=attempt.data.milestone, reached_at=None).first()
    if found is None:
        raise Refused("milestone_unknown", "没有这个未完成的节点，请从所列的节点中选。", status=422)
    found.reached_at = attempt.occurred_at
    found.save(update_fields=["reached_at"])


def apply_completion(attempt: Attempt) -> None:
    """The lead says it is done. Raises Refused `parts_open` naming the supporters without a result."""
    given: data.ApplyCompletion = attempt.data
    own: Task = attempt.subject.task
    silent = [part.body.short_name for part in queries.open_parts(own)]
    if silent and not given.open_parts:
        said = f"{'、'.join(silent)}还没有交分项成果。请先催办，或写明为何可以办结。"
        raise Refused("parts_open", said, status=422)
    own.result, own.percent = given.result, 100
    own.save(update_fields=["result", "percent"])
    Progress.objects.create(
        task=own, body=attempt.subject.holder, changed=f"申请办结：{given.result}", percent=100, evidence=given.evidence,
        at=attempt.occurred_at, by=attempt.actor.title,
    )  # fmt: skip


def return_result(attempt: Attempt) -> None:
    """The quality does not do; the lead goes on, and its limit is the one it had."""
    text = f"{attempt.actor.title}：{attempt.data.note}"
    telling.tell_holder(attempt, f"验收未通过：{attempt.subject.title}", text)


def adjust(attempt: Attempt) -> None:
    """The core of an issued task changes, and the one before stays. Raises Refused `nothing_adjusted`."""
    given: data.AdjustTask = attempt.data
    own: Task = attempt.subject.task
    new = {name: value for name in ("goal", "measures", "requirements") if (value := getattr(given, name))}
    if all(getattr(own, name) == value for name, value in new.items()):
        raise Refused("nothing_adjusted", "目标、措施、要求都没有改，请至少改一项。", status=422)
    TaskVersion.objects.create(
        task=own, goal=own.goal, measures=own.measures, requirements=own.requirements, reason=given.reason,
        authority=given.authority, until=attempt.occurred_at, by=attempt.actor.title,
    )  # fmt: skip
    for name, value in new.items():
        setattr(own, name, value)
    own.save(update_fields=["goal", "measures", "requirements"])
    telling.tell_holder(attempt, f"任务有调整：{attempt.subject.title}", f"{attempt.actor.title}：{given.reason}")


def cancel(attempt: Attempt) -> None:
    """Whoever works on it is told that it is not to be done."""
    text = f"{attempt.actor.title}：{attempt.data.reason}（{attempt.data.authority}）"
    telling.tell_holder(attempt, f"任务已取消：{attempt.subject.title}", text)


def _part(attempt: Attempt) -> TaskPart:
    """The actor's own body's part. Raises Refused `no_part`."""
    own: Task = attempt.subject.task
    found = own.parts.filter(body__in=attempt.actor.bodies).select_related("body").first()
    if found is None:
        raise Refused("no_part", "本单位在这件任务里没有分项成果。", status=422)
    return found


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
