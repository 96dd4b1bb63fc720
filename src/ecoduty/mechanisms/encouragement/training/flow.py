"""The act table of training plans (clause 16.1): the same for departments, districts and party schools."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.encouragement.training import acts, data, guards, states
from ecoduty.mechanisms.encouragement.training.queries import TRAINING_PLAN

_HEADS = ("deputy", "principal", "clerk", "director")
_POSTS = ("liaison", *_HEADS)
ANYBODY = Who("anyone", _POSTS, "部门、区、党校")
OWN = Who("holder_body", _POSTS, "编制单位")
HEADS = Who("holder_body", _HEADS, "编制单位负责人")
_OF = acts.CLAUSES


def _acts() -> tuple[Act, ...]:
    drafting, in_force = states.DRAFTING.code, states.IN_FORCE.code
    open_ = (drafting, in_force)
    return (
        Act("draft_training", "编制培训计划", (START,), drafting, (ANYBODY,), _OF, data=data.DraftTraining, effect=acts.draft,
            hint="每个单位每年一份"),
        Act("revise_training", "修改安排和人数", open_, None, (OWN,), _OF, data=data.TrainingGoals, effect=acts.revise),
        Act("add_course", "增加课程", open_, None, (OWN,), _OF, data=data.CourseContent, effect=acts.add_course),
        Act("change_course", "改课程", open_, None, (OWN,), _OF, guards=(guards.ANY_COMING,), data=data.ChangeCourse,
            effect=acts.change_course),
        Act("cancel_course", "取消课程", open_, None, (OWN,), _OF, guards=(guards.ANY_COMING,), data=data.CancelCourse,
            effect=acts.cancel_course),
        Act("say_teaching", "登记教学内容", open_, None, (OWN,), _OF, guards=(guards.SCHOOL,), data=data.SayTeaching,
            effect=acts.say_teaching, hint="党校：生态环境课程是否列入教学内容，以什么为凭"),
        Act("adopt_training", "审定实施", (drafting,), in_force, (HEADS,), _OF, guards=(guards.WHOLE, guards.TAUGHT), main=True),
        Act("hold_course", "登记开课", (in_force,), None, (OWN,), _OF, guards=(guards.ANY_COMING,), data=data.HoldCourse,
            effect=acts.hold_course),
        Act("record_attendance", "登记参训名单", (in_force,), None, (OWN,), _OF, guards=(guards.ANY_HELD,),
            data=data.RecordAttendance, effect=acts.record_attendance,
            hint="有账号的人记名，其余只按单位记人数，名单不留存"),
        Act("clear_attendance", "作废参训名单", (in_force,), None, (OWN,), _OF, guards=(guards.ANY_HELD,),
            data=data.ClearAttendance, effect=acts.clear_attendance),
        Act("close_training", "结束计划", (in_force,), states.CLOSED.code, (HEADS,), _OF, guards=(guards.NONE_COMING,), main=True),
    )  # fmt: skip


TRAINING = ActTable(
    kind=TRAINING_PLAN,
    label="培训计划",
    states=states.STATES,
    acts=(*_acts(), *standard_acts(states.STATES)),
    store=MatterStore(own="training_plan__body"),
    clauses=_OF,
)
