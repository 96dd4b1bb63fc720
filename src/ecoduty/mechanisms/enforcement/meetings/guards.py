"""Conditions of the acts of joint meetings, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard


def _decided(attempt: Attempt) -> bool:
    return bool(attempt.subject.joint_meeting.decisions.exists())


SOMETHING_DECIDED = Guard(
    "joint_meeting_decided_nothing",
    "还没有登记议定事项：请逐项登记，并写明责任单位和完成时限；确实没有议定事项的，勾选后再印发纪要。",
    lambda attempt: _decided(attempt) or attempt.data.nothing_decided,
    clause="20.3",
    asks_data=True,
)


def _records(attempt: Attempt) -> bool:
    matter = attempt.subject
    return bool({matter.holder_id, matter.joint_meeting.recorded_by_id} & set(attempt.actor.bodies))


RECORDS = Guard("joint_meeting_recorder", "这次会议由召集单位，或代它登记的那个单位记录。", _records, clause="20.3")


def _by_convener(attempt: Attempt) -> bool:
    """A convener that is itself responsible confirms its own; of two bodies the responsible one does not."""
    own = attempt.subject.joint_decision
    meeting = own.meeting
    return (
        bool({meeting.matter.holder_id, meeting.recorded_by_id} & set(attempt.actor.bodies)) or attempt.actor.is_system
    )


BY_CONVENER = Guard(
    "joint_decision_by_convener", "议定事项落实得怎样由召集单位确认，责任单位只报情况。", _by_convener, clause="20.3"
)
