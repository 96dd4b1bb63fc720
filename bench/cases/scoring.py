"""Forty target letters of a hundred and twenty indicators each, reckoned one after the other as closing a stage does."""

from __future__ import annotations

from decimal import Decimal

from bench.load import NOW
from bench.measure import Result, milliseconds

LETTERS, INDICATORS = 40, 120
LIMIT = 5_000.0  # milliseconds for all of them
OFFICE = "committee-office.clerk"


def scoring() -> Result:
    """Formulas are read, figures looked up, points and trail made; nothing is written."""
    from ecoduty.kernel.flow import perform
    from ecoduty.mechanisms.appraisals import acts, queries, taking
    from ecoduty.mechanisms.appraisals.flow import TARGET_LETTER
    from ecoduty.mechanisms.appraisals.models import Entered, Indicator, TargetLetter
    from ecoduty.mechanisms.appraisals.scoring import formulas
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    actor = actors_of(Account.objects.get(username=OFFICE), NOW.date())[0]
    every = [(body.key, NOW.year - back) for back in (1, 0) for body in queries.appraised(NOW.date())]
    for body, year in every[:LETTERS]:
        perform(TARGET_LETTER, "draft_letter", actor=actor, data={"body": body, "year": year})
    letters = list(TargetLetter.objects.select_related("body"))
    for own in letters:
        given = [row for row in queries.indicators(own) if row.formula]
        more = [
            Indicator(
                letter=own, code=f"bench-{number}", label=f"指标{number}", group="bench", sort=given[0].sort, weight=Decimal(1),
                formula=given[number % len(given)].formula, asks="", place=1000 + number,
            )
            for number in range(INDICATORS - len(queries.indicators(own)))
        ]  # fmt: skip
        Indicator.objects.bulk_create(more)
        Entered.objects.bulk_create(
            Entered(indicator=row, stage="self", value=Decimal(0), source="台账", by="市环委办", at=NOW)
            for row in queries.indicators(own)
        )
        keys = sorted({key for one in formulas(queries.lines(own)).values() for key in one.figures})
        taking.take(own, keys, NOW.date())
    count = sum(len(queries.indicators(own)) for own in letters)
    took = milliseconds(lambda: [acts.reckoned(own) for own in letters])
    note = f"{len(letters)}份，共{count}项指标"
    return Result("目标责任书计分", count, 1, took, 0.0, "≤ 5 s", LIMIT, 0, note=note)


__all__ = ["scoring"]
