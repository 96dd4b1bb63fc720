"""The act tables of meetings and topics (clauses 10.1, 10.4, 13.1): the same road for the city and inside a district. Site visits: visit_flow.py."""

from __future__ import annotations

from ecoduty.casework.duties import ruling
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.leadership import acts, data, guards, states, topics
from ecoduty.mechanisms.leadership.queries import LISTING, MEETING, MINUTES, TOPIC
from ecoduty.mechanisms.leadership.visit_flow import VISITS

_HEADS = ("deputy", "principal", "clerk", "director")
_POSTS = ("liaison", *_HEADS)
_RECORDERS = (*_POSTS, "secretary")
ANYBODY = Who("anyone", _RECORDERS, "各单位联络员、负责人，环委办，领导秘书")
DEPARTMENT = Who("anyone", ("liaison", "deputy", "principal"), "各部门联络员、负责人")
RECORDER = Who("holder_body", _RECORDERS, "记录单位")
ISSUER = Who("holder_body", _POSTS, "记录单位")
OFFICE = Who("supervisor", ("clerk", "director"), "环委办")
PLATFORM = Who("system", (), "平台")
KEEPER = Who("holder_body", ("clerk", "director"), "环委办")
PROPOSER = Who("supervisor", ("liaison", "deputy", "principal"), "提请单位")


def _meeting_acts() -> tuple[Act, ...]:
    preparing, held = states.PREPARING.code, states.HELD.code
    study = ("10.1", "13.1")
    return (
        Act("convene", "登记会议", (START,), preparing, (ANYBODY,), study, data=data.ConveneMeeting, effect=acts.convene,
            hint="党委、政府的会议由环委办或领导秘书代为登记"),
        Act("revise_agenda", "修改议程", (preparing,), None, (RECORDER,), study, data=data.Agenda, effect=acts.revise),
        Act("add_paper", "附会议材料", (preparing, held), None, (RECORDER,), study, data=data.AddPaper, effect=acts.add_paper),
        Act("list_topic", "议题列入议程", (preparing,), None, (PLATFORM,), ("10.4",),
            data=data.ListTopic, effect=topics.onto_the_agenda),
        Act("hold", "登记召开", (preparing,), held, (RECORDER,), study,
            data=data.HoldMeeting, effect=acts.hold, starts=(MINUTES,), main=True),
        Act("cancel_meeting", "取消会议", (preparing,), states.CANCELLED.code, (RECORDER,), study,
            data=data.MeetingReason, effect=topics.cancel),
        Act("record_hearing", "登记汇报", (held,), None, (RECORDER, OFFICE), ("13.1",),
            data=data.RecordHearing, effect=acts.record_hearing, hint="哪位领导汇报了哪个分管单位的责任落实"),
        Act("strike_hearing", "更正汇报", (held, states.CLOSED.code), None, (RECORDER, OFFICE), ("13.1",), guards=(guards.HEARD,),
            data=data.StrikeHearing, effect=acts.strike_hearing),
        Act("record_decision", "登记决定", (held,), None, (RECORDER, OFFICE), ("10.1", "10.4", "13.1"),
            data=data.RecordDecision, effect=topics.decide),
        Act("defer_topic", "议题再议", (held,), None, (RECORDER, OFFICE), ("10.4",), guards=(guards.TOPICS_OPEN,),
            data=data.DeferTopic, effect=topics.defer),
        Act("task_from_decision", "决定转任务", (held,), None, (ISSUER, OFFICE), ("10.1", "10.4", "13.1"),
            guards=(guards.UNSETTLED,), data=data.DecisionToTask, effect=acts.task_from_decision),
        Act("no_task", "不转任务", (held,), None, (RECORDER, OFFICE), study, guards=(guards.UNSETTLED,),
            data=data.NoTask, effect=acts.no_task),
        Act("register_minutes", "登记纪要", (held,), None, (RECORDER, OFFICE), study,
            data=data.RegisterMinutes, effect=acts.register_minutes, meets=(MINUTES,)),
        Act("close_meeting", "办结", (held,), states.CLOSED.code, (RECORDER, OFFICE), study,
            guards=(guards.MINUTES_THERE, guards.ALL_SETTLED), main=True),
    )  # fmt: skip


def _topic_acts() -> tuple[Act, ...]:
    proposed, returned, listed = states.PROPOSED.code, states.RETURNED.code, states.LISTED.code
    this = ("10.4",)
    return (
        Act("propose", "提请议题", (START,), proposed, (DEPARTMENT,), this,
            data=data.ProposeTopic, effect=topics.propose, starts=(LISTING,),
            hint="重大事项、重要要求、重点难点，不等例行报告"),
        Act("place", "列会", (proposed,), listed, (KEEPER,), this, guards=(guards.AGENDA_OPEN,),
            data=data.PlaceTopic, effect=topics.place, meets=(LISTING,), main=True),
        Act("decline", "不列会", (proposed,), states.DECLINED.code, (KEEPER,), this,
            data=data.MeetingReason, effect=topics.answer, meets=(LISTING,)),
        Act("return_topic", "退回补充", (proposed,), returned, (KEEPER,), this, data=data.MeetingReason, effect=topics.answer,
            cancels=(LISTING,)),
        Act("resubmit", "补充后再提", (returned,), proposed, (PROPOSER,), this,
            data=data.AmendTopic, effect=topics.amend, starts=(LISTING,), main=True),
        Act("withdraw", "撤回", (proposed, returned), states.WITHDRAWN.code, (PROPOSER,), this,
            data=data.MeetingReason, cancels=(LISTING,)),
        Act("decide", "会议已决定", (listed,), states.DECIDED.code, (PLATFORM,), this,
            data=data.TopicOutcome, effect=topics.keep_outcome, main=True),
        Act("unlist", "退出议程", (listed,), proposed, (PLATFORM,), this,
            data=data.MeetingReason, effect=topics.take_off, starts=(LISTING,)),
    )  # fmt: skip


MEETINGS = ActTable(
    kind=MEETING, label="会议", states=states.MEETING_STATES,
    acts=(*_meeting_acts(), *standard_acts(states.MEETING_STATES)), store=MatterStore(own="meeting__held_by"),
    clauses=("10.1", "10.4", "13.1"),
)  # fmt: skip
TOPICS = ActTable(
    kind=TOPIC, label="提请议题", states=states.TOPIC_STATES,
    acts=(*_topic_acts(), *standard_acts(states.TOPIC_STATES)), store=MatterStore(own="topic__proposer"), clauses=("10.4",),
)  # fmt: skip


def install() -> None:
    """Register the tables, and which rule a topic's clock goes by."""
    flow.register(MEETINGS)
    flow.register(TOPICS)
    flow.register(VISITS)
    ruling.ruled_by(LISTING, topics.listing)
