"""What of a year is asked for: tasks and projects that ran in it, narrowed as the page says. Every view of the same question
shows the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_SEEN
from ecoduty.kernel.clock import start_of_day
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.work_plans.models import Project, Task
from ecoduty.mechanisms.work_plans.projects.states import TERMINATED
from ecoduty.mechanisms.work_plans.states import CANCELLED, DRAFT
from ecoduty.organisation.access import OVERSIGHT, oversight_of, portfolio_of

ANY = "all"
OPEN, CLOSED, LATE = "open", "closed", "late"
NO_PROJECT, NO_ROW, GONE_ROW = "project", "responsibility", "row"
NO_BODY, NO_TASK = "body", "task"
YES = "yes"
NAMES = ("source", "state", "body", "lack", "livelihood", "q")
YEARS = range(2020, 2100)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a year. `source` empty means the sources that the rulebook lists; all others empty means any."""

    year: int
    given: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, query: Mapping[str, str], on: date) -> Asked:
        """From an address; a year that nobody could mean is this one."""
        said = query.get("year", "")
        year = int(said) if said.isdecimal() and int(said) in YEARS else on.year
        given = {name: query.get(name, "").strip()[:120] for name in NAMES}
        return cls(year, {name: value for name, value in given.items() if value})

    def get(self, name: str) -> str:
        """One answer, empty where nothing was chosen."""
        return self.given.get(name, "")


def listed_sources(on: date) -> tuple[str, ...]:
    """The sources whose tasks are listed every year (clause 12.2)."""
    return tuple(rulebooks.current().words("task.listed-sources", on=on))


def scope(actor: Actor, on: date) -> frozenset[int] | None:
    """Whose listed responsibilities an actor looks after: his own body's and those he leads; None for everybody's."""
    if oversight_of(actor) & {OVERSIGHT, "committee_office"}:
        return None
    return actor.bodies | portfolio_of(actor, on)


def tasks(asked_: Asked, actor: Actor, now: datetime) -> QuerySet[Task]:
    """The tasks that the actor may read whole, drafts and cancelled ones left out, in the order of the list."""
    on = now.date()
    found = standing(actor).filter(_of_year(asked_.year, on))
    source = asked_.get("source")
    if not source:
        found = found.filter(source__in=listed_sources(on))
    elif source != ANY:
        found = found.filter(source=source)
    if state := asked_.get("state"):
        found = found.filter(_in_state(state, now))
    if body := asked_.get("body"):
        found = found.filter(lead__key=body)
    if asked_.get("livelihood") == YES:
        found = found.filter(livelihood=True)
    if words := asked_.get("q"):
        found = found.filter(Q(matter__title__icontains=words) | Q(matter__number=words))
    if lack := asked_.get("lack"):
        found = found.filter(_lacking(lack, actor, on))
    return found.order_by("lead__order", "limit_on", "pk")


def projects(asked_: Asked, actor: Actor, now: datetime) -> QuerySet[Project]:
    """The projects that the actor may read whole and that run in the year, terminated ones left out unless asked for."""
    runs = Q(end_on__gte=date(asked_.year, 1, 1))
    if asked_.year <= now.year:
        runs |= Q(matter__open=True)
    seen = visible_to(actor, Sight.FULL, prefix="matter__")
    found = Project.objects.filter(seen, runs, begin_on__lte=date(asked_.year, 12, 31))
    state = asked_.get("state")
    found = found.filter(_in_state(state, now)) if state else found.exclude(matter__state=TERMINATED.code)
    if body := asked_.get("body"):
        found = found.filter(responsible__key=body)
    if words := asked_.get("q"):
        found = found.filter(Q(matter__title__icontains=words) | Q(matter__number=words))
    if asked_.get("lack") == NO_BODY:
        found = found.filter(responsible=None)
    elif asked_.get("lack") == NO_TASK:
        found = found.exclude(tasks__in=standing(actor))
    order = Coalesce(F("responsible__order"), 100_000)
    return found.order_by(order, "begin_on", "pk")


def standing(actor: Actor) -> QuerySet[Task]:
    """Tasks that the actor may read whole, issued and not cancelled: only those count as done by a project or for a listed
    responsibility. What he does not know of makes no difference to what he is shown.
    """
    seen = Task.objects.filter(visible_to(actor, Sight.FULL, prefix="matter__"))
    return seen.exclude(matter__state__in=(DRAFT.code, CANCELLED.code))


def _of_year(year: int, on: date) -> Q:
    """In the year's plan; without a plan, opened by its end and due in it or later, or still open today."""
    first = date(year, 1, 1)
    runs = Q(limit_on__gte=first)
    if year <= on.year:
        runs |= Q(matter__open=True)
    return Q(plan__year=year) | (Q(plan=None, matter__opened_at__lt=start_of_day(date(year + 1, 1, 1))) & runs)


def _in_state(state: str, now: datetime) -> Q:
    if state == LATE:
        return Q(matter__open=True, matter__next_due_at__lte=now)
    if state in {OPEN, CLOSED}:
        return Q(matter__open=state == OPEN)
    return Q(matter__state=state)


def _lacking(lack: str, actor: Actor, on: date) -> Q:
    if lack == NO_PROJECT:
        return Q(needs_project=True, project=None)
    if lack == NO_ROW:
        return Q(row=None)
    if lack == GONE_ROW:
        held = [one.key for one in ask(ROWS_SEEN)(actor, on)] if asked(ROWS_SEEN) else []
        return Q(row__isnull=False) & ~Q(row__in=held)
    return Q()


__all__ = [
    "ANY", "CLOSED", "GONE_ROW", "LATE", "NO_BODY", "NO_PROJECT", "NO_ROW", "NO_TASK", "OPEN", "YES", "Asked",
    "listed_sources", "projects", "scope", "standing", "tasks",
]  # fmt: skip
