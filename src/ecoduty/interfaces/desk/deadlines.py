"""The limits of a matter as its page shows them: light, due day, and the whole working under 为何是这天？."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.duties.states import OPEN, DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.lights import Light, due_day, in_hours, light
from ecoduty.interfaces.desk.rows import due_words
from ecoduty.interfaces.desk.ruler import Day, Ruler, ruler
from ecoduty.kernel.clock import Explanation, local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.clock.explanation import StepKind, ruler_days
from ecoduty.kernel.rulebook import store as rulebooks

_HEADINGS = {
    StepKind.READING: "读法",
    StepKind.START: "起算",
    StepKind.COUNT: "算法",
    StepKind.MONTH_END: "算法",
    StepKind.FIXED: "算法",
    StepKind.EXCLUDE: "扣除",
    StepKind.SKIP: "节假日",
    StepKind.MAKE_UP: "节假日",
    StepKind.ROLL: "顺延",
    StepKind.STAY: "休息日",
    StepKind.PROVISIONAL: "放假",
}
_FEW = 2  # limits that are past are read at a glance
_LONGEST_RULER = 800  # days; beyond that a ruler says nothing


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the working; `tag` marks local defaults and provisional dates."""

    label: str
    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline as shown."""

    id: int
    label: str
    light: Light
    due: str
    clause: str
    tag: str
    points: tuple[Point, ...]
    ruler: Ruler | None
    open: bool


def limits(matter: Matter, now: datetime) -> list[Limit]:
    """All limits of a matter, what is owed first, with their working: two queries."""
    found = list(
        Deadline.objects.filter(matter=matter)
        .exclude(state=DeadlineState.CANCELLED)
        .prefetch_related(Prefetch("changes", queryset=Change.objects.order_by("pk")))
        .order_by("due_at", "pk")
    )
    return [_limit(row, now) for row in sorted(found, key=lambda row: row.state not in OPEN)]


def folded(found: Sequence[Limit]) -> tuple[Sequence[Limit], Sequence[Limit]]:
    """What stands open on the page, and what is folded away: limits that are past, where they are more than a few."""
    past = [one for one in found if not one.open]
    return ([one for one in found if one.open], past) if len(past) > _FEW else (found, ())


def _limit(row: Deadline, now: datetime) -> Limit:
    is_open = row.state in OPEN
    tag = "本地默认" if row.basis.get("kind") == "local" else ""
    return Limit(
        id=row.pk,
        label=row.label,
        light=light(
            now=now,
            thresholds=thresholds_in_force(),
            open_=is_open,
            due_at=row.due_at,
            suspended=row.state == DeadlineState.SUSPENDED,
            missed=row.late,
        ),
        due=due_words(row.due_at, now),
        clause=row.clause,
        tag=tag,
        points=tuple(_points(row, now.date(), tag)),
        ruler=_ruler(row, now.date()),
        open=is_open,
    )


def _points(row: Deadline, today: date, tag: str) -> Iterable[Point]:
    yield Point("依据", basis_words(row.basis), tag)
    for step in Explanation.from_data(row.explanation).steps:
        yield Point(_HEADINGS[step.kind], step.text, "暂算" if step.kind is StepKind.PROVISIONAL else "")
    for change in row.changes.all():
        yield Point(change.get_kind_display()[:4], _change_words(change, today))
    if row.review:
        yield Point("待核", row.review)
    if row.met_at is not None:
        yield Point("办结", f"{words.day(row.met_at, today)}{'，逾期办结' if row.late else ''}")


def _change_words(change: Change, today: date) -> str:
    moved = (
        f"{words.short_day(due_day(change.old_due_at), today)}改为{words.short_day(due_day(change.new_due_at), today)}"
    )
    parts = [words.short_day(change.occurred_at, today), moved if change.old_due_at != change.new_due_at else "",
             change.reason, f"{change.authority or change.actor_title}"]  # fmt: skip
    return "，".join(part for part in parts if part)


def basis_words(basis: Mapping[str, Any]) -> str:
    """A basis in words: 方案第11.1款, an instrument with its provision, or what this platform's default leans on."""
    if basis.get("kind") == "plan":
        return f"方案第{basis.get('clause') or basis.get('article')}{'款' if basis.get('clause') else '条'}"
    cited = f"{_title(str(basis.get('instrument') or ''))}{basis.get('provision') or ''}"
    note = str(basis.get("note", ""))
    return "，".join(part for part in (cited, note) if part) or "本平台默认"


def _title(key: str) -> str:
    """An instrument as people cite it; one that the rulebook in force does not name stands as it was kept."""
    named = rulebooks.current().instruments.get(key)
    return f"《{named.title}》" if named else key


def _ruler(row: Deadline, today: date) -> Ruler | None:
    """The days from the start to the due day; none for limits that end within hours or take years."""
    if in_hours(row.due_at):
        return None
    start, due = local_date(row.started_at), due_day(row.due_at)
    if not 0 < (due - start).days <= _LONGEST_RULER:
        return None
    rolled = next((step.first for step in _steps(row, StepKind.ROLL)), None)
    gaps = [(date.fromisoformat(gap["first"][:10]), date.fromisoformat(gap["last"][:10])) for gap in row.exclusions]
    days = ruler_days(current_calendar(), start, rolled or due, due, working="工作日" in row.unit_text, excluded=gaps)
    return ruler([Day(item.day.date, item.role, item.day.is_working, item.label) for item in days], today)


def _steps(row: Deadline, kind: StepKind) -> Sequence[Any]:
    return [step for step in Explanation.from_data(row.explanation).steps if step.kind is kind]
