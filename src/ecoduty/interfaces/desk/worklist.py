"""工作台: what waits for me, grouped by how soon it is due, with its month and what comes by itself."""

from __future__ import annotations

from calendar import monthcalendar, monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Value
from django.urls import reverse

from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.queries import rungs_waiting
from ecoduty.casework.matters import conditions
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk import lights, listing, rows, words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import DayKind, end_of_day, start_of_day
from ecoduty.kernel.clock.current import current_calendar

SHOWN = 100  # rows; the rest stands in the list
_FILTERS = ("today", "week", "overdue", "sign", "turn", "given", "asked", "theirs")
_WITH_DECISIONS = ("today", "week", "overdue", "sign", "turn")  # an escalation to be released is a signature, too

_BESIDE = 5  # rows of what others have to do, below one's own
_OTHERS = ("given", "asked", "theirs")  # what somebody else has to do
_OWN_LISTS = ("sign", *_OTHERS)


@dataclass(frozen=True, slots=True)
class Counter:
    """A figure that is a filter."""

    key: str
    label: str
    count: int
    url: str
    current: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows due in one span of days."""

    label: str
    aside: str
    rows: tuple[rows.Row, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """An escalation that waits for this post: it goes out only when somebody releases it."""

    id: int
    light: lights.Light
    label: str
    title: str
    holder: str
    page: str
    due: str
    due_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the calendar: its number, how many matters are due, under which light."""

    number: int
    css: str
    note: str
    due: int
    light: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of squares, Monday first."""

    label: str
    weeks: tuple[tuple[Square, ...], ...]
    previous: str
    next: str
    next_label: str


class Worklist:
    """What one visitor has to do now."""

    def __init__(self, visit: Visit, chosen: str, month: str = "") -> None:
        self.visit = visit
        self.chosen = chosen if chosen in _FILTERS else ""
        self.limits = thresholds_in_force()
        self.seen = conditions.seen_by(visit.actor)
        self.mine = self.seen & conditions.awaited_of(visit.actor, visit.today)
        self.month_start = _month(month, visit.today)
        self.waiting = self._decisions()

    def counters(self) -> list[Counter]:
        """The figures, two queries; what waits for another office only where something does.

        Long conditions stand once in each query, for repeating them costs more than asking twice.
        """
        now, body = self.visit.now, Q(holder=self.visit.actor.body_id)
        asked = conditions.asked_of_others(self.visit.actor, self.visit.today)
        theirs = conditions.entered_of(self.visit.actor, self.visit.today)
        found = Matter.objects.filter(self.mine).aggregate(
            today=Count("pk", filter=listing.due_within("today", now)),
            week=Count("pk", filter=listing.due_within("week", now)),
            overdue=Count("pk", filter=listing.due_within("overdue", now)),
            sign=Count("pk", filter=conditions.awaited_of(self.visit.actor, self.visit.today, listing.SIGN)),
            turn=Count("pk"),
            held=Count("pk", filter=body),
            asked_mine=Count("pk", filter=asked),
            theirs_mine=Count("pk", filter=theirs),
        )
        others = dict(
            _counted(self.seen & body, "given").union(
                _counted(self.seen & asked, "asked"), _counted(self.seen & theirs, "theirs"), all=True
            )
        )
        for key, mine in (("given", "held"), ("asked", "asked_mine"), ("theirs", "theirs_mine")):
            found[key] = others.get(key, 0) - found[mine]
        for key, count in self._decision_counts().items():
            found[key] += count
        labels = (
            ("today", "今天要办"),
            ("week", "本周"),
            ("overdue", "已逾期"),
            ("sign", "等我签发"),
            ("turn", "等我办"),
            ("given", "我交出去的"),
            ("asked", "请别人办的"),
            ("theirs", "等对方办的"),
        )
        self.awaited = found["theirs"]
        self.total = found["turn"]
        self.listed = found[self.chosen or "turn"]
        return [
            Counter(key, label, found[key], self._address(key), self._current(key), late=key == "overdue")
            for key, label in labels
            if key != "theirs" or found[key] or self.chosen == key
        ]

    def _current(self, key: str) -> bool:
        return self.chosen == key or (key == "turn" and not self.chosen)

    def _address(self, key: str) -> str:
        return reverse("desk:worklist") + ("" if key == "turn" else f"?show={key}")

    @property
    def list_address(self) -> str:
        """The list of matters with the same filter, for what does not fit here; decisions are no matters of their own."""
        query = {"whose": self.chosen if self.chosen in _OWN_LISTS else "turn"}
        if self.chosen in {"today", "week", "overdue"}:
            query["due"] = self.chosen
        return f"{reverse('desk:matters')}?{urlencode(query)}"

    def groups(self) -> list[Group]:
        """The rows of the chosen filter by span of days: four queries, however many rows."""
        now = self.visit.now
        if self.chosen in _OTHERS:
            condition = self.seen & listing.whose(self.chosen, self.visit)
        else:
            condition = self.mine
            if self.chosen == "sign":
                condition &= conditions.awaited_of(self.visit.actor, self.visit.today, listing.SIGN)
            if self.chosen in {"today", "week", "overdue"}:
                condition &= listing.due_within(self.chosen, now)
        found = _first(condition)
        lines = rows.rows(list(found[:SHOWN]), self.visit.actor, now, with_steps=True)
        self.shown = len(lines)
        spans = _Spans(self.visit)
        return [
            Group(label, spans.aside(label, own), tuple(own))
            for label, own in ((label, list(own)) for label, own in groupby(lines, key=spans.of))
        ]

    def theirs(self) -> list[rows.Row]:
        """The first of what waits for police, procuratorate, court or another office that works on paper, below one's own.

        Two queries, none where nothing waits or a filter is chosen. `counters` was asked before.
        """
        if not self.awaited or self.chosen:
            return []
        found = _first(self.seen & listing.whose("theirs", self.visit))[:_BESIDE]
        return rows.rows(list(found), self.visit.actor, self.visit.now, with_steps=True)

    def _decisions(self) -> list[Decision]:
        """Escalations that are prepared and wait for this post to send, merge or hold them: one query."""
        found = rungs_waiting(self.visit.actor).filter(deadline__matter__in=conditions.ids_seen_by(self.visit.actor))[
            :SHOWN
        ]
        return [self._decision(rung) for rung in found]

    def _decision_counts(self) -> dict[str, int]:
        """How many of them stand under each filter."""
        return {key: len(self.decisions(key)) for key in _WITH_DECISIONS}

    def decisions(self, key: str) -> list[Decision]:
        """Those that a filter shows; the hand-overs show none."""
        now = self.visit.now
        today, sunday = end_of_day(now.date()), end_of_day(now.date() + timedelta(days=6 - now.weekday()))
        spans: dict[str, Callable[[datetime | None], bool]] = {
            "today": lambda due: due is not None and now < due <= today,
            "week": lambda due: due is not None and due <= sunday,
            "overdue": lambda due: due is not None and due <= now,
            **dict.fromkeys(_OTHERS, lambda due: False),  # noqa: ARG005 -- all of one form
        }
        wanted = spans.get(key, lambda due: True)  # noqa: ARG005 -- as above
        return [item for item in self.waiting if wanted(item.due_at)]

    def _decision(self, rung: Rung) -> Decision:
        matter = rung.deadline.matter
        url = reverse("desk:act", args=[matter.public_id, "release_rung"])
        shown = lights.light(now=self.visit.now, thresholds=self.limits, open_=True, due_at=rung.release_due_at)
        due = rows.due_words(rung.release_due_at, self.visit.now) if rung.release_due_at else ""
        page = reverse("desk:matter", args=[matter.public_id])
        holder = matter.holder.short_name
        return Decision(
            rung.pk, shown, rung.label, matter.title, holder, page, due, rung.release_due_at, f"{url}?rung={rung.pk}"
        )

    def month(self) -> Month:
        """The month with what is due in it: one query."""
        start = self.month_start
        last = start.replace(day=monthrange(start.year, start.month)[1])
        due = (
            Matter.objects.filter(self.mine)
            .filter(next_due_at__gt=start_of_day(start), next_due_at__lte=end_of_day(last))
            .values_list("next_due_at")
            .annotate(count=Count("pk"))
        )
        counts: dict[date, int] = {}
        for due_at, count in due:
            day = lights.due_day(due_at)
            counts[day] = counts.get(day, 0) + count
        weeks = tuple(
            tuple(self._square(start, number, counts) for number in week)
            for week in monthcalendar(start.year, start.month)
        )
        before, after = start - timedelta(days=1), last + timedelta(days=1)
        return Month(
            f"{start.year}年{start.month}月", weeks, self._month_address(before), self._month_address(after),
            f"{after.month}月",
        )  # fmt: skip

    def _month_address(self, day: date) -> str:
        return f"{reverse('desk:worklist')}?month={day:%Y-%m}"

    def _square(self, start: date, number: int, counts: dict[date, int]) -> Square:
        if not number:
            return Square(0, "out", "", 0, "", "", "")
        on = start.replace(day=number)
        day = current_calendar().day(on)
        css = "" if day.is_working else "rest"
        css += " now" if on == self.visit.today else ""
        note = "班" if day.kind is DayKind.MAKE_UP else day.name[:2] if day.kind is DayKind.HOLIDAY else ""
        count = counts.get(on, 0)
        code = self._light_of_day(on) if count else ""
        url = f"{reverse('desk:matters')}?whose=turn&day={on.isoformat()}" if count else ""
        title = f"{words.day(on, self.visit.today)}到期{count}件" if count else ""
        return Square(number, css.strip(), note, count, code, url, title)

    def _light_of_day(self, on: date) -> str:
        shown = lights.light(now=self.visit.now, thresholds=self.limits, open_=True, due_at=end_of_day(on))
        return str(shown.code)


def _first(condition: Q) -> QuerySet[Matter]:
    """By the nearest limit; what has none comes last."""
    found = Matter.objects.filter(condition).select_related("holder")
    return found.order_by(F("next_due_at").asc(nulls_last=True), "-suspended", "pk")


def _counted(condition: Q, name: str) -> QuerySet[Matter, tuple[str, int]]:
    """How many open matters a condition has, under a name, so that several are counted in one statement."""
    found = Matter.objects.filter(condition, open=True).order_by().annotate(slot=Value(name)).values("slot")
    return found.annotate(number=Count("pk")).values_list("slot", "number")


class _Spans:
    """Overdue, today, the rest of this week, later, without limit."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.sunday = visit.today + timedelta(days=6 - visit.today.weekday())

    def of(self, row: rows.Row) -> str:
        """The heading a row stands under."""
        due_at = row.matter.next_due_at
        if due_at is None:
            return row.no_due
        if due_at <= self.visit.now:
            return "已逾期"
        day = lights.due_day(due_at)
        if day <= self.visit.today:
            return "今天到期"
        return "本周余下" if day <= self.sunday else "本周以后"

    def aside(self, label: str, own: Sequence[rows.Row]) -> str:
        """What stands at the right end of a heading."""
        today = self.visit.today
        if label == "已逾期":
            return "先办"
        if label == "今天到期":
            return words.day(today, today)
        if label == "本周余下":
            return f"至{words.day(self.sunday, today)}"
        last = own[-1].matter.next_due_at
        return f"最远{words.day(lights.due_day(last), today)}" if last else ""


def _month(given: str, today: date) -> date:
    """The first day of a month written 2026-01, or of this month."""
    try:
        return date.fromisoformat(f"{given}-01") if given else today.replace(day=1)
    except ValueError:
        return today.replace(day=1)
