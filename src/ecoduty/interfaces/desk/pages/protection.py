"""What protection measures add to the generic pages: the entry of one, its head counts, filters (clause 17.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.encouragement.protection import queries
from ecoduty.mechanisms.encouragement.protection.flow import PROTECTIONS
from ecoduty.mechanisms.encouragement.protection.models import Protection
from ecoduty.mechanisms.encouragement.protection.queries import PROTECTION


def _entry(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001
    own = Protection.objects.select_related("body").get(pk=matter.pk)
    return {
        "own": own,
        "sort": queries.sorts(today()).get(own.sort, own.sort),
        "coverages": own.coverages.order_by("-on", "-pk"),
    }


def _facts(matter: Matter) -> list[Fact]:
    row = queries.counts([matter.pk]).get(matter.pk)
    return [Fact("已覆盖", f"{row.covered}人，应覆盖{row.eligible}人")] if row else []


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001
    choices = {"sort": list(queries.sorts(today()).items())}
    if subject is None:
        return Prefill(choices=choices)
    own = subject.protection
    if act.code == "report_coverage":
        row = queries.counts([subject.pk]).get(subject.pk)
        known = {"on": today().isoformat(), **({"eligible": row.eligible, "source": row.source} if row else {})}
        return Prefill(values=known, sources={"eligible": "上次", "source": "上次"} if row else {})
    if act.code == "edit_protection":
        values = {
            "name": subject.title, "sort": own.sort, "content": own.content, "basis": own.basis,
            "since": own.since.isoformat(), "until": own.until.isoformat() if own.until else "",
        }  # fmt: skip
        return Prefill(choices=choices, values=values)
    return Prefill(choices=choices)


def may_register(actor: Actor) -> bool:
    """Whether this post enters measures of its body."""
    return may_create(PROTECTIONS.by_code["register_protection"], actor)


register(
    PROTECTION,
    Parts(
        tabs=(Tab("entry", "登记内容", "desk/encouragement/protection_entry.html", _entry),),
        facts=_facts,
        prefill=_prefill,
        pages=(
            PageLink("保障覆盖", "desk:protection"),
            PageLink("登记保障措施", "desk:new-protection", may_register, begins=True),
        ),
        filters=(
            Filter(
                "sort", "种类", lambda: list(queries.sorts(today()).items()), lambda value: Q(protection__sort=value)
            ),
        ),
    ),
)
