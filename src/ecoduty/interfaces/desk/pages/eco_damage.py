"""What cases of eco-damage compensation add to the generic pages: the claim, negotiation or suit, restoration, who stepped in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.diagram.part import part_of
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, people, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.yuan import yuan
from ecoduty.kernel.clock import spoken_date, today
from ecoduty.kernel.flow import Act, Actor, ActTable
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.damage import queries, states
from ecoduty.mechanisms.enforcement.damage.flow import DAMAGES
from ecoduty.mechanisms.enforcement.damage.models import EcoDamage
from ecoduty.mechanisms.enforcement.litigation import queries as suits
from ecoduty.mechanisms.enforcement.relations import OFFICER

_TODAY = {
    "register_damage": "received_on", "report_damage_check": "checked_on", "commission_assessment": "commissioned_on",
    "record_assessment": "assessed_on", "invite_negotiation": "sent_on", "record_meeting": "held_on", "sign_agreement": "signed_on",
    "fail_negotiation": "failed_on", "apply_confirmation": "applied_on", "announce_confirmation": "announced_on",
    "confirm_agreement": "confirmed_on", "refuse_confirmation": "refused_on", "sue_for_damage": "sued_on", "record_performance": "on",
    "report_restored": "restored_on", "record_evaluation": "evaluated_on", "report_major_damage": "reported_on", "intervene": "on",
}  # fmt: skip
_LISTS = {
    "register_damage": ("source", "sources"), "report_damage_check": ("ground", "not-starting-grounds"),
    "do_not_start": ("ground", "not-starting-grounds"), "fail_negotiation": ("ground", "failure-grounds"),
    "sign_agreement": ("way", "agreed-ways"), "mark_major": ("kind", "major-kinds"),
    "waive_evaluation": ("ground", "evaluation-exemptions"), "intervene": ("sort", "interventions"),
}  # fmt: skip


_CHECK = (states.CHECKING, states.CHECKED, states.FILED, states.ASSESSING, states.ASSESSED, states.NOT_STARTED)
_CLAIM = (
    states.ASSESSED, states.NEGOTIATING, states.AGREED, states.CONFIRMING, states.RESTORING, states.FAILED, states.SUED,
    states.NOT_SUED, states.LOST,
)  # fmt: skip
_END = (states.RESTORING, states.RESTORED, states.EVALUATED, states.CLOSED)
_STRETCHES = (("核查和评估", _CHECK), ("磋商或诉讼", _CLAIM), ("修复和结案", _END))


def _stretch(matter: Matter) -> int:
    """Which of the three stretches of the road the case is on; at a joint, the one that lies ahead."""
    on = [number for number, (_, part) in enumerate(_STRETCHES) if matter.state in {one.code for one in part}]
    return on[-1] if on else 0


def _drawn(matter: Matter, table: ActTable) -> ActTable:
    """The whole road is too long to be read in one picture."""
    return part_of(table, [one.code for one in _STRETCHES[_stretch(matter)][1]])


def _own(matter: Matter) -> EcoDamage:
    return EcoDamage.objects.select_related("matter").get(pk=matter.pk)


def _word(name: str, code: str) -> str:
    return queries.words(name, today()).get(code, code) if code else ""


def _day(day: date | None) -> str:
    return words.day(day, today()) if day else ""


def _case(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own = _own(matter)
    return {
        "own": own,
        "source": _word("sources", own.source),
        "received": _day(own.received_on),
        "known": _day(own.known_on),
        "checked": _day(own.checked_on),
        "estimate": yuan(own.estimate),
        "ground": _word("not-starting-grounds", own.not_started_for),
        "major": _word("major-kinds", own.major),
        "reported": _day(own.major_reported_on),
        "shown": words.day(own.shown_at, today()) if own.shown_at else "",
        "interventions": [
            {"row": one, "sort": _word("interventions", one.sort), "on": _day(one.on)}
            for one in own.interventions.all()
        ],
    }


def _claim(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = _own(matter)
    ends = queries.notice_ends(own)
    suit = suits.suit_of(matter, actor)
    return {
        "own": own,
        "commissioned": _day(own.commissioned_on),
        "amount": yuan(own.amount),
        "assessed": _day(own.assessed_on),
        "from": _day(own.negotiation_from),
        "most": queries.number("most-meetings", today()),
        "meetings": [{"row": one, "on": _day(one.held_on)} for one in own.meetings.select_related("file")],
        "agreed": _day(own.agreed_on),
        "effective": _day(own.effective_on),
        "way": _word("agreed-ways", own.agreed_way),
        "agreed_amount": yuan(own.agreed_amount),
        "announced": _day(own.announced_on),
        "notice_ends": spoken_date(ends) if ends else "",
        "confirmed": _day(own.confirmed_on),
        "failed": _word("failure-grounds", own.failed_for),
        "failed_on": _day(own.failed_on),
        "suit": suit,
    }


def _restoration(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own = _own(matter)
    rows = list(own.performances.select_related("file"))
    paid = sum((row.paid for row in rows if row.paid is not None), Decimal(0))
    return {
        "own": own,
        "by": _day(own.restore_by),
        "way": _word("agreed-ways", own.agreed_way),
        "owed": yuan(own.agreed_amount),
        "paid": yuan(paid) if paid else "",
        "rows": [{"row": one, "on": _day(one.on), "paid": yuan(one.paid)} for one in rows],
        "restored": _day(own.restored_on),
        "evaluated": _day(own.evaluated_on),
        "waived": _word("evaluation-exemptions", own.evaluation_waived_for),
    }


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    stretch = _stretch(matter)
    found = [Fact("阶段", f"{_STRETCHES[stretch][0]}（三段之{'一二三'[stretch]}）")]
    if own.amount is not None:
        found.append(Fact("损害", yuan(own.amount)))
    if own.major:
        unreported = own.major_reported_on is None
        found.append(Fact("重大案件", "还没有报告" if unreported else "已报告", late=unreported and matter.open))
    if own.shown_at:
        found.append(Fact("检察机关", "已看得到"))
    return found


def _officers(actor: Actor) -> Choices:
    return people(circle.in_posts(actor.body_id or 0, OFFICER, today()))


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    choices: dict[str, Choices] = {}
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    if act.code in _TODAY:
        values[_TODAY[act.code]] = on.isoformat()
    if act.code in _LISTS:
        field, name = _LISTS[act.code]
        choices[field] = list(queries.words(name, on).items())
    if act.code == "register_damage":
        choices["officers"] = _officers(actor)
        values["officers"] = [str(actor.person)] if actor.person else []
    if subject is None:
        return Prefill(choices=choices, values=values)
    choices |= shared_choices(act.code, subject, actor)
    if act.code in {"apply_confirmation", "sue_for_damage"}:
        courts = [(body.key, body.short_name) for body in queries.courts(on)]
        choices["court"] = courts
        values["court"] = courts[0][0] if len(courts) == 1 else ""
    known, said = _known(act.code, subject, actor)
    return Prefill(choices=choices, values={**values, **known}, sources={**sources, **said})


def _known(code: str, matter: Matter, actor: Actor) -> tuple[dict[str, Any], dict[str, str]]:
    """What stands in the case already is not asked again: values, and where each comes from."""
    own = _own(matter)
    if code == "do_not_start" and own.not_started_for:
        return {"ground": own.not_started_for}, {"ground": "核查结论"}
    if code == "sue_for_damage" and own.amount is not None:
        return {"claimed": str(own.amount)}, {"claimed": "评估结果"}
    if code == "sign_agreement" and own.amount is not None:
        return {"amount": str(own.amount)}, {"amount": "评估结果"}
    if code == "record_damage_judgment" and (suit := suits.suit_of(matter, actor)) is not None and suit.effective_on:
        values = {
            "number": suit.second_number or suit.judgment_number, "effective_on": suit.effective_on.isoformat(),
            "amount": "" if suit.awarded is None else str(suit.awarded),
        }  # fmt: skip
        return values, dict.fromkeys(values, "诉讼案件")
    return {}, {}


def may_register(actor: Actor) -> bool:
    """Whether the post begins such a case."""
    return may_create(DAMAGES.by_code["register_damage"], actor)


register(
    queries.KIND,
    Parts(
        tabs=(
            Tab("case", "案情", "desk/enforcement/damage_case.html", _case),
            Tab(
                "claim", "评估和索赔", "desk/enforcement/damage_claim.html", _claim,
                lambda matter: matter.eco_damage.meetings.count(),
            ),
            Tab("restoration", "修复和履行", "desk/enforcement/damage_restoration.html", _restoration),
            *shared_tabs(),
        ),
        facts=_facts,
        prefill=_prefill,
        drawn=_drawn,
        inline=INLINE,
        pages=(PageLink("登记损害线索", "desk:register-damage", may_register, begins=True),),
        filters=(
            Filter(
                "source", "线索来源", lambda: list(queries.words("sources", today()).items()),
                lambda value: Q(eco_damage__source=value),
            ),
            Filter(
                "major", "重大案件", lambda: [("yes", "重大"), ("no", "一般")],
                lambda value: ~Q(eco_damage__major="") if value == "yes" else Q(eco_damage__major=""),
            ),
        ),
    ),
)  # fmt: skip
