"""What hints of omitted referrals add to the generic pages. Nobody gets here who is not named in the hint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.ports import facts
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Parts, Tab, register
from ecoduty.interfaces.desk.plan.rules import basis_words
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor, tables
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.accountability import queries, situations
from ecoduty.mechanisms.accountability.models import Omission
from ecoduty.mechanisms.accountability.omissions.flow import KIND
from ecoduty.organisation.directory.models import Appointment


def _own(matter: Matter) -> Omission:
    return Omission.objects.select_related("about", "about__holder", "about__region").get(pk=matter.pk)


def _case(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on, book = _own(matter), today(), rulebooks.current()
    rule = book.omissions.get(own.rule)
    known = facts.words()
    table = tables().get(own.about.kind)
    return {
        "own": own,
        "about": own.about,
        "kind": table.label if table else own.about.kind,
        "readable": Matter.objects.filter(visible_to(actor), pk=own.about_id).exists(),
        "rule": rule.label if rule else own.rule,
        "basis": basis_words(book, rule.basis) if rule else "",
        "local": bool(rule and rule.basis.kind == "local"),
        "situation": situations.words(rule.situation, book) if rule else "",
        "facts": [(known.get(code, code), number) for code, number in own.facts.items()],
        "met": words.day(own.met_on, on),
        "reason": queries.words("not-referring-reasons", on).get(own.reason, own.reason),
        "decided": words.day(own.decided_on, on) if own.decided_on else "",
        "named": [row.person.name for row in queries.named(matter, on)],
    }


def _people(rows: Iterable[Appointment]) -> Choices:
    found = {row.person_id: f"{row.person.name}（{row.post.own_title}）" for row in rows}
    return [(str(pk), word) for pk, word in found.items()]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if subject is None:
        return Prefill()
    on = today()
    if act.code == "refer_omission":
        heads = [row for row in queries.heads(subject.holder_id, on) if row.person_id != actor.person]
        listed = {"source": list(queries.words("sources", on).items()), "reviewer": _people(heads)}
        return Prefill(choices=listed, values={"established_on": on.isoformat()}, sources={"established_on": "今天"})
    if act.code == "decide_not_omission":
        return Prefill(choices={"reason": list(queries.words("not-referring-reasons", on).items())})
    if act.code == "let_decide_omission":
        known = {row.person_id for row in queries.named(subject, on)}
        heads = [row for row in queries.heads(subject.holder_id, on) if row.person_id not in known]
        return Prefill(choices={"person": _people(heads)})
    return Prefill()


register(
    KIND,
    Parts(
        tabs=(Tab("case", "提示", "desk/accountability/omission.html", _case),),
        prefill=_prefill,
    ),
)
