"""Who has reported on what, and who has studied ecology, in a year (clauses 10.1, 13.1). Rows from dated records, none stored.

A leader's portfolio is judged by its dates: whoever is in charge for a part of the year is asked about that part, and a leader
in charge for fewer days than the rulebook says is not asked. Five queries, however many bodies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q

from ecoduty.casework.matters.models import Secrecy
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.leadership import bodies
from ecoduty.mechanisms.leadership.models import Hearing, Meeting
from ecoduty.mechanisms.leadership.states import CANCELLED, Presided
from ecoduty.organisation.directory.models import Appointment, Body, LeaderInCharge
from ecoduty.organisation.directory.states import Level

_MONTHS = 12


class Standing(StrEnum):
    """How it stands with one thing that is owed."""

    DONE = "done"
    DUE = "due"  # still time
    MISSED = "missed"
    AHEAD = "ahead"  # the span has not begun
    SHORT = "short"  # in charge too briefly to be asked
    BEFORE = "before"  # over before the rulebook begins to count


WORDS = {
    Standing.DONE: "已汇报", Standing.DUE: "待汇报", Standing.MISSED: "未汇报", Standing.AHEAD: "未到", Standing.SHORT: "分管时间短，不作要求",
    Standing.BEFORE: "启用前",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose coverage: a level, a district where it is one, and a year."""

    level: str
    region: int | None
    year: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, 12, 31)

    def of(self, prefix: str) -> Q:
        """Bodies of the scope, reached through `prefix`."""
        wanted = Q(**{f"{prefix}level": self.level})
        return wanted & Q(**{f"{prefix}region": self.region}) if self.level == Level.DISTRICT else wanted


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A leader and one body he was in charge of, from `since` to `until` inclusive within the year, and the meetings that heard him."""

    leader: int
    title: str
    side: str
    person: str
    body: Body
    since: date
    until: date
    standing: Standing
    heard: Sequence[Hearing]

    @property
    def word(self) -> str:
        """How it stands, in a word."""
        return WORDS[self.standing]


@dataclass(frozen=True, slots=True)
class Span:
    """A period in which a meeting is owed, with the meetings held in it."""

    label: str
    first: date
    last: date
    standing: Standing
    meetings: Sequence[Meeting]


@dataclass(slots=True)
class Studied:
    """A body that is to hold meetings on ecology, span by span."""

    body: Body
    kind: str
    spans: list[Span] = field(default_factory=list)


def portfolios(scope: Scope, on: date) -> list[Portfolio]:
    """Every pair of leader and body in charge in the year, in official order (clause 13.1). Three queries."""
    rows = LeaderInCharge.objects.filter(scope.of("leader__body__"), _in_year(scope, ""))
    rows = rows.select_related("leader__body", "body").order_by(
        "leader__body__order", "leader__order", "body__order", "since", "pk"
    )
    found = list(rows)
    heard: dict[tuple[int, int], list[Hearing]] = defaultdict(list)
    for hearing in _hearings(scope):
        heard[hearing.leader_id, hearing.body_id].append(hearing)
    people = _people({row.leader_id for row in found}, scope)
    least = rulebooks.current().whole("leadership.least-days-in-charge", on=min(on, scope.last))
    result = []
    for row in found:
        since, until = _within(row, scope)
        if until < since:
            continue
        held = [one for one in heard[row.leader_id, row.body_id] if since <= _day(one) <= until]
        result.append(
            Portfolio(
                row.leader_id, row.leader.title, row.get_side_display(), people.get(row.leader_id, ""), row.body, since, until,
                _standing(since, until, on, done=bool(held), short=(until - since).days + 1 < least), held,
            )
        )  # fmt: skip
    return result


def still_asked(own: Meeting, on: date) -> frozenset[str]:
    """Which portfolios of that day (`post:body`) are still to be reported on in its year, at the level of whose meeting it is."""
    body = own.held_by
    scope = Scope(body.level, body.region_id if body.level == Level.DISTRICT else None, on.year)
    rows = [row for row in portfolios(scope, on) if row.since <= on <= row.until]
    return frozenset(
        f"{row.leader}:{row.body.pk}" for row in rows if row.standing not in {Standing.DONE, Standing.SHORT}
    )


def studies(scope: Scope, on: date) -> list[Studied]:
    """Departments whose principal is to study ecology, quarter by quarter (clause 10.1). Two queries."""
    book, day = rulebooks.current(), min(on, scope.last)
    wanted = bodies.of_level(book.words("leadership.studying-kinds", on=day), scope.level, scope.region, day)
    kinds = book.words("leadership.study-kinds", on=day)
    principal = Q(presided=Presided.PRINCIPAL, kind__in=kinds)
    return _spans(wanted, scope, on, book.whole("leadership.study-months", on=day), principal, "")


def forums(scope: Scope, on: date) -> list[Studied]:
    """Standing committee and executive meeting, half-year by half-year (clause 13.1). Two queries."""
    book, day = rulebooks.current(), min(on, scope.last)
    words = bodies.kinds(day)
    above = bodies.above(scope.level, scope.region, day)
    result = []
    held = _held(above, scope, Q(kind__in=book.words("leadership.hearing-kinds", on=day)))
    for body in above:
        for kind in book.words("leadership.hearing-kinds", on=day):
            if bodies.holds(kind, body, day):
                meetings = [one for one in held[body.pk] if one.kind == kind]
                months = book.whole("leadership.hearing-months", on=day)
                result.append(Studied(body, words.get(kind, kind), _of_body(body, meetings, scope, on, months)))
    return result


def _spans(wanted: list[Body], scope: Scope, on: date, months: int, which: Q, kind: str) -> list[Studied]:
    held = _held(wanted, scope, which)
    return [Studied(body, kind, _of_body(body, held[body.pk], scope, on, months)) for body in wanted]


def _of_body(body: Body, held: Sequence[Meeting], scope: Scope, on: date, months: int) -> list[Span]:
    """Spans of the year; one in which the body was not yet there is left out."""
    result = []
    for number in range(_MONTHS // months):
        first = date(scope.year, number * months + 1, 1)
        last = _before(scope.year, (number + 1) * months + 1)
        if body.valid_from is not None and body.valid_from > last:
            continue
        inside = [one for one in held if one.held_on is not None and first <= one.held_on <= last]
        result.append(Span(_label(number, months), first, last, _standing(first, last, on, done=bool(inside)), inside))
    return result


def _label(number: int, months: int) -> str:
    if months == 3:
        return f"{'一二三四'[number]}季度"
    if months == 6:
        return ("上半年", "下半年")[number]
    return "全年" if months == _MONTHS else f"{number * months + 1}—{(number + 1) * months}月"


def _before(year: int, month: int) -> date:
    return (date(year, month, 1) if month <= _MONTHS else date(year + 1, 1, 1)) - timedelta(days=1)


def _standing(first: date, last: date, on: date, *, done: bool, short: bool = False) -> Standing:
    """What ended before the day from which the rulebook counts is neither owed nor late: there was no register then."""
    if done:
        return Standing.DONE
    if last < date.fromisoformat(str(rulebooks.current().value("leadership.counted-from", on=max(on, last)))):
        return Standing.BEFORE
    if short:
        return Standing.SHORT
    if on < first:
        return Standing.AHEAD
    return Standing.MISSED if on > last else Standing.DUE


def _held(wanted: Iterable[Body], scope: Scope, which: Q) -> dict[int, list[Meeting]]:
    rows = Meeting.objects.filter(
        which, _open_to_all(""), held_by__in=list(wanted), held_on__range=(scope.first, scope.last)
    )
    result: dict[int, list[Meeting]] = defaultdict(list)
    for one in rows.select_related("matter").order_by("held_on", "pk"):
        result[one.held_by_id].append(one)
    return result


def _hearings(scope: Scope) -> list[Hearing]:
    kinds = rulebooks.current().words("leadership.hearing-kinds", on=scope.last)
    rows = Hearing.objects.filter(
        _open_to_all("meeting__"), meeting__kind__in=kinds, meeting__held_on__range=(scope.first, scope.last), struck=""
    )
    return list(rows.select_related("meeting__matter").order_by("meeting__held_on", "pk"))


def _open_to_all(prefix: str) -> Q:
    """No restricted meeting is counted before people who are not named in it."""
    return ~Q(**{f"{prefix}matter__secrecy": Secrecy.RESTRICTED}) & ~Q(**{f"{prefix}matter__state": CANCELLED.code})


def _in_year(scope: Scope, prefix: str) -> Q:
    began = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": scope.last})
    lasts = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": scope.first})
    return began & lasts


def _within(row: LeaderInCharge, scope: Scope) -> tuple[date, date]:
    since = max(row.since or scope.first, scope.first)
    until = min(row.until - timedelta(days=1) if row.until else scope.last, scope.last)
    return since, until


def _people(posts: set[int], scope: Scope) -> dict[int, str]:
    """Who held each post in the year, last one first named last; one query."""
    rows = (
        Appointment.objects.filter(_in_year(scope, ""), post__in=posts).select_related("person").order_by("since", "pk")
    )
    result: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.person.name not in result[row.post_id]:
            result[row.post_id].append(row.person.name)
    return {post: "、".join(names) for post, names in result.items()}


def _day(hearing: Hearing) -> date:
    assert hearing.meeting.held_on is not None  # only meetings that were held are asked for
    return hearing.meeting.held_on


__all__ = [
    "WORDS",
    "Portfolio",
    "Scope",
    "Span",
    "Standing",
    "Studied",
    "forums",
    "portfolios",
    "still_asked",
    "studies",
]
