"""What the acts of a training plan do beyond their table (clause 16.1). Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import IntegrityError, transaction

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.opening import open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.encouragement.training import attendance, data, queries
from ecoduty.mechanisms.encouragement.training.models import Attendance, Course, TrainingPlan
from ecoduty.mechanisms.encouragement.training.states import DRAFTING
from ecoduty.organisation.directory.models import Body

CLAUSES = ("16.1",)

_wrong = partial(wrong, clause="16.1")


def draft(attempt: Attempt) -> None:
    """Open the plan of the actor's own body. Raises Refused `not_training`, `training_plan_exists`, `number_without_source`."""
    given: data.DraftTraining = attempt.data
    body = Body.objects.select_related("region").filter(key=attempt.actor.body).first()
    if body is None or not queries.plans(body, local_date(attempt.recorded_at)):
        raise Refused("not_training", "按规则书，您所在的机构不编制年度培训计划。", status=403)
    if TrainingPlan.objects.filter(body=body, year=given.year).exists():
        raise _exists(body, given.year)
    title = f"{body.short_name}{given.year}年度生态环境保护培训计划"
    matter = open_matter(attempt, title=title, holder=body, state=DRAFTING.code, period=str(given.year))
    _sourced(given)
    try:
        with transaction.atomic():
            TrainingPlan.objects.create(
                matter=matter, body=body, year=given.year, goals=given.goals,
                to_train=given.to_train, to_train_source=given.to_train_source,
            )  # fmt: skip
    except IntegrityError as error:  # somebody of the same body was a moment faster
        raise _exists(body, given.year) from error


def revise(attempt: Attempt) -> None:
    """These are the goals and numbers from now on. Raises Refused `number_without_source`."""
    given: data.TrainingGoals = attempt.data
    _sourced(given)
    own = _own(attempt)
    own.goals, own.to_train, own.to_train_source = given.goals, given.to_train, given.to_train_source
    own.save(update_fields=["goals", "to_train", "to_train_source"])


def add_course(attempt: Attempt) -> None:
    """One more course. Raises Refused `unknown_topic` or `other_year`."""
    given: data.CourseContent = attempt.data
    own = _own(attempt)
    _fits(given, own, local_date(attempt.recorded_at))
    Course.objects.create(plan=own, **given.model_dump())


def change_course(attempt: Attempt) -> None:
    """A course is planned otherwise. Raises Refused `course_unknown`, `unknown_topic` or `other_year`."""
    given: data.ChangeCourse = attempt.data
    course = _coming(attempt, given.course)
    _fits(given, _own(attempt), local_date(attempt.recorded_at))
    for name, value in given.model_dump(exclude={"course"}).items():
        setattr(course, name, value)
    course.save()
    attempt.record(course_name=course.name)


def cancel_course(attempt: Attempt) -> None:
    """It is not held. Raises Refused `course_unknown`."""
    course = _coming(attempt, attempt.data.course)
    course.cancelled = attempt.data.note
    course.save(update_fields=["cancelled"])
    attempt.record(course_name=course.name)


def hold_course(attempt: Attempt) -> None:
    """It was held. Raises Refused `course_unknown`, `held_in_future` or `other_year`."""
    given: data.HoldCourse = attempt.data
    course, own = _coming(attempt, given.course), _own(attempt)
    if given.held_on > local_date(attempt.recorded_at):
        raise _wrong("held_on", "held_in_future", f"开课日期{spoken_date(given.held_on)}还没有到，不能登记将来的事。")
    _of_year("held_on", given.held_on, own)
    course.held_on, course.held_hours, course.note = given.held_on, given.held_hours, given.note
    course.save(update_fields=["held_on", "held_hours", "note"])
    attempt.record(course_name=course.name)


def record_attendance(attempt: Attempt) -> None:
    """Who took part, added to who is entered already. Raises Refused `course_unknown` and what `attendance.read` raises."""
    given: data.RecordAttendance = attempt.data
    course = _held(attempt, given.course)
    assert course.held_on is not None
    lines = attendance.pasted(given.lines)
    if given.file:
        file = serving.file_for(given.file, attempt.actor)
        lines += attendance.in_sheet(storage.path_of(file.sm3), file.name)
    found = attendance.read(lines, course.held_on)
    there = set(course.attendances.filter(struck="", person__in=found.people).values_list("person", flat=True))
    rows = [
        Attendance(
            course=course, body=one.post.body, body_name=one.post.body.short_name, person_id=person, post_title=one.post.title
        )
        for person, one in found.people.items()
        if person not in there
    ]  # fmt: skip
    rows += [
        Attendance(course=course, body_id=body, body_name=name, heads=heads)
        for (body, name), heads in found.others.items()
    ]
    Attendance.objects.bulk_create(rows)
    attempt.record(course_name=course.name, named=len(found.people) - len(there), counted=found.others.total())


def clear_attendance(attempt: Attempt) -> None:
    """The list was wrong: it is struck with its reason. Raises Refused `course_unknown` or `nothing_to_clear`."""
    course = _held(attempt, attempt.data.course)
    struck = course.attendances.filter(struck="").update(struck=attempt.data.note)
    if not struck:
        raise _wrong("course", "nothing_to_clear", f"“{course.name}”还没有登记参训名单。")
    attempt.record(course_name=course.name, struck=struck)


def say_teaching(attempt: Attempt) -> None:
    """What a party school teaches this year, with where it can be read."""
    given: data.SayTeaching = attempt.data
    own = _own(attempt)
    own.teaches, own.teaching_proof = given.teaches == "yes", given.proof
    if given.file:
        own.teaching_file = claim_file(attempt, attempt.subject, given.file)
    own.save(update_fields=["teaches", "teaching_proof", "teaching_file"])


def _own(attempt: Attempt) -> TrainingPlan:
    own: TrainingPlan = attempt.subject.training_plan
    return own


def _coming(attempt: Attempt, number: int) -> Course:
    found = queries.coming(attempt.subject).filter(pk=number).first()
    if found is None:
        raise _wrong("course", "course_unknown", "所选的课程不在这份计划里，或已经开课、取消。请刷新页面后重选。")
    return found


def _held(attempt: Attempt, number: int) -> Course:
    found = queries.held(attempt.subject).filter(pk=number).first()
    if found is None:
        raise _wrong("course", "course_unknown", "所选的课程还没有登记开课。请先登记开课，再登记参训名单。")
    return found


def _sourced(given: data.TrainingGoals) -> None:
    if given.to_train is not None and not given.to_train_source.strip():
        raise _wrong("to_train_source", "number_without_source", "填了应训人数的，请写明这个数从哪里来。")


def _fits(given: data.CourseContent, own: TrainingPlan, on: date) -> None:
    if given.topic not in queries.topics(on):
        raise _wrong("topic", "unknown_topic", "没有这个主题，请从所列的主题中选。")
    _of_year("planned_on", given.planned_on, own)


def _of_year(field: str, day: date, own: TrainingPlan) -> None:
    if day.year != own.year:
        raise _wrong(
            field, "other_year", f"{spoken_date(day)}不在{own.year}年度，请核对；别的年度的课程写进那一年的计划。"
        )


def _exists(body: Body, year: int) -> Refused:
    return Refused("training_plan_exists", f"{body.short_name}{year}年度已有培训计划，请在那一个里编。", status=409)
