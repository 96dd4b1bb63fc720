"""报送进度: one recurring duty and period, every body that bears it, where its report stands, when it was last urged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.escalation.queries import last_reminded
from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.lights import Code, Light, light
from ecoduty.interfaces.desk.rows import due_words, light_of
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import table
from ecoduty.kernel.rulebook import Rulebook, store
from ecoduty.kernel.rulebook.schema import Duty
from ecoduty.organisation.directory.queries import bodies

HEADINGS = ("灯", "单位", "状态", "待谁办", "期限", "最近催办", "编号")
WIDTHS = (12, 16, 14, 16, 18, 18, 16)


@dataclass(frozen=True, slots=True)
class Line:
    """One body. `matter` is None before the duty has opened for it."""

    body: str
    light: Light
    state: str
    waits_for: str
    due: str
    reminded: str
    number: str
    url: str = ""
    matter: int | None = None
    can_be_urged: bool = False

    def cells(self) -> tuple[str, ...]:
        """As the page shows it, for the file."""
        return (
            self.light.word, self.body, self.state, self.waits_for, self.due, self.reminded, self.number,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A duty or period to look at."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many bodies stand like this, with their list."""

    label: str
    number: int
    url: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """The page: what was chosen, its lines in official order, and counts that are lengths of those lines."""

    duty: str
    label: str
    kind: str
    period: str
    spoken_period: str
    duties: Sequence[Choice]
    periods: Sequence[Choice]
    lines: Sequence[Line]
    only_waiting: bool = False

    @property
    def shown(self) -> Sequence[Line]:
        """The lines of the table."""
        return [line for line in self.lines if line.matter is None] if self.only_waiting else self.lines

    @property
    def address(self) -> str:
        """This duty and period."""
        return f"{reverse('desk:progress')}?{urlencode({'duty': self.duty, 'period': self.period})}"

    @property
    def counts(self) -> list[Count]:
        """The line under the heading; what is not opened has no matter, so its list is this page's own."""
        rows = [
            Count("已办", self.done, self._list("closed")),
            Count("在办", self.running, self._list("in_time")),
            Count("逾期", self.late, self._list("overdue"), late=True),
            Count("未立项", self.waiting, f"{self.address}&show=waiting"),
        ]
        return [*rows[:2], *(row for row in rows[2:] if row.number)]

    def _list(self, what: str) -> str:
        key = f"{self.kind}.{what}"
        if key not in registry.figures():
            return self.address
        query = {"figure": key, "scope": Scope.OVERSIGHT.value, "duty": self.duty, "period": self.period}
        return f"{reverse('desk:matters')}?{urlencode(query)}"

    @property
    def done(self) -> int:
        """Bodies that have nothing left to do."""
        return sum(line.light.code in {Code.MET, Code.MET_LATE} for line in self.lines)

    @property
    def late(self) -> int:
        """Bodies that are overdue now."""
        return sum(line.light.late for line in self.lines)

    @property
    def running(self) -> int:
        """Bodies at work and in time."""
        return sum(line.light.code in {Code.RUNNING, Code.SOON, Code.SUSPENDED} for line in self.lines)

    @property
    def waiting(self) -> int:
        """Bodies for which it has not opened."""
        return sum(line.matter is None for line in self.lines)


def progress(visit: Visit, duty_key: str, period: str, *, only_waiting: bool = False) -> Progress:
    """Gather the page for whoever may see these matters: five queries, however many bodies.

    A body that has a report but bears the duty no longer, after a reform, keeps its line after the others.
    """
    book = store.current()
    duty = book.duties.get(duty_key) or next(iter(book.duties.values()))
    periods = _periods(duty)
    chosen = period if period in periods else (periods[0] if periods else "")
    matters = _by_holder(
        Matter.objects.filter(visible_to(visit.actor), duty=duty.key, period=chosen).select_related("holder")
    )
    reminded = last_reminded([matter.pk for own in matters.values() for matter in own])
    bearers = list(bodies(duty.bearers, on=visit.today))
    former = matters.keys() - {body.pk for body in bearers}
    bearers += sorted((matters[pk][0].holder for pk in former), key=lambda body: (body.order, body.key))
    return Progress(
        duty=duty.key,
        label=duty.label,
        kind=duty.kind,
        period=chosen,
        spoken_period=words.period(chosen),
        duties=[Choice(item.key, item.label, item.key == duty.key) for item in _seen(book)],
        periods=[Choice(item, words.period(item), item == chosen) for item in periods],
        lines=[
            _line(matter, body.short_name, reminded, visit.now)
            for body in bearers
            for matter in (matters.get(body.pk) or [None])
        ],
        only_waiting=only_waiting,
    )


def _by_holder(found: Iterable[Matter]) -> Mapping[int, Sequence[Matter]]:
    """Its matters by body: several where it took over from another that owed the same."""
    rows: dict[int, list[Matter]] = defaultdict(list)
    for matter in sorted(found, key=lambda one: one.pk):
        rows[matter.holder_id].append(matter)
    return dict(rows)


def _seen(book: Rulebook) -> list[Duty]:
    return list(book.duties.values())


def _periods(duty: Duty) -> list[str]:
    rows = Matter.objects.filter(duty=duty.key).order_by("-period").values_list("period", flat=True).distinct()
    return list(rows)


def _line(matter: Matter | None, body: str, reminded: dict[int, datetime], now: datetime) -> Line:
    limits = thresholds_in_force()
    if matter is None:
        return Line(body, light(now=now, thresholds=limits, open_=True, started=False), "未立项", "", "", "", "")
    state = table(matter.kind).state(matter.state)
    due_at = matter.next_due_at if matter.open else None
    last = reminded.get(matter.pk)
    return Line(
        body=body,
        light=light_of(matter, now, limits),
        state=state.label,
        waits_for=state.waits_for if matter.open else "",
        due=due_words(due_at, now) if due_at else "",
        reminded=words.short_day(last, now.date()) if last else "",
        number=matter.number,
        url=reverse("desk:matter", args=[matter.public_id]),
        matter=matter.pk,
        can_be_urged=due_at is not None,
    )
