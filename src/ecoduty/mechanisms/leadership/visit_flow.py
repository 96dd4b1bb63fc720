"""The act table of leaders' site visits (clause 13.2): the same road for the city and inside a district."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Guard, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.leadership import data, site_visits, visit_data, visit_queries
from ecoduty.mechanisms.leadership.states import FINISHED, FOLLOWING, VISIT_STATES, VISIT_WITHDRAWN
from ecoduty.mechanisms.leadership.visit_queries import SETTLING, VISIT

_POSTS = ("clerk", "director", "secretary")
ANYBODY = Who("anyone", _POSTS, "环委办，领导秘书")
RECORDER = Who("holder_body", _POSTS, "登记单位")
OFFICE = Who("supervisor", _POSTS, "环委办，领导秘书")
_BOTH = (RECORDER, OFFICE)
_ISSUERS = (Who("holder_body", ("clerk", "director"), "登记单位"), Who("supervisor", ("clerk", "director"), "环委办"))
_CLAUSE = ("13.2",)
_NOTHING_YET = Guard(
    "something_came_of_it",
    "已经转出问题或任务，不能撤回；登记有误的请修改。",
    lambda attempt: not visit_queries.gave_rise(attempt.subject),
    clause="13.2",
)


def _acts() -> tuple[Act, ...]:
    following, finished = FOLLOWING.code, FINISHED.code
    return (
        Act("record_visit", "登记现场督导", (START,), following, (ANYBODY,), _CLAUSE,
            data=visit_data.RecordSiteVisit, effect=site_visits.record, starts=(SETTLING,),
            hint="由环委办或领导秘书代领导登记；不要求照片和定位"),
        Act("edit_visit", "修改登记", (following,), None, _BOTH, _CLAUSE, data=visit_data.VisitContent, effect=site_visits.edit),
        Act("mark_place", "在图上标出位置", (following, finished), None, _BOTH, _CLAUSE,
            data=visit_data.MarkVisit, effect=site_visits.mark),
        Act("problem_from_visit", "问题转入台账", (following,), None, _BOTH, _CLAUSE,
            data=visit_data.ProblemFromVisit, effect=site_visits.problem, hint="一个问题一件，登记和交办一步办完"),
        Act("task_from_visit", "转任务", (following,), None, _ISSUERS, _CLAUSE,
            data=visit_data.TaskFromVisit, effect=site_visits.task, hint="不是一个问题、要几个单位长期办的"),
        Act("finish_visit", "办结", (following,), finished, _BOTH, _CLAUSE,
            data=visit_data.FinishVisit, effect=site_visits.finish, meets=(SETTLING,), main=True),
        Act("withdraw_visit", "撤回", (following,), VISIT_WITHDRAWN.code, _BOTH, _CLAUSE, guards=(_NOTHING_YET,), data=data.MeetingReason),
    )  # fmt: skip


VISITS = ActTable(
    kind=VISIT,
    label="现场督导",
    states=VISIT_STATES,
    acts=(*_acts(), *standard_acts(VISIT_STATES)),
    store=MatterStore(own="site_visit__of_body"),
    clauses=_CLAUSE,
)
