"""Finding the one row of whoever is inspected, and how often it is inspected in a year by everybody (clause 14.1)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from ecoduty.kernel.flow import refusal
from ecoduty.mechanisms.inspections.inspecting.models import Inspection
from ecoduty.mechanisms.inspections.planning import queries, states
from ecoduty.mechanisms.inspections.planning.data import ObjectNamed
from ecoduty.mechanisms.inspections.planning.models import InspectionObject, PlanLine
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

_SIGNS = re.compile(r"[\W_]+")

wrong = partial(refusal.wrong, clause="14.1")


def plain(name: str) -> str:
    """A name as it is compared: full-width signs made narrow, no blanks, brackets or dots, small letters."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def resolve(given: ObjectNamed, by: Body, on: date) -> InspectionObject:
    """The row of whoever is meant; a new one for a new name.

    Raises Refused `object_missing`, `object_twice`, `object_unknown`, `region_missing` or `other_district`.
    """
    said = [bool(given.body), bool(given.site), bool(given.site_name.strip())]
    if not any(said):
        raise wrong("body", "object_missing", "请选被检查单位，或选、填一个企业、点位。")
    if sum(said) > 1:
        raise wrong("body", "object_twice", "被检查单位、登记过的企业点位、新的企业点位只能填一处。")
    if given.body:
        return _of_body(given.body, by, on)
    if given.site:
        return _known(given.site, by)
    return _site(given.site_name.strip(), given.site_region, by)


def named(name: str, region: str, by: Body, on: date) -> InspectionObject:
    """The same from a line of a list: a body's name, else a site's with the name of its district. Raises as `resolve`."""
    body = directory.find_body(name, on)
    if body is not None:
        return _of_body(body.key, by, on)
    found = (
        directory.districts().filter(Q(name=region) | Q(short_name=region) | Q(key=region)).first() if region else None
    )
    if region and found is None:
        raise wrong("site_region", "region_unknown", f"没有“{region}”这个区")
    return _site(name, found.key if found else "", by)


def _of_body(key: str, by: Body, on: date) -> InspectionObject:
    body = next((one for one in queries.inspectable(by, on) if one.key == key), None)
    if body is None:
        raise wrong("body", "object_unknown", "所选单位不在本单位可以检查的范围内，请从所列的单位中选。")
    found, _ = InspectionObject.objects.get_or_create(
        body=body, defaults={"name": body.short_name, "plain": plain(body.short_name), "region": body.region}
    )
    return found


def _known(number: str, by: Body) -> InspectionObject:
    found = InspectionObject.objects.filter(body=None, pk=int(number)).first() if number.isdecimal() else None
    if found is None or (by.level == Level.DISTRICT and found.region_id not in {None, by.region_id}):
        raise wrong("site", "object_unknown", "没有所选的企业、点位，请从所列的中选。")
    return found


def _site(name: str, region: str, by: Body) -> InspectionObject:
    if len(plain(name)) < 2:
        raise wrong("site_name", "object_missing", "企业、点位的名称太短，请写全称。")
    found = directory.districts().filter(key=region).first() if region else None
    if found is None and by.level != Level.DISTRICT:
        raise wrong("site_region", "region_missing", "新的企业、点位请选所在区。")
    if by.level == Level.DISTRICT and found is not None and found.pk != by.region_id:
        raise wrong("site_region", "other_district", "区里只检查本区的企业、点位。")
    where = found or by.region
    try:
        with transaction.atomic():
            row, _ = InspectionObject.objects.get_or_create(
                body=None, plain=plain(name), region=where, defaults={"name": name}
            )
    except IntegrityError:  # somebody wrote the same name a moment before
        row = InspectionObject.objects.get(body=None, plain=plain(name), region=where)
    return row


def counts(
    year: int, on: date, objects: Collection[int] | None = None, *, beside: int | None = None
) -> Mapping[int, int]:
    """By object how many inspections of the year are decided or done, of all bodies; drafts count with their own plan only.

    One inspection of two bodies counts once; self-checks do not count. `beside` is the plan (its id) whose own lines count
    whatever its state. Whoever shows a number to the inspected body itself uses `shown_counts`.
    """
    return _counts(Q(), year, on, objects, beside)


def shown_counts(year: int, on: date, by: Collection[int], *, beside: int | None = None) -> Mapping[int, int]:
    """The same without covert inspections of the bodies that look at it (`by`, their ids)."""
    return _counts(~Q(kind__in=queries.covert_kinds(on), object__body__in=by), year, on, None, beside)


def _counts(more: Q, year: int, on: date, objects: Collection[int] | None, beside: int | None) -> Mapping[int, int]:
    decided = Q(plan__matter__state__in=[states.SUBMITTED.code, states.IN_FORCE.code, states.CLOSED.code])
    planned = PlanLine.objects.filter(
        more,
        decided | Q(plan=beside),
        plan__year=year,
        withdrawn="",
        joint_with=None,
        kind__in=queries.counted_kinds(on),
    )
    unplanned = Inspection.objects.filter(
        more, line=None, called_off="", starts_on__year=year, kind__in=queries.counted_kinds(on)
    )
    found: Counter[int] = Counter()
    for rows in (planned, unplanned):
        told = rows if objects is None else rows.filter(object__in=objects)
        found.update(dict(told.order_by().values_list("object").annotate(n=Count("pk"))))
    return found


def of_own_system(target: InspectionObject, body: Body) -> bool:
    """Whether a body looks at itself or at a body below it in its line of work."""
    if target.body is None:
        return False
    return target.body_id == body.pk or target.body.above.filter(pk=body.pk).exists()


__all__ = ["counts", "named", "of_own_system", "plain", "resolve", "shown_counts", "wrong"]
