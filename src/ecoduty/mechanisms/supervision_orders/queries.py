"""Questions about supervision orders and what they ask of each body."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.supervision_orders.models import Feedback, SupervisedWork, SupervisionOrder

ORDER, WORK, TASK = "supervision_order", "supervised_work", "task"
RECEIPT, LIMIT, FEEDBACK, CHECK = (
    "supervision.receipt", "supervision.limit", "supervision.feedback", "supervision.check",
)  # fmt: skip


def rhythms(on: date) -> Sequence[tuple[str, str]]:
    """Code and name of how often is reported."""
    return rulebooks.current().pairs("supervision.rhythms", on=on)


def check_ways(on: date) -> Sequence[tuple[str, str]]:
    """Code and name of how a result is checked."""
    return rulebooks.current().pairs("supervision.check-ways", on=on)


def last_day(work: SupervisedWork) -> date:
    """The last day of the limit: as extended, else as ordered."""
    held = Deadline.objects.filter(matter=work.pk, key=LIMIT).order_by("-pk").values_list("due_on", flat=True).first()
    return held or work.order.limit_on


def last_feedback_day(work: SupervisedWork) -> date | None:
    """The day for which the last feedback was due."""
    rows = Deadline.objects.filter(matter=work.pk, key=FEEDBACK).order_by("-pk")
    return rows.values_list("due_on", flat=True).first()


def works(order: SupervisionOrder, actor: Actor | None = None) -> Sequence[SupervisedWork]:
    """What an order asks of each body, in official order; for an actor only what that one may see."""
    rows = SupervisedWork.objects.filter(order=order).select_related("matter__holder")
    if actor is not None:
        rows = rows.filter(matter__in=Matter.objects.filter(visible_to(actor), kind=WORK))
    return list(rows.prefetch_related("feedbacks").order_by("matter__holder__order", "pk"))


def feedbacks(work: SupervisedWork) -> Sequence[Feedback]:
    """Everything that was reported, newest first."""
    return list(work.feedbacks.select_related("file").order_by("-pk"))


def task_source(on: date) -> str:
    """What a task that an order gives rise to names as its source: a code of `task.sources`."""
    return str(rulebooks.current().value("supervision.task-source", on=on))
