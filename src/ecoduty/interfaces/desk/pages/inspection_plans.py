"""What inspection plans add to the generic pages: lines, overlaps with offers, what was changed, choices with counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import choices, words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.inspections.planning import objects, overlaps, queries
from ecoduty.mechanisms.inspections.planning.flow import INSPECTION_PLANS
from ecoduty.mechanisms.inspections.planning.models import InspectionObject, InspectionPlan, JoinOffer, LineChange
from ecoduty.mechanisms.inspections.planning.queries import INSPECTION_PLAN
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

_LINE_ACTS = {"add_line", "change_line", "supplement_line", "adjust_line"}
_MOST_SITES = 500  # in one choice; a longer one is for the history page's search


def _own(matter: Matter) -> InspectionPlan:
    return InspectionPlan.objects.select_related("body").get(pk=matter.pk)


def _lines(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    on, own = today(), _own(matter)
    kinds = queries.kinds(on)
    counts = objects.shown_counts(own.year, on, actor.bodies, beside=own.pk)
    rows = [
        {"line": line, "kind": kinds.get(line.kind, line.kind), "count": counts.get(line.object_id, 0),
         "region": line.object.region.short_name if line.object.region else ""}
        for line in queries.lines(matter).exclude(queries.hidden_from(actor, on))
    ]  # fmt: skip
    return {"own": own, "rows": rows, "cap": queries.cap(on)}


def _meeting(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- covert lines against the plan's own body are left out
    offers = JoinOffer.objects.filter(own__plan=matter.pk) | JoinOffer.objects.filter(other__plan=matter.pk)
    rows = offers.select_related("own__plan__body", "own__object", "other__plan__body").order_by("-pk")
    return {
        "overlaps": overlaps.of_plan(matter, today()),
        "offers": [
            {
                "offer": one,
                "own": one.own.plan_id == matter.pk,
                "when": words.day(one.offered_at, today()),
                "answered": words.day(one.answered_at, today()) if one.answered_at else "",
            }
            for one in rows
        ],
    }


def _changes(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    rows = LineChange.objects.filter(line__plan=matter.pk).exclude(queries.hidden_from(actor, today(), "line__"))
    return {
        "rows": [
            {"row": row, "what": INSPECTION_PLANS.by_code[row.act].label, "when": words.day(row.at, today())}
            for row in rows.select_related("line__object").order_by("-pk")
        ]
    }


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    standing = queries.standing(matter)
    approved = [Fact("批准", own.approved_by)] if own.approved_by else []
    return [Fact("年度", f"{own.year}年"), Fact("计划项", f"{standing.count()}项"), *approved]


def _bodies(by: Body, counts: Mapping[int, int]) -> Choices:
    on = today()
    rows = queries.inspectable(by, on)
    numbers = dict(InspectionObject.objects.filter(body__in=rows).values_list("body", "pk"))
    return [(body.key, _counted(body.short_name, counts.get(numbers.get(body.pk, 0), 0))) for body in rows]


def _sites(by: Body, counts: Mapping[int, int]) -> Choices:
    rows = InspectionObject.objects.filter(body=None).select_related("region")
    if by.level == Level.DISTRICT:
        rows = rows.filter(region=by.region_id)
    return [
        (
            str(row.pk),
            _counted(f"{row.name}（{row.region.short_name}）" if row.region else row.name, counts.get(row.pk, 0)),
        )
        for row in rows.order_by("region__order", "name")[:_MOST_SITES]
    ]


def _counted(name: str, count: int) -> str:
    return f"{name}　本年{count}次" if count else name


def object_choices(by: Body, year: int, actor: Actor, *, beside: int | None = None) -> dict[str, Choices]:
    """Who can be inspected, with how often it already is this year: four queries."""
    counts = objects.shown_counts(year, today(), actor.bodies, beside=beside)
    districts = directory.districts().order_by("order")
    if by.level == Level.DISTRICT:
        districts = districts.filter(pk=by.region_id)
    return {
        "body": _bodies(by, counts),
        "site": _sites(by, counts),
        "site_region": list(districts.values_list("key", "short_name")),
    }


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "draft_inspection_plan":
        return Prefill(values={"year": on.year if on.month < 12 else on.year + 1})
    if subject is None:
        return Prefill()
    own = _own(subject)
    if act.code == "revise_principles":
        return Prefill(values={"principles": own.principles})
    if act.code in _LINE_ACTS:
        kinds = list(queries.kinds(on).items())
        return Prefill(choices={"kind": kinds, **object_choices(own.body, own.year, actor, beside=own.pk)})
    return Prefill()


def _standing(matter: Any) -> Choices:
    kinds = queries.kinds(today())
    return [
        (str(one.pk), f"{one.when} {one.object.name}（{kinds.get(one.kind, one.kind)}）")
        for one in queries.standing(matter)
    ]


def _over(matter: Any) -> Choices:
    return [
        (str(one.pk), f"{one.when} {one.object.name}：{one.over_reason}"[:120]) for one in queries.ungranted(matter)
    ]


def _overlaps(matter: Any) -> Choices:
    return [
        (one.pair, f"{one.own.object.name}：本单位{one.own.when}，{one.other.plan.body.short_name}{one.other.when}")
        for one in overlaps.of_plan(matter, today())
    ]


def _offers(matter: Any) -> Choices:
    return [
        (
            str(one.pk),
            f"{one.own.plan.body.short_name}：{one.own.object.name}，{one.own.when}{'。' + one.note if one.note else ''}",
        )
        for one in queries.offers_got(matter)
    ]


def may_plan(actor: Actor) -> bool:
    """Whether this post drafts its body's plan of inspections."""
    if not may_create(INSPECTION_PLANS.by_code["draft_inspection_plan"], actor):
        return False
    body = Body.objects.filter(key=actor.body).first()
    return body is not None and queries.plans(body, today())


choices.register("inspection_lines", _standing)
choices.register("inspection_lines_over", _over)
choices.register("inspection_overlaps", _overlaps)
choices.register("inspection_offers", _offers)
register(
    INSPECTION_PLAN,
    Parts(
        tabs=(
            Tab("lines", "计划项", "desk/inspection_plans/lines.html", _lines, lambda matter: queries.lines(matter).count()),
            Tab(
                "meeting", "重叠和联合", "desk/inspection_plans/meeting.html", _meeting,
                lambda matter: len(overlaps.of_plan(matter, today())),
            ),
            Tab("changes", "实施中的改动", "desk/inspection_plans/changes.html", _changes),
        ),
        facts=_facts,
        prefill=_prefill,
        pages=(
            PageLink("编制检查计划", "desk:new-inspection-plan", may_plan, begins=True),
            PageLink("检查计划总览", "desk:inspection-plans"),
        ),
    ),
)  # fmt: skip
