"""What complaints add to the generic pages: to whom the lists in force send them, and the ways they went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.lead_departments import fields
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import creation_relations
from ecoduty.kernel.flow.table import permits
from ecoduty.mechanisms.complaints import queries, suggesting
from ecoduty.mechanisms.complaints.flow import COMPLAINT, KIND
from ecoduty.mechanisms.complaints.models import Complaint, Dispatch, Return
from ecoduty.mechanisms.complaints.routing import routing
from ecoduty.organisation.directory import queries as directory


def suggestion(text: str, region: str) -> Mapping[str, Any]:
    """What routing suggests for a text today, and why: rows with basis and reason, and items whose lead is being determined."""
    found = routing.suggest(text, region, today())
    return {
        "suggested": found if text.strip() else None,
        "rows": [suggesting.kept(row) for row in found.rows[: suggesting.SHOWN]],
        "open_items": suggesting.undetermined(text, region, today()),
        "text": text,
    }


def _own(matter: Matter) -> Complaint:
    return Complaint.objects.select_related("district", "registered_by").get(pk=matter.pk)


def _reported(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own = _own(matter)
    return {
        "own": own,
        "channel": dict(queries.channels(today())).get(own.channel, own.channel),
        "received": words.day(own.received_on, today()),
        **suggestion(own.text, queries.region_of(own)),
    }


def _ways(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    sent = [(row.at, "派单", row.to.short_name, row.row_name, row.reason, row.by)
            for row in Dispatch.objects.filter(complaint=matter.pk).select_related("to")]  # fmt: skip
    back = [(row.at, "退单", row.row_body or "无牵头部门", row.row_name, row.reason, row.by)
            for row in Return.objects.filter(complaint=matter.pk)]  # fmt: skip
    ways = [(words.day(at, today()), *rest) for at, *rest in sorted([*sent, *back])]
    return {"ways": ways}


def _way_count(matter: Matter) -> int:
    return Dispatch.objects.filter(complaint=matter.pk).count() + Return.objects.filter(complaint=matter.pk).count()


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    by_row = [Fact("依据事项", own.row_name)] if own.row_name else []
    return [Fact("登记", own.registered_by.short_name), *by_row]


def districts() -> Choices:
    """The districts to choose from."""
    return [(body.key, body.name) for body in directory.districts()]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    if act.code == "register":
        choices = {"district": districts(), "channel": queries.channels(today())}
        return Prefill(values={"received_on": today().isoformat()}, choices=choices)
    if subject is None or act.code not in _CHOOSING:
        return Prefill()
    own = _own(subject)
    handlers = [(body.key, body.short_name) for body in queries.handlers(own.district, today())]
    if act.code == "open_determination":
        return Prefill(choices={"field": fields(), "concerned": handlers}, values={"item": "", "impact": own.text})
    found = suggesting.rows(own.text, queries.region_of(own), today())
    rows = [(str(row.responsibility_key), f"{row.body_short_name}：{row.name}") for row in found]
    others = Return.objects.filter(complaint=own, row__isnull=False).order_by("-pk")
    rows = [*((str(row.row), f"{row.row_body}：{row.row_name}（退单指明）") for row in others), *rows]
    if act.code == "give_back":
        rows = [(str(row.responsibility_key), f"{row.body_short_name}：{row.name}") for row in found
                if row.body_id != subject.holder_id]  # fmt: skip
    return Prefill(choices={"responsibility": list(dict(rows).items()), "body": handlers})


_CHOOSING = {"dispatch", "give_back", "open_determination"}


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    """Above the forms of dispatch, return and determination: what the lists in force say to this text."""
    if act.code not in _CHOOSING:
        return {}
    own = _own(subject)
    return {
        "before": "desk/complaints/beside.html",
        "complaint": own,
        "content": suggestion(own.text, queries.region_of(own)),
    }


def may_register(actor: Actor) -> bool:
    """Whether this post registers complaints."""
    return permits(COMPLAINT.by_code["register"], actor, creation_relations(actor))


register(
    KIND,
    Parts(
        tabs=(
            Tab("reported", "反映内容", "desk/complaints/reported.html", _reported),
            Tab("ways", "派单退单", "desk/complaints/ways.html", _ways, _way_count),
        ),
        facts=_facts,
        prefill=_prefill,
        pages=(PageLink("登记群众反映", "desk:register-complaint", may_register),),
        before=_before,
    ),
)
