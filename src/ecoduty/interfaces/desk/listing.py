"""The list of matters: what was asked for, the rows, the totals. Lists, counts and exports share one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Protocol
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from ecoduty.casework.matters import conditions
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.thresholds import Thresholds, thresholds_in_force
from ecoduty.casework.search.finding import matching
from ecoduty.interfaces.desk import counted, edition, lights, rows
from ecoduty.interfaces.desk.parts import Behind, parts_of
from ecoduty.kernel.clock import end_of_day, start_of_day
from ecoduty.kernel.flow import Actor, tables

PAGE = 50
EXPORT_LIMIT = 20_000
OPEN, CLOSED, ALL = "open", "closed", "all"
DUE = {
    "overdue": "已逾期",
    "today": "今天到期",
    "week": "本周内到期",
    "month": "30天内到期",
    "suspended": "计时中止",
    "none": "没有期限",
}
SIGN = "签发"  # the label of the act that puts a name to something
WHOSE = {
    "turn": "等我办的",
    "sign": "等我签发的",
    "given": "我交出去的",
    "asked": "请别人办的",
    "theirs": "等对方办的",
    "held": "本单位主办的",
}
SORTS = {
    "due": ("期限", "next_due_at"),
    "opened": ("立项时间", "opened_at"),
    "holder": ("主办", "holder__order"),
    "state": ("状态", "state"),
    "title": ("标题", "title"),
    "number": ("编号", "number"),
}
_READY = ("kind", "state", "holder", "due", "light", "period", "whose", "day", "clause", "q")
_QUESTIONS = (*_READY, *counted.NAMES)


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks the list for; unknown words are left out rather than guessed at."""

    given: Mapping[str, str] = field(default_factory=dict)
    sort: str = "due"
    descending: bool = False
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Question:
        """From the address."""
        given = {name: query.get(name, "").strip()[:120] for name in _QUESTIONS}
        given = {name: value for name, value in given.items() if value}
        if given.get("due", "today") not in DUE:
            del given["due"]
        if given.get("whose", "turn") not in WHOSE:
            del given["whose"]
        if given.get("light", "met") not in set(lights.Code):
            del given["light"]
        given |= _of_its_kind(query, given.get("kind", ""))
        sort = query.get("sort", "")
        name = sort.lstrip("-")
        page = query.get("page", "1")
        return cls(
            given,
            name if name in SORTS else "due",
            sort.startswith("-") and name in SORTS,
            min(int(page), 100_000) if page.isdecimal() and int(page) > 0 else 1,
        )

    @property
    def only_open(self) -> bool:
        """Without a state chosen, a list shows what is under way; whoever searches by words searches everything, and
        a number's list is what was counted.
        """
        names = {"state", "q", "light", counted.FIGURE} & set(self.given)
        return not names and not self.behind

    @property
    def behind(self) -> Behind | None:
        """Set where the list is the one behind a number of its kind's own page."""
        found = parts_of(self.get("kind")).behind
        return found if found and self.get(found.names[0]) else None

    def get(self, name: str) -> str:
        """One answer of the reader's, empty where nothing was chosen."""
        return self.given.get(name, "")

    def address(self, **changed: str) -> str:
        """The address of this list with something changed; the page starts over."""
        pairs = {**self.given, "sort": self._sort_word, **changed}
        query = urlencode({name: value for name, value in pairs.items() if value and (name, value) != ("sort", "due")})
        return f"{reverse('desk:matters')}?{query}" if query else reverse("desk:matters")

    @property
    def kept(self) -> dict[str, str]:
        """What a saved filter keeps of it: everything but the page."""
        return {**self.given, **({"sort": self._sort_word} if self._sort_word != "due" else {})}

    @property
    def _sort_word(self) -> str:
        return f"-{self.sort}" if self.descending else self.sort


class Looking(Protocol):
    """Whoever asks a list something, and when: a visitor, or a person for whom a job looks."""

    @property
    def actor(self) -> Actor:
        """The person in a post."""

    @property
    def now(self) -> datetime:
        """The moment that is "now" for the whole list."""

    @property
    def today(self) -> date:
        """Its day."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many matters the question has, and how many of them are late or soon due."""

    count: int
    open: int
    overdue: int
    soon: int


class Listing:
    """The answer to a question for one visitor, never more than the visibility table shows."""

    def __init__(self, visit: Looking, question: Question) -> None:
        self.visit = visit
        self.question = question
        self.limits = thresholds_in_force()

    @cached_property
    def matters(self) -> QuerySet[Matter]:
        """All matters asked for, unsorted, with what their kind's rows show."""
        kind = self.question.get("kind")
        return parts_of(kind).related(self.asked) if kind else self.asked

    @cached_property
    def asked(self) -> QuerySet[Matter]:
        """All matters asked for, unsorted, for counting."""
        found = counted.behind(self.question.given, self.visit.actor)
        if found is None:
            found = Matter.objects.filter(conditions.seen_by(self.visit.actor))
        if self.question.only_open:
            found = found.filter(open=True)
        for name, value in self.question.given.items():
            if name in _READY:
                found = found.filter(_condition(name, value, self.visit, self.limits))
        for one in parts_of(self.question.get("kind")).filters:
            if value := self.question.get(one.name):
                found = found.filter(one.condition(value))
        if behind := self.question.behind:
            found = found.filter(behind.condition(self.question.given, self.visit.now))
        return found

    @cached_property
    def sorted(self) -> QuerySet[Matter]:
        """In the order asked for; what has no limit comes last, and ties keep one order on every page."""
        column = SORTS[self.question.sort][1]
        order = F(column).desc(nulls_last=True) if self.question.descending else F(column).asc(nulls_last=True)
        return self.matters.select_related("holder").order_by(order, "pk")

    @cached_property
    def totals(self) -> Totals:
        """One query for all of them."""
        late = Q(open=True, next_due_at__lte=self.visit.now)
        soon = lights.matching(lights.Code.SOON, self.visit.now, self.limits)
        found = self.matters.aggregate(
            all_=Count("pk"),
            open_=Count("pk", filter=Q(open=True)),
            overdue=Count("pk", filter=late),
            soon=Count("pk", filter=soon),
        )
        return Totals(found["all_"], found["open_"], found["overdue"], found["soon"])

    @property
    def pages(self) -> int:
        """Number of pages, at least one."""
        return max(1, -(-self.totals.count // PAGE))

    @property
    def number(self) -> int:
        """The page shown."""
        return min(self.question.page, self.pages)

    @cached_property
    def rows(self) -> list[rows.Row]:
        """The rows of the page."""
        start = (self.number - 1) * PAGE
        return rows.rows(list(self.sorted[start : start + PAGE]), self.visit.actor, self.visit.now)

    def all_rows(self) -> list[rows.Row]:
        """Every row, for export. At most EXPORT_LIMIT."""
        return rows.rows(list(self.sorted[:EXPORT_LIMIT]), self.visit.actor, self.visit.now)


def _of_its_kind(query: Mapping[str, str], kind: str) -> dict[str, str]:
    """What only this kind can be asked for: its own filters with a choice there is, and the number it is the list of."""
    parts = parts_of(kind)
    asked = {one: query.get(one.name, "") for one in parts.filters}
    found = {one.name: value for one, value in asked.items() if value and value in dict(one.choices())}
    if parts.behind and query.get(parts.behind.names[0], "") in parts.behind.numbers:
        found |= {name: query[name][:120] for name in parts.behind.names if query.get(name)}
    return found


def _condition(name: str, value: str, visit: Looking, limits: Thresholds) -> Q:
    ready: dict[str, Callable[[], Q]] = {
        "state": lambda: _in_state(value),
        "light": lambda: lights.matching(lights.Code(value), visit.now, limits),
        "due": lambda: due_within(value, visit.now),
        "whose": lambda: whose(value, visit),
        "day": lambda: _on_day(value),
        "kind": lambda: Q(kind=value),
        "holder": lambda: Q(holder__key=value),
        "period": lambda: Q(period=value),
        "clause": lambda: Q(clauses__contains=[value]),
        "q": lambda: matching(visit.actor, value),
    }
    return ready[name]()


def _in_state(value: str) -> Q:
    if value == ALL:
        return Q()
    return Q(open=value == OPEN) if value in {OPEN, CLOSED} else Q(state=value)


def due_within(window: str, now: datetime) -> Q:
    """Open matters due in a window; the week ends on Sunday, and what is overdue counts into week and month."""
    today = now.date()
    if window == "none":
        return Q(open=True, next_due_at=None, suspended=False)
    if window == "suspended":
        return Q(open=True, suspended=True)
    if window == "overdue":
        return Q(open=True, next_due_at__lte=now)
    if window == "today":
        return Q(open=True, next_due_at__gt=now, next_due_at__lte=end_of_day(today))
    days = 6 - today.weekday() if window == "week" else 30
    return Q(open=True, next_due_at__lte=end_of_day(today + timedelta(days=days)))


def whose(word: str, visit: Looking) -> Q:
    """Whose turn: mine, mine to sign, others' though my body holds it or asked for it, another office's that I may
    enter from paper, or simply my body's.
    """
    if word == "sign":
        return conditions.awaited_of(visit.actor, visit.today, SIGN)
    mine = conditions.awaited_of(visit.actor, visit.today)
    if word == "turn":
        return mine
    if word == "asked":
        return Q(open=True) & conditions.asked_of_others(visit.actor, visit.today) & ~mine
    if word == "theirs":
        return conditions.entered_of(visit.actor, visit.today) & ~mine
    held = Q(open=True, holder=visit.actor.body_id)
    return held if word == "held" else held & ~mine


def _on_day(value: str) -> Q:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return Q(pk__in=[])
    return Q(open=True, next_due_at__gt=start_of_day(day), next_due_at__lte=end_of_day(day))


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds of matters by code and label under the plan's chapters and in its order, for the filter."""
    from ecoduty.casework.matters.store import MatterStore  # noqa: PLC0415 -- only to tell matters from other subjects

    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for kind, table in sorted(tables().items(), key=edition.in_plan):
        if isinstance(table.store, MatterStore):
            found.setdefault(edition.chapter_of(table) or edition.OUTSIDE, []).append((kind, table.label))
    return [(label, those) for (_, label), those in sorted(found.items(), key=lambda item: item[0][0])]
