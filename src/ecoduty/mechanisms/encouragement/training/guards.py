"""Conditions of the acts of a training plan, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.encouragement.training import queries


def _whole(attempt: Attempt) -> bool:
    own = attempt.subject.training_plan
    return own.to_train is not None and queries.courses(attempt.subject).filter(cancelled="").exists()


def _school(attempt: Attempt) -> bool:
    return queries.school(attempt.subject.training_plan.body, local_date(attempt.recorded_at))


def _taught(attempt: Attempt) -> bool:
    return not _school(attempt) or attempt.subject.training_plan.teaches is not None


WHOLE = Guard("training_incomplete", "还没有填应训人数，或一门课程也没有，不能审定。", _whole, clause="16.1")
SCHOOL = Guard("not_a_school", "只有党校（行政学院）登记教学内容。", _school, clause="16.1")
TAUGHT = Guard("teaching_not_said", "请先登记生态环境课程是否列入教学内容。", _taught, clause="16.1")
NONE_COMING = Guard(
    "courses_open",
    "还有课程没有开课，也没有取消。",
    lambda attempt: not queries.coming(attempt.subject).exists(),
    clause="16.1",
)
ANY_COMING = Guard("no_course_open", "计划里没有待开的课程。", lambda attempt: queries.coming(attempt.subject).exists())
ANY_HELD = Guard("no_course_held", "还没有登记开课的课程。", lambda attempt: queries.held(attempt.subject).exists())
