"""What supervision orders add to the generic pages: the order and how far each body is; feedback; what their forms offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ecoduty.casework.documents import texts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.rows import light_of
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.supervision_orders import bodies, queries
from ecoduty.mechanisms.supervision_orders.flow import ORDERS, WORKS
from ecoduty.mechanisms.supervision_orders.models import SupervisedWork, SupervisionOrder
from ecoduty.mechanisms.supervision_orders.queries import ORDER, WORK
from ecoduty.organisation.directory.models import Body

_BOXES = 60  # bodies that are offered as boxes; more are written by name


def _order(matter: Matter) -> SupervisionOrder:
    return SupervisionOrder.objects.select_related("matter__holder").get(pk=matter.pk)


def _work(matter: Matter) -> SupervisedWork:
    return SupervisedWork.objects.select_related("order__matter", "issuer").get(pk=matter.pk)


def _said(own: SupervisionOrder) -> dict[str, Any]:
    return {
        "own": own,
        "rhythm": dict(queries.rhythms(today())).get(own.rhythm, own.rhythm),
        "limit": words.day(own.limit_on, today()),
        "document": texts.main_document(own.matter),
    }


def _order_tab(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The order, and of its receivers those whose work the visitor may see."""
    own, limits = _order(matter), thresholds_in_force()
    rows = [
        {
            "matter": row.matter, "work": row, "state": WORKS.state(row.matter.state).label, "light": light_of(row.matter, now(), limits),
            "due": words.day(row.matter.next_due_on, today()) if row.matter.next_due_on else "—",
            "last": row.feedbacks.all()[len(row.feedbacks.all()) - 1] if row.feedbacks.all() else None,
        }
        for row in queries.works(own, actor)
    ]  # fmt: skip
    return {**_said(own), "rows": rows, "receivers": list(own.receivers.order_by("order", "key")), "matter": matter}


def _work_tab(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    work = _work(matter)
    sees = Matter.objects.filter(visible_to(actor), pk=work.order_id).exists()
    given = [(words.day(row.given_at, today()), row) for row in queries.feedbacks(work)]
    return {**_said(work.order), "work": work, "matter": matter, "feedbacks": given, "sees_order": sees}


def _order_facts(matter: Matter) -> list[Fact]:
    own = _order(matter)
    works = queries.works(own)
    done = sum(not row.matter.open for row in works)
    through = [Fact("办结", f"{done}/{len(works)}家")] if works else []
    return [Fact("期限", words.day(own.limit_on, today())), *through]


def _work_facts(matter: Matter) -> list[Fact]:
    work = _work(matter)
    order = Fact("督办单", work.order.matter.number, reverse("desk:matter", args=[work.order.matter.public_id]))
    unit = [Fact("承办", f"{work.unit} {work.person}")] if work.unit else []
    return [Fact("督办", work.issuer.short_name), order, *unit]


def _order_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code not in {"prepare_order", "edit_order", "add_receivers"}:
        return Prefill()
    issuer = Body.objects.filter(key=actor.body).first() if subject is None else subject.holder
    own = _order(subject) if subject is not None else None
    there = list(own.receivers.order_by("order", "key")) if own is not None else []
    known = {body.pk for body in there} if act.code == "add_receivers" else set()
    within = [body for body in bodies.receivable(issuer, today()) if body.pk not in known] if issuer else []
    choices: dict[str, Any] = {"rhythm": list(queries.rhythms(today()))}
    boxes = len(within) <= _BOXES
    if boxes:
        choices["receivers"] = [(body.key, body.short_name) for body in within]
    if own is None or act.code == "add_receivers":
        return Prefill(choices=choices)
    values = {
        "subject": subject.title.removeprefix("督办："), "grounds": own.grounds, "approved_by": own.approved_by,
        "requirements": own.requirements, "limit_on": own.limit_on.isoformat(), "rhythm": own.rhythm,
        "receivers": [body.key if boxes else body.short_name for body in there],
    }  # fmt: skip
    return Prefill(choices=choices, values=values)


def _work_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    if act.code == "accept_result":
        return Prefill(choices={"way": list(queries.check_ways(today()))})
    if act.code == "record_paper_receipt":
        return Prefill(values={"received_on": today().isoformat()})
    return Prefill()


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above what answers or judges: what was asked, and what was reported last."""
    if subject is None or act.code not in {"report_result", "accept_result", "return_feedback", "sign_for_work"}:
        return {}
    return {"before": "desk/supervision/asked.html", "content": _work_tab(subject, actor)}


def may_prepare(actor: Actor) -> bool:
    """Whether this post can take a matter up: in a post that does, of a body that orders somebody."""
    if not may_create(ORDERS.by_code["prepare_order"], actor):
        return False
    own = Body.objects.filter(key=actor.body).first()
    return own is not None and bool(bodies.reach(own, today()))


register(
    ORDER,
    Parts(
        tabs=(Tab("order", "督办内容", "desk/supervision/order.html", _order_tab),),
        facts=_order_facts,
        prefill=_order_prefill,
        pages=(PageLink("立项督办", "desk:prepare-order", may_prepare, begins=True),),
    ),
)
register(
    WORK,
    Parts(
        tabs=(
            Tab(
                "work", "要求和反馈", "desk/supervision/work.html", _work_tab, lambda m: m.supervised_work.feedbacks.count()
            ),
        ),
        facts=_work_facts,
        prefill=_work_prefill,
        before=_before,
        filters=(
            Filter(
                "issuer", "督办单位",
                lambda: list(Body.objects.filter(pk__in=SupervisedWork.objects.values("issuer")).values_list("key", "short_name")),
                lambda value: Q(supervised_work__issuer__key=value),
            ),
        ),
    ),
)  # fmt: skip
