"""What lead determinations add to the generic pages: who said what, what was considered, and what is known before typing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.queries import publication_of
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill, Section
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.lead_departments import bodies, covering, publishing, queries
from ecoduty.mechanisms.lead_departments.flow import DETERMINATION, KIND
from ecoduty.mechanisms.lead_departments.models import Conferral, Determination, Outcome
from ecoduty.mechanisms.lead_departments.states import RAISED, SUPPLEMENTING, Stance
from ecoduty.organisation.directory.states import Level

_BEFORE_ACCEPTANCE = {RAISED.code, SUPPLEMENTING.code}


def fields() -> Choices:
    """Fields of the plan's lists, as the rulebook has them."""
    return list(rulebooks.current().pairs("responsibility.fields", on=today()))


def _own(matter: Matter) -> Determination:
    return Determination.objects.select_related("raised_by", "proposed", "lead").get(pk=matter.pk)


def _candidates(level: str, region: int | None) -> Choices:
    return [(body.key, body.short_name) for body in bodies.candidates(level, region, today())]


def _positions(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    standings = queries.standings(matter)
    failing = queries.failing_bases(matter)
    rows = [
        {
            "body": standing.body.short_name,
            "position": standing.position,
            "stance": standing.position.get_stance_display() if standing.position else "",
            "given": words.day(standing.position.given_at, today()) if standing.position else "",
            "failing": failing.get(standing.position.pk, []) if standing.position else [],
        }
        for standing in standings
    ]
    return {
        "rows": rows,
        "silent": sum(1 for standing in standings if standing.position is None),
        "count": len(rows),
        "leading": [
            standing.body.short_name
            for standing in standings
            if standing.position and standing.position.stance == Stance.LEAD
        ],
        "conferrals": list(Conferral.objects.filter(determination=matter.pk).select_related("file")),
    }


def _position_count(matter: Matter) -> int:
    return len(queries.concerned(matter))


def _item(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own = _own(matter)
    return {"own": own, "field": dict(fields()).get(own.field, own.field), "asked": covering.answered(),
            "checked": matter.state not in _BEFORE_ACCEPTANCE}  # fmt: skip


def _outcomes(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    rows = Outcome.objects.filter(determination=matter.pk).select_related("lead", "file").prefetch_related("supporters")
    publication = publication_of(matter)
    return {
        "outcomes": list(rows.order_by("-id")),
        "publication": publication,
        "state": publication.get_state_display() if publication else "",
    }


def record_of(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """Everything that goes with a determination: item, positions, meetings, results."""
    return {"item": _item(matter, actor), "positions": _positions(matter, actor), "outcomes": _outcomes(matter, actor)}


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    lead = [Fact("牵头部门", own.lead.short_name)] if own.lead and not matter.open else [Fact("牵头部门", "未明确")]
    return [*lead, Fact("提请", own.raised_by.short_name)]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    offered: dict[str, Choices] = {"field": fields()}
    if subject is None:
        known = _candidates(actor.level or Level.CITY, actor.region_id)
        return Prefill(choices={**offered, "proposed": known, "concerned": known})
    known = _candidates(subject.body_level, subject.region_id)
    offered |= dict.fromkeys(("proposed", "concerned", "lead", "supporters"), known)
    maker = _PREFILLS.get(act.code)
    made = maker(subject) if maker else Prefill()
    return Prefill(
        values=made.values, choices={**offered, **made.choices}, sections=made.sections, sources=made.sources
    )  # fmt: skip


def _raised(matter: Matter) -> Prefill:
    own = _own(matter)
    values = {
        "item": own.item, "field": own.field, "impact": own.impact, "place": own.place, "words": own.words,
        "proposed": own.proposed.key if own.proposed else "", "concerned": [body.key for body in queries.concerned(matter)],
    }  # fmt: skip
    return Prefill(values=values, sources={"item": "上次提请"})


def _covering(matter: Matter) -> Prefill:
    rows = [
        (row["key"], f"{row['body_name']}：{row['name']}（{row['list']}）") for row in covering.rows(matter, today())
    ]
    return Prefill(choices={"responsibility": rows})


def _asked(matter: Matter) -> Prefill:
    return Prefill(values={"concerned": [body.key for body in queries.concerned(matter)]})


def _speaking(matter: Matter) -> Prefill:
    return Prefill(choices={"body": [(body.key, body.short_name) for body in queries.concerned(matter)]})


def _named(matter: Matter) -> Prefill:
    """Who was named last; before that, what the departments themselves wrote."""
    last = queries.last_outcome(matter)
    if last is not None:
        source = f"{last.get_stage_display()}"
        values = {
            "lead": last.lead.key,
            "supporters": [body.key for body in last.supporters.all()],
            "opinion": last.opinion,
        }
        return Prefill(values=_dated(values), sources={"lead": source, "supporters": source})
    said = {
        stance: [row.body.key for row in queries.standings(matter) if row.position and row.position.stance == stance]
        for stance in (Stance.LEAD, Stance.SUPPORT)
    }
    values = {"lead": next(iter(said[Stance.LEAD]), ""), "supporters": said[Stance.SUPPORT]}
    return Prefill(values=_dated(values), sources={"lead": "各部门书面意见", "supporters": "各部门书面意见"})


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "decided_on": today().isoformat()}


def _public(matter: Matter) -> Prefill:
    if queries.approval(matter) is None:
        return Prefill()
    publication = publication_of(matter)
    marked = publication.marked if publication else {}
    found = [
        Section(key=part["title"], title=part["title"], value=marked.get(part["title"], part["text"]))
        for part in publishing.sections(matter)
    ]
    grounds = publication.grounds if publication else ""
    return Prefill(sections={"sections": found}, sources={"sections": "审定结果"}, values={"grounds": grounds})


_PREFILLS = {
    "supplement": _raised,
    "return_covered": _covering,
    "convene": _asked,
    "add_concerned": _asked,
    "give_position": _speaking,
    "record_conferral": lambda _: Prefill(values={"held_on": today().isoformat()}),
    "record_agreement": _named,
    "settle_in_district": _named,
    "propose": _named,
    "record_approval": _named,
    "record_district_approval": _named,
    "edit_public_version": _public,
    "register_publication": lambda _: Prefill(values={"published_on": today().isoformat()}),
}


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for every post
    """Above the form of acceptance: what the lists in force say already (clause 5.2)."""
    if act.code not in {"accept", "return_covered"}:
        return {}
    found = covering.rows(subject, today())
    return {"before": "desk/leads/covering.html", "rows": found, "asked": covering.answered()}


def _may_raise(actor: Actor) -> bool:
    return may_create(DETERMINATION.by_code["raise"], actor)


register(
    KIND,
    Parts(
        tabs=(
            Tab("positions", "各部门意见", "desk/leads/positions.html", _positions, _position_count),
            Tab("item", "事项与核查", "desk/leads/item.html", _item),
            Tab("outcomes", "结果与公开", "desk/leads/outcomes.html", _outcomes),
        ),
        facts=_facts,
        prefill=_prefill,
        pages=(PageLink("提请明确牵头部门", "desk:raise-item", _may_raise, begins=True),),
        before=_before,
    ),
)
