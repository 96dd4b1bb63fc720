"""What leaders' site visits add to the generic pages: what was seen, who took part, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.leadership import visit_queries
from ecoduty.mechanisms.leadership.models import SiteVisit
from ecoduty.mechanisms.leadership.visit_flow import VISITS
from ecoduty.mechanisms.leadership.visit_queries import VISIT


def _own(matter: Matter) -> SiteVisit:
    return SiteVisit.objects.select_related("of_body", "leader", "district").get(pk=matter.pk)


def _seen(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own = _own(matter)
    people = own.participants.select_related("body")
    return {
        "own": own,
        "day": words.day(own.visited_on, today()),
        "people": [{"name": row.body.short_name if row.body else row.name, "title": row.title} for row in people],
    }


def _came(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The problems and tasks that came of it, as far as the visitor may know of them."""
    found = visit_queries.outcome([matter.pk], visible_to(actor)).get(matter.pk, [])
    return {"rows": [line(one) for one in found], "note": _own(matter).finish_note}


def line(matter: Matter) -> dict[str, Any]:
    """A problem or a task in the list of what came of a visit."""
    table = flow.table(matter.kind)
    return {
        "matter": matter,
        "kind": table.label,
        "state": table.state(matter.state).label,
        "due": words.day(matter.next_due_on, today()) if matter.next_due_on else "",
    }


def leader_of(own: SiteVisit) -> str:
    """Whose visit it was, in words."""
    return f"{own.of_body.short_name}{own.leader_title}"


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    where = " ".join([*([own.district.short_name] if own.district else []), *([own.place] if own.place else [])])
    return [
        Fact("带队", f"{leader_of(own)} {own.leader_name}".strip()),
        Fact("", words.day(own.visited_on, today())),
        Fact("地点", where),
        Fact("登记", matter.holder.short_name),
    ]


def _receivers(kind: str, matter: Matter) -> Choices:
    found = visit_queries.receivers(kind, matter.body_level, matter.region_id, today())
    return [(body.key, body.short_name) for body in found]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code == "record_visit":
        return _beginning(actor)
    own = _own(subject)
    if act.code == "edit_visit":
        return _written(subject, own)
    if act.code == "mark_place":
        point = {"longitude": own.longitude, "latitude": own.latitude}
        values: dict[str, str] = {name: f"{value:.5f}" for name, value in point.items() if value is not None}
        values["district"] = own.district.key if own.district else ""
        return Prefill(choices={"district": _districts(own)}, values=values)
    if act.code == "problem_from_visit":
        return Prefill(choices={"responsible": _receivers("problem", subject)}, values={"place": own.place})
    if act.code == "task_from_visit":
        return Prefill(choices={"lead": _receivers("task", subject)}, values={"requirements": own.asked})
    return Prefill()


def _beginning(actor: Actor) -> Prefill:
    on = today()
    whose = visit_queries.whose(actor, on) if actor.body else []
    serves = visit_queries.serves(actor)
    posts = [
        (f"{post.body.key}/{post.key}", f"{post.body.short_name}{post.own_title}")
        for post in visit_queries.leaders(whose, on, serves)
    ]
    values = {"visited_on": on.isoformat(), **({"leader": posts[0][0]} if len(posts) == 1 else {})}
    named = {} if serves else {"of_body": [(body.key, body.short_name) for body in whose]}
    level = whose[0].level if whose else ""
    region = whose[0].region_id if whose else None
    return Prefill(
        choices={"leader": posts, "district": visit_queries.districts(level, region), **named}, values=values
    )


def _districts(own: SiteVisit) -> Choices:
    return visit_queries.districts(own.of_body.level, own.of_body.region_id)


def _written(matter: Matter, own: SiteVisit) -> Prefill:
    people = [f"{row.name}｜{row.title}".rstrip("｜") for row in own.participants.all()]
    values = {
        "title": matter.title, "visited_on": own.visited_on.isoformat(), "district": own.district.key if own.district else "",
        "place": own.place, "participants": people, "seen": own.seen, "asked": own.asked,
    }  # fmt: skip
    return Prefill(choices={"district": _districts(own)}, values=values)


def may_record(actor: Actor) -> bool:
    """Whether this post records leaders' visits."""
    return bool(actor.body) and may_create(VISITS.by_code["record_visit"], actor)


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above what turns into a problem or a task, or ends it: what was seen."""
    if subject is None or act.code not in {"problem_from_visit", "task_from_visit", "finish_visit"}:
        return {}
    return {"before": "desk/site_visits/seen.html", "content": _seen(subject, actor)}


register(
    VISIT,
    Parts(
        tabs=(
            Tab("seen", "督导情况", "desk/site_visits/seen.html", _seen),
            Tab("came", "问题和任务", "desk/site_visits/came.html", _came),
        ),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        instead={"mark_place": "desk:place"},
        pages=(
            PageLink("登记现场督导", "desk:record-visit", may_record, begins=True),
            PageLink("督导情况", "desk:site-visits"),
        ),
    ),
)
