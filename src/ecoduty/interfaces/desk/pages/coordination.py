"""What requests for cooperation add to the generic pages: what is asked and answered, the ladder and its papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import choices, words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.coordination import bodies, queries
from ecoduty.mechanisms.coordination.flow import COOPERATION
from ecoduty.mechanisms.coordination.models import Cooperation
from ecoduty.mechanisms.coordination.queries import KIND
from ecoduty.mechanisms.coordination.states import Form, Outcome
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.queries import holders
from ecoduty.organisation.directory.states import LIAISON


def _own(matter: Matter) -> Cooperation:
    return Cooperation.objects.select_related("lead").get(pk=matter.pk)


def _request(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own = _own(matter)
    people = holders([own.lead, matter.holder], [LIAISON], today())
    parts = [("牵头", own.lead), ("配合", matter.holder)]
    rows = [
        {
            "part": part,
            "body": body.short_name,
            "liaisons": "、".join(row.person.name for row in people if row.post.body_id == body.pk) or "空缺",
        }
        for part, body in parts
    ]
    given = [
        {"row": row, "when": words.day(row.given_at, today()), "what": "异议" if row.objects_to else "答复"}
        for row in reversed(queries.answers(matter))
    ]
    return {"own": own, "parts": rows, "answers": given, "matter": matter}


def _ladder(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    papers = {row.rung_id: row for row in queries.steps(matter)}
    rows = [
        {
            "rung": rung,
            "step": papers.get(rung.pk),
            "receipts": list(papers[rung.pk].document.recipients.all()) if rung.pk in papers else [],
            "when": words.day(rung.decided_at or rung.at, today()),
        }
        for rung in queries.rungs(matter)
    ]
    met = [
        {"row": row, "form": Form(row.form).label, "outcome": Outcome(row.outcome).label if row.outcome else ""}
        for row in queries.exchanges(matter)
    ]
    return {"rungs": rows, "exchanges": met, "matter": matter}


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    return [Fact("牵头", own.lead.short_name), Fact("配合", matter.holder.short_name)]


def _partners(actor: Actor) -> Choices:
    lead = Body.objects.filter(key=actor.body).first()
    return [(body.key, body.short_name) for body in bodies.partners(lead, today())] if lead else []


def _points(matter: Matter) -> Choices:
    return [(str(number), point) for number, point in enumerate(_own(matter).points)]


def _numbers(found: list[tuple[int, str]]) -> Choices:
    return [(str(number), label) for number, label in found]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if subject is None:
        return Prefill(choices={"partners": _partners(actor)})
    if act.code == "record_conferral":
        own = _own(subject)
        held = f"{own.lead.short_name}｜\n{subject.holder.short_name}｜"
        return Prefill(values={"held_on": today().isoformat(), "positions": held.splitlines()})
    if act.code == "record_exchange":
        return Prefill(values={"held_on": today().isoformat()})
    if act.code == "record_receipt":
        return Prefill(values={"received_on": today().isoformat()})
    return Prefill()


def _may_ask(actor: Actor) -> bool:
    return may_create(COOPERATION.by_code["ask"], actor)


def asking_about(matter: Matter, partners: Sequence[Body], actor: Actor) -> str:
    """Where the body that leads a matter asks others for cooperation in it; empty for anybody else, or with nobody to ask."""
    if not partners or not matter.open or actor.body != matter.holder.key or not _may_ask(actor):
        return ""
    asked = {"about": matter.number, "item": matter.title, "partners": "\n".join(body.key for body in partners)}
    return f"{reverse('desk:ask-cooperation')}?{urlencode(asked)}"


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above what answers or judges an answer: what was asked, and what was said so far (clause 7.2)."""
    if subject is None or act.code not in {"answer", "accept", "return_answer", "insist"}:
        return {}
    return {"before": "desk/coordination/asked.html", "content": _request(subject, actor)}


choices.register("cooperation_points", _points)
choices.register("cooperation_letters", lambda matter: _numbers(queries.unnumbered(matter)))
choices.register("cooperation_recipients", lambda matter: _numbers(queries.unreceipted(matter)))
register(
    KIND,
    Parts(
        tabs=(
            Tab("request", "要求与答复", "desk/coordination/request.html", _request, lambda m: len(queries.answers(m))),
            Tab(
                "ladder", "沟通、提醒、上报", "desk/coordination/ladder.html", _ladder, lambda m: len(queries.rungs(m))
            ),
        ),
        facts=_facts,
        prefill=_prefill,
        pages=(
            PageLink("请求配合", "desk:ask-cooperation", _may_ask, begins=True),
            PageLink("联络员名册", "desk:liaisons"),
        ),
        before=_before,
    ),
)
