"""What joint meetings and their decisions add to the generic pages (clause 20.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ecoduty.casework.documents import texts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.papers import PAPER
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.rows import light_of
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Act, Actor, options
from ecoduty.mechanisms.enforcement.meetings import queries
from ecoduty.mechanisms.enforcement.meetings.flow import DECISIONS, MEETINGS
from ecoduty.mechanisms.enforcement.meetings.models import JointDecision, JointMeeting
from ecoduty.organisation.directory.models import Body


def _programme(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for every party
    own = queries.own_of(matter)
    rows = list(own.attendance.select_related("body"))
    return {
        "own": own,
        "planned": words.day(own.planned_on, today()),
        "held": words.day(own.held_on, today()) if own.held_on else "",
        "agenda": list(own.agenda.all()),
        "attendance": rows,
        "came": sum(row.attended is True for row in rows),
        "papers": list(own.papers.select_related("file")),
        "minutes": texts.main_document(matter),
    }


def _decided(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """What was decided and how far each is; a link for whoever is a party of the decision."""
    own = queries.own_of(matter)
    rows, limits, at = queries.decisions(own), thresholds_in_force(), now()
    seen = set(Matter.objects.filter(visible_to(actor), pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    may = {one.act.code for one in options(MEETINGS, matter, actor, at) if one.open}
    return {
        "matter": matter,
        "may_record": "record_joint_decision" in may,
        "rows": [
            {
                "own": row, "matter": row.matter, "linked": row.pk in seen, "light": light_of(row.matter, at, limits),
                "state": DECISIONS.state(row.matter.state).label, "due": words.day(row.due_on, today()),
            }
            for row in rows
        ],
        "done": sum(row.matter.state == "fulfilled" for row in rows),
    }  # fmt: skip


def _meeting_facts(matter: Matter) -> list[Fact]:
    own = queries.own_of(matter)
    day = own.held_on or own.planned_on
    behalf = [Fact("代为登记", own.recorded_by.short_name)] if own.recorded_by_id != matter.holder_id else []
    return [
        Fact("召集", matter.holder.short_name),
        Fact("召开" if own.held_on else "预定", words.day(day, today())),
        *behalf,
    ]


def _bodies(bodies: Iterable[Body]) -> Choices:
    return [(body.key, body.short_name) for body in bodies]


def _invitable() -> dict[str, Choices]:
    first, others = queries.usual(queries.partners(today()), today())
    return {"invited": _bodies(first), "others": _bodies(others)}


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "convene_joint_meeting":
        conveners = queries.conveners(on)
        mine = next((body.key for body in conveners if body.pk in actor.bodies), conveners[0].key if conveners else "")
        return Prefill(choices={"convener": _bodies(conveners), **_invitable()}, values={"convener": mine})
    return _prefill_of(act, queries.own_of(subject)) if subject is not None else Prefill()


def _prefill_of(act: Act, own: JointMeeting) -> Prefill:
    on = today()
    if act.code == "revise_joint_meeting":
        lines = [f"{row.title}｜{row.presenter}".rstrip("｜") for row in own.agenda.all()]
        first, others = queries.usual(queries.invited(own), on)
        values: dict[str, Any] = {
            "planned_on": own.planned_on, "place": own.place, "agenda": lines,
            "invited": [body.key for body in first], "others": [body.key for body in others],
        }  # fmt: skip
        return Prefill(choices=_invitable(), values=values)
    circle = queries.circle(own)
    if act.code == "hold_joint_meeting":
        return Prefill(
            choices={"attended": _bodies(circle)},
            values={"held_on": min(own.planned_on, on), "attended": [body.key for body in circle]},
        )
    return Prefill(choices={"responsible": _bodies(circle), "supporters": _bodies(circle)})


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above the form that issues the minutes: what they will say."""
    if subject is None or act.code != "issue_joint_minutes":
        return {}
    return {
        "before": "desk/enforcement/joint_decided.html",
        "content": {**_decided(subject, actor), "may_record": False},
    }


def _decision(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = JointDecision.objects.select_related("meeting__matter__holder", "evidence").get(pk=matter.pk)
    return {
        "own": own,
        "due": words.day(own.due_on, today()),
        "linked": Matter.objects.filter(visible_to(actor), pk=own.meeting_id).exists(),
        "meeting": own.meeting.matter,
    }


def _decision_facts(matter: Matter) -> list[Fact]:
    own = JointDecision.objects.select_related("meeting__matter__holder").get(pk=matter.pk)
    return [Fact("责任单位", matter.holder.short_name), Fact("召集单位", own.meeting.matter.holder.short_name)]


def _before_decision(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above what judges it: what was decided and what was reported."""
    if subject is None or act.code not in {"confirm_joint_decision", "return_joint_decision"}:
        return {}
    return {"before": "desk/enforcement/joint_decision.html", "content": _decision(subject, actor)}


register(
    queries.MEETING,
    Parts(
        tabs=(
            Tab("programme", "议程和到会", "desk/enforcement/joint_programme.html", _programme),
            Tab(
                "decided", "议定事项", "desk/enforcement/joint_decided.html", _decided,
                lambda matter: matter.joint_meeting.decisions.count(),
            ),
            PAPER,
        ),
        facts=_meeting_facts,
        prefill=_prefill,
        before=_before,
        pages=(PageLink("登记联席会议", "desk:new-joint-meeting", queries.may_record, begins=True),),
    ),
)  # fmt: skip
register(
    queries.DECISION,
    Parts(
        tabs=(Tab("decision", "议定事项", "desk/enforcement/joint_decision.html", _decision),),
        facts=_decision_facts,
        before=_before_decision,
    ),
)
