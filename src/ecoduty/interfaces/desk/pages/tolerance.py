"""What applications for exemption add to the generic pages: what was asked, looked into and found (clause 17.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import choices, words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.encouragement.tolerance import queries
from ecoduty.mechanisms.encouragement.tolerance.flow import EXEMPTIONS_TABLE
from ecoduty.mechanisms.encouragement.tolerance.models import Exemption
from ecoduty.mechanisms.encouragement.tolerance.queries import EXEMPTION
from ecoduty.mechanisms.encouragement.tolerance.states import Outcome
from ecoduty.organisation.directory.models import Body


def _entry(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001
    own = Exemption.objects.select_related("applicant", "file").get(pk=matter.pk)
    relied, against = queries.conditions(today()), queries.exclusions(today())
    return {
        "own": own,
        "conditions": [relied.get(code, code) for code in own.conditions],
        "met": [relied.get(code, code) for code in own.met],
        "exclusions": [against.get(code, code) for code in own.exclusions],
        "outcome": dict(Outcome.choices).get(own.outcome, ""),
        "effect": queries.effects(today()).get(own.outcome, ""),
        "inquiries": [(words.day(row.at, today()), row) for row in own.inquiries.select_related("file")],
    }


def _facts(matter: Matter) -> list[Fact]:
    own = matter.exemption
    found = [Fact("认定", str(Outcome(own.outcome).label))] if own.outcome else []
    return [Fact("涉及", own.post_title), *found]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if subject is not None:
        own = subject.exemption
        return Prefill(values={"met": own.conditions} if act.code == "decide_exemption" else {})
    body = Body.objects.filter(key=actor.body).first()
    if body is None:
        return Prefill()
    people = [(str(one.pk), f"{one.post.title}　{one.person.name}") for one in queries.people(body, today())]
    deciders = [(one.key, one.short_name) for one in queries.deciders(body, today())]
    offered = {
        "appointment": people, "decider": deciders, "conditions": list(queries.conditions(today()).items()),
    }  # fmt: skip
    return Prefill(choices=offered, values={"confidential": "no"})


def may_apply(actor: Actor) -> bool:
    """Whether this post applies for people of its body."""
    return may_create(EXEMPTIONS_TABLE.by_code["apply_exemption"], actor)


choices.register("tolerance_conditions", lambda _: list(queries.conditions(today()).items()))
choices.register("tolerance_exclusions", lambda _: list(queries.exclusions(today()).items()))
register(
    EXEMPTION,
    Parts(
        tabs=(Tab("entry", "申请和认定", "desk/encouragement/exemption.html", _entry),),
        facts=_facts,
        prefill=_prefill,
        pages=(PageLink("申请容错免责", "desk:new-exemption", may_apply, begins=True),),
        filters=(
            Filter("outcome", "认定结论", lambda: list(Outcome.choices), lambda value: Q(exemption__outcome=value)),
        ),
    ),
)
