"""What entries on the sharing platform add to the generic pages (clause 18.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, relations, sight
from ecoduty.interfaces.desk import shell, words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.enforcement.sharing import queries
from ecoduty.mechanisms.enforcement.sharing.entries.flow import KIND
from ecoduty.mechanisms.enforcement.sharing.entries.models import SharedDecision
from ecoduty.mechanisms.enforcement.sharing.letters.flow import KIND as LETTER
from ecoduty.mechanisms.enforcement.sharing.letters.models import PaperLetter
from ecoduty.mechanisms.enforcement.sharing.registry import GROUP_WORDS, Group
from ecoduty.organisation.directory import queries as directory

_WAYS = (
    ("录入情况", "desk:sharing"),
    ("共享视图", "desk:shared-cases"),
    ("谁查阅过", "desk:shared-readings"),
    ("交换包", "desk:exchange"),
)


def ways(here: str) -> list[dict[str, Any]]:
    """The pages of sharing, the present one marked."""
    return [{"label": label, "url": shell.address(route), "current": route == here} for label, route in _WAYS]


def _own(matter: Matter) -> SharedDecision:
    return SharedDecision.objects.select_related("case", "case__holder").get(pk=matter.pk)


def _decision(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    case = own.case
    return {
        "own": own,
        "case": case,
        "may_read": sight(case.kind, case.secrecy, relations(case, actor, on)) >= Sight.FULL,
        "group": GROUP_WORDS[Group(own.group)],
        "decided": words.moment(own.decided_at, on),
        "entered": words.moment(own.entered_at, on) if own.entered_at else "",
        "state": matter.state,
    }


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if subject is None:
        return Prefill()
    values = {"sent_on": today().isoformat()} if act.code == "inform_by_letter" else {}
    return Prefill(choices=shared_choices(act.code, subject, actor), values=values)


register(
    KIND,
    Parts(
        tabs=(
            Tab("decision", "要录入的决定", "desk/enforcement/sharing/decision.html", _decision),
            *(tab for tab in shared_tabs() if tab.key == "named"),
        ),
        facts=lambda matter: [Fact("录入单位", matter.holder.short_name)],
        prefill=_prefill,
        inline=INLINE,
        pages=(PageLink("录入情况", "desk:sharing"),),
    ),
)


def _letter(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = PaperLetter.objects.select_related("case", "recipient", "scan", "receipt_scan").get(pk=matter.pk)
    on, case = today(), own.case
    return {
        "own": own,
        "case": case,
        "may_read": sight(case.kind, case.secrecy, relations(case, actor, on)) >= Sight.FULL,
        "dated": words.day(own.dated, on),
        "received": words.day(own.received_on, on) if own.received_on else "",
    }


def _letter_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "register_letter":
        others = directory.bodies(on=on).exclude(pk=actor.body_id or 0).order_by("order", "key")
        known = queries.known_cases(actor)
        return Prefill(
            choices={
                "recipient": [(body.key, body.short_name) for body in others],
                "case": [(case.number, f"{case.number} {case.title[:40]}") for case in known],
            },
            values={"dated": on.isoformat()},
        )
    values = {"received_on": on.isoformat()} if act.code == "record_letter_receipt" else {}
    return Prefill(choices=shared_choices(act.code, subject, actor) if subject is not None else {}, values=values)


register(
    LETTER,
    Parts(
        tabs=(
            Tab("letter", "函件", "desk/enforcement/sharing/letter.html", _letter),
            *(tab for tab in shared_tabs() if tab.key == "named"),
        ),
        prefill=_letter_prefill,
        inline=INLINE,
    ),
)

__all__ = ["ways"]
