"""Which cases meet the elements and were not referred within the limit: the rulebook's conditions over stated facts.

A hint, never a finding: the words say what holds and leave the judging to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q

from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.ports import facts
from ecoduty.kernel.clock import SHANGHAI, local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.schema import Omission as Rule
from ecoduty.mechanisms.accountability.models import Omission, Referral

LIMIT = "accountability.omission"


@dataclass(frozen=True, slots=True)
class Case:
    """A matter, the rule it meets, the numbers held against it and the day from which all of them held."""

    matter: int
    rule: Rule
    facts: Mapping[str, int]
    met_on: date


def cases(book: Rulebook, on: date) -> list[Case]:
    """Every case that is to be put before somebody on a day, one for each matter: the rule that held first.

    A number of statements that depends on the kinds named, not on the cases.
    """
    found: dict[int, Case] = {}
    for kind in sorted({kind for rule in book.omissions.values() for kind in rule.kinds}):
        for case in _of_kind(kind, book, on):
            if case.matter not in found or case.met_on < found[case.matter].met_on:
                found[case.matter] = case
    over = {day for day in {case.met_on for case in found.values()} if _over(day, book, on)}
    late = [case for case in found.values() if case.met_on in over]
    seen = _attended([case.matter for case in late])
    return sorted(
        (case for case in late if case.matter not in seen or seen[case.matter] < case.met_on),
        key=lambda case: case.matter,
    )


def _of_kind(kind: str, book: Rulebook, on: date) -> Iterator[Case]:
    happened = facts.stated(kind, on)
    rules = [rule for rule in book.omissions.values() if kind in rule.kinds]
    due = _due(kind, happened, _least_overdue(rules), on)
    for matter, late_since in due.items():
        days = happened.get(matter, {})
        for rule in rules:
            met = [_met(line.fact, line.at_least, days, late_since, on) for line in rule.conditions]
            known = [day for day in met if day is not None]
            if len(known) == len(met):
                yield Case(matter, rule, _numbers(rule, days, late_since, on), max(known))


def _least_overdue(rules: Sequence[Rule]) -> int | None:
    """Of how many days of lateness the shortest rule speaks that asks for nothing else; None where none does."""
    alone = [
        rule.conditions[0].at_least for rule in rules if {line.fact for line in rule.conditions} == {facts.OVERDUE_DAYS}
    ]
    return min(alone, default=None)


def _due(kind: str, happened: Collection[int], least: int | None, on: date) -> dict[int, date | None]:
    """Matters to look at, each with the last day of what it owes, if that is over: those to which anything happened, and
    those that are late enough by themselves.
    """
    late = Q() if least is None else Q(open=True, next_due_on__lte=on - timedelta(days=least))
    wanted = Q(pk__in=list(happened)) | late if least is not None else Q(pk__in=list(happened))
    rows = Matter.objects.filter(wanted, kind=kind).exclude(secrecy=Secrecy.RESTRICTED)
    return {
        pk: due if open_ and due is not None and due < on else None
        for pk, open_, due in rows.values_list("pk", "open", "next_due_on")
    }


def _met(
    fact: str, at_least: int, days: Mapping[str, Sequence[date]], late_since: date | None, on: date
) -> date | None:
    """The day from which a condition holds; None where it does not."""
    if fact == facts.OVERDUE_DAYS:
        met = late_since + timedelta(days=at_least) if late_since else None
        return met if met is not None and met <= on else None
    happened = days.get(fact, ())
    return happened[at_least - 1] if len(happened) >= at_least else None


def _numbers(rule: Rule, days: Mapping[str, Sequence[date]], late_since: date | None, on: date) -> dict[str, int]:
    late = (on - late_since).days if late_since else 0
    return {
        line.fact: late if line.fact == facts.OVERDUE_DAYS else len(days.get(line.fact, ())) for line in rule.conditions
    }


def _over(met_on: date, book: Rulebook, on: date) -> bool:
    """Whether the limit for referring is over, reckoned from the day on which the elements were met."""
    start = datetime.combine(met_on, time(), SHANGHAI)
    due = reckon_limit(book, LIMIT, start, current_calendar()).due
    return (due.day or local_date(due.moment)) < on


def _attended(matters: Collection[int]) -> dict[int, date]:
    """Until which day a case was attended to: put before somebody (for ever while undecided), or referred."""
    found: dict[int, date] = defaultdict(lambda: date.min)
    rows = Omission.objects.filter(about__in=matters)
    for about, met, decided in rows.values_list("about", "met_on", "decided_on"):
        found[about] = max(found[about], decided or date.max, met)
    numbers = dict(Matter.objects.filter(pk__in=matters).values_list("number", "pk"))
    referred = Referral.objects.filter(about__in=numbers).values("about").annotate(last=Max("matter__opened_at"))
    for row in referred.values_list("about", "last"):
        found[numbers[row[0]]] = max(found[numbers[row[0]]], local_date(row[1]))
    return dict(found)


__all__ = ["LIMIT", "Case", "cases"]
