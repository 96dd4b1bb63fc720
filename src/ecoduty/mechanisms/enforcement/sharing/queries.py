"""Questions about what is shared: entries and where they stand, the shared view of cases, who read what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from ecoduty.casework.matters.machines import MACHINE
from ecoduty.casework.matters.models import Matter, Party
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.enforcement.sharing.entries.flow import KIND
from ecoduty.mechanisms.enforcement.sharing.entries.models import SharedDecision
from ecoduty.mechanisms.enforcement.sharing.entries.states import ENTERED, INFORMED, NOT_DUE, TO_ENTER
from ecoduty.mechanisms.enforcement.sharing.registry import shared_kinds

WAITING, LATE, DONE, TOLD, NOT = "waiting", "late", "entered", "informed", "not_due"
STANDINGS: Mapping[str, str] = {WAITING: "待录入", LATE: "其中逾期", DONE: "已录入", TOLD: "已函告", NOT: "不须录入"}
_STATES = {WAITING: TO_ENTER, LATE: TO_ENTER, DONE: ENTERED, TOLD: INFORMED, NOT: NOT_DUE}


def known_to(actor: Actor) -> Q:
    """Matters the actor may know of; for a linkage system those in which its body takes part."""
    if actor.token is None or MACHINE not in actor.capacities:
        return visible_to(actor)
    on = today()
    part = Party.objects.filter(body__in=actor.bodies, since__lte=on).exclude(until__lte=on)
    return Q(pk__in=part.values("matter")) | Q(holder__in=sorted(actor.bodies))


def entries_of(actor: Actor) -> QuerySet[Matter]:
    """The entries that the actor may know of, first due first."""
    found = Matter.objects.filter(known_to(actor), kind=KIND).select_related("holder", "shared_decision__case")
    return found.order_by(F("next_due_at").asc(nulls_last=True), "-pk")


def standing(which: str, at: datetime) -> Q:
    """The condition of one of `STANDINGS`. Raises KeyError."""
    found = Q(state=_STATES[which].code)
    return found & Q(next_due_at__lte=at) if which == LATE else found


def counts(actor: Actor, at: datetime) -> dict[str, int]:
    """How many entries stand where: as many as the list behind each number has."""
    found = entries_of(actor)
    return {which: found.filter(standing(which, at)).count() for which in STANDINGS}


@dataclass(frozen=True, slots=True)
class SharedCase:
    """A case in the shared view: its matter, its decisions, and how many of them are late to be entered."""

    matter: Matter
    decisions: Sequence[SharedDecision]
    late: int

    @property
    def last(self) -> SharedDecision:
        """The last decision."""
        return self.decisions[-1]


def shared_cases(actor: Actor) -> QuerySet[Matter]:
    """Cases with shared decisions that the actor may know of, the newest first."""
    shared = SharedDecision.objects.values("case")
    found = Matter.objects.filter(known_to(actor), kind__in=sorted(shared_kinds()), pk__in=shared)
    return found.select_related("holder").order_by("-pk")


def known_cases(actor: Actor, most: int = 200) -> list[Matter]:
    """Open cases of shared kinds that the actor may know of, the newest first: what a letter can be about."""
    found = Matter.objects.filter(known_to(actor), kind__in=sorted(shared_kinds()), open=True)
    return list(found.order_by("-pk")[:most])


def with_decisions(cases: Sequence[Matter], at: datetime) -> list[SharedCase]:
    """The same with their decisions: one query for all of them."""
    found: dict[int, list[SharedDecision]] = defaultdict(list)
    rows = SharedDecision.objects.filter(case__in=[case.pk for case in cases]).select_related(
        "matter", "matter__holder"
    )
    for row in rows.order_by("decided_at", "pk"):
        found[row.case_id].append(row)
    return [SharedCase(case, found[case.pk], sum(_late(row, at) for row in found[case.pk])) for case in cases]


def _late(row: SharedDecision, at: datetime) -> bool:
    due = row.matter.next_due_at
    return row.matter.open and due is not None and due <= at


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody of another office read a case, or took a copy: the entry, and the case."""

    entry: Entry
    matter: Matter


def readings_by_others(actor: Actor, most: int) -> list[Reading]:
    """Readings of the actor's own cases by persons and systems of other bodies, newest first."""
    mine = Matter.objects.filter(known_to(actor), kind__in=sorted(shared_kinds()), holder__in=sorted(actor.bodies))
    streams = mine.annotate(
        access=Concat(Value("access:"), Cast("public_id", TextField()), output_field=TextField())
    ).values("access")
    rows = list(
        Entry.objects.filter(stream__in=streams).exclude(actor_body=actor.body).order_by("-recorded_at", "-pk")[:most]
    )
    wanted = {row.stream.partition(":")[2] for row in rows}
    cases = {str(case.public_id): case for case in mine.filter(public_id__in=wanted).select_related("holder")}
    return [Reading(row, cases[row.stream.partition(":")[2]]) for row in rows]


__all__ = [
    "STANDINGS", "Reading", "SharedCase", "counts", "entries_of", "known_cases", "known_to", "readings_by_others", "shared_cases", "standing",
    "with_decisions",
]  # fmt: skip
