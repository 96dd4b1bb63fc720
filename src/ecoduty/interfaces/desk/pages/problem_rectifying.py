"""The full road on the page of a problem: plan, evidence, checks, acceptance, notice, look-backs, the chain (clauses 3.3, 9.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.publications.queries import publication_of
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill, Section
from ecoduty.interfaces.desk.parts import Filter, Tab
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections import states
from ecoduty.mechanisms.inspections.hearing.states import Said
from ecoduty.mechanisms.inspections.models import Acceptance, AlteredFile, Comparison, Problem, Statement, Withholding
from ecoduty.mechanisms.inspections.rectifying import evidence, queries
from ecoduty.mechanisms.inspections.rectifying.states import Kept, Passed, Policy
from ecoduty.mechanisms.inspections.roads import Road
from ecoduty.organisation.directory import queries as directory

ACTS = frozenset(
    {
        "submit_plan", "report_rectification", "record_check", "accept_rectification", "edit_public_version",
        "register_publication", "record_notice_objection", "look_back", "reopen_problem", "settle_policy", "withhold_result",
    }
)  # fmt: skip
_TODAY = {
    "record_check": "checked_on", "accept_rectification": "accepted_on", "register_publication": "published_on",
    "record_notice_objection": "received_on", "look_back": "looked_on", "reopen_problem": "looked_on",
}  # fmt: skip
_DONE, _NOW, _AHEAD = "done", "now", "ahead"


def prefill(act: Act, matter: Matter, own: Problem, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every actor
    """What is known on each form of the full road."""
    on = today()
    if act.code in _TODAY:
        return Prefill(values={_TODAY[act.code]: on.isoformat()})
    if act.code == "submit_plan":
        bodies = queries.accepting_bodies(own, on)
        values = {"limit_on": own.limit_on.isoformat() if own.limit_on else "", "measures": own.measures}
        return Prefill(choices={"accepting": [(body.key, body.short_name) for body in bodies]}, values=values)
    if act.code == "withhold_result":
        return Prefill(choices={"ground": list(queries.withholding_grounds(on).items())})
    if act.code == "settle_policy":
        return Prefill(choices={"sort": rulebooks.current().pairs("policy-document.sorts", on=on)})
    if act.code == "edit_public_version":
        found = publication_of(matter)
        content: Sequence[Mapping[str, str]] = found.content if found else ()
        marked: Mapping[str, str] = found.marked if found else {}
        parts = [Section(one["title"], one["title"], value=marked.get(one["title"], one["text"])) for one in content]
        return Prefill(sections={"sections": parts})
    last = own.rectifications.filter(act="report_rectification").order_by("-id").first()
    return Prefill(values={"text": last.text}, source="上次填报") if last else Prefill()


def open_objections(matter: Matter) -> Choices:
    """What there is to settle."""
    return [(str(one.pk), one.text[:60]) for one in queries.open_objections(Problem.objects.get(pk=matter.pk))]


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = Problem.objects.select_related("accepting", "responsible", "found_by").get(pk=matter.pk)
    on = today()
    plan = own.plans.select_related("accepting").order_by("-id").first()
    acceptance = queries.last_acceptance(own)
    published = publication_of(matter)
    compared = evidence.at_a_glance(acceptance) if acceptance else evidence.Compared((), 0)
    return {
        "own": own,
        "full": own.road == Road.FULL,
        "chain": chain(matter, own, actor),
        "plan": plan,
        "former": bool(own.relapses) and matter.state == states.ASSIGNED.code,
        "plan_limit": words.day(plan.limit_on, on) if plan else "",
        "approved": words.day(own.plan_approved_at, on) if own.plan_approved_at else "",
        "acceptance": acceptance,
        "accepted": words.day(acceptance.accepted_on, on) if acceptance else "",
        "differences": compared.found,
        "unread": compared.unread,
        "compared": _compared(acceptance, on) if compared.unread else "",
        "withheld": _withheld(own, matter, on),
        "altered": [{"row": one, "when": words.day(one.at, on)} for one in queries.altered(own)],
        "evidence": [
            {"row": one, "when": words.day(one.taken_on, on) if one.taken_on else ""}
            for one in own.evidence.select_related("file")
        ],
        "checks": [
            {"row": one, "when": words.day(one.checked_on, on), "result": Passed(one.result).label}
            for one in own.checks.select_related("file")
        ],
        "url": published.own_url if published else "",
        "notice_until": words.day(own.notice_until, on) if own.notice_until else "",
        "objections": list(own.objections.select_related("answer")),
        "look_backs": [
            {"row": one, "when": words.day(one.looked_on, on), "result": Kept(one.result).label,
             "relapsed": one.result == Kept.RELAPSED}
            for one in own.look_backs.select_related("file")
        ],
    }  # fmt: skip


def _compared(acceptance: Acceptance | None, on: date) -> str:
    """The day on which all files were last read whole."""
    at = Comparison.objects.filter(acceptance=acceptance).values_list("at", flat=True).first()
    return words.day(at, on) if at else ""


def _withheld(own: Problem, matter: Matter, on: date) -> Mapping[str, Any]:
    """Why nothing is shown, as long as that holds: until it is shown after all or put right anew."""
    if matter.state not in {states.WITHHELD.code, *states.STRUCK_OFF} or own.notice_until is not None:
        return {}
    row = own.withholdings.order_by("-id").first()
    if row is None:
        return {}
    return {
        "row": row,
        "when": words.day(row.at, on),
        "ground": queries.withholding_grounds(on).get(row.ground, row.ground),
    }


def chain(matter: Matter, own: Problem, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Problem, handling, policy: where each of the three stands (clause 9.2)."""
    hung = Link.objects.filter(source=matter.pk, kind__in=(LinkKind.ORIGIN, LinkKind.RELATED))
    targets = hung.values_list("target", flat=True)
    led_to = list(
        Matter.objects.filter(visible_to(actor), pk__in=targets, kind__in=("policy_document", "task")).order_by("pk")
    )
    links = [{"title": one.title, "url": reverse("desk:matter", args=[one.public_id])} for one in led_to]
    handled = matter.state in states.STRUCK_OFF
    settled = bool(own.policy) or any(one.kind == "task" for one in led_to)
    fixed = matter.state not in states.UNASSIGNED
    handling = "已销号" if handled else "整改中" if fixed else "定性、交办之后开始"
    policy = Policy(own.policy).label if own.policy else "已另立任务" if settled else "还没有写明怎么完善"
    relapsed = [f"复发{own.relapses}次"] if own.relapses else []
    return [
        {
            "name": "问题",
            "state": _DONE,
            "text": "，".join(["已定性交办" if fixed else "已登记", *relapsed]),
            "links": [],
        },
        {"name": "处置", "state": _DONE if handled else _NOW if fixed else _AHEAD, "text": handling, "links": []},
        {"name": "制度完善", "state": _DONE if settled else _AHEAD, "text": policy, "links": links},
    ]


def _stands(value: str) -> Q:
    return {
        "planless": Q(state__in=states.TO_DO, problem__road=Road.FULL, problem__plan_approved_at=None),
        "look-back": Q(state=states.LOOK_BACK.code),
        "relapsed": Q(problem__relapses__gt=0),
        "objected": Q(pk__in=Statement.objects.filter(said=Said.OBJECTS).values("problem")),
        "withheld": Q(pk__in=Withholding.objects.values("problem")),
        "altered": Q(pk__in=AlteredFile.objects.values("acceptance__problem")),
    }.get(value, Q())


STANDS = (
    ("planless", "没有批准的方案"), ("look-back", "待回头看"), ("relapsed", "复发过"), ("objected", "有异议"), ("altered", "证据有变"), ("withheld", "不公开过"),
)  # fmt: skip


def _bodies() -> Sequence[tuple[str, str]]:
    return list(directory.bodies(on=today()).values_list("key", "short_name"))


TAB = Tab("acceptance", "方案、验收与回头看", "desk/problems/acceptance.html", _content)
FILTERS = (
    Filter("stands", "整改情况", lambda: STANDS, _stands),
    Filter("responsible", "责任单位", _bodies, lambda value: Q(problem__responsible__key=value)),
)

__all__ = ["ACTS", "FILTERS", "TAB", "chain", "open_objections", "prefill"]
