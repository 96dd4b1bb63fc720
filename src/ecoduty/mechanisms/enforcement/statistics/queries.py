"""Questions about legs: how many, how long, how many late, as one person may know it; and the rows behind every number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from ecoduty.casework.matters.models import NamedAccess
from ecoduty.kernel.clock import start_of_day, today
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.enforcement.statistics.models import EDGES, EVERYBODY, UNDER_WAY, WHOLE, LegRow

# One statement for the whole page, whatever the number of cases: cells and what is not folded yet.
_COUNTS = """
SELECT leg, body_id, bucket, late, sum(amount)::bigint FROM (
    SELECT leg, body_id, month, bucket, late, amount FROM enforcement_leg_cell WHERE person = %(person)s
    UNION ALL
    SELECT leg, body_id, month, bucket, late, amount FROM enforcement_leg_delta WHERE person = %(person)s
) AS counted WHERE (month IS NULL OR month >= %(since)s) AND (%(body)s::bigint IS NULL OR body_id = %(body)s)
GROUP BY leg, body_id, bucket, late HAVING sum(amount) <> 0
"""
STANDS = ("all", "over", "late", "open", "open-late")
"""What a number of a leg counts: all, ended, ended late, under way, under way and late."""


@dataclass(slots=True)
class Count:
    """The numbers of one leg (or, added up, of one body). `buckets` are ended legs by length."""

    over: int = 0
    over_late: int = 0
    open: int = 0
    open_late: int = 0
    buckets: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, bucket: int, *, late: bool, amount: int) -> None:
        """Count so many more of one cell."""
        if bucket == UNDER_WAY:
            self.open += amount
            self.open_late += amount if late else 0
            return
        self.over += amount
        self.over_late += amount if late else 0
        self.buckets[bucket] += amount

    @property
    def all(self) -> int:
        """Ended and under way."""
        return self.over + self.open

    @property
    def late(self) -> int:
        """Ended late, and late while under way."""
        return self.over_late + self.open_late

    @property
    def late_share(self) -> int | None:
        """In per cent, rounded; of those that ended or are late already: what is still in time counts neither way."""
        whole = self.over + self.open_late
        return round(100 * self.late / whole) if whole else None

    @property
    def median(self) -> float | None:
        """Hours, within the bucket by rule of three: about, as a histogram can say it. None where nothing ended."""
        return median(self.buckets)


def median(buckets: Mapping[int, int]) -> float | None:
    """The middle length in hours of a histogram over `EDGES`; what lies beyond the last edge counts as that edge."""
    whole = sum(buckets.values())
    if not whole:
        return None
    passed = 0
    for bucket in sorted(buckets):
        here = buckets[bucket]
        if here and passed + here >= whole / 2:
            low = EDGES[bucket - 1] if bucket else 0
            high = EDGES[min(bucket, len(EDGES) - 1)]
            return low + (high - low) * (whole / 2 - passed) / here
        passed += here
    return float(EDGES[-1])


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person may know: by leg, and by body over all legs; `whole` counts cases."""

    by_leg: Mapping[str, Count]
    by_body: Mapping[int, Count]

    @property
    def cases(self) -> int:
        """How many cases."""
        return self.by_leg[WHOLE].all if WHOLE in self.by_leg else 0


def standing(person: int, since: date, body: int | None = None) -> Standing:
    """The numbers of the cases the person is named in: what ended since that day, and what is under way. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"person": person, "since": since.replace(day=1), "body": body})
        found = cursor.fetchall()
    by_leg: dict[str, Count] = defaultdict(Count)
    by_body: dict[int, Count] = defaultdict(Count)
    for leg, holder, bucket, late, amount in found:
        by_leg[leg].add(bucket, late=late, amount=amount)
        if leg == WHOLE:
            by_body[holder].add(bucket, late=late, amount=amount)
    return Standing(dict(by_leg), dict(by_body))


def unknown(actor: Actor, since: date, own: Standing) -> int:
    """How many more cases the actor's body has in that time in which the actor is not named: a number and no more."""
    if actor.body_id is None:
        return 0
    mine = own.by_body.get(actor.body_id)
    return standing(EVERYBODY, since, actor.body_id).cases - (mine.all if mine else 0)


def rows(person: int, since: date, leg: str, stands: str = "all", body: int | None = None) -> QuerySet[LegRow]:
    """The legs behind a number of `standing`, the newest first. `stands` is one of STANDS."""
    on = today()
    named = NamedAccess.objects.filter(matter=OuterRef("matter"), person=person, until=None, since__lte=on)
    found = LegRow.objects.filter(Exists(named), leg=leg)
    if body is not None:
        found = found.filter(body=body)
    over = Q(ended__gte=start_of_day(since.replace(day=1)))
    under_way = Q(ended=None)
    wanted = {
        "over": over,
        "late": (over | under_way) & Q(late=True),
        "open": under_way,
        "open-late": under_way & Q(late=True),
    }
    return found.filter(wanted.get(stands, over | under_way)).order_by("-began", "-pk")


def number(person: int, since: date, leg: str, stands: str = "all", body: int | None = None) -> int:
    """How many `rows` there are, from the sums."""
    count = standing(person, since, body).by_leg.get(leg, Count())
    return {"over": count.over, "late": count.late, "open": count.open, "open-late": count.open_late}.get(
        stands, count.all
    )


def road(matters: Collection[int]) -> Sequence[LegRow]:
    """Every leg these matters went or go, in the order in which they began, with their clocks."""
    found = LegRow.objects.filter(matter__in=matters).exclude(leg=WHOLE).select_related("deadline")
    return list(found.order_by("began", "pk"))


def hours(row: LegRow, now: datetime) -> float:
    """How long a leg took, or takes by now."""
    return ((row.ended or now) - row.began) / timedelta(hours=1)


__all__ = ["STANDS", "Count", "Standing", "hours", "median", "number", "road", "rows", "standing", "unknown"]
