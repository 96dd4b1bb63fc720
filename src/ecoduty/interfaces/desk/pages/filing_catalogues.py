"""What yearly catalogues add to the generic pages: their rows, which nobody types, and what of them was never filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Fact, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.legal_review.catalogues import listing
from ecoduty.mechanisms.legal_review.catalogues.flow import KIND
from ecoduty.mechanisms.legal_review.catalogues.models import FilingCatalogue

HEADINGS = ("序号", "文件名称", "种类", "文号", "公布日期", "报备", "报备日期", "报备文号", "备案登记号", "报备经办")
WIDTHS = (6, 44, 16, 24, 14, 12, 14, 24, 20, 16)


def own_of(matter: Matter) -> FilingCatalogue:
    """The catalogue with its papers; its matter is the one given."""
    own = FilingCatalogue.objects.select_related("file", "receipt_file").get(pk=matter.pk)
    own.matter = matter
    return own


def lines(found: Sequence[listing.Row]) -> list[tuple[str, ...]]:
    """The rows as an Excel sheet has them, under `HEADINGS`."""
    return [
        (
            str(place), row.name, row.sort, row.number, row.published_on.isoformat(), row.standing,
            row.filed_on.isoformat() if row.filed_on else "", row.filing_number, row.registered_number, row.handled_by,
        )
        for place, row in enumerate(found, start=1)
    ]  # fmt: skip


def _catalogue(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = own_of(matter), today()
    found = listing.rows(own, matter.holder, on)
    filings = Matter.objects.filter(visible_to(actor), public_id__in=[row.matter for row in found])
    seen = set(filings.values_list("public_id", flat=True))
    return {
        "own": own, "matter": matter, "unfiled": sum(row.filed_on is None for row in found), "count": len(found),
        "rows": [
            {
                "row": row, "url": row.matter in seen, "published": words.day(row.published_on, on),
                "filed": words.day(row.filed_on, on) if row.filed_on else "",
            }
            for row in found
        ],
        "reported": words.day(own.reported_on, on) if own.reported_on else "",
        "received": words.day(own.receipt_on, on) if own.receipt_on else "",
        "frozen": own.reported_on is not None and matter.state in listing.states.FROZEN,
    }  # fmt: skip


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the shape of everything before a form
    """Above the report: what will stand in it, and what of that was never filed."""
    if act.code != "report_catalogue" or subject is None:
        return {}
    found = listing.rows(own_of(subject), subject.holder, today())
    return {
        "before": "desk/legal_review/catalogue_before.html",
        "count": len(found),
        "unfiled": [row for row in found if row.filed_on is None],
    }


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the shape of every prefill
    """What was entered before it came back, and the day of a receipt."""
    if act.code == "report_catalogue" and subject is not None:
        own = own_of(subject)
        return Prefill(values={"number": own.number, "unfiled_reason": own.unfiled_reason})
    if act.code == "register_receipt":
        return Prefill(values={"receipt_on": today().isoformat()})
    return Prefill()


def _facts(matter: Matter) -> list[Fact]:
    own: FilingCatalogue = matter.filing_catalogue
    return [Fact("年度", f"{own.year}年"), *([Fact("报送文号", own.number)] if own.number else [])]


register(
    KIND,
    Parts(
        tabs=(Tab("catalogue", "目录", "desk/legal_review/catalogue.html", _catalogue),),
        facts=_facts,
        prefill=_prefill,
        before=_before,
    ),
)
