"""Conditions of the acts of a problem, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.casework.matters.models import Link, LinkKind
from ecoduty.kernel.flow import Attempt, Guard

_TASK = "task"


def _no_task_yet(attempt: Attempt) -> bool:
    return not Link.objects.filter(source=attempt.subject, kind=LinkKind.ORIGIN, target__kind=_TASK).exists()


BY_ASSIGNER = Guard(
    "not_the_assigner",
    "这一步由登记交办这个问题的单位办，请与登记单位联系。",
    lambda attempt: attempt.subject.problem.found_by_id in attempt.actor.bodies,
    clause="13.2",
)
NO_TASK_YET = Guard("task_exists", "这个问题已经转过任务，请到“相关办件”里看。", _no_task_yet)
