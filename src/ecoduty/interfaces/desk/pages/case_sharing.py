"""What was shared of a case, on its own page: decisions and whether they are entered, packages, copies (clause 18.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.parts import Tab
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor, tables
from ecoduty.mechanisms.enforcement.relations import OWN_SIDE
from ecoduty.mechanisms.enforcement.sharing.entries.flow import KIND
from ecoduty.mechanisms.enforcement.sharing.entries.models import SharedDecision
from ecoduty.mechanisms.enforcement.sharing.letters.flow import KIND as LETTER
from ecoduty.mechanisms.enforcement.sharing.letters.models import PaperLetter
from ecoduty.mechanisms.enforcement.sharing.packages import sending
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import PURPOSE_WORDS, Purpose
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage
from ecoduty.mechanisms.enforcement.sharing.packages.states import Course


def row_of(one: CasePackage) -> dict[str, Any]:
    """A package as lists show it; `one` with its file, its body and its matter."""
    on = today()
    out = one.course == Course.OUT
    followed = out and one.purpose == Purpose.CASE.value
    return {
        "one": one,
        "what": PURPOSE_WORDS[Purpose(one.purpose)],
        "course": Course(one.course).label,
        "out": out,
        "body": one.body.short_name,
        "when": words.moment(one.at, on),
        "url": reverse("desk:matter", args=[one.matter.public_id]),
        "state": tables()[sending.KIND].state(one.state).label if followed else ("已导出" if out else "已导入"),
    }


def packages_of(matter: Matter) -> list[dict[str, Any]]:
    """The packages of a matter, newest first."""
    rows = CasePackage.objects.filter(matter=matter).select_related("file", "body", "matter").order_by("-pk")
    return [row_of(one) for one in rows]


def shared(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """What was shared of a case: its decisions and whether they are entered, packages, letters; and what may be exported."""
    on = today()
    table = tables()[KIND]
    found = matter.relations_of(actor, on)
    rows = (
        SharedDecision.objects.filter(case=matter)
        .select_related("matter", "matter__holder")
        .order_by("decided_at", "pk")
    )
    return {
        "matter": matter,
        "decisions": [
            {
                "own": row,
                "office": row.matter.holder.short_name,
                "when": words.moment(row.decided_at, on),
                "state": table.state(row.matter.state).label,
                "due": words.day(row.matter.next_due_on, on) if row.matter.next_due_on else "",
                "late": row.matter.next_due_at is not None and row.matter.next_due_at <= now(),
            }
            for row in rows
        ],
        "packages": packages_of(matter),
        "letters": letters_about(matter, actor),
        "exports": bool(found & set(OWN_SIDE)),
    }


def letters_about(matter: Matter, actor: Actor) -> list[dict[str, Any]]:
    """Letters about a case that the actor may know of."""
    on, table = today(), tables()[LETTER]
    rows = PaperLetter.objects.filter(case=matter, matter__in=Matter.objects.filter(visible_to(actor), kind=LETTER))
    return [
        {
            "own": row,
            "url": reverse("desk:matter", args=[row.matter.public_id]),
            "dated": words.day(row.dated, on),
            "state": table.state(row.matter.state).label,
        }
        for row in rows.select_related("matter", "recipient").order_by("dated", "pk")
    ]


TAB = Tab("sharing", "共享和交换", "desk/enforcement/sharing/shared.html", shared)

__all__ = ["TAB", "packages_of", "row_of", "shared"]
