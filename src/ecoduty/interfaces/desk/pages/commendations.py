"""What commendations add to the generic pages: deeds, what speaks against, days before the public, objections, decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.http import urlencode

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import choices, words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date, now, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.encouragement.commendation import queries, standing, states
from ecoduty.mechanisms.encouragement.commendation.flow import COMMENDATIONS
from ecoduty.mechanisms.encouragement.commendation.models import Commendation
from ecoduty.mechanisms.encouragement.commendation.queries import COMMENDATION
from ecoduty.organisation.directory.models import Body

_SHOWN = 20


def _own(matter: Matter) -> Commendation:
    return Commendation.objects.select_related("body__host", "body__region", "proposer", "decided_by").get(pk=matter.pk)


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own, on = _own(matter), today()
    days = {name: getattr(own, name) for name in ("notice_from", "notice_until", "decided_on")}
    return {
        "own": own,
        "award": queries.awards(on).get(own.award, own.award),
        **{name: words.day(day, on) if day else "" for name, day in days.items()},
        "public": matter.state in {states.IN_NOTICE.code, states.DECIDED.code, states.PUBLISHED.code},
        "matter": matter,
    }


def _objections(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    on = today()
    known = queries.channels(on)
    rows = [
        {"own": one, "channel": known.get(one.channel, one.channel), "received": words.day(one.received_on, on),
         "settled": words.day(local_date(one.settled_at), on) if one.settled_at else ""}
        for one in _own(matter).objections.all()
    ]  # fmt: skip
    return {"rows": rows}


def both(body: Body, actor: Actor) -> dict[str, Any]:
    """What a body was commended for, and what speaks against it as far as the visitor may read that."""
    on = today()
    found = standing.against(body, actor, now())
    missed = [
        {**_row(one), "day": words.day(local_date(one.first_missed_at), on) if one.first_missed_at else ""}
        for one in (found.missed[:_SHOWN] if found else ())
    ]
    relapsed = [_row(one) for one in (found.relapsed[:_SHOWN] if found else ())]
    return {
        "body": body,
        "told": found is not None,
        "days": found.days if found else 0,
        "readings": [(one, urlencode(one.url_params)) for one in found.readings] if found else [],
        "missed": missed,
        "relapsed": relapsed,
        "commended": [
            {"own": one, "award": queries.awards(on).get(one.award, one.award),
             "day": words.day(one.decided_on, on) if one.decided_on else ""}
            for one in queries.commended([body.pk])
        ],
    }  # fmt: skip


def _row(matter: Matter) -> dict[str, Any]:
    table = flow.table(matter.kind)
    return {"matter": matter, "kind": table.label, "state": table.state(matter.state).label}


def _beside(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    return both(_own(matter).body, actor)


def _facts(matter: Matter) -> list[Fact]:
    own, on = _own(matter), today()
    found = [Fact("推荐", own.proposer.short_name)]
    if own.notice_until and matter.state == states.IN_NOTICE.code:
        over = on > own.notice_until
        until = words.day(own.notice_until, on)
        found.append(Fact("公示", f"{until}已满" if over else f"至{until}（{own.notice_words}）"))
    if own.number:
        found.append(Fact("文号", own.number))
    return found


def _nomination(actor: Actor) -> Prefill:
    on = today()
    proposer = Body.objects.filter(key=actor.body).first()
    bodies = queries.nominees(proposer, on) if proposer else []
    return Prefill(
        choices={"award": list(queries.awards(on).items()), "body": [(one.key, one.short_name) for one in bodies]},
        values={"year": on.year},
    )


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code == "nominate":
        return _nomination(actor)
    on = today()
    if act.code == "enter_objection":
        return Prefill(choices={"channel": list(queries.channels(on).items())}, values={"received_on": on.isoformat()})
    if act.code == "decide":
        bodies = queries.deciders(subject.holder, on)
        return Prefill(choices={"decided_by": [(one.key, one.short_name) for one in bodies]})
    text = {"amend_nomination": "deeds", "begin_notice": "public_text"}.get(act.code)
    return Prefill(values={text: _own(subject).deeds} if text else {})


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above review and decision: what speaks against it."""
    if subject is None or act.code not in {"pass_review", "decide"}:
        return {}
    return {"before": "desk/commendations/beside.html", "content": _beside(subject, actor)}


def _open(matter: Any) -> Choices:
    return [(str(one.pk), f"第{one.order}条：{one.text[:40]}") for one in queries.unsettled(matter)]


def may_nominate(actor: Actor) -> bool:
    """Whether this post nominates."""
    return bool(actor.body) and may_create(COMMENDATIONS.by_code["nominate"], actor)


choices.register("commendation_objections", _open)
register(
    COMMENDATION,
    Parts(
        tabs=(
            Tab("content", "推荐和决定", "desk/commendations/content.html", _content),
            Tab("beside", "逾期和表彰", "desk/commendations/beside.html", _beside),
            Tab("objections", "异议", "desk/commendations/objections.html", _objections,
                lambda matter: matter.commendation.objections.count()),
        ),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        pages=(
            PageLink("推荐表彰", "desk:nominate", may_nominate, begins=True),
            PageLink("表彰名单", "desk:commendations", begins=True),
        ),
        filters=(
            Filter("award", "项目", lambda: list(queries.awards(today()).items()), lambda value: Q(commendation__award=value)),
        ),
    ),
)  # fmt: skip
