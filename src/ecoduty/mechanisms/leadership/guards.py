"""Conditions of the acts of meetings and topics, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.leadership import queries


def _unsettled(attempt: Attempt) -> bool:
    return bool(queries.unsettled(attempt.subject))


def _topics_open(attempt: Attempt) -> bool:
    return bool(queries.undecided_topics(attempt.subject))


def _heard(attempt: Attempt) -> bool:
    return bool(queries.standing_hearings(attempt.subject))


def _minutes_there(attempt: Attempt) -> bool:
    return bool(attempt.subject.meeting.minutes_number)


def _all_settled(attempt: Attempt) -> bool:
    return not queries.unsettled(attempt.subject) and not queries.undecided_topics(attempt.subject)


def _agenda_open(attempt: Attempt) -> bool:
    return bool(queries.open_agendas(attempt.subject))


UNSETTLED = Guard("decisions_settled", "没有还要转任务的决定：都已转任务或写明理由。", _unsettled, clause="13.1")
TOPICS_OPEN = Guard("no_topic_waits", "议程上没有等待决定的提请议题。", _topics_open, clause="10.4")
HEARD = Guard("nothing_heard", "这次会议还没有登记汇报。", _heard, clause="13.1")
MINUTES_THERE = Guard("minutes_missing", "会议纪要还没有登记编号，请先登记纪要。", _minutes_there, clause="10.1")
ALL_SETTLED = Guard(
    "decisions_open",
    "还有决定没有转任务、也没有写明理由，或提请的议题还没有决定。请逐项处理后再办结。",
    _all_settled,
    clause="10.4",
)
AGENDA_OPEN = Guard("no_agenda_open", "没有正在筹备的同类会议：请先登记会议，再列入议题。", _agenda_open, clause="10.4")
