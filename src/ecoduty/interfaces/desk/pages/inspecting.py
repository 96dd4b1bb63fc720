"""What inspections add to the generic pages: what was planned and done, problems found, conclusion and review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.inspection_plans import object_choices
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.rows import address_of
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor, registry
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.inspections import queries as problems
from ecoduty.mechanisms.inspections.inspecting import queries
from ecoduty.mechanisms.inspections.inspecting.flow import INSPECTIONS
from ecoduty.mechanisms.inspections.inspecting.models import Inspection
from ecoduty.mechanisms.inspections.inspecting.queries import INSPECTION
from ecoduty.mechanisms.inspections.inspecting.states import Outcome
from ecoduty.mechanisms.inspections.planning import queries as planning
from ecoduty.organisation.directory.models import Body


def _own(matter: Matter) -> Inspection:
    found = Inspection.objects.select_related("by", "object__body", "object__region", "line__plan", "file", "matter")
    return found.get(pk=matter.pk)


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own, on = _own(matter), today()
    return {
        "own": own,
        "kind": planning.kinds(on).get(own.kind, own.kind),
        "planned": _span(own.starts_on, own.ends_on),
        "held": _span(own.held_from, own.held_to) if own.held_from and own.held_to else "",
        "joint": [body.short_name for body in queries.joint_bodies(own)],
        "history": reverse("desk:inspection-object", args=[own.object_id]),
    }


def _span(first: Any, last: Any) -> str:
    on = today()
    return words.day(first, on) if first == last else f"{words.day(first, on)}至{words.day(last, on)}"


def _problems(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The problems that this reader may see; of the others only that there are some."""
    found = queries.problems_of(matter)
    seen = found.filter(visible_to(actor)).select_related("holder")
    rows = [
        {"matter": one, "url": address_of(one), "state": registry.table(one.kind).state(one.state).label}
        for one in seen
    ]
    return {"rows": rows, "others": found.count() - len(rows), "own": _own(matter)}


def _conclusion(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own, on = _own(matter), today()
    return {
        "own": own,
        "received": words.day(own.received_on, on) if own.received_on else "",
        "until": words.day(own.review_until, on) if own.review_until else "",
        "asked": words.day(own.review_asked_on, on) if own.review_asked_on else "",
        "outcome": Outcome(own.review_outcome).label if own.review_outcome else "",
    }


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    kind = planning.kinds(today()).get(own.kind, own.kind)
    where = own.object.region.short_name if own.object.region and own.object.body_id is None else ""
    return [
        Fact("对象", f"{own.object.name}{'（' + where + '）' if where else ''}", reverse("desk:inspection-object", args=[own.object_id])),
        Fact("种类", kind),
        Fact("检查", own.by.short_name),
    ]  # fmt: skip


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if subject is None:
        return _begun(act, actor)
    return Prefill(values=_values(act, subject), choices=_choices(act, subject))


def _choices(act: Act, subject: Matter) -> dict[str, Choices]:
    return {"district": problems.districts(_own(subject).by)} if act.code == "register_finding" else {}


def _values(act: Act, subject: Matter) -> dict[str, str]:
    on, own = today().isoformat(), _own(subject)
    planned = {"starts_on": own.starts_on.isoformat(), "ends_on": own.ends_on.isoformat()}
    found = "found" if queries.problems_of(subject).exists() else "none"
    values: dict[str, dict[str, str]] = {
        "change_preparation": {"team": own.team, "scope": own.scope, **planned},
        "carry_out": {"held_from": planned["starts_on"], "held_to": planned["ends_on"]},
        "conclude": {"found": found},
        "conclude_site": {"found": found, "received_on": on},
        "conclude_self": {"found": found},
        "ask_review": {"asked_on": on},
    }
    return values.get(act.code, {})


def _begun(act: Act, actor: Actor) -> Prefill:
    on = today()
    body = Body.objects.select_related("region").filter(key=actor.body).first()
    if body is None:
        return Prefill()
    if act.code == "prepare_planned":
        return Prefill(choices={"line": _lines(body, on.year)})
    kinds = list(planning.kinds(on).items())
    return Prefill(choices={"kind": kinds, **object_choices(body, on.year, actor)})


def _lines(body: Body, year: int) -> Choices:
    kinds = planning.kinds(today())
    return [
        (str(one.pk), f"{one.when} {one.object.name}（{kinds.get(one.kind, one.kind)}）")
        for one in queries.to_carry_out(body, year)
    ]


def may_inspect(actor: Actor) -> bool:
    """Whether this post prepares inspections."""
    if not may_create(INSPECTIONS.by_code["prepare_planned"], actor):
        return False
    body = Body.objects.filter(key=actor.body).first()
    return body is not None and planning.plans(body, today())


register(
    INSPECTION,
    Parts(
        tabs=(
            Tab("inspection", "检查", "desk/inspecting/content.html", _content),
            Tab(
                "problems", "发现的问题", "desk/inspecting/problems.html", _problems,
                lambda matter: queries.problems_of(matter).count(),
            ),
            Tab("conclusion", "结论和复核", "desk/inspecting/conclusion.html", _conclusion),
        ),
        facts=_facts,
        prefill=_prefill,
        pages=(
            PageLink("按计划安排检查", "desk:new-inspection", may_inspect, begins=True),
            PageLink("安排计划外检查", "desk:new-unplanned-inspection", may_inspect, begins=True),
            PageLink("检查对象", "desk:inspection-objects"),
        ),
        filters=(
            Filter(
                "sort", "种类", lambda: list(planning.kinds(today()).items()), lambda value: Q(inspection__kind=value)
            ),
            Filter(
                "planned", "安排", lambda: [("yes", "计划内"), ("no", "计划外")],
                lambda value: Q(inspection__line__isnull=value == "no"),
            ),
        ),
    ),
)  # fmt: skip
