"""What suits add to the generic pages: the stations that were reached, the judgment, what the department does (clause 20.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, people, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.yuan import yuan
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.litigation import queries
from ecoduty.mechanisms.enforcement.litigation.flow import LITIGATIONS
from ecoduty.mechanisms.enforcement.litigation.models import Litigation
from ecoduty.mechanisms.enforcement.relations import OFFICER
from ecoduty.organisation.directory.models import Body

_TODAY = {
    "register_litigation": "submitted_on", "accept_suit": "accepted_on", "decline_suit": "declined_on", "record_service": "on",
    "record_milestone": "on", "answer_suit": "on", "record_appearance": "on", "record_court_judgment": "judged_on",
    "record_appeal": "appealed_on", "record_second_judgment": "judged_on", "take_effect": "effective_on", "record_enforcement": "on",
    "conclude_litigation": "on", "withdraw_suit": "on",
}  # fmt: skip


def _own(matter: Matter) -> Litigation:
    return Litigation.objects.select_related("agency", "matter").get(pk=matter.pk)


def _day(day: date | None) -> str:
    return words.day(day, today()) if day else ""


def _stations(own: Litigation) -> list[dict[str, Any]]:
    """What the rulebook lists for the kind, with the days on which each was reached."""
    rows = list(own.milestones.all())
    return [
        {
            "label": label,
            "rows": [
                {"row": row, "on": _day(row.on)} for row in rows if row.code == code
            ],
        }
        for code, label in queries.milestones(own.sort, today()).items()
    ]  # fmt: skip


def _suit(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own, on = _own(matter), today()
    stations = _stations(own)
    return {
        "own": own,
        "court": matter.holder.name,
        "sort": queries.words("sorts", on).get(own.sort, own.sort),
        "claimed": yuan(own.claimed),
        "submitted": _day(own.submitted_on),
        "accepted": _day(own.accepted_on),
        "stations": stations,
        "reached": sum(bool(one["rows"]) for one in stations),
        "defending": own.agency_role == "defendant",
        "answered": _day(own.answered_on),
        "against": queries.against_agency(own),
        "head": queries.words("head-posts", on).get(own.head_post, own.head_post),
    }


def _judgment(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own, on = _own(matter), today()
    return {
        "own": own,
        "outcome": queries.outcomes(own.sort, on).get(own.outcome, own.outcome),
        "awarded": yuan(own.awarded),
        "judged": _day(own.judged_on),
        "appealed": _day(own.appealed_on),
        "second": queries.words("second-outcomes", on).get(own.second_outcome, own.second_outcome),
        "second_on": _day(own.second_on),
        "effective": _day(own.effective_on),
        "enforced": _day(own.enforced_from),
    }


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    found = [Fact("种类", queries.words("sorts", today()).get(own.sort, own.sort))]
    if own.docket_number:
        found.append(Fact("案号", own.docket_number))
    if own.agency:
        found.append(Fact(own.get_agency_role_display(), own.agency.short_name))
    if own.outcome:
        found.append(Fact("结果", queries.outcomes(own.sort, today()).get(own.outcome, own.outcome)))
    return found


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    values: dict[str, Any] = {_TODAY[act.code]: today().isoformat()} if act.code in _TODAY else {}
    if act.code == "register_litigation":
        choices, known = _registering(actor)
        return Prefill(choices=choices, values={**values, **known})
    if subject is None:
        return Prefill(values=values)
    return Prefill(
        choices={**_choices(act.code, _own(subject)), **shared_choices(act.code, subject, actor)}, values=values
    )


def _registering(actor: Actor) -> tuple[dict[str, Choices], dict[str, Any]]:
    """Kinds, courts and departments; a court is its own, a department its own."""
    on = today()
    body = Body.objects.filter(key=actor.body).first()
    courts = [(one.key, one.short_name) for one in queries.courts(on)]
    judicial = body is not None and body.kind in (queries.COURT_KIND, queries.PROCURATORATE_KIND)
    agencies = [(one.key, one.short_name) for one in queries.agencies(on) if judicial or one.key == actor.body]
    values = {} if judicial else {"agency": actor.body}
    own_court = [key for key, _ in courts if key == actor.body] or [courts[0][0]] if courts else [""]
    officers = [] if judicial else people(circle.in_posts(actor.body_id or 0, OFFICER, on))
    choices: dict[str, Choices] = {
        "sort": list(queries.words("sorts", on).items()), "court": courts, "agency": agencies, "officers": officers,
    }  # fmt: skip
    return choices, {**values, "court": own_court[0]}


def _choices(code: str, own: Litigation) -> dict[str, Choices]:
    on = today()
    if code == "record_milestone":
        return {"milestone": [one for one in queries.milestones(own.sort, on).items() if one[0] != queries.SERVICE]}
    if code == "record_court_judgment":
        return {"outcome": list(queries.outcomes(own.sort, on).items())}
    if code == "record_second_judgment":
        return {
            "result": list(queries.words("second-outcomes", on).items()),
            "outcome": list(queries.outcomes(own.sort, on).items()),
        }
    if code == "plan_appearance":
        return {"post": list(queries.words("head-posts", on).items())}
    return {}


def may_register(actor: Actor) -> bool:
    """Whether the post registers suits."""
    return may_create(LITIGATIONS.by_code["register_litigation"], actor)


register(
    queries.KIND,
    Parts(
        tabs=(
            Tab("suit", "审理", "desk/enforcement/suit.html", _suit),
            Tab("judgment", "裁判和执行", "desk/enforcement/suit_judgment.html", _judgment),
            *shared_tabs(),
        ),
        facts=_facts,
        prefill=_prefill,
        inline=INLINE,
        pages=(
            PageLink("登记诉讼案件", "desk:register-litigation", may_register, begins=True),
            PageLink("五类诉讼", "desk:court-cases"),
        ),
        filters=(
            Filter(
                "sort", "诉讼种类", lambda: list(queries.words("sorts", today()).items()),
                lambda value: Q(litigation__sort=value),
            ),
            Filter(
                "outcome", "裁判结果", lambda: list(queries.every_outcome(today()).items()),
                lambda value: Q(litigation__outcome=value),
            ),
            Filter(
                "stage", "阶段", lambda: [("before", "尚未生效"), ("effective", "裁判已生效")],
                lambda value: Q(litigation__effective_on__isnull=False) if value == "effective" else Q(state__in=queries.NOT_YET),
            ),
        ),
    ),
)  # fmt: skip
