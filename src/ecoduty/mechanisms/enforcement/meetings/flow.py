"""The act tables of joint meetings and of what they decide (clause 20.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.documents import papers
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.meetings import acts, data, decisions, guards, limits, states
from ecoduty.mechanisms.enforcement.meetings.queries import DECISION, LIMIT, MEETING, MINUTES
from ecoduty.mechanisms.enforcement.relations import entering
from ecoduty.mechanisms.enforcement.working_posts import POSTS

_CLAUSE = ("20.3",)
ANYBODY = Who("anyone", POSTS, "召集单位、参加单位的联络员和负责人")
CONVENER = Who("holder_body", POSTS, "召集单位")
ATTENDING = Who("supporter", POSTS, "参加单位代为登记", on_behalf=True)
RECORDERS = (CONVENER, ATTENDING)  # the court may work wholly on paper: whoever was asked enters it with the scan
PLATFORM = Who("system", (), "平台")
_RECORDS = (guards.RECORDS,)
RESPONSIBLE = Who("holder_body", POSTS, "责任单位")
WATCHING = Who("supervisor", POSTS, "召集单位")
ENTERING = Who("copy", POSTS, "登记会议的单位代为登记", on_behalf=True)


def _meeting_acts() -> tuple[Act, ...]:
    preparing, held = states.PREPARING.code, states.HELD.code
    return (
        Act("convene_joint_meeting", "登记联席会议", (START,), preparing, (ANYBODY,), _CLAUSE,
            data=data.ConveneJointMeeting, effect=masked(acts.convene), hint="法院牵头；召集单位不在平台办公的，由参加单位代为登记"),
        Act("revise_joint_meeting", "修改会议安排", (preparing,), None, RECORDERS, _CLAUSE, guards=_RECORDS,
            data=data.ReviseJointMeeting, effect=masked(acts.revise)),
        Act("add_joint_paper", "附会议材料", (preparing, held), None, RECORDERS, _CLAUSE, guards=_RECORDS,
            data=data.AddMeetingPaper, effect=masked(acts.add_paper)),
        Act("hold_joint_meeting", "登记召开", (preparing,), held, RECORDERS, _CLAUSE, guards=_RECORDS,
            data=data.HoldJointMeeting, effect=masked(acts.hold), starts=(MINUTES,), main=True),
        Act("cancel_joint_meeting", "取消会议", (preparing,), states.CANCELLED.code, RECORDERS, _CLAUSE, guards=_RECORDS,
            data=data.JointMeetingReason, effect=masked(acts.cancel)),
        Act("record_joint_decision", "登记议定事项", (held,), None, RECORDERS, _CLAUSE, guards=_RECORDS,
            data=data.RecordJointDecision, effect=masked(acts.decide), hint="一项一件，写明责任单位和完成时限，责任单位随即收到"),
        Act("issue_joint_minutes", "印发纪要", (held,), states.CLOSED.code, RECORDERS, _CLAUSE,
            guards=(guards.RECORDS, guards.SOMETHING_DECIDED), data=data.IssueJointMinutes, effect=acts.issue_minutes,
            meets=(MINUTES,), main=True, hint="纪要按已登记的内容生成，不用再写"),
    )  # fmt: skip


def _decision_acts() -> tuple[Act, ...]:
    in_hand, reported = states.IN_HAND.code, states.REPORTED.code
    return (
        Act("open_joint_decision", "议定", (START,), in_hand, (PLATFORM,), _CLAUSE,
            data=data.OpenJointDecision, effect=decisions.open_decision, starts=(LIMIT,)),
        Act("report_joint_decision", "报落实情况", (in_hand,), reported, (RESPONSIBLE, *entering(WATCHING), ENTERING), _CLAUSE,
            data=data.ReportJointDecision, effect=masked(decisions.report), meets=(LIMIT,), main=True),
        Act("confirm_joint_decision", "确认已落实", (reported,), states.FULFILLED.code, (WATCHING, ENTERING, *entering(RESPONSIBLE)), _CLAUSE,
            guards=(guards.BY_CONVENER,), data=data.ConfirmJointDecision, effect=masked(decisions.confirm), main=True),
        Act("return_joint_decision", "退回继续落实", (reported,), in_hand, (WATCHING, ENTERING, *entering(RESPONSIBLE)), _CLAUSE,
            guards=(guards.BY_CONVENER,), data=data.JudgedReason, effect=masked(decisions.send_back), starts=(LIMIT,)),
        Act("release_joint_decision", "不再落实", (in_hand, reported), states.RELEASED.code, (WATCHING, ENTERING, *entering(RESPONSIBLE)), _CLAUSE,
            guards=(guards.BY_CONVENER,), data=data.JudgedReason, effect=masked(decisions.release)),
    )  # fmt: skip


MEETINGS = ActTable(
    kind=MEETING, label="司法协作联席会议", states=states.MEETING, acts=(*_meeting_acts(), *standard_acts(states.MEETING)),
    store=MatterStore(own="joint_meeting"), clauses=_CLAUSE,
)  # fmt: skip
DECISIONS = ActTable(
    kind=DECISION, label="联席会议议定事项", states=states.DECISION, acts=(*_decision_acts(), *standard_acts(states.DECISION)),
    store=MatterStore(own="joint_decision__meeting__matter"), clauses=_CLAUSE,
)  # fmt: skip


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """The meeting's own act decided something; `content` has the fields of `data.OpenJointDecision`."""
    del actor  # who recorded it stands in the meeting's entry
    done = perform(
        DECISIONS, "open_joint_decision", actor=Actor.system("联席会议"), data=content, occurred_at=occurred_at
    )
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the tables, the clock of decisions, and which paper the minutes are."""
    flow.register(MEETINGS)
    flow.register(DECISIONS)
    receives(DECISION, receive)
    papers.use(MEETING, papers.MINUTES)
    limits.install()
