"""Reading the lists of responsibilities that are before the public, always over the portal's own connection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.undetermined import UNDETERMINED, Open
from ecoduty.casework.publications import lists
from ecoduty.casework.publications.models import PublishedList, PublishedRow
from ecoduty.interfaces.portal.reading import ALIAS, Body, Plan
from ecoduty.kernel.clock import today

SPECIFIC, CONSOLIDATED = "specific", "consolidated"
UNSTATED = Body("", "", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One department, or one area's consolidated list, and the version that holds today, if there is one."""

    body: Body
    version: PublishedList | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of protection, and in how many rows it stands today."""

    code: str
    label: str
    rows: int


def in_force(on: date) -> list[PublishedList]:
    """The versions that hold on a day with the number of their rows; a sample only where there is no real one."""
    found = list(lists.in_force(on, ALIAS).annotate(size=Count("rows")))
    real = {(version.body_key, version.kind) for version in found if not version.sample}
    return [version for version in found if not version.sample or (version.body_key, version.kind) not in real]


def departments(plan: Plan, versions: Sequence[PublishedList]) -> list[Line]:
    """The departments that the plan names, in official order, and whoever else has a list."""
    by_body = {version.body_key: version for version in versions if version.kind == SPECIFIC and not version.region_key}
    named = [Line(body, by_body.pop(key, None)) for key, body in plan.bodies.items()]
    return [*named, *(Line(body_of(version), version) for version in by_body.values())]


def undetermined(text: str = "") -> list[Open]:
    """Items without a lead today that resemble a text, all of them for an empty one (article 5)."""
    return list(ask(UNDETERMINED)(text, None, today(), using=ALIAS)) if asked(UNDETERMINED) else []


def consolidated(versions: Sequence[PublishedList]) -> list[PublishedList]:
    """The consolidated lists of the city and its districts."""
    return [version for version in versions if version.kind == CONSOLIDATED]


def districts(versions: Sequence[PublishedList]) -> list[PublishedList]:
    """The lists of single bodies of the districts."""
    return [version for version in versions if version.kind == SPECIFIC and version.region_key]


def fields(versions: Sequence[PublishedList]) -> list[Field]:
    """The fields in which something is listed, the fullest first."""
    rows = PublishedRow.objects.using(ALIAS).filter(in_list__in=[version.pk for version in versions])
    counted: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for code, label, size in (
        rows.exclude(field="").values_list("field", "field_label").annotate(size=Count("pk")).order_by()
    ):
        counted[code] += size
        labels[code] = label
    return [Field(code, labels[code], size) for code, size in counted.most_common()]


def rows_of(version: PublishedList) -> QuerySet[PublishedRow]:
    """The rows of a version in their order."""
    return PublishedRow.objects.using(ALIAS).filter(in_list=version).order_by("order", "pk")


def rows_in(versions: Iterable[PublishedList], **wanted: str) -> list[PublishedRow]:
    """The rows of versions that match, each carrying its version, in official order."""
    by_pk = {version.pk: version for version in versions}
    found = PublishedRow.objects.using(ALIAS).filter(in_list__in=list(by_pk), **wanted)
    rows = list(found.order_by("in_list__body_order", "in_list", "order"))
    for row in rows:
        row.in_list = by_pk[row.in_list_id]
    return rows


def version(public_id: UUID) -> PublishedList | None:
    """One version, withdrawn ones too: an address once given out always answers."""
    return PublishedList.objects.using(ALIAS).filter(pk=public_id).first()


def versions_of(body_key: str, kind: str = SPECIFIC) -> list[PublishedList]:
    """All versions of a body's list, the newest first."""
    found = PublishedList.objects.using(ALIAS).filter(body_key=body_key, kind=kind).annotate(size=Count("rows"))
    return list(found.order_by("-in_force", "-registered_at"))


def taken_over(key: str, on: date) -> list[PublishedList]:
    """Lists of dissolved bodies that this one answers for on a day, until its own next list takes effect."""
    held = lists.in_force(on, ALIAS).filter(later__contains=[{"key": key}]).exclude(body_key=key)
    return [version for version in held if version.answering_key == key and version.reform["since"] <= on.isoformat()]


def history(key: UUID) -> list[PublishedRow]:
    """One row through all versions shown, the newest first; those taken down left out."""
    rows = PublishedRow.objects.using(ALIAS).filter(key=key, in_list__withdrawn_on=None).select_related("in_list")
    return list(rows.order_by("-in_list__in_force", "-in_list__registered_at"))


def body_of(version: PublishedList) -> Body:
    """The body as the version names it."""
    return Body(version.body_key, version.body_name, version.body_short_name)
