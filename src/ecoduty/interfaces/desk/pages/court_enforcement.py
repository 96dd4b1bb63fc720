"""What enforcement by the court adds to the generic pages: when one may apply and why, and what the court did (clause 20.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.deadlines import basis_words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.pages import enforcement_cases as shared
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.ruler import Day, ruler
from ecoduty.kernel.clock import today
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.clock.explanation import ruler_days
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.enforcement.court_enforcement import queries, states
from ecoduty.mechanisms.enforcement.court_enforcement.models import CourtEnforcement
from ecoduty.mechanisms.enforcement.court_enforcement.queries import Span, Window

_REMEDIES = ("remedy", "reconsidered_on", "named_end", "named_basis", "deferred_until")


def _own(matter: Matter) -> CourtEnforcement:
    return CourtEnforcement.objects.select_related("court", "case").get(pk=matter.pk)


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    return {
        "own": own,
        "case": shared.case_link(own.case, actor),
        "served": words.day(own.served_on, on),
        "amount": _yuan(own.amount),
        "recovered": _yuan(own.recovered),
        "demanded": words.day(own.demanded_on, on) if own.demanded_on else "",
        "applied": words.day(own.applied_on, on) if own.applied_on else "",
        "accepted": words.day(own.accepted_at, on) if own.accepted_at else "",
        "ruled": words.day(own.ruled_on, on) if own.ruled_on else "",
        "refused": words.day(own.refused_on, on) if own.refused_on else "",
        "executions": [
            {"row": row, "when": words.day(row.at, on), "amount": _yuan(row.amount)} for row in own.executions.all()
        ],
        **_window(own, on),
    }


def _yuan(amount: Decimal | None) -> str:
    """200,000 or 119,999.50; empty where there is none."""
    return f"{amount:,.2f}".removesuffix(".00") if amount is not None else ""


def _window(own: CourtEnforcement, on: date) -> Mapping[str, Any]:
    """From which day to which one may apply, with the working of both ends."""
    found = queries.window(own)
    return {
        "first": words.day(found.first, on) if found.first else "",
        "last": words.day(found.last, on) if found.last else "",
        "working": found.working,
        "stands": _stands(found, on) if own.applied_on is None else "",
        "spans": [_span(span, on) for span in (found.remedy, found.demand) if span is not None],
        "unserved": found.demand is None,
        "pending": found.remedy is None,
        "deferred": words.day(found.deferred, on) if found.deferred else "",
        "moved": found.moved,
    }


def _stands(found: Window, on: date) -> str:
    """Whether one may apply today, in a sentence."""
    if found.last is not None and on > found.last:
        return f"申请期限已于{words.short_day(found.last, on)}届满"
    if found.first is None:
        return ""
    if on < found.first:
        return f"还不能申请，{words.short_day(found.first, on)}起可以"
    return f"现在可以申请，{words.left(found.last, on)}" if found.last else "现在可以申请"


def _span(span: Span, on: date) -> Mapping[str, Any]:
    drawn = None
    if span.start is not None:
        days = ruler_days(current_calendar(), span.start, span.last, span.last, working=span.days_worked, excluded=())
        drawn = ruler([Day(item.day.date, item.role, item.day.is_working, item.label) for item in days], on)
    basis = span.basis
    return {
        "label": "催告期" if span.days_worked else "救济期限",
        "last": words.day(span.last, on),
        "over": on > span.safe,
        "safe": words.day(span.safe, on) if span.safe != span.last else "",
        "working": span.working,
        "ruler": drawn,
        "basis": basis_words(basis.model_dump(mode="json")) if basis else "",
        "local": basis is not None and basis.kind == "local",
    }


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "register_enforcement":
        courts = queries.courts(shared.holder_of(actor).level, on)
        return Prefill(
            choices={
                "officers": shared.officers(actor),
                "case": shared.cases(actor, queries.CASES),
                "court": shared.bodies(courts),
            },
            values={
                "officers": shared.team(actor), "court": courts[0].key if courts else "", "remedy": states.Remedy.NONE.value,
            },
        )  # fmt: skip
    if subject is None:
        return Prefill()
    if act.code in {"serve_demand", "serve_demand_again"}:
        return Prefill(values={"served_on": on.isoformat()})
    if act.code == "record_remedy":
        own = _own(subject)
        return Prefill(values={name: getattr(own, name) for name in _REMEDIES if getattr(own, name)}, source="上次登记")
    return Prefill(choices=shared_choices(act.code, subject, actor))


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    if subject is not None and act.code in {
        "apply_for_enforcement",
        "serve_demand",
        "serve_demand_again",
        "record_remedy",
    }:
        return {"before": "desk/enforcement/court_window.html", "content": _content(subject, actor)}
    return shared.entering(act, subject, actor, "人民法院")


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    told = [Fact("法院", own.court.short_name)]
    if own.applied_on is None and matter.open:
        stands = _stands(queries.window(own), today())
        told += [Fact("", stands, late="届满" in stands)] if stands else []
    return told


def _may_begin(actor: Actor) -> bool:
    return shared.may_begin(queries.KIND, "register_enforcement", actor)


register(
    queries.KIND,
    Parts(
        tabs=(Tab("court", "申请和执行", "desk/enforcement/court.html", _content), *shared_tabs()),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        inline=INLINE,
        pages=(PageLink("登记待申请执行", "desk:register-enforcement", _may_begin, begins=True),),
    ),
)
