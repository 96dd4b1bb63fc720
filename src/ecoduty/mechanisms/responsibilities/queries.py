"""Which lists hold on a day, their rows, and where each body stands. Every question takes the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook.schema import Selector
from ecoduty.mechanisms.responsibilities import compiling
from ecoduty.mechanisms.responsibilities.models import Basis, Responsibility, ResponsibilityList
from ecoduty.mechanisms.responsibilities.states import WITHDRAWN
from ecoduty.mechanisms.responsibilities.words import ListKind
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, BodyName

NAMED = "named_departments"  # whom the plan names: the rulebook's tag (clause 4.1)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a body stands: the version in force, one that will be, one in work as far as the reader may know of it."""

    body: Body
    current: ResponsibilityList | None
    coming: ResponsibilityList | None
    work: ResponsibilityList | None
    rows: int
    invalid: int
    taken_over: Sequence[ResponsibilityList] = ()

    @property
    def missing(self) -> bool:
        """Whether nothing of its own is in force: a sample is no list."""
        return self.current is None or self.current.sample


def in_force(on: date, kind: str = ListKind.SPECIFIC) -> QuerySet[ResponsibilityList]:
    """The versions that hold on a day, samples too, in official order of their bodies."""
    found = ResponsibilityList.objects.filter(list_kind=kind, in_force__lte=on).exclude(until__lte=on)
    return found.order_by("body__order", "body__key")


def rows_in_force(on: date, kind: str = ListKind.SPECIFIC) -> QuerySet[Responsibility]:
    """The rows of the versions that hold on a day."""
    return Responsibility.objects.filter(in_list__in=in_force(on, kind).order_by())


def named(on: date) -> list[Body]:
    """The departments that the plan names, in official order: data of the rulebook (clause 4.1)."""
    return list(queries.bodies(Selector(tags=(NAMED,)), on=on))


def standings(bodies: Iterable[Body], kind: str, on: date, seen: Q) -> list[Standing]:
    """Where each body stands, in the given order: five statements. `seen` is the condition on matters that the reader may
    see; of a list in work nobody else hears.
    """
    every = list(bodies)
    mine = ResponsibilityList.objects.filter(body__in=every, list_kind=kind).select_related("matter")
    published: dict[int, list[ResponsibilityList]] = {}
    held = mine.filter(in_force__isnull=False).exclude(until__lte=on).exclude(matter__state=WITHDRAWN.code)
    for version in held.order_by("sample", "in_force"):
        published.setdefault(version.body_id, []).append(version)
    work = {
        version.body_id: version
        for version in mine.filter(preparing=True, matter__in=Matter.objects.filter(seen).values("pk"))
    }
    inherited: dict[int, list[ResponsibilityList]] = {}
    others = in_force(on, kind).filter(body__heir__in=every, sample=False).select_related("body", "matter")
    for version in others:
        inherited.setdefault(version.body.heir_id or 0, []).append(version)
    shown = [version.pk for some in published.values() for version in some]
    counted, failing = row_counts(shown), invalid_counts(shown, on)
    found = []
    for body in every:
        some = published.get(body.pk, [])
        current = next((one for one in some if one.in_force and one.in_force <= on), None)
        coming = next((one for one in some if one.in_force and one.in_force > on), None)
        number = current.pk if current else 0
        more = inherited.get(body.pk, ())
        found.append(
            Standing(body, current, coming, work.get(body.pk), counted.get(number, 0), failing.get(number, 0), more)
        )  # fmt: skip
    return found


def row_counts(lists: Collection[int]) -> Mapping[int, int]:
    """How many rows each list has: one statement."""
    rows = Responsibility.objects.filter(in_list__in=lists).order_by().values_list("in_list")
    return dict(rows.annotate(Count("pk")))


def invalid_counts(lists: Collection[int], on: date) -> Mapping[int, int]:
    """How many rows of each list rest on something that does not hold on the day (clause 4.2): one statement."""
    failing = Basis.objects.filter(failed(on), responsibility__in_list__in=lists).order_by()
    counted = failing.values_list("responsibility__in_list").annotate(Count("responsibility", distinct=True))
    return dict(counted)


def failed(on: date) -> Q:
    """Bases that do not hold on a day, as a condition: the same answer as `Reference.valid_on`."""
    return (
        Q(instrument=None)
        | Q(instrument__in_force__gt=on)
        | Q(instrument__repealed__lte=on)
        | Q(instrument__articles__lt=F("article"))
    )


def compilers(on: date) -> list[Body]:
    """Who keeps a consolidated list: the city's first, then each district's."""
    return [body for body in compiling.compilers() if body.exists_on(on)]


def names_on(bodies: Collection[int], on: date) -> Mapping[int, str]:
    """What bodies were called on a day, in short: a list of former days names them as they were. One statement."""
    rows = BodyName.objects.filter(holding(on), body__in=bodies)
    return dict(rows.values_list("body", "short_name"))


__all__ = [
    "NAMED", "Standing", "compilers", "failed", "in_force", "invalid_counts", "named", "names_on", "row_counts",
    "rows_in_force", "standings",
]  # fmt: skip
