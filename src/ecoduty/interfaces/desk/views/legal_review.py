"""Where drafts and filings begin, and a yearly catalogue as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import export
from ecoduty.interfaces.desk.pages import filing_catalogues
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.legal_review import queries
from ecoduty.mechanisms.legal_review.catalogues import flow as catalogues
from ecoduty.mechanisms.legal_review.catalogues import listing


@require_http_methods(["GET", "POST"])
@staff
def prepare(visit: Visit) -> HttpResponse:
    """A draft for review (clause 22.1)."""
    return acts.begin(visit, queries.DRAFT, "prepare_draft")


@require_http_methods(["GET", "POST"])
@staff
def register(visit: Visit) -> HttpResponse:
    """A document that came out and is to be filed (clause 22.2)."""
    return acts.begin(visit, queries.FILING, "register_for_filing")


@require_GET
@staff
def catalogue(visit: Visit, public_id: UUID) -> HttpResponse:
    """The rows of a yearly catalogue in Excel, as its page shows them. Raises Refused `not_found`."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    if matter.kind != catalogues.KIND:
        raise refuse("not_found")
    own = filing_catalogues.own_of(matter)
    found = listing.rows(own, matter.holder, visit.today)
    unfiled = sum(row.filed_on is None for row in found)
    notes = [f"共{len(found)}件，没有报备{unfiled}件。"]
    if own.unfiled_reason:
        notes.append(f"没有报备的原因：{own.unfiled_reason}")
    file = export.workbook(
        f"{own.year}年目录", filing_catalogues.HEADINGS, filing_catalogues.lines(found), filing_catalogues.WIDTHS, notes
    )
    return export.attachment(file, f"{matter.title}{visit.today:%Y%m%d}")
