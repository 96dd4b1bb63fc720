"""What training plans add to the generic pages: courses, who took part, how many of how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import choices, words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import spoken_date, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.encouragement.training import coverage, queries
from ecoduty.mechanisms.encouragement.training.flow import TRAINING
from ecoduty.mechanisms.encouragement.training.models import Attendance, TrainingPlan
from ecoduty.mechanisms.encouragement.training.queries import TRAINING_PLAN
from ecoduty.organisation.directory.models import Body


def _own(matter: Matter) -> TrainingPlan:
    return TrainingPlan.objects.select_related("body", "teaching_file").get(pk=matter.pk)


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own = _own(matter)
    return {"own": own, "school": queries.school(own.body, today()), "year": coverage.of_year(own.year, [own.body])[0]}


def _courses(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    on = today()
    topics = queries.topics(on)
    heads: dict[int, int] = defaultdict(int)
    for course, number in Attendance.objects.filter(course__plan=matter.pk, struck="").values_list("course", "heads"):
        heads[course] += number
    rows = [
        {"own": one, "topic": topics.get(one.topic, one.topic), "planned": words.day(one.planned_on, on),
         "held": words.day(one.held_on, on) if one.held_on else "", "heads": heads.get(one.pk, 0)}
        for one in queries.courses(matter)
    ]  # fmt: skip
    return {"rows": rows}


def _took_part(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    """By course and body: people in office by name, the others as a number."""
    rows = Attendance.objects.filter(course__plan=matter.pk, struck="").select_related("course", "body", "person")
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows.order_by("course__held_on", "course_id", "body__order", "pk"):
        bodies = found.setdefault(row.course.name, {})
        name = row.body.short_name if row.body else row.body_name
        line = bodies.setdefault(name, {"people": [], "others": 0})
        if row.person is not None:
            line["people"].append(f"{row.person.name}（{row.post_title}）" if row.post_title else row.person.name)
        else:
            line["others"] += row.heads
    return {"courses": [(name, list(bodies.items())) for name, bodies in found.items()]}


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    year = coverage.of_year(own.year, [own.body])[0]
    share = "—" if year.percent is None else f"{year.percent}%"
    return [
        Fact("课程", f"{year.held}/{year.courses}门已开"),
        Fact("应训", f"{own.to_train}人" if own.to_train is not None else "未填"),
        Fact("已训", f"{year.persons}人"),
        Fact("覆盖率", share),
    ]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "draft_training":
        body = Body.objects.filter(key=actor.body).first()
        before = TrainingPlan.objects.filter(body=body, year=on.year - 1).first() if body else None
        goals = {"goals": before.goals} if before else {}
        return Prefill(values={"year": on.year, **goals}, sources={"goals": "上年计划，请改成今年的"} if before else {})
    if subject is None:
        return Prefill()
    topics = list(queries.topics(on).items())
    if act.code == "revise_training":
        own = _own(subject)
        return Prefill(
            values={"goals": own.goals, "to_train": own.to_train or "", "to_train_source": own.to_train_source}
        )
    if act.code in {"add_course", "change_course"}:
        return Prefill(choices={"topic": topics})
    if act.code == "hold_course":
        return Prefill(values={"held_on": on.isoformat()})
    return Prefill()


def _coming(matter: Any) -> Choices:
    return [(str(one.pk), f"{spoken_date(one.planned_on)} {one.name}") for one in queries.coming(matter)]


def _held(matter: Any) -> Choices:
    return [(str(one.pk), f"{spoken_date(one.held_on)} {one.name}") for one in queries.held(matter) if one.held_on]


def may_plan(actor: Actor) -> bool:
    """Whether this post drafts its body's training plan."""
    if not may_create(TRAINING.by_code["draft_training"], actor):
        return False
    body = Body.objects.filter(key=actor.body).first()
    return body is not None and queries.plans(body, today())


choices.register("training_courses", _coming)
choices.register("training_courses_held", _held)
register(
    TRAINING_PLAN,
    Parts(
        tabs=(
            Tab(
                "courses",
                "课程",
                "desk/training/courses.html",
                _courses,
                lambda matter: queries.courses(matter).count(),
            ),
            Tab("content", "安排和覆盖", "desk/training/content.html", _content),
            Tab("took_part", "参训", "desk/training/took_part.html", _took_part),
        ),
        facts=_facts,
        prefill=_prefill,
        pages=(
            PageLink("编制培训计划", "desk:new-training-plan", may_plan, begins=True),
            PageLink("培训总览", "desk:training", begins=True),
        ),
    ),
)
