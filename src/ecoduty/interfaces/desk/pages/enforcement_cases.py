"""What the pages of detention, joint listing and enforcement by the court share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.urls import reverse

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk.forms import Choices
from ecoduty.interfaces.desk.pages.enforcement_shared import people
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor, tables
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.counterparts import cases_of
from ecoduty.mechanisms.enforcement.on_paper import OnPaper
from ecoduty.mechanisms.enforcement.relations import LINKAGE, OFFICER
from ecoduty.organisation.directory.models import Body


def may_begin(kind: str, code: str, actor: Actor) -> bool:
    """Whether this post begins such a case; nobody does so standing in for another."""
    return not actor.delegated_from and may_create(tables()[kind].by_code[code], actor)


def holder_of(actor: Actor) -> Body:
    """The body in whose name the actor begins a case."""
    return Body.objects.select_related("region").get(key=actor.body)


def officers(actor: Actor) -> Choices:
    """The enforcement officers of the actor's body."""
    return people(circle.in_posts(actor.body_id or 0, OFFICER, today()))


def team(actor: Actor) -> list[str]:
    """Where there are no more than are needed, all of them; else the actor alone, to whom others are added."""
    known = [value for value, _ in officers(actor)]
    return known if len(known) <= circle.TEAM else [str(actor.person)]


def bodies(found: Iterable[Body]) -> Choices:
    """Bodies for a choice."""
    return [(body.key, body.short_name) for body in found]


def cases(actor: Actor, kinds: Collection[str]) -> Choices:
    """The actor's open cases, by number and title."""
    return [(one.number, f"{one.title}（{one.number}）") for one in cases_of(actor, kinds)]


def case_link(case: Matter | None, actor: Actor) -> Mapping[str, str] | None:
    """The case that another one came from, as far as the actor may know of it."""
    if case is None or not Matter.objects.filter(visible_to(actor), pk=case.pk).exists():
        return None
    return {"title": case.title, "number": case.number, "url": reverse("desk:matter", args=[case.public_id])}


def entering(act: Act, matter: Any, actor: Actor, whom: str) -> Mapping[str, Any]:
    """Above an act of another office that this actor would enter on its behalf: how that is done."""
    if matter is None or not issubclass(act.data, OnPaper):
        return {}
    relations = matter.relations_of(actor, today())
    if not relations & {OFFICER, LINKAGE}:
        return {}
    return {"before": "desk/enforcement/entering.html", "whom": whom}


__all__ = ["bodies", "case_link", "cases", "entering", "holder_of", "may_begin", "officers", "team"]
