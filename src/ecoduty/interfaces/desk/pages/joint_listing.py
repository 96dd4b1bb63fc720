"""What joint listings add to the generic pages: requirements, who said what, month by month what was reported (clause 18.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages import enforcement_cases as shared
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.enforcement.listing import queries, states
from ecoduty.mechanisms.enforcement.listing.models import Listing, ListingOpinion
from ecoduty.mechanisms.enforcement.listing.states import About

_ASKED = {
    "agree_listing": About.LISTING, "object_to_listing": About.LISTING,
    "agree_delisting": About.DELISTING, "object_to_delisting": About.DELISTING,
}  # fmt: skip


def _own(matter: Matter) -> Listing:
    return Listing.objects.select_related("supervised", "case", "matter", "matter__holder").get(pk=matter.pk)


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    return {
        "own": own,
        "matter": matter,
        "case": shared.case_link(own.case, actor),
        "joint": [matter.holder, *queries.asked(own)],
        "until": words.day(own.until, on),
        "listed": words.day(own.listed_on, on) if own.listed_on else "",
        "completed": words.day(own.completed_on, on) if own.completed_on else "",
        "checked": words.day(own.checked_on, on) if own.checked_on else "",
        "delisted": words.day(own.delisted_on, on) if own.delisted_on else "",
        "asked": _asked(own, matter),
    }


def _asked(own: Listing, matter: Matter) -> Sequence[Mapping[str, Any]]:
    """What is being asked or was asked last, with everybody's word: whether to list, whether to take off."""
    on = today()
    opinions = list(own.opinions.select_related("body"))
    found = []
    for about in About:
        rows = [row for row in opinions if row.about == about]
        latest = max((row.round for row in rows), default=0)
        asking = matter.state == (states.PROPOSED.code if about is About.LISTING else states.CHECKED.code)
        if not rows and not asking:
            continue
        shown = own.round if asking else latest
        found.append(
            {
                "label": about.label,
                "round": shown,
                "rows": [_said(row, on) for row in rows if row.round == shown],
                "silent": queries.silent(own, about) if asking else [],
            }
        )
    return found


def _said(row: ListingOpinion, on: Any) -> Mapping[str, Any]:
    return {"row": row, "when": words.moment(row.said_at, on)}


def _progress(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own, on = _own(matter), today()
    months = [
        {
            "one": one,
            "first": words.short_day(one.month.first, on),
            "last": words.short_day(one.month.last, on),
            "when": words.moment(one.report.reported_at, on) if one.report else "",
            "running": one.month.last >= on,
        }
        for one in queries.reports(own, on)
    ]
    more = [{"row": row, "when": words.moment(row.reported_at, on)} for row in own.progress.filter(first=None)]
    return {
        "own": own,
        "months": months[::-1],
        "missing": sum(month["one"].missing for month in months if isinstance(month["one"], queries.Reported)),
        "more": more,
    }


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "propose_listing":
        holder = shared.holder_of(actor)
        joint = queries.joint_bodies(holder, on)
        latest = queries.latest_end(now()).due
        return Prefill(
            choices={
                "officers": shared.officers(actor),
                "case": shared.cases(actor, queries.CASES),
                "joint": shared.bodies(joint),
                "supervised": shared.bodies(queries.supervisable(on)),
            },
            values={
                "officers": shared.team(actor),
                "joint": [body.key for body in joint if body.kind != "court"],
                "until": latest.day.isoformat(),
            },
            sources={"until": "规则书，自今天起六个月"},
        )
    if subject is None:
        return Prefill()
    if act.code == "revise_listing":
        own = _own(subject)
        values = {
            "requirements": own.requirements, "standard": own.standard, "in_charge": own.in_charge,
            "until": own.until.isoformat(),
        }  # fmt: skip
        return Prefill(values=values, source="原来的提议")
    if act.code in _ASKED:
        return _body(_own(subject), _ASKED[act.code], actor)
    return Prefill(choices=shared_choices(act.code, subject, actor))


def _body(own: Listing, about: About, actor: Actor) -> Prefill:
    """Whose word it is: the actor's own body where it is asked."""
    silent = queries.silent(own, about)
    mine = next((body.key for body in silent if body.pk in actor.bodies), "")
    listed: Choices = shared.bodies(silent)
    return Prefill(choices={"body": listed}, values={"body": mine or (silent[0].key if len(silent) == 1 else "")})


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """What is agreed to, and how a word of another body is entered."""
    entering = shared.entering(act, subject, actor, "其他单位")
    if subject is None or act.code not in {*_ASKED, "check_listing_completion", "list_case"}:
        return entering
    content = _content(subject, actor)
    last = (
        content["own"].progress.order_by("-pk").first()
        if act.code not in {"agree_listing", "object_to_listing"}
        else None
    )
    return {**entering, "before": "desk/enforcement/listing_before.html", "content": content, "last": last}


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    missing = sum(one.missing for one in queries.reports(own, today())) if matter.state == states.LISTED.code else 0
    told = [Fact("被督办", own.supervised.short_name)]
    return [*told, Fact("缺进展", f"{missing}个月", late=True)] if missing else told


def _may_begin(actor: Actor) -> bool:
    return shared.may_begin(queries.KIND, "propose_listing", actor)


register(
    queries.KIND,
    Parts(
        tabs=(
            Tab("listing", "督办要求", "desk/enforcement/listing.html", _content),
            Tab("progress", "按月进展", "desk/enforcement/listing_progress.html", _progress),
            *shared_tabs(),
        ),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        inline=INLINE,
        pages=(PageLink("提出联合挂牌督办", "desk:propose-listing", _may_begin, begins=True),),
    ),
)
