"""Conditions on the acts of plans and tasks."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Guard
from ecoduty.mechanisms.work_plans import substance

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
FIELDS_SAID = Guard(
    "fields_silent",
    "七个方面还有没写到的，请逐项写明做什么，没有的写“本年无”和理由。",
    lambda attempt: not substance.silent(attempt.subject.work_plan, local_date(attempt.recorded_at)),
    clause="8.3",
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
