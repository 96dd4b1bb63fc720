"""Conditions on the acts of plans and tasks."""

from __future__ import annotations

from ecoduty.kernel.flow import Guard

BY_ISSUER = Guard(
    "not_the_issuer",
    "这一步由下达任务的单位办，请与下达单位联系。",
    lambda attempt: attempt.subject.task.issued_by_id in attempt.actor.bodies,
    clause="9.1",
)
HAS_TASKS = Guard(
    "plan_without_tasks",
    "计划里还没有任务，请先起草任务并列入这个计划。",
    lambda attempt: attempt.subject.work_plan.tasks.exists(),
    clause="8.1",
)
NO_OPEN_TASKS = Guard(
    "plan_has_open_tasks",
    "计划里还有没办结的任务，请先办结或取消。",
    lambda attempt: not attempt.subject.work_plan.tasks.filter(matter__open=True).exists(),
)
WHOLE = Guard(
    "task_incomplete",
    "目标、措施、要求、完成时限、牵头单位和各配合单位的分项成果缺一不可，请先修改草稿补齐，再下达。",
    lambda attempt: not attempt.subject.task.missing and not attempt.subject.task.parts.filter(result="").exists(),
    clause="7.1",
)
