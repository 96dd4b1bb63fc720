"""What meetings and topics add to the generic pages: agenda and papers, who reported on what, decisions and their tasks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import choices, words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel import flow
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Act, Actor, options
from ecoduty.kernel.flow.gate import may_create
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.leadership import bodies, coverage, queries
from ecoduty.mechanisms.leadership.flow import MEETINGS, TOPICS
from ecoduty.mechanisms.leadership.models import Meeting, Topic
from ecoduty.mechanisms.leadership.queries import MEETING, TOPIC
from ecoduty.mechanisms.leadership.states import PREPARING, PROPOSED, Presided
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

_TASK_LEADS = "task.lead-kinds"


def _meeting(matter: Matter) -> Meeting:
    return Meeting.objects.select_related("held_by", "minutes_file").get(pk=matter.pk)


def _topic(matter: Matter) -> Topic:
    return Topic.objects.select_related("proposer", "file", "meeting__matter").get(pk=matter.pk)


def _agenda(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The agenda; while it is being drawn up also the topics that wait for one like it."""
    own = _meeting(matter)
    seen = Matter.objects.filter(visible_to(actor), kind=TOPIC)
    rows = queries.agenda(matter)
    known = set(seen.filter(pk__in=[row.topic_id for row in rows if row.topic_id]).values_list("pk", flat=True))
    waiting = seen.none()
    if matter.state == PREPARING.code:
        waiting = seen.filter(
            state=PROPOSED.code, topic__forum=own.kind, body_level=matter.body_level, region=matter.region_id
        )
    return {
        "own": own,
        "planned": words.day(own.planned_on, today()),
        "held": words.day(own.held_on, today()) if own.held_on else "",
        "minutes_on": words.day(own.minutes_on, today()) if own.minutes_on else "",
        "presided": Presided(own.presided).label if own.presided else "",
        "rows": [(row, row.topic.matter if row.topic and row.topic_id in known else None) for row in rows],
        "papers": list(own.papers.select_related("file")),
        "waiting": list(waiting.select_related("topic__proposer").order_by("pk")[:20]),
    }


def _heard(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    return {"matter": matter, "rows": queries.hearings(matter), "may": _may(matter, actor)}


def _may(matter: Matter, actor: Actor) -> set[str]:
    """What this actor can do to the meeting now."""
    return {one.act.code for one in options(MEETINGS, matter, actor, now()) if one.open}


def _decided(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """Decisions, what became of them, and the way to a task for whoever may make one."""
    rows = queries.decisions(matter)
    linked = [pk for row in rows for pk in (row.task_id, row.topic_id) if pk]
    seen = set(Matter.objects.filter(visible_to(actor), pk__in=linked).values_list("pk", flat=True))
    return {
        "matter": matter,
        "may": _may(matter, actor),
        "rows": [
            {
                "own": row,
                "task": row.task if row.task_id in seen else None,
                "task_state": _state_of(row.task) if row.task_id in seen and row.task else "",
                "topic": row.topic.matter if row.topic and row.topic_id in seen else None,
            }
            for row in rows
        ],
    }


def _state_of(task: Matter) -> str:
    return flow.table(task.kind).state(task.state).label


def _meeting_facts(matter: Matter) -> list[Fact]:
    own = _meeting(matter)
    kind = bodies.kinds(today()).get(own.kind, own.kind)
    day = (
        Fact("召开", words.day(own.held_on, today()))
        if own.held_on
        else Fact("预定", words.day(own.planned_on, today()))
    )
    behalf = [Fact("代为登记", matter.holder.short_name)] if own.held_by_id != matter.holder_id else []
    number = [Fact("纪要", own.minutes_number)] if own.minutes_number else []
    return [Fact("", kind), Fact("召开单位", own.held_by.short_name), day, *number, *behalf]


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = _topic(matter)
    seen = own.meeting is not None and Matter.objects.filter(visible_to(actor), pk=own.meeting_id).exists()
    return {
        "own": own,
        "forum": bodies.kinds(today()).get(own.forum, own.forum),
        "meeting": own.meeting.matter if own.meeting and seen else None,
    }


def _topic_facts(matter: Matter) -> list[Fact]:
    own = _topic(matter)
    urgent = [Fact("", "紧急")] if own.urgent else []
    return [
        Fact("提请单位", own.proposer.short_name),
        Fact("会议", bodies.kinds(today()).get(own.forum, own.forum)),
        *urgent,
    ]


def _prefill_meeting(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "convene":
        kept = bodies.recorded_by(actor, on) if actor.body else []
        kinds = [
            (code, word) for code, word in bodies.kinds(on).items() if any(bodies.holds(code, one, on) for one in kept)
        ]
        only = {"held_by": kept[0].key} if len(kept) == 1 else {}
        return Prefill(choices={"kind": kinds, "held_by": [(one.key, one.short_name) for one in kept]}, values=only)
    if act.code == "revise_agenda":
        own = _meeting(subject)
        lines = [
            f"{row.title}｜{row.presenter}".rstrip("｜") for row in queries.agenda(subject) if row.topic_id is None
        ]
        return Prefill(values={"planned_on": own.planned_on.isoformat(), "place": own.place, "agenda": lines})
    if act.code == "hold":
        return Prefill(values={"held_on": min(_meeting(subject).planned_on, on).isoformat()})
    if act.code == "task_from_decision":
        return Prefill(choices={"lead": _leads(actor)}, values=_only(queries.unsettled(subject)))
    return Prefill(values=_only(queries.unsettled(subject)) if act.code == "no_task" else {})


def _only(found: list[tuple[int, str]]) -> dict[str, str]:
    return {"decision": str(found[0][0])} if len(found) == 1 else {}


def _leads(actor: Actor) -> Choices:
    """Bodies that may lead a task which the actor's body issues."""
    body = Body.objects.filter(key=actor.body).first()
    if body is None:
        return []
    kinds = rulebooks.current().words(_TASK_LEADS, on=today())
    found = bodies.of_level(kinds, body.level, body.region_id if body.level == Level.DISTRICT else None, today())
    return [(one.key, one.short_name) for one in found]


def _prefill_topic(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    if act.code == "propose":
        return Prefill(choices={"forum": list(bodies.forums(today()).items())})
    if act.code == "resubmit":
        own = _topic(subject)
        return Prefill(values={"reason": own.reason, "question": own.question})
    return Prefill()


def _before_meeting(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above the form of a task: what was decided."""
    if subject is None or act.code not in {"task_from_decision", "no_task"}:
        return {}
    return {"before": "desk/leadership/decided.html", "content": {**_decided(subject, actor), "may": ()}}


def _before_topic(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above what decides about a topic: the topic."""
    if subject is None or act.code not in {"place", "decline", "return_topic"}:
        return {}
    return {"before": "desk/leadership/topic.html", "content": _content(subject, actor)}


def may_convene(actor: Actor) -> bool:
    """Whether this post records meetings."""
    return bool(actor.body) and may_create(MEETINGS.by_code["convene"], actor)


def may_propose(actor: Actor) -> bool:
    """Whether this post proposes topics."""
    return bool(actor.body) and may_create(TOPICS.by_code["propose"], actor)


def _numbers(found: list[tuple[int, str]]) -> Choices:
    return [(str(number), label) for number, label in found]


def _portfolios(matter: Matter, *, asked: bool) -> Choices:
    """Leader and body of the meeting's day: those still asked in its year, or the others. Where nobody is, all are the first."""
    own = _meeting(matter)
    on = own.held_on or today()
    every, wanted = queries.portfolios(own, on), coverage.still_asked(own, on)
    found = [one for one in every if (one[0] in wanted) == asked]
    if any(one[0] in wanted for one in every):
        return found
    return every if asked else []


choices.register("meeting_asked", partial(_portfolios, asked=True))
choices.register("meeting_not_asked", partial(_portfolios, asked=False))
choices.register("meeting_hearings", lambda matter: _numbers(queries.standing_hearings(matter)))
choices.register("meeting_topics", lambda matter: _numbers(queries.undecided_topics(matter)))
choices.register("meeting_decisions", lambda matter: _numbers(queries.unsettled(matter)))
choices.register("topic_meetings", lambda matter: _numbers(queries.open_agendas(matter)))
register(
    MEETING,
    Parts(
        tabs=(
            Tab("agenda", "议程材料", "desk/leadership/agenda.html", _agenda, lambda m: m.meeting.agenda.count()),
            Tab("heard", "听取汇报", "desk/leadership/heard.html", _heard, lambda m: m.meeting.hearings.filter(struck="").count()),
            Tab("decided", "决定与任务", "desk/leadership/decided.html", _decided, lambda m: m.meeting.decisions.count()),
        ),
        facts=_meeting_facts,
        prefill=_prefill_meeting,
        pages=(
            PageLink("登记会议", "desk:new-meeting", may_convene, begins=True),
            PageLink("研究和汇报情况", "desk:leadership-coverage"),
        ),
        filters=(
            Filter("meeting", "会议类型", lambda: list(bodies.kinds(today()).items()), lambda value: Q(meeting__kind=value)),
        ),
        before=_before_meeting,
        inline=frozenset({"task_from_decision", "no_task", "strike_hearing"}),
    ),
)  # fmt: skip
register(
    TOPIC,
    Parts(
        tabs=(Tab("content", "议题", "desk/leadership/topic.html", _content),),
        facts=_topic_facts,
        prefill=_prefill_topic,
        pages=(PageLink("提请议题", "desk:new-topic", may_propose, begins=True),),
        before=_before_topic,
    ),
)
