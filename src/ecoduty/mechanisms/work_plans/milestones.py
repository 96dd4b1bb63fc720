"""Milestones that are not reached (clause 9.1): told once before the day, told once when it is over. The task's own time stands.

A milestone is no deadline: that one of many stations is late says nothing yet of the limit, so no light turns for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Count, Q

from ecoduty.casework.escalation import telling
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.kernel.clock import local_date, spoken_date, today
from ecoduty.kernel.flow import Actor, ActTable, Attempt, Guard, Item, perform_many
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.work_plans.models import Milestone, Task
from ecoduty.mechanisms.work_plans.states import DOING, DRAFT, ISSUED
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment

REMIND, TELL_MISSED = "remind_milestones", "tell_missed_milestones"
_BATCH = 200
_OWED = (ISSUED.code, DOING.code)


def remind_days(on: date) -> int:
    """How many days before its day a milestone is reminded of."""
    return rulebooks.current().whole("task.milestone-remind-days", on=on)


def missed(on: date) -> Q:
    """The condition on milestones that their day is over and they were not reached, in a task that goes on."""
    return Q(reached_at=None, due_on__lt=on, task__matter__open=True, task__matter__suspended=False) & ~Q(
        task__matter__state=DRAFT.code
    )


def missed_of(tasks: Collection[int], on: date) -> dict[int, int]:
    """How many each of these tasks has, those with none left out. One statement."""
    rows = Milestone.objects.filter(missed(on), task__in=tasks).order_by().values_list("task")
    return dict(rows.annotate(Count("pk")))


def _to_remind(on: date) -> Q:
    return Q(reached_at=None, reminded_at=None, due_on__range=(on, on + timedelta(days=remind_days(on))))


def _to_tell(on: date) -> Q:
    return Q(reached_at=None, missed_told_at=None, due_on__lt=on)


_WHICH = {REMIND: _to_remind, TELL_MISSED: _to_tell}


def sweep(table: ActTable) -> int:
    """Remind of what comes and tell of what was missed; how many tasks were concerned. Twice on a day gives nothing new."""
    on, done = today(), 0
    for act, which in _WHICH.items():
        running = Milestone.objects.filter(which(on), task__matter__state__in=_OWED, task__matter__suspended=False)
        for some in _batches(sorted(set(running.order_by().values_list("task", flat=True)))):
            items = [Item(task) for task in some]
            done += len(perform_many(table, act, items, actor=Actor.system("节点提醒"), on_refusal="skip").done)
    return done


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def remind(attempt: Attempt) -> None:
    """The lead's liaison and the responsible person hear of what comes, once for each milestone."""
    found = _found(attempt)
    own: Task = attempt.subject.task
    attempt.record(milestones=[f"{one.due_on} {one.name}" for one in found])
    telling.tell_bodies(
        attempt, [attempt.subject.holder_id], f"节点将到：{attempt.subject.title}", f"{_said(found)}。完成后请登记“完成节点”。",
        also=_responsible(own, attempt),
    )  # fmt: skip
    Milestone.objects.filter(pk__in=[one.pk for one in found]).update(reminded_at=attempt.recorded_at)


def tell_missed(attempt: Attempt) -> None:
    """Lead and issuer hear once that a day is over. The task's limit stays what it was."""
    found = _found(attempt)
    own: Task = attempt.subject.task
    attempt.record(milestones=[f"{one.due_on} {one.name}" for one in found])
    bodies = list(dict.fromkeys((attempt.subject.holder_id, own.issued_by_id)))
    text = f"{_said(found)}，已过未完成。任务的完成时限不变。"
    telling.tell_bodies(attempt, bodies, f"节点逾期：{attempt.subject.title}", text)
    Milestone.objects.filter(pk__in=[one.pk for one in found]).update(missed_told_at=attempt.recorded_at)


def _found(attempt: Attempt) -> list[Milestone]:
    """What the act is about, read under the matter's lock."""
    which = _WHICH[attempt.act.code](local_date(attempt.recorded_at))
    return list(Milestone.objects.filter(which, task=attempt.subject.pk))


def _said(found: Sequence[Milestone]) -> str:
    return "；".join(f"“{one.name}”应于{spoken_date(one.due_on)}完成" for one in found)


def _responsible(own: Task, attempt: Attempt) -> list[Seat]:
    """Who in the lead body is named as responsible, where the directory knows exactly one of that name in office there."""
    if not own.person:
        return []
    on = local_date(attempt.recorded_at)
    rows = Appointment.objects.filter(
        holding(on), holding(on, "post__"), post__body=attempt.subject.holder_id, person__name=own.person
    )
    posts = dict(rows.order_by("-pk").values_list("person", "post"))
    return [Seat(post, person) for person, post in posts.items()] if len(posts) == 1 else []


DUE = Guard("no_milestone_due", "现在没有要提醒或告知的节点。", lambda attempt: bool(_found(attempt)), clause="9.1")
__all__ = ["DUE", "REMIND", "TELL_MISSED", "missed", "missed_of", "remind", "remind_days", "sweep", "tell_missed"]
