"""An administrative case in words: its ninety days with what does not count, its money, and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.duties.states import ChangeKind, DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.kernel.clock import local_date, now, today
from ecoduty.kernel.flow import Actor, options
from ecoduty.kernel.flow.gate import may_create
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import Measured
from ecoduty.mechanisms.enforcement import applying
from ecoduty.mechanisms.enforcement.administrative import extra_fine, queries
from ecoduty.mechanisms.enforcement.administrative.after_data import MeasureFacts
from ecoduty.mechanisms.enforcement.administrative.flow import CASES
from ecoduty.mechanisms.enforcement.administrative.models import AdministrativeCase, ElementFinding, PenaltyDecision
from ecoduty.mechanisms.enforcement.administrative.states import CLOSED, TO_CLOSE, Choice
from ecoduty.mechanisms.enforcement.damage.flow import DAMAGES

_POLLUTANTS = "crime-elements.pollutants"
_PERCENT, _CAP = "administrative-penalty.extra-fine-percent", "administrative-penalty.extra-fine-cap-percent"
_YES = "True"
_CLAIMS = DAMAGES.by_code["register_damage"]


ON_TIME = ("begin_excluded", "extend_filing", "extend_decision")
ON_CRIME = ("measure_facts", "propose_transfer", "keep_here", "sent_to_police", "effect_of_transfer")
ON_MEASURES = (
    "preserve_evidence", "approve_preservation", "handle_preservation", "order_seizure", "extend_seizure", "lift_seizure", "order_correction",
    "review_correction",
)  # fmt: skip
ON_DECISION = (
    "register_decision_page", "withhold_decision_page", "record_payment", "defer_payment", "record_annulment", "withdraw_decision_page",
)  # fmt: skip
"""Acts offered beside what they are about, and not among the steps of the road."""


def offered(matter: Matter, actor: Actor, codes: Sequence[str]) -> list[dict[str, str]]:
    """The acts among these that are open to this actor now: label and address."""
    found = {one.act.code: one.act for one in options(CASES, matter, actor, now()) if one.open}
    return [
        {
            "label": found[code].label,
            "url": reverse("desk:act", args=[matter.public_id, code]),
            "hint": found[code].hint,
        }
        for code in codes
        if code in found
    ]


def onward(matter: Matter, actor: Actor, *, served: bool) -> list[dict[str, str]]:
    """Where else a case may lead, for the officers of the body that has it: a claim for damage and, once a decision is served,
    an application to the court, both with what stands here already. The same buttons as `offered`.
    """
    if actor.body_id != matter.holder_id or not matter.open or not may_create(_CLAIMS, actor):
        return []
    own = matter.administrative_case
    known = {"about": matter.number, "source": "penalty", "known_on": own.found_on.isoformat(), "place": own.place}
    asked = urlencode({name: value for name, value in known.items() if value})
    ways = [("登记损害线索", f"{reverse('desk:register-damage')}?{asked}", "造成生态环境损害的，另行核查、索赔")]
    if served:
        asked = urlencode({"case": matter.number})
        hint = "当事人不履行，又不复议、不起诉的；已有的都带过去"
        ways.insert(0, ("登记待申请执行", f"{reverse('desk:register-enforcement')}?{asked}", hint))
    return [{"label": label, "url": url, "hint": hint} for label, url, hint in ways]


def yuan(amount: Decimal | None) -> str:
    """200,000元, 86.50元; empty for none."""
    if amount is None:
        return ""
    text = f"{amount:,.2f}"
    return f"{text.removesuffix('.00')}元"


@dataclass(frozen=True, slots=True)
class NinetyDays:
    """The time of deciding: when it ends and everything that moved it."""

    deadline: Deadline
    state: str
    due: str
    late: bool
    excluded: tuple[dict[str, Any], ...]
    extended: tuple[Change, ...]
    basis: str


def ninety_days(own: AdministrativeCase) -> NinetyDays | None:
    """None before filing. Three queries."""
    deadline = queries.decision_deadline(own)
    if deadline is None:
        return None
    on = today()
    excluded = tuple(
        {
            "label": one.get_reason_display(),
            "note": one.note,
            "began": words.short_day(one.began_at, on),
            "ended": words.short_day(one.ended_at, on) if one.ended_at else "",
            "days": ((local_date(one.ended_at) if one.ended_at else on) - local_date(one.began_at)).days,
            "open": one.ended_at is None,
            "pk": one.pk,
            "by_hand": one.reason not in ("police", "hearing"),
        }
        for one in queries.excluded(own)
    )
    extended = tuple(Change.objects.filter(deadline=deadline, kind=ChangeKind.EXTENDED).order_by("pk"))
    basis = deadline.basis or {}
    instrument = rulebooks.current().instruments.get(basis.get("instrument", ""))
    return NinetyDays(
        deadline, DeadlineState(deadline.state).label, words.day(deadline.due_on or local_date(deadline.due_at), on),
        deadline.missed_at is not None, excluded, extended,
        f"{instrument.title if instrument else ''}{basis.get('provision', '')}",
    )  # fmt: skip


def money(own: AdministrativeCase, found: PenaltyDecision) -> dict[str, Any]:
    """The fine, what came in, and what an unpaid rest has grown by. Two queries."""
    if not found.fine:
        return {}
    book, on = rulebooks.current(), today()
    rows = queries.payments(own)
    paid = [(one.paid_on, one.amount) for one in rows if not one.extra]
    came_in = sum((amount for _, amount in paid), Decimal(0))
    until = on if own.matter.open else local_date(own.matter.closed_at or own.matter.opened_at)
    grown = Decimal(0)
    if found.pay_by is not None:
        percent, cap = int(str(book.value(_PERCENT, on=on))), int(str(book.value(_CAP, on=on)))
        grown = extra_fine.extra_fine(found.fine, found.pay_by, paid, until, percent=percent, cap_percent=cap)
    extra_paid = sum((one.amount for one in rows if one.extra), Decimal(0))
    return {
        "rows": [{"row": one, "day": words.short_day(one.paid_on, on), "amount": yuan(one.amount)} for one in rows],
        "fine": yuan(found.fine), "paid": yuan(came_in), "left": yuan(max(found.fine - came_in, Decimal(0))),
        "unpaid": found.fine > came_in, "pay_by": words.day(found.pay_by, on) if found.pay_by else "",
        "late": found.pay_by is not None and on > found.pay_by and found.fine > came_in,
        "grown": yuan(grown) if grown else "", "extra_paid": yuan(extra_paid) if extra_paid else "",
    }  # fmt: skip


def court_time(own: AdministrativeCase, found: PenaltyDecision) -> dict[str, Any]:
    """What is not performed, and until when the body may demand and apply to the court; empty where no such time runs. Three
    queries.
    """
    row = queries.applying_deadline(own)
    if row is None or row.due_on is None or found.served_at is None:
        return {}
    on, remedy = today(), applying.undisputed(local_date(found.served_at))
    begins = remedy.safe
    if row.rule == applying.DEFERRED and found.pay_by is not None:
        begins = max(begins, found.pay_by)
    first, demand = begins + timedelta(days=1), applying.last_demand(row.due_on)
    kinds, owed = queries.words(queries.ENFORCEABLE), (found.fine or Decimal(0)) - queries.paid(own)
    return {
        "left": [
            kinds[kind] + (f"还差{yuan(owed)}" if kind == "fine" else "") for kind in queries.unperformed(own, found)
        ],
        "first": words.day(first, on), "last": words.day(row.due_on, on), "demand": words.day(demand, on),
        "demand_over": on > demand, "open": first <= on <= row.due_on, "over": on > row.due_on,
        "days": words.left(row.due_on, on) if on <= row.due_on else "",
        "remedy": words.day(remedy.last, on),
    }  # fmt: skip


def orders(own: AdministrativeCase, found: PenaltyDecision | None) -> list[dict[str, Any]]:
    """Orders to correct with what their review found and what a daily penalty would come to. One query."""
    on = today()
    rows = []
    for one in queries.orders(own):
        days, sum_ = (0, Decimal(0))
        if one.daily and one.reviewed_on and one.found in {"still", "refused"} and found is not None and found.fine:
            days, sum_ = extra_fine.daily_penalty(found.fine, local_date(one.served_at), one.reviewed_on)
        rows.append(
            {
                "row": one, "served": words.short_day(one.served_at, on), "found": one.get_found_display(),
                "reviewed": words.short_day(one.reviewed_on, on) if one.reviewed_on else "", "days": days, "sum": yuan(sum_),
            }
        )  # fmt: skip
    return rows


def measured(found: ElementFinding) -> list[tuple[str, str]]:
    """What was entered: title and value in words."""
    pollutants = queries.words(_POLLUTANTS)
    titles = {name: item.title or name for name, item in MeasureFacts.model_fields.items()}
    return [
        (titles.get(fact, fact), "是" if value == _YES else pollutants.get(value, value))
        for fact, value in found.measured.items()
    ]


def elements(found: ElementFinding) -> list[dict[str, str]]:
    """The elements that are met: label, crime, why, and on what they rest. As the rulebook has them now."""
    book = rulebooks.current()
    rows = []
    for key in found.met:
        element = book.crime_elements.get(key)
        if element is None:
            rows.append({"label": key, "crime": "", "why": "现行规则书已没有这一情形", "basis": ""})
            continue
        said = [_why(found, one) for one in element.conditions]
        why = "，".join(said) if all(said) else "按先前录入的事实符合，录入已经改过"
        instrument = book.instruments.get(element.basis.instrument or "")
        basis = f"{instrument.number if instrument else ''}{element.basis.provision or ''}"
        rows.append({"label": element.label, "crime": element.crime, "why": why, "basis": basis})
    return rows


def _why(found: ElementFinding, one: Measured) -> str:
    """危险废物（吨）3，不少于3: what meets a condition; empty where what is entered now does not."""
    value, title = found.measured.get(one.fact, ""), MeasureFacts.model_fields[one.fact].title or one.fact
    if one.among:
        return queries.words(_POLLUTANTS).get(value, value) if value in one.among else ""
    if value in ("", _YES):
        return title if value else ""
    return f"{title}{value}，不少于{one.at_least}" if Decimal(value) >= one.at_least else ""


def is_red(own: AdministrativeCase, found: ElementFinding | None, actor: Actor) -> bool:
    """Whether this reader sees it red: decided or closed, an element met, not transferred, no written reason (不得以罚代移).

    On its own side at once, for the procuratorate from the day the limit passed.
    """
    if found is None or not queries.owes_answer(own, found):
        return False
    state = own.matter.state
    over = found.red_since is not None or state in {CLOSED.code, TO_CLOSE.code}
    return over and (actor.body_id == own.matter.holder_id or found.shown_on is not None)


def chosen(found: ElementFinding, on: date) -> str:
    """移送公安机关，12月1日，某某单位·主要负责人; empty where nobody decided."""
    if not found.choice or found.chosen_at is None:
        return ""
    return f"{Choice(found.choice).label}，{words.short_day(found.chosen_at, on)}，{found.chosen_by}"


__all__ = [
    "ON_CRIME",
    "ON_DECISION",
    "ON_MEASURES",
    "ON_TIME",
    "NinetyDays",
    "chosen",
    "court_time",
    "elements",
    "is_red",
    "measured",
    "money",
    "ninety_days",
    "offered",
    "orders",
    "yuan",
]
