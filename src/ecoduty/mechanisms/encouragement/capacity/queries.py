"""Questions about capacity: what is measured, who fills in, what was filled in, what is missing to the target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.capacity import states
from ecoduty.mechanisms.encouragement.capacity.models import Amount, CapacityReturn, Target
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

RETURN, STANDARD = "capacity_return", "capacity_standard"
_MEASURES, _BEARERS, _PARTS, _FROM = (
    "capacity.measures", "capacity.bearers", "capacity.parts", "capacity.visible-from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted, in its unit."""

    code: str
    label: str
    unit: str

    @property
    def title(self) -> str:
        """With its unit."""
        return f"{self.label}（{self.unit}）"


@dataclass(frozen=True, slots=True)
class Standing:
    """One measure of one body: what there is, what there was a year before, what there should be."""

    measure: Measure
    value: Decimal | None
    source: str
    before: Decimal | None
    target: Target | None

    @property
    def gap(self) -> Decimal | None:
        """How much is missing; 0 where there is enough, None where either number is not there."""
        if self.value is None or self.target is None:
            return None
        return max(self.target.value - self.value, Decimal(0))


@dataclass(frozen=True, slots=True)
class OfBody:
    """A body's year: its return (None: none that may be seen), and how it stands with every measure."""

    body: Body
    filled_in: CapacityReturn | None
    standings: Sequence[Standing]


def measures(on: date) -> dict[str, Measure]:
    """What is measured, by code, in the rulebook's order."""
    pairs = rulebooks.current().pairs(_MEASURES, on=on)
    return {code: Measure(code, *said.partition("|")[::2]) for code, said in pairs}


def parts(on: date) -> Mapping[str, str]:
    """Measures that are a part of another one: part → whole, such as the funds that reach the grass roots."""
    return dict(rulebooks.current().pairs(_PARTS, on=on))


def _bearing(on: date) -> Q:
    return Q(
        *(Q(level=level, kind=kind) for level, kind in rulebooks.current().pairs(_BEARERS, on=on)), _connector=Q.OR
    )


def bearers(on: date) -> list[Body]:
    """Who fills in a return every year, in official order."""
    return list(directory.bodies(on=on).filter(_bearing(on)).select_related("region"))


def bears(body: Body, on: date) -> bool:
    """Whether a body like this one fills in a return."""
    return (body.level, body.kind) in set(rulebooks.current().pairs(_BEARERS, on=on))


def visible_from(year: int, on: date) -> date:
    """From which day of the year a body without a return is named."""
    month, day = str(rulebooks.current().value(_FROM, on=on)).split("-")
    return date(year, int(month), int(day))


def without_return(year: int, on: date) -> list[Body]:
    """Bodies that have submitted nothing for the year though its day is past."""
    if on < visible_from(year, on):
        return []
    there = CapacityReturn.objects.filter(year=year).exclude(matter__state=states.DRAFTING.code)
    done = set(there.values_list("body", flat=True))
    return [body for body in bearers(on) if body.pk not in done]


def amounts(returns: Collection[int]) -> dict[int, dict[str, Amount]]:
    """The numbers that count, by return and measure: one statement."""
    found: dict[int, dict[str, Amount]] = defaultdict(dict)
    rows = Amount.objects.filter(filled_in__in=returns).order_by("filled_in", "measure", "-pk")
    for row in rows.distinct("filled_in", "measure"):
        found[row.filled_in_id][row.measure] = row
    return found


def targets(year: int) -> dict[tuple[str, str], Target]:
    """The targets of a year's standard once it is in force, by measure and level: one statement."""
    rows = Target.objects.filter(standard__year=year).exclude(standard__matter__state=states.COLLECTING.code)
    found = rows.order_by("measure", "level", "-pk").distinct("measure", "level")
    return {(row.measure, row.level): row for row in found}


def of_year(year: int, bodies: Iterable[Body], on: date, seen: Q | None = None) -> list[OfBody]:
    """Each body with its year, in the order given: four statements. `seen` is a condition on matters of returns."""
    listed = list(bodies)
    kept = CapacityReturn.objects.filter(body__in=[one.pk for one in listed], year__in=(year, year - 1))
    if seen is not None:
        kept = kept.filter(matter__in=Matter.objects.filter(seen, kind=RETURN))
    returns = {(one.body_id, one.year): one for one in kept.select_related("matter")}
    counted = amounts([one.pk for one in returns.values()])
    wanted, measured = targets(year), measures(on).values()
    found = []
    for body in listed:
        own, before = returns.get((body.pk, year)), returns.get((body.pk, year - 1))
        has = counted.get(own.pk, {}) if own else {}
        had = counted.get(before.pk, {}) if before else {}
        standings = [_standing(one, has, had, wanted.get((one.code, body.level))) for one in measured]
        found.append(OfBody(body, own, standings))
    return found


def latest_year(seen: Q) -> int | None:
    """The newest year for which a body has sent its numbers, of returns that the condition shows; None before the first."""
    sent = Matter.objects.filter(seen, kind=RETURN).exclude(state=states.DRAFTING.code)
    return CapacityReturn.objects.filter(matter__in=sent).order_by("-year").values_list("year", flat=True).first()


def _standing(
    measure: Measure, has: Mapping[str, Amount], had: Mapping[str, Amount], target: Target | None
) -> Standing:
    own, before = has.get(measure.code), had.get(measure.code)
    return Standing(
        measure, own.value if own else None, own.source if own else "", before.value if before else None, target
    )


def below_target(year: int, on: date) -> list[tuple[Body, Standing]]:
    """What is missing to the target of the year in returns that were submitted."""
    return [
        (one.body, standing)
        for one in of_year(year, bearers(on), on, ~Q(state=states.DRAFTING.code))
        if one.filled_in is not None
        for standing in one.standings
        if standing.gap
    ]


__all__ = [
    "RETURN",
    "STANDARD",
    "Measure",
    "OfBody",
    "Standing",
    "amounts",
    "bearers",
    "bears",
    "below_target",
    "latest_year",
    "measures",
    "of_year",
    "parts",
    "targets",
    "visible_from",
    "without_return",
]
