"""What audit projects add to the generic pages: whose audit, problems found, opinion and report (clause 14.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.rows import address_of
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor, registry
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.inspections import queries as problems
from ecoduty.mechanisms.inspections.auditing import queries
from ecoduty.mechanisms.inspections.auditing.flow import AUDITS
from ecoduty.mechanisms.inspections.auditing.models import AuditProject
from ecoduty.mechanisms.inspections.auditing.queries import AUDIT_PROJECT
from ecoduty.mechanisms.inspections.inspecting.queries import problems_of
from ecoduty.organisation.directory.models import Body


def _own(matter: Matter) -> AuditProject:
    return AuditProject.objects.select_related("by", "audited", "file").get(pk=matter.pk)


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own = _own(matter)
    return {
        "own": own,
        "term": _span(own.term_from, own.term_to),
        "period": _span(own.period_from, own.period_to),
        "notified": _day(own.notified_on),
    }


def _span(first: Any, last: Any) -> str:
    return f"{_day(first)}至{_day(last) or '今'}"


def _day(day: Any) -> str:
    return words.day(day, today()) if day else ""


def _problems(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The problems that this reader may see; of the others only that there are some."""
    found = problems_of(matter)
    seen = found.filter(visible_to(actor)).select_related("holder")
    rows = [
        {"matter": one, "url": address_of(one), "state": registry.table(one.kind).state(one.state).label}
        for one in seen
    ]
    return {"rows": rows, "others": found.count() - len(rows)}


def _report(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own = _own(matter)
    return {"own": own, "answered": _day(own.opinion_on), "reported": _day(own.reported_on)}


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    return [
        Fact("审计机关", own.by.short_name),
        Fact("审计谁", f"{own.audited.short_name}{own.post_title}"),
        Fact("期间", _span(own.period_from, own.period_to)),
    ]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code == "set_up_audit":
        body = Body.objects.select_related("region").filter(key=actor.body).first()
        return Prefill(choices={"audited": _auditable(body)} if body else {})
    if subject is None:
        return Prefill()
    own = _own(subject)
    if act.code == "change_audit":
        return Prefill(choices={"audited": _auditable(own.by)}, values=_written(own))
    if act.code == "register_audit_finding":
        return Prefill(choices={"district": problems.districts(own.by)})
    return Prefill()


def _auditable(by: Body) -> Choices:
    return [(body.key, body.short_name) for body in queries.auditable(by, today()) if body.pk != by.pk]


def _written(own: AuditProject) -> dict[str, str]:
    days = {name: getattr(own, name) for name in ("term_from", "term_to", "period_from", "period_to")}
    return {
        "audited": own.audited.key, "post_title": own.post_title, "basis": own.basis, "scope": own.scope, "team": own.team,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }  # fmt: skip


def may_audit(actor: Actor) -> bool:
    """Whether this post sets up audits of leading officials."""
    if not may_create(AUDITS.by_code["set_up_audit"], actor):
        return False
    body = Body.objects.filter(key=actor.body).first()
    return body is not None and queries.audits(body, today())


register(
    AUDIT_PROJECT,
    Parts(
        tabs=(
            Tab("audit", "项目", "desk/auditing/content.html", _content),
            Tab(
                "problems", "发现的问题", "desk/auditing/problems.html", _problems,
                lambda matter: problems_of(matter).count(),
            ),
            Tab("report", "意见和报告", "desk/auditing/report.html", _report),
        ),
        facts=_facts,
        prefill=_prefill,
        pages=(PageLink("立审计项目", "desk:new-audit-project", may_audit, begins=True),),
    ),
)  # fmt: skip
