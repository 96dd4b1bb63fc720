"""What public interest cases of the procuratorate add to the generic pages. Nobody gets here who is not named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.diagram.part import part_of
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor, ActTable
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.cases import queries
from ecoduty.mechanisms.enforcement.procuratorial.cases.states import Sort
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import queries as recommendations
from ecoduty.organisation.directory.models import Body


def _course(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The whole course as far as it has gone; a link only to what the reader is named in, too."""
    own, on = queries.own_of(matter), today()
    found = recommendations.of_case(matter)
    linked = [one.pk for one in (found, own.suit) if one is not None]
    seen = set(Matter.objects.filter(visible_to(actor), pk__in=linked).values_list("pk", flat=True))
    suit = own.suit
    return {
        "own": own,
        "sort": Sort(own.sort).label,
        **{name: words.day(day, on) if day else "" for name, day in _days(own).items()},
        "recommendation": found,
        "recommendation_state": flow.table(found.kind).state(found.state).label if found else "",
        "recommendation_seen": found is not None and found.pk in seen,
        "suit": suit if suit is not None and suit.pk in seen else None,
        "suit_state": flow.table(suit.kind).state(suit.state).label if suit is not None else "",
        "outcome": queries.words("outcomes", on).get(own.outcome, own.outcome),
        "ended": queries.words("ending-reasons", on).get(own.ended_for, own.ended_for),
    }


def _days(own: Any) -> dict[str, Any]:
    names = ("filed_on", "notice_on", "notice_ends_on", "sued_on", "judged_on", "executed_on")
    return {name: getattr(own, name) for name in names}


def _facts(matter: Matter) -> list[Fact]:
    own = queries.own_of(matter)
    behalf = [Fact("代为登记", own.recorded_by.short_name)] if own.recorded_by_id != matter.holder_id else []
    notice = (
        [Fact("公告期满", words.day(own.notice_ends_on, today()))]
        if matter.state == "noticed" and own.notice_ends_on
        else []
    )
    return [Fact("", Sort(own.sort).label), Fact("立案", own.number), *notice, *behalf]


def _bodies(found: Iterable[Body]) -> Choices:
    return [(body.key, body.short_name) for body in found]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "file_public_interest_case":
        found = bodies.procuratorates(on)
        mine = next((body.key for body in found if body.pk in actor.bodies), "")
        return Prefill(choices={"procuratorate": _bodies(found)}, values={"procuratorate": mine, "filed_on": on})
    if subject is None:
        return Prefill()
    listed: dict[str, dict[str, Choices]] = {
        "recommend_first": {"addressee": _bodies(bodies.addressees(on))},
        "bring_suit": {"court": _bodies(bodies.courts(on))},
        "register_judgment": {"outcome": list(queries.words("outcomes", on).items())},
        "end_public_interest_case": {"reason": list(queries.words("ending-reasons", on).items())},
    }
    return Prefill(choices=listed.get(act.code) or shared_choices(act.code, subject, actor))


_CIVIL_ONLY, _ADMINISTRATIVE_ONLY = (
    frozenset({"publish_notice", "end_notice"}),
    frozenset({"recommend_first", "conclude_recommendation"}),
)


def _drawn(matter: Matter, table: ActTable) -> ActTable:
    """Of the two roads to court the one that this case goes: over a notice, or over a recommendation."""
    if matter.public_interest_case.sort == Sort.CIVIL:
        return part_of(
            table, [one.code for one in table.states if one.code != "recommended"], without=_ADMINISTRATIVE_ONLY
        )
    found = part_of(table, [one.code for one in table.states if one.code != "noticed"], without=_CIVIL_ONLY)
    on_the_road = tuple(replace(one, main=True) if one.code in _ADMINISTRATIVE_ONLY else one for one in found.acts)
    states = tuple(replace(one, main=one.main or one.code == "recommended") for one in found.states)
    return replace(found, acts=on_the_road, states=states)


register(
    queries.KIND,
    Parts(
        tabs=(Tab("course", "案件经过", "desk/enforcement/public_interest.html", _course), *shared_tabs()),
        facts=_facts,
        prefill=_prefill,
        drawn=_drawn,
        inline=INLINE,
        pages=(PageLink("登记公益诉讼立案", "desk:new-public-interest-case", queries.may_file, begins=True),),
    ),
)
