"""The numbers about lists, each with the matters behind it: those of every kind, and what is published or awaits filing."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from ecoduty.casework.figures import registry, tallies
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.casework.figures.tallies import Member, Tally
from ecoduty.mechanisms.responsibilities import queries, states
from ecoduty.mechanisms.responsibilities.flow import CONSOLIDATED, CONSOLIDATED_TABLE, SPECIFIC, SPECIFIC_TABLE
from ecoduty.mechanisms.responsibilities.models import Basis, Provincial, Responsibility
from ecoduty.mechanisms.responsibilities.states import WITHDRAWN

WITHOUT_LIST, INVALID, NOT_STARTED = "bodies_without_list", "rows_on_failed_law", "bodies_without_start"


def _without_list(on: date) -> list[Member]:
    """Departments that the plan names and that have no list of their own in force."""
    held = set(
        queries.in_force(on).filter(sample=False).exclude(matter__state=WITHDRAWN.code).values_list("body", flat=True)
    )
    return [Member(body.key, body.key, body.short_name) for body in queries.named(on) if body.pk not in held]


def _invalid(on: date) -> list[Member]:
    """Rows of lists in force that rest on something that does not hold on the day, samples left out.

    Withheld rows are among them, so they are told by their body alone.
    """
    held = queries.in_force(on).filter(sample=False).exclude(matter__state=WITHDRAWN.code).order_by()
    failing = Basis.objects.filter(queries.failed(on), responsibility__in_list__in=held).order_by()
    rows = Responsibility.objects.filter(pk__in=failing.values("responsibility")).select_related("in_list__body")
    every = rows.order_by("in_list__body__order", "order")
    return [Member(row.in_list.body.key, str(row.key), row.in_list.body.short_name) for row in every]


def _not_started(on: date) -> list[Member]:
    """Departments of which nobody has registered yet when the provincial counterpart published: no clock runs for them."""
    begun = set(Provincial.objects.filter(published_on__lte=on).values_list("in_list__body", flat=True))
    return [Member(body.key, body.key, body.short_name) for body in queries.named(on) if body.pk not in begun]


def install() -> None:
    """Make the figures known."""
    tallies.register(
        Tally(f"{SPECIFIC}.{WITHOUT_LIST}", "具体事项清单：尚未公布", _without_list, "4.1", "个"),
        Tally(f"{SPECIFIC}.{INVALID}", "具体事项清单：依据失效", _invalid, "4.2"),
        Tally(f"{SPECIFIC}.{NOT_STARTED}", "具体事项清单：省级未登记", _not_started, "4.5", "个"),
    )
    registry.register(
        *standard(SPECIFIC, SPECIFIC_TABLE.label, "4.1"),
        *standard(CONSOLIDATED, CONSOLIDATED_TABLE.label, "6.1"),
        Figure(
            f"{SPECIFIC}.in_work", "具体事项清单：编制中", INSIDE,
            lambda _: Q(kind=SPECIFIC, state__in=states.IN_WORK), "4.1",
        ),
        Figure(
            f"{SPECIFIC}.filing", "具体事项清单：已公布待备案", INSIDE,
            lambda _: Q(kind=SPECIFIC, state=states.FILING.code), "4.7",
        ),
        Figure(
            f"{SPECIFIC}.consulting", "具体事项清单：会签中", INSIDE,
            lambda _: Q(kind=SPECIFIC, state=states.CONSULTING.code), "4.4",
        ),
    )  # fmt: skip
