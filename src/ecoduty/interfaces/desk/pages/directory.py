"""What the directory adds to act pages: who and what there is to choose from in a body."""

from __future__ import annotations

from typing import Any

from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Parts, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Person, Post, Unit

_BODY_FIELDS = {"enforcement_to", "parent", "host", "successor"}
_PERSON_FIELDS = {"person", "holder", "delegate"}
_BY_NAME = {"close_unit"}  # acts whose `name` is that of a unit


def _prefill(act: Act, body: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    if body is None:
        return Prefill()
    asked = set(act.data.model_fields)
    choices: dict[str, Choices] = {}
    if "post" in asked:
        choices["post"] = [(post.key, post.title) for post in Post.objects.filter(holding(today()), body=body)]
    for name in asked & _PERSON_FIELDS:
        choices[name] = _people(body)
    for name in asked & _BODY_FIELDS:
        choices[name] = [(one.key, one.short_name) for one in queries.bodies(on=today())]
    if "leader" in asked:
        choices["leader"] = _leaders(body)
    if "unit" in asked or act.code in _BY_NAME:
        units = [(unit.name, unit.name) for unit in Unit.objects.filter(holding(today()), body=body)]
        choices["name" if act.code in _BY_NAME else "unit"] = units
    values = {
        name: today() for name in ("since", "until") if name in asked and act.data.model_fields[name].is_required()
    }
    return Prefill(values=values, choices=choices)


def _people(body: Body) -> Choices:
    """People in office in the body, and those whose own body it is."""
    serving = {row.person_id: row.person.name for row in queries.holders([body], _kinds(body), today())}
    known = dict(Person.objects.filter(body=body).values_list("pk", "name"))
    return [(str(pk), name) for pk, name in {**serving, **known}.items()]


def _kinds(body: Body) -> list[str]:
    return sorted(set(Post.objects.filter(body=body).values_list("kind", flat=True)))


def _leaders(body: Body) -> Choices:
    """Posts with a side, such as those of the leaders of the city or the body's district."""
    posts = Post.objects.filter(holding(today()), side__gt="").select_related("body").order_by("body__order", "order")
    same = posts.filter(body__region=body.region, body__level=body.level)
    return [(f"{post.body.key}/{post.key}", f"{post.body.short_name}·{post.title}") for post in same]


register("body", Parts(prefill=_prefill))
