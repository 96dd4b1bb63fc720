"""What reconsiderations add to the generic pages: what is contested, until when to answer, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, people, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import spoken_date, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.reconsidering import queries
from ecoduty.mechanisms.enforcement.reconsidering.flow import RECONSIDERATIONS
from ecoduty.mechanisms.enforcement.reconsidering.models import AdministrativeReconsideration
from ecoduty.mechanisms.enforcement.relations import OFFICER

_TODAY = {
    "register_reconsideration": "received_on", "answer_reconsideration": "on", "record_reconsidered": "decided_on",
    "go_to_court": "submitted_on", "conclude_reconsideration": "on", "end_reconsideration": "on",
}  # fmt: skip


def _own(matter: Matter) -> AdministrativeReconsideration:
    return AdministrativeReconsideration.objects.select_related("organ").get(pk=matter.pk)


def _day(day: date | None) -> str:
    return words.day(day, today()) if day else ""


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own = _own(matter)
    until = queries.suit_until(own)
    return {
        "own": own,
        "accepted": _day(own.accepted_on),
        "received": _day(own.received_on),
        "answered": _day(own.answered_on),
        "longer": _day(own.decide_by),
        "decided": _day(own.decided_on),
        "outcome": queries.outcomes(today()).get(own.outcome, own.outcome),
        "suit_until": spoken_date(until) if until else "",
    }


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    values: dict[str, Any] = {_TODAY[act.code]: on.isoformat()} if act.code in _TODAY else {}
    choices: dict[str, Choices] = {}
    if act.code == "register_reconsideration":
        organs = [(body.key, body.short_name) for body in queries.organs(actor.level, on)]
        officers = people(circle.in_posts(actor.body_id or 0, OFFICER, on))
        mine = [key for key, _ in officers if key == str(actor.person)]
        values |= {"organ": organs[0][0] if organs else "", "officers": mine, "procedure": "ordinary"}
        choices = {"organ": organs, "officers": officers}
    elif act.code == "record_reconsidered":
        choices = {"outcome": list(queries.outcomes(on).items())}
    elif act.code == "go_to_court":
        courts = [(body.key, body.short_name) for body in queries.courts(actor.level, on)]
        choices, values["court"] = {"court": courts}, courts[0][0] if courts else ""
    shared = shared_choices(act.code, subject, actor) if subject is not None else {}
    return Prefill(choices={**choices, **shared}, values=values)


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    return [Fact("复议机关", own.organ.short_name), Fact("程序", own.get_procedure_display())]


def may_register(actor: Actor) -> bool:
    """Whether the post answers for its department."""
    return may_create(RECONSIDERATIONS.by_code["register_reconsideration"], actor)


register(
    queries.KIND,
    Parts(
        tabs=(Tab("reconsideration", "复议", "desk/enforcement/reconsideration.html", _content), *shared_tabs()),
        facts=_facts,
        prefill=_prefill,
        inline=INLINE,
        pages=(PageLink("登记复议答复通知", "desk:register-reconsideration", may_register, begins=True),),
    ),
)
