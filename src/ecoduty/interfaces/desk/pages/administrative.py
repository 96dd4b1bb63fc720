"""What administrative cases add to the generic pages. Nobody gets here who is not named in the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import administrative_case as case
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, people, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.enforcement import circle, offences
from ecoduty.mechanisms.enforcement.administrative import filters, keys, queries
from ecoduty.mechanisms.enforcement.administrative.models import AdministrativeCase
from ecoduty.mechanisms.enforcement.listing import queries as listing
from ecoduty.mechanisms.enforcement.relations import OFFICER


def _own(matter: Matter) -> AdministrativeCase:
    own = queries.own_of(matter)
    own.matter = matter
    return own


def _case(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    found = queries.finding(own)
    return {
        "own": own,
        "matter": matter,
        "red": case.is_red(own, found, actor),
        "hint": found is not None and bool(found.met or found.otherwise) and not found.choice,
        "may_answer": actor.body_id == matter.holder_id,
        "shown": words.day(found.shown_on, on) if found and found.shown_on else "",
        "group": dict(offences.groups(on)).get(own.group, own.group),
        "source": queries.words("administrative-case.sources").get(own.source, own.source),
        "found": words.day(own.found_on, on),
        "filed": words.moment(own.filed_at, on) if own.filed_at else "",
        "noticed": words.moment(own.notice_served_at, on) if own.notice_served_at else "",
        "until": words.day(own.statement_until, on) if own.statement_until else "",
        "running": own.statement_until is not None and own.statement_until >= on and own.heard != "waived",
        "hearing": words.day(own.hearing_on, on) if own.hearing_on else "",
        "held": words.moment(own.hearing_held_at, on) if own.hearing_held_at else "",
        "discussed": words.day(own.discussed_on, on) if own.discussed_on else "",
        "reviews": [_review(one) for one in queries.reviews(own)],
        "days": case.ninety_days(own),
        "acts": case.offered(matter, actor, case.ON_TIME) + case.onward(matter, actor, served=False),
        "answers": case.offered(matter, actor, ("answer_untransferred", "keep_here", "propose_transfer")),
        "fine": case.yuan(own.criminal_fine),
    }


def _review(one: Any) -> dict[str, Any]:
    on = today()
    return {
        "row": one,
        "ground": queries.words("administrative-case.review-grounds").get(one.ground, one.ground),
        "submitted": words.moment(one.submitted_at, on),
        "reviewed": words.moment(one.reviewed_at, on) if one.reviewed_at else "",
    }


def _measures(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    rows = [
        {
            "row": one,
            "imposed": words.moment(one.imposed_at, on),
            "until": words.day(one.until, on),
            "late": one.handled_at is None and one.until < on,
            "handled": words.moment(one.handled_at, on) if one.handled_at else "",
        }
        for one in queries.measures(own)
    ]
    acts = case.offered(matter, actor, case.ON_MEASURES)
    return {"rows": rows, "orders": case.orders(own, queries.decision(own)), "matter": matter, "acts": acts}


def _decision(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    found = queries.decision(own)
    if found is None:
        return {"found": None, "own": own}
    kinds = queries.words("administrative-case.penalties")
    return {
        "found": found,
        "own": own,
        "kinds": "、".join(kinds.get(one, one) for one in found.kinds) or "不予处罚",
        "decided": words.moment(found.decided_at, on),
        "served": words.moment(found.served_at, on) if found.served_at else "",
        "confiscated": case.yuan(found.confiscated),
        "published": words.day(found.published_on, on) if found.published_on else "",
        "withdrawn": words.day(found.withdrawn_on, on) if found.withdrawn_on else "",
        "annulled": words.day(found.annulled_on, on) if found.annulled_on else "",
        "money": case.money(own, found),
        "court": case.court_time(own, found),
        "acts": case.offered(matter, actor, case.ON_DECISION)
        + (case.onward(matter, actor, served=True) if found.served_at else []),
        "ended": queries.words("administrative-case.closing").get(own.ended_for, ""),
    }


def _crime(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    found = queries.finding(own)
    return {
        "own": own,
        "matter": matter,
        "found": found,
        "red": case.is_red(own, found, actor),
        "may_answer": actor.body_id == matter.holder_id,
        "acts": case.offered(matter, actor, case.ON_CRIME),
        "answers": [],
        "measured": case.measured(found) if found else [],
        "elements": case.elements(found) if found else [],
        "chosen": case.chosen(found, on) if found else "",
        "since": words.day(found.red_since, on) if found and found.red_since else "",
        "shown": words.day(found.shown_on, on) if found and found.shown_on else "",
        "fine": case.yuan(own.criminal_fine),
    }


def _facts(matter: Matter) -> list[Fact]:
    own = matter.administrative_case
    facts = [Fact("类别", dict(offences.groups(today())).get(own.group, own.group))]
    if own.case_number:
        facts.append(Fact("立案号", own.case_number))
    if own.transfer_number:
        facts.append(Fact("移送公安", own.get_outcome_display() or own.transfer_number))
    if listing.listed(matter):
        facts.append(Fact("联合挂牌督办", "摘牌前不得结案", late=True))
    return facts


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code == "register_case":
        officers = circle.in_posts(actor.body_id or 0, OFFICER, today())
        listed = {
            "group": offences.groups(today()),
            "source": _words("administrative-case.sources"),
            "officers": people(officers),
        }
        values = {"found_on": today().isoformat(), "officers": [str(actor.person)]}
        return Prefill(choices=listed, values=values)
    if subject is None:
        return Prefill()
    own = _own(subject)
    values = _values(act.code, own)
    return Prefill(choices=_choices(act.code, own, actor), values=values, source="此案已登记的" if values else "")


def _words(key: str) -> Choices:
    return list(queries.words(key).items())


def _choices(code: str, own: AdministrativeCase, actor: Actor) -> dict[str, Choices]:
    listed: dict[str, Callable[[], dict[str, Choices]]] = {
        "decline_filing": lambda: {"reason": _words("administrative-case.not-filing")},
        "revoke_filing": lambda: {"reason": _words("administrative-case.not-filing")},
        "submit_review": lambda: {"ground": _words("administrative-case.review-grounds")},
        "decide": lambda: {"kinds": _words("administrative-case.penalties")},
        "propose_closing": lambda: {"ended_for": _words("administrative-case.closing")},
        "measure_facts": lambda: {"pollutant": _words("crime-elements.pollutants")},
        "end_excluded": lambda: {
            "period": [
                (str(one.pk), f"{one.get_reason_display()}：{one.note}")
                for one in queries.excluded(own)
                if one.ended_at is None and one.reason not in ("police", "hearing")
            ]
        },
    }
    return listed[code]() if code in listed else shared_choices(code, own.matter, actor)


def _values(code: str, own: AdministrativeCase) -> dict[str, Any]:
    """What is known already, so that nobody writes it twice."""
    if code == "measure_facts" and (found := queries.finding(own)):
        return {
            **{fact: True if value == "True" else value for fact, value in found.measured.items()}, "otherwise": found.otherwise,
        }  # fmt: skip
    if code == "record_payment" and (decided := queries.decision(own)) and decided.fine:
        return {"paid_on": today().isoformat(), "amount": str(decided.fine - queries.paid(own))}
    if code == "decide" and (review := queries.last_review(own)):
        return {"text": review.proposal}
    if code in {"register_decision_page", "review_correction", "discuss_case", "withdraw_decision_page"}:
        field = {
            "register_decision_page": "published_on", "review_correction": "reviewed_on", "discuss_case": "discussed_on",
            "withdraw_decision_page": "withdrawn_on",
        }[code]  # fmt: skip
        return {field: local_date(own.matter.last_occurred_at or own.matter.opened_at).isoformat()}
    return {}


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who acts
    """Above what reviews, decides, closes and answers: what was proposed, and the prompt about a crime."""
    if subject is None or act.code not in _SHOWN_BEFORE:
        return {}
    own = _own(subject)
    found, review = queries.finding(own), queries.last_review(own)
    return {
        "before": "desk/enforcement/administrative/before.html",
        "own": own,
        "review": review if act.code in _REVIEWED_BEFORE else None,
        "until": words.day(own.statement_until, today()) if own.statement_until else "",
        "elements": case.elements(found) if found else [],
        "otherwise": found.otherwise if found else "",
        "chosen": case.chosen(found, today()) if found else "",
        "reason": found.reason if found else "",
    }


_REVIEWED_BEFORE = frozenset({"pass_review", "return_review", "decide"})
_SHOWN_BEFORE = _REVIEWED_BEFORE | {
    "close_case", "keep_here", "answer_untransferred", "propose_transfer", "propose_closing", "propose_ending",
}  # fmt: skip


def _registers(actor: Actor) -> bool:
    return actor.post_kind == "enforcement_officer" and not actor.delegated_from


register(
    keys.KIND,
    Parts(
        tabs=(
            Tab("case", "案情与程序", "desk/enforcement/administrative/case.html", _case),
            Tab("crime", "入罪对照", "desk/enforcement/administrative/crime.html", _crime),
            Tab("measures", "措施", "desk/enforcement/administrative/measures.html", _measures),
            Tab("decision", "决定与履行", "desk/enforcement/administrative/decision.html", _decision),
            *shared_tabs(),
        ),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        inline=INLINE | {"end_excluded", *case.ON_TIME, *case.ON_CRIME, *case.ON_MEASURES, *case.ON_DECISION},
        filters=(
            Filter("group", "类别", lambda: offences.groups(today()), filters.in_group),
            Filter("crime", "入罪情形", lambda: list(filters.CRIME.items()), filters.by_crime),
        ),
        pages=(
            PageLink("登记案件", "desk:register-case", _registers, begins=True),
            PageLink("应移未移", "desk:untransferred"),
        ),
    ),
)
