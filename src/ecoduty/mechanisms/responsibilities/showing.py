"""A list put before the public: its open rows with every name as it is on the day, and nothing that is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from ecoduty.casework.publications import lists
from ecoduty.casework.publications.listed import PublishedList, PublishedRow
from ecoduty.casework.publications.queries import publication_of
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import LEADING, ListKind, Openness, SupportRole


def show(
    attempt: Attempt, version: ResponsibilityList, *, published_on: date, own_url: str = "", approval: str = ""
) -> None:
    """Write what the portal shows of a version that takes effect (clauses 4.6, 5.6, 6.2). `version.in_force` is set."""
    body, matter = version.body, version.matter
    book = rulebooks.current()
    assert version.in_force is not None, "a version is shown once it has a first day"
    region = matter.region
    shown = PublishedList(
        public_id=public_id(version),
        city=book.city.code,
        kind=version.list_kind,
        kind_label=ListKind(version.list_kind).label,
        level=matter.body_level,
        region_key=region.key if region else "",
        region_name=region.short_name if region else book.city.name,
        body_key=body.key,
        body_name=body.name,
        body_short_name=body.short_name,
        body_order=body.order,
        edition=version.edition,
        in_force=version.in_force,
        sample=version.sample,
        approval=approval,
        own_url=own_url,
        published_on=published_on,
        registered_at=attempt.occurred_at,
    )
    lists.show(shown, rows(version))
    attempt.record(snapshot=shown.snapshot, rows_shown=version.rows.filter(openness=Openness.OPEN).count())


def end(version: ResponsibilityList, at: datetime) -> None:
    """Show that a version no longer holds, from `version.until` on."""
    assert version.until is not None, "a version ends on a day"
    lists.end(public_id(version), version.until, at)


def withdraw(attempt: Attempt, version: ResponsibilityList, reason: str) -> None:
    """Take a version down. Raises Refused `list_not_shown`."""
    lists.withdraw(public_id(version), reason, local_date(attempt.occurred_at), attempt.occurred_at)


def public_id(version: ResponsibilityList) -> UUID:
    """The version's permanent address: its publication's, or its matter's where nobody published it (a sample)."""
    publication = publication_of(version.matter)
    found: UUID = publication.public_id if publication else version.matter.public_id
    return found


def rows(version: ResponsibilityList) -> list[PublishedRow]:
    """The open rows as the public reads them, not saved: for showing and for comparing versions. Three statements."""
    book = rulebooks.current()
    fields, ways = (dict(book.pairs(value, on=today())) for value in ("responsibility.fields", "responsibility.ways"))
    found = (
        version.rows.filter(openness=Openness.OPEN)
        .select_related("body", "lead", "decision")
        .prefetch_related("supports__body", "bases")
        .order_by("order", "pk")
    )
    return [_row(row, fields, ways) for row in found]


def _row(row: Responsibility, fields: Mapping[str, str], ways: Mapping[str, str]) -> PublishedRow:
    supports = list(row.supports.all())
    lead = row.lead or (row.body if row.role in LEADING else None)
    return PublishedRow(
        order=row.order,
        key=row.key,
        number=row.number,
        name=row.name,
        description=row.description,
        field=row.field,
        field_label=fields.get(row.field, ""),
        body_key=row.body.key,
        body_short_name=row.body.short_name,
        role_label=row.get_role_display(),
        lead_key=lead.key if lead else "",
        lead_short_name=lead.short_name if lead else "",
        jointly=[one.body.short_name for one in supports if one.role == SupportRole.JOINT],
        supporters=[one.body.short_name for one in supports if one.role == SupportRole.SUPPORTER],
        level_label=row.get_level_display(),
        unit=row.unit,
        bases=[basis.text for basis in row.bases.all()],
        ways=[ways.get(code, code) for code in row.ways],
        enforcement_label=row.get_enforcement_display() if row.enforcement else "",
        cycle=row.cycle,
        liability=row.liability,
        decision=f"经牵头部门研究明确（{row.decision.number}）" if row.decision else "",
    )


__all__ = ["end", "public_id", "rows", "show", "withdraw"]
