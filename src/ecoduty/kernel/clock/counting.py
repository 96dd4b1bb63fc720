"""Counting a time limit: pure functions from (term, start, calendar) to a due day and its working.

The rules, which no caller repeats:

- The day of the start is not counted; a limit in days ends with its last day (24:00), late begins the day after.
- Natural days and months whose last day is a rest day roll to the next working day, unless the term says not to.
- Working days count only days that are worked, make-up days included; they cannot end on a rest day.
- Months end on the same-numbered day of the target month, or on its last day where there is none.
- Hours are exact, by real time, and never roll.
- N = 0 ends on the day of the start (rolled like any other), or at the very moment.
- Exclusion (扣除): days inside an excluded period are not counted, so the n-th counted day comes later; months first
  find their target day and then move on by as many days as were excluded on the way; hours by the excluded time. A
  deadline that rolls does not stop inside an excluded period either. A period that touches only days before the start
  or after the end changes nothing.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ecoduty.kernel.clock.calendar import LAST_YEAR, DayKind, check_year
from ecoduty.kernel.clock.errors import ClockError
from ecoduty.kernel.clock.explanation import (
    Explanation,
    RulerDay,
    Step,
    StepKind,
    day_name,
    landing_day,
    provisional_step,
    roll_text,
    ruler_days,
    skip_steps,
    spoken_date,
    spoken_day,
    spoken_moment,
    spoken_range,
)
from ecoduty.kernel.clock.terms import UNIT_WORDS, Exclusion, FixedDate, Term, Unit
from ecoduty.kernel.clock.time import as_local, end_of_day, later, local_date, start_of_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecoduty.kernel.clock.calendar import WorkCalendar

_LAST_ORDINAL = date(LAST_YEAR, 12, 31).toordinal()


@dataclass(frozen=True, slots=True)
class Due:
    """The result: `day` is the last day, `moment` its 24:00; for hours `moment` is the last instant in time.

    `nominal` is the end before rolling over; `calendar_edition` the calendar it was computed with.
    """

    term: Term | FixedDate
    start: date | datetime | None
    day: date
    moment: datetime
    nominal: date
    provisional: bool
    explanation: Explanation
    exclusions: tuple[Exclusion, ...]
    calendar_edition: str

    @property
    def whole_day(self) -> bool:
        """True when the whole `day` is in time; False for hours."""
        return not (isinstance(self.term, Term) and self.term.unit is Unit.HOURS)

    def is_missed(self, at: datetime) -> bool:
        """True when it is too late: from the day after, or (hours) from the instant after."""
        return at >= self.moment if self.whole_day else at > self.moment

    def days_left(self, on: date) -> int:
        """Natural days from `on` to the due day; negative when overdue by so many days."""
        return (self.day - on).days

    def iso(self) -> str:
        """2026-10-08, or for hours 2026-10-01T16:30:00+08:00."""
        return self.day.isoformat() if self.whole_day else self.moment.isoformat()


def due_of(
    term: Term,
    start: date | datetime,
    calendar: WorkCalendar,
    exclusions: Sequence[Exclusion] = (),
) -> Due:
    """When `term` ends that begins at `start` (a Shanghai date, or an aware moment).

    Terms in hours from a bare date run from 0:00 of it, the strictest reading. Raises ClockError `date_out_of_range`
    beyond the years a calendar can be computed for, and ValueError for a moment without a time zone.
    """
    if term.unit is Unit.HOURS:
        return _hours(term, start, calendar, exclusions)
    if any(isinstance(gap.first, datetime) for gap in exclusions):
        raise TypeError("terms in days and months are suspended by whole days")
    begin = local_date(start)
    check_year(begin.year)
    gaps = _merged(exclusions)
    end = _nominal(term, begin, calendar, gaps)
    nominal = end.nominal
    due = _rolled(nominal, calendar, gaps) if term.roll else nominal
    steps = _opening_steps(term, begin)
    steps += _count_steps(term, begin, end, calendar, final=due == nominal)
    consulted = nominal
    if term.unit is Unit.WORKING_DAYS and term.n:
        consulted = begin + timedelta(days=1)
        steps += skip_steps(calendar.runs(consulted, due), begin.year)
    steps += _exclusion_steps(exclusions, begin, end, calendar, final=due == nominal)
    steps += _roll_steps(nominal, due, calendar, begin.year, roll=term.roll)
    needs_calendar = term.roll or (term.unit is Unit.WORKING_DAYS and term.n > 0)
    years = calendar.provisional_years(consulted, due) if needs_calendar else ()
    if years:
        steps.append(provisional_step(years))
    return Due(
        term=term,
        start=start,
        day=due,
        moment=end_of_day(due),
        nominal=nominal,
        provisional=bool(years),
        explanation=Explanation(tuple(steps)),
        exclusions=tuple(exclusions),
        calendar_edition=calendar.edition,
    )


def due_in_year(rule: FixedDate, year: int, calendar: WorkCalendar) -> Due:
    """When a fixed date of the year falls due in `year`. Raises ClockError `date_out_of_range`."""
    check_year(year)
    nominal = rule.in_year(year)
    due = calendar.working_day_from(nominal) if rule.roll else nominal
    steps = [Step(StepKind.FIXED, f"期限为{spoken_day(nominal)}", nominal, nominal)]
    steps += _roll_steps(nominal, due, calendar, year, roll=rule.roll)
    years = calendar.provisional_years(nominal, due) if rule.roll else ()
    if years:
        steps.append(provisional_step(years))
    return Due(
        term=rule,
        start=None,
        day=due,
        moment=end_of_day(due),
        nominal=nominal,
        provisional=bool(years),
        explanation=Explanation(tuple(steps)),
        exclusions=(),
        calendar_edition=calendar.edition,
    )


def ruler(due: Due, calendar: WorkCalendar) -> list[RulerDay]:
    """Every day from the start to the due day with its role, for a page to draw."""
    begin = due.nominal if due.start is None else local_date(due.start)
    working = isinstance(due.term, Term) and due.term.unit is Unit.WORKING_DAYS
    gaps = [(local_date(gap.first), local_date(gap.last)) for gap in due.exclusions] if due.whole_day else []
    return ruler_days(calendar, begin, due.nominal, due.day, working=working, excluded=gaps)


class _End(NamedTuple):
    """Where a count ends: `wished` is the same-numbered day of months (year, month, day), `base` the end without

    exclusions where that is not simply the count (months), `nominal` the end with them, before rolling.
    """

    wished: tuple[int, int, int] | None
    base: date | None
    nominal: date


def _nominal(term: Term, begin: date, calendar: WorkCalendar, gaps: list[tuple[int, int]]) -> _End:
    """The end before rolling: excluded days push it out, which may bring in more; the first end that has them all."""
    if term.unit is Unit.CALENDAR_MONTHS:
        year, month0 = divmod(begin.year * 12 + begin.month - 1 + term.n, 12)
        if year > LAST_YEAR:
            raise _too_far()
        wished = (year, month0 + 1, begin.day)
        base = date(year, month0 + 1, min(begin.day, monthrange(year, month0 + 1)[1]))
        return _End(wished, base, _pushed(term, begin, base.toordinal(), calendar, gaps))
    return _End(None, None, _pushed(term, begin, begin.toordinal() + term.n, calendar, gaps))


def _pushed(term: Term, begin: date, base: int, calendar: WorkCalendar, gaps: list[tuple[int, int]]) -> date:
    working = term.unit is Unit.WORKING_DAYS and term.n > 0
    pushed = 0
    while True:
        _check_ordinal(base + pushed)
        end = calendar.add_working_days(begin, term.n + pushed) if working else date.fromordinal(base + pushed)
        found = _excluded(begin, end, calendar, gaps, working=working)
        if found == pushed:
            return end
        pushed = found


def _excluded(begin: date, end: date, calendar: WorkCalendar, gaps: list[tuple[int, int]], *, working: bool) -> int:
    """How many days (working days) after `begin` and up to `end` lie in the gaps."""
    total = 0
    for first, last in gaps:
        low, high = max(first, begin.toordinal() + 1), min(last, end.toordinal())
        if low > high:
            continue
        if working:
            total += calendar.count_working_days(date.fromordinal(low), date.fromordinal(high))
        else:
            total += high - low + 1
    return total


def _merged(exclusions: Sequence[Exclusion]) -> list[tuple[int, int]]:
    """The excluded days as ordinals, overlaps counted once, ascending."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted((gap.first.toordinal(), gap.last.toordinal()) for gap in exclusions):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _rolled(nominal: date, calendar: WorkCalendar, gaps: list[tuple[int, int]]) -> date:
    """The nominal day itself when it is worked, else the first working day after it outside every gap."""
    due = calendar.working_day_from(nominal)
    if due != nominal:
        while any(first <= due.toordinal() <= last for first, last in gaps):
            due = calendar.next_working_day(due)
    return due


def _opening_steps(term: Term, begin: date) -> list[Step]:
    """How the wording was read, and where counting starts."""
    reading = Step(StepKind.READING, f"“{term.reading}”按{UNIT_WORDS[term.unit][1:]}计算")
    text = f"{spoken_day(begin, begin.year)}起算" + ("，当日不计" if term.n else "")
    start = Step(StepKind.START, text, begin, begin)
    return [reading, start] if term.reading else [start]


def _count_steps(term: Term, begin: date, end: _End, calendar: WorkCalendar, *, final: bool) -> list[Step]:
    """What was counted and where it ended; the weekday is named where the count is the end of the matter."""
    count = f"{term.n}{UNIT_WORDS[term.unit]}"
    if term.n == 0:
        return [Step(StepKind.COUNT, f"{count}，当日届满", begin, begin)]
    target = end.base or end.nominal
    named = final and target == end.nominal
    spoken = landing_day(calendar.day(target), begin.year) if named else spoken_date(target, begin.year)
    first = begin + timedelta(days=1)
    if end.wished is None or end.wished[2] == target.day:
        return [Step(StepKind.COUNT, f"{count}至{spoken}", first, target)]
    year, month, number = end.wished
    wished = f"{month}月{number}日" if year == begin.year else f"{year}年{month}月{number}日"
    return [Step(StepKind.MONTH_END, f"{count}的对应日{wished}不存在，取月末{spoken}", first, target)]


def _exclusion_steps(
    exclusions: Sequence[Exclusion],
    begin: date,
    end: _End,
    calendar: WorkCalendar,
    *,
    final: bool,
) -> list[Step]:
    """The excluded periods that touched the count, and for months how far they moved its end."""
    steps = []
    for gap in sorted(exclusions, key=lambda gap: (gap.first, gap.last)):
        if gap.first <= end.nominal and gap.last > begin:
            text = f"其间{spoken_range(gap.first, gap.last, begin.year)}（{gap.reason}）扣除，不计"
            steps.append(Step(StepKind.EXCLUDE, text, gap.first, gap.last))
    if end.base and end.base != end.nominal:
        spoken = landing_day(calendar.day(end.nominal), begin.year) if final else spoken_date(end.nominal, begin.year)
        text = f"共扣除{(end.nominal - end.base).days}日，届满日后移至{spoken}"
        steps.append(Step(StepKind.EXCLUDE, text, end.base, end.nominal))
    return steps


def _roll_steps(nominal: date, due: date, calendar: WorkCalendar, year: int, *, roll: bool) -> list[Step]:
    """Where a rest day moved the end, or why it did not."""
    if due != nominal:
        passed = list(calendar.days(nominal, due - timedelta(days=1)))
        return [Step(StepKind.ROLL, roll_text(passed, calendar.day(due), year), nominal, due)]
    day = calendar.day(nominal)
    if roll or day.is_working:
        return []
    if day.provisional:
        return [Step(StepKind.STAY, "遇休息日也不顺延", nominal, nominal)]
    reason = "休息日" if day.kind is DayKind.WEEKEND else day_name(day)
    return [Step(StepKind.STAY, f"当日为{reason}，按规定不顺延", nominal, nominal)]


def _hours(term: Term, start: date | datetime, calendar: WorkCalendar, exclusions: Sequence[Exclusion]) -> Due:
    """A term in hours: exact, moved only by excluded time."""
    bare = not isinstance(start, datetime)
    begin = as_local(start) if isinstance(start, datetime) else start_of_day(start)
    year = begin.year
    check_year(begin.year)
    _check_ordinal(begin.toordinal() + term.n // 24 + 1)
    end = later(begin, timedelta(hours=term.n))
    intervals = sorted(
        (
            (gap.first, gap.last, gap)
            if isinstance(gap.first, datetime) and isinstance(gap.last, datetime)
            else (start_of_day(gap.first), end_of_day(gap.last), gap)
            for gap in exclusions
        ),
        key=lambda item: item[:2],
    )
    used: list[Step] = []
    reached = begin
    for first, last, gap in intervals:
        opening, closing = max(as_local(first), reached), as_local(last)
        if closing > opening and opening < end:
            end = later(end, closing - opening)
            reached = closing
            _check_ordinal(end.toordinal())
            span = f"{spoken_moment(as_local(first), year)}至{spoken_moment(closing, year)}"
            used.append(Step(StepKind.EXCLUDE, f"其间{span}（{gap.reason}）扣除，不计", opening.date(), closing.date()))
    opening_text = f"{spoken_day(begin.date(), year)}未注明时刻，从严自00:00起算" if bare else ""
    steps = (
        Step(StepKind.START, opening_text or f"{spoken_moment(begin, year)}起算", begin.date(), begin.date()),
        Step(StepKind.COUNT, f"{term.n}小时至{spoken_moment(end, year)}", begin.date(), end.date()),
        *used,
        Step(StepKind.STAY, "按小时计，遇休息日不顺延"),
    )
    return Due(
        term=term,
        start=start,
        day=end.date(),
        moment=end,
        nominal=end.date(),
        provisional=False,
        explanation=Explanation(steps),
        exclusions=tuple(exclusions),
        calendar_edition=calendar.edition,
    )


def _check_ordinal(ordinal: int) -> None:
    if ordinal > _LAST_ORDINAL:
        raise _too_far()


def _too_far() -> ClockError:
    return ClockError(
        "date_out_of_range",
        f"期限届满日超出可计算的范围（至{LAST_YEAR}年底）。请检查起算日和期限长短。",
    )
