"""Questions about target letters: the scheme of a year, who appraises, indicators and points as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ecoduty.kernel.rulebook import schema
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.book import Placed, matches
from ecoduty.mechanisms.appraisals.models import Entered, Indicator, Score, TargetLetter
from ecoduty.mechanisms.appraisals.scoring import Caps, Line
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

KIND = "target_letter"


def office(on: date) -> Body | None:
    """Who appraises."""
    found = directory.bodies().filter(key__in=rulebooks.current().words("appraisal.office", on=on)).first()
    return directory.answering(found, on) if found else None


def users(on: date) -> list[Body]:
    """To whom results are delivered (clause 23.1)."""
    return list(directory.bodies(on=on).filter(key__in=rulebooks.current().words("appraisal.users", on=on)))


def scheme(body: Body, year: int) -> list[schema.Indicator]:
    """The rulebook's indicators for a body and a year, in their order."""
    placed = Placed(body.key, body.kind, body.level, body.region_code, tuple(body.tags))
    return [
        one
        for one in rulebooks.current().indicators.values()
        if matches(one.bodies, placed) and one.since <= year and (one.until is None or year <= one.until)
    ]


def appraised(on: date) -> list[Body]:
    """Bodies for which the rulebook has a scheme whose weights are a whole: who can sign a letter."""
    year = on.year
    return [body for body in directory.bodies(on=on) if any(one.sort == "common" for one in scheme(body, year))]


def caps(on: date) -> Caps:
    """How far incentives and penalties count, and the grades."""
    book = rulebooks.current()
    grades = [(code, Decimal(least)) for code, least in book.pairs("appraisal.grades", on=on)]
    return Caps(
        Decimal(str(book.value("appraisal.incentive-cap", on=on))), Decimal(str(book.value("appraisal.penalty-cap", on=on))),
        grades, str(book.value("appraisal.best-without-hit", on=on)), str(book.value("appraisal.failing", on=on)),
    )  # fmt: skip


def grade_names(on: date) -> Mapping[str, str]:
    """Grades in words."""
    return dict(rulebooks.current().pairs("appraisal.grade-names", on=on))


def use_sorts(on: date) -> Sequence[tuple[str, str]]:
    """What a result may be used for, code and name."""
    return rulebooks.current().pairs("appraisal.use-sorts", on=on)


def indicators(own: TargetLetter) -> list[Indicator]:
    """As they stand, in order."""
    return list(own.indicators.filter(taken_out_at=None))


def values(own: TargetLetter) -> dict[int, Entered]:
    """The entry that counts by indicator: the newest."""
    return {
        row.indicator_id: row
        for row in Entered.objects.filter(indicator__letter=own).select_related("file").order_by("id")
    }


def scores(own: TargetLetter) -> dict[int, dict[str, Score]]:
    """By indicator and stage the newest score."""
    found: dict[int, dict[str, Score]] = {}
    for row in Score.objects.filter(indicator__letter=own).order_by("id"):
        found.setdefault(row.indicator_id, {})[row.stage] = row
    return found


def lines(own: TargetLetter) -> list[Line]:
    """The letter as it is scored now."""
    entered = values(own)
    return [
        Line(
            row.code, row.label, row.sort, row.weight, row.formula,
            entered[row.pk].value if row.pk in entered else None,
        )
        for row in indicators(own)
    ]  # fmt: skip


__all__ = [
    "KIND", "appraised", "caps", "grade_names", "indicators", "lines", "office", "scheme", "scores", "use_sorts", "users", "values",
]  # fmt: skip
