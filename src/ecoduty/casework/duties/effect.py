"""What every act does to deadlines: its table starts, meets and cancels them; the matter's dates follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ecoduty.casework.duties import owing
from ecoduty.casework.duties.board import Board, DeadlineData, record
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.reckoning import ALTERNATIVE, Reckoned, basis_data, reckon_duty, reckon_limit
from ecoduty.casework.duties.ruling import NAMED_DAY, rule_of
from ecoduty.casework.duties.states import DUTY, OPEN, DeadlineState
from ecoduty.casework.matters import passing
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import end_of_day, spoken_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.clock.explanation import StepKind
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.rulebook import Rulebook, store

ORDER = 100


def install() -> None:
    """Register with the gate."""
    registry.before_write("deadlines", apply, ORDER)
    registry.before_write("deadlines-passing", pass_on, ORDER)


def pass_on(attempts: Sequence[Attempt]) -> None:
    """What a matter in other hands still owes is owed by the successor: same day, same ladder. One statement."""
    data = passing.passing(attempts)
    if data is not None:
        owed = Deadline.objects.filter(matter__in=[attempt.subject.pk for attempt in attempts], state__in=OPEN)
        owed.filter(holder=data.former).update(holder=data.heir)


def apply(attempts: Sequence[Attempt]) -> None:
    """Start, meet, cancel and change deadlines for a batch of acts: at most four statements, however many acts.

    Raises UnknownRuleError or NotInForceError when a table names a limit that the rulebook lacks on that day.
    """
    touching = [attempt for attempt in attempts if isinstance(attempt.subject, Matter) and _touches(attempt)]
    if not touching:
        return
    board = Board.of(attempt.subject.pk for attempt in touching)
    book = store.current() if touching[0].act.starts else None
    for attempt in touching:
        _one(board, book, attempt)
    board.save()
    for attempt in touching:
        board.put_on(attempt.subject)


def _touches(attempt: Attempt) -> bool:
    act = attempt.act
    return bool(act.starts or act.meets or act.cancels) or isinstance(attempt.data, DeadlineData) or _closes(attempt)


def _closes(attempt: Attempt) -> bool:
    """Whether nothing is owed after this act."""
    states = attempt.table.by_state
    before = states.get(attempt.before)
    return (before is None or before.open) and not states[attempt.subject.state].open


def _one(board: Board, book: Rulebook | None, attempt: Attempt) -> None:
    act, matter = attempt.act, attempt.subject
    for key in act.meets:
        if key not in attempt.not_met and (row := board.find(matter.pk, key)):
            board.meet(row, attempt)
    for key in act.cancels:
        if row := board.find(matter.pk, key):
            board.cancel(row, attempt)
    if isinstance(attempt.data, DeadlineData):
        attempt.data.change(board, attempt)
    if _closes(attempt):
        for row in board.open_rows(matter.pk):
            board.cancel(row, attempt)
    if act.or_to and not attempt.table.state(attempt.subject.state).open:
        return  # it might have led elsewhere and ended instead: then nothing begins
    for key in act.starts:
        _start(board, book or store.current(), attempt, key)


def _start(board: Board, book: Rulebook, attempt: Attempt, starts: str) -> None:
    """Start the limit that is in force on the day of the act; one that runs already runs on."""
    matter: Matter = attempt.subject
    key = starts.partition(ALTERNATIVE)[0]
    if board.find(matter.pk, key) is not None:
        return
    calendar = current_calendar()
    begun = until = None
    resumes = ""
    if starts == DUTY:
        found = reckon_duty(book, matter.duty, matter.period, calendar)
    else:
        ruled = rule_of(starts, attempt)
        if ruled is None:
            return  # this matter does not owe it
        begun, until, resumes = ruled.start, ruled.until, ruled.resumes
        found = reckon_limit(book, ruled.rule, begun or attempt.occurred_at, calendar)
    deadline = _deadline(matter, key, found, book, attempt)
    deadline.started_at, deadline.resumes = begun or attempt.occurred_at, resumes
    if until is not None:
        _name_day(deadline, until)
    board.start(deadline)
    record(attempt, deadline, "started")


def _name_day(deadline: Deadline, until: date) -> None:
    """Its last day is the one that was named; nothing is counted."""
    deadline.due_on, deadline.due_at = until, end_of_day(until)
    deadline.first_due_at = deadline.due_at
    deadline.unit_text = NAMED_DAY
    deadline.calendar_bound = deadline.provisional = False
    day = until.isoformat()
    text = f"期限是事先定明的{spoken_date(until)}，不另行计算。"
    deadline.explanation = [{"kind": StepKind.FIXED.value, "text": text, "first": day, "last": day}]


def start_on(board: Board, attempt: Attempt, rule: str, start: date, key: str = "") -> Deadline:
    """Start a limit on a day that what was entered names, such as the day of a publication elsewhere: for `change()`.

    Reminders of days before the act are left out, what comes after the due day is not. `key` tells two that run side by
    side apart. Raises UnknownRuleError, NotInForceError.
    """
    book = store.current()
    begun = start_of_day(start)
    found = reckon_limit(book, rule, begun, current_calendar())
    deadline = _deadline(attempt.subject, key or rule, found, book, attempt)
    deadline.started_at = begun
    board.start(deadline)
    record(attempt, deadline, "started")
    return deadline


def met_at_once(board: Board, attempt: Attempt, rule: str, start: datetime) -> Deadline:
    """A limit that is owed only where its occasion arises, and is met by the very act that shows it did: for `change()`.

    It counts from `start`, and whether it was kept is said for ever. Raises UnknownRuleError, NotInForceError.
    """
    book = store.current()
    found = reckon_limit(book, rule, start, current_calendar())
    deadline = _deadline(attempt.subject, rule, found, book, attempt)
    deadline.started_at, deadline.state, deadline.met_at = start, DeadlineState.MET, attempt.occurred_at
    over = attempt.occurred_at >= deadline.due_at if deadline.due_on else attempt.occurred_at > deadline.due_at
    deadline.late, deadline.missed_at = over, deadline.due_at if over else None
    board.keep(deadline)
    record(attempt, deadline, "met")
    return deadline


def _deadline(matter: Matter, key: str, found: Reckoned, book: Rulebook, attempt: Attempt) -> Deadline:
    return Deadline(
        matter=matter,
        holder_id=owing.holder_of(key, attempt),
        key=key,
        rule=found.rule,
        label=found.label,
        clause=found.clause,
        basis=basis_data(found.basis),
        rulebook=book.digest,
        unit_text=found.unit_text,
        started_at=attempt.occurred_at,
        due_on=found.due_on,
        due_at=found.due.moment,
        first_due_at=found.due.moment,
        explanation=list(found.due.explanation.as_data()),
        provisional=found.due.provisional,
        calendar_bound=found.calendar_bound,
        edition=found.due.calendar_edition,
        ladder=found.ladder,
        ladder_from=attempt.occurred_at,
    )
