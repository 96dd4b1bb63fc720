"""Properties of the schedule: however irregularly the sweep comes, every step is done once, and none too early."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoduty.casework.duties.schedule import due_steps, next_at, steps_of
from ecoduty.kernel.clock import end_of_day, start_of_day
from tests.toy.town import Town, book

DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 30))


@dataclass
class Scheduled:
    """The least that has a schedule."""

    due_on: date | None
    ladder: str
    rulebook: str = field(default_factory=lambda: book().digest)
    started: date = date(2000, 1, 1)
    resumes: str = ""
    missed_at: datetime | None = None

    @property
    def due_at(self) -> datetime:
        assert self.due_on is not None
        return end_of_day(self.due_on)

    @property
    def ladder_from(self) -> datetime:
        return start_of_day(self.started)


@pytest.mark.usefixtures("town")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=DAYS, ladder=st.sampled_from(["yearly", "short", ""]), gaps=st.lists(st.integers(0, 40), max_size=12))
def test_every_step_is_done_once_however_the_sweep_comes(due: date, ladder: str, gaps: list[int]) -> None:
    row = Scheduled(due, ladder)
    expected = [(step.at, step.rung.key if step.rung else "late") for step in steps_of(row)]
    done: set[str] = set()
    said: list[tuple[datetime, str]] = []
    moment = min(at for at, _ in expected) - timedelta(days=1)
    for gap in [*gaps, 800]:
        moment += timedelta(days=gap)
        wake = next_at(row, done)
        found = due_steps(row, moment, done)
        assert bool(found) == (wake is not None and wake <= moment)
        for step in found:
            assert step.at <= moment
            said.append((step.at, step.rung.key if step.rung else "late"))
            if step.rung:
                done.add(step.rung.key)
            else:
                row.missed_at = row.due_at
    assert sorted(said) == sorted(expected)
    assert next_at(row, done) is None


@pytest.mark.usefixtures("town")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=DAYS, started=DAYS)
def test_late_start_loses_reminders_and_never_escalation(due: date, started: date) -> None:
    row = Scheduled(due, "yearly", started=started)
    kept = {step.rung.key if step.rung else "late" for step in steps_of(row)}
    assert {"late", "letter", "leader"} <= kept
    reminders = {step.rung.key: step.at for step in steps_of(Scheduled(due, "yearly")) if step.rung}
    assert kept - {"late", "letter", "leader"} == {
        key for key, at in reminders.items() if key in {"first", "second", "eve"} and at >= start_of_day(started)
    }


def test_eve_of_31_january_in_the_spring_festival_is_the_last_day_worked(town: Town) -> None:
    eve = next(
        step for step in steps_of(Scheduled(date(2025, 1, 31), "yearly")) if step.rung and step.rung.key == "eve"
    )
    assert eve.at == start_of_day(date(2025, 1, 27))
