"""What a city is full of after years: what the public reports, problems, tasks, reports; copied from those the year left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.interfaces.console.language import ProblemError
from ecoduty.interfaces.console.simulation.bulk import titles
from ecoduty.interfaces.console.simulation.bulk.sorts import CLOSED, NULL, OPEN, Place, Population, Sort
from ecoduty.kernel import clock
from ecoduty.organisation.directory.queries import districts

MODELS = 12  # so many matters of a kind are copied from, for the open ones and for the closed ones
_YEARS = 10  # over which closed things are spread
_DUE_FROM, _DUE_TO = -2, 60  # a few are late already: what is due next week is what an office looks at


@dataclass(frozen=True, slots=True)
class Part:
    """A kind's share: so many of a hundred matters, and so many of a hundred of these still open."""

    sort: Sort
    percent: int
    open_percent: int


def wanted(matters: int) -> list[tuple[Sort, Population]]:
    """So many matters, divided among the kinds of which the year left any. Raises ProblemError `nothing_to_copy`."""
    found = [part for part in _parts() if part.sort.chosen(CLOSED)]
    if not found:
        raise ProblemError(
            "nothing_to_copy",
            "模拟库里还没有办结的反映、问题、任务或报告可以照着成批装载。请先用 ecoduty simulate 过完一整年。",
        )
    whole = sum(part.percent for part in found)
    counts = [matters * part.percent // whole for part in found]
    counts[0] += matters - sum(counts)
    return [
        (part.sort, Population(count, part.open_percent if part.sort.chosen(OPEN) else 0, _DUE_FROM, _DUE_TO))
        for part, count in zip(found, counts, strict=True)
        if count
    ]


@dataclass(frozen=True, slots=True)
class Lived:
    """Matters of a kind that lie there: such as are in time (in some states alone, if any are given), or such as are closed."""

    kind: str
    states: tuple[str, ...] = ()

    def __call__(self, side: str) -> Sequence[Matter]:
        """From early and late in the year."""
        rows = Matter.objects.filter(kind=self.kind, open=side == OPEN).exclude(secrecy=Secrecy.RESTRICTED)
        if side == OPEN:
            rows = rows.filter(suspended=False, first_missed_at=None, next_due_at__gt=clock.now())
            rows = rows.filter(state__in=self.states) if self.states else rows
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        step = max(1, len(keys) // MODELS)
        return list(Matter.objects.filter(pk__in=keys[::step][:MODELS]).order_by("pk"))


def _parts() -> Sequence[Part]:
    places = tuple(districts().order_by("order").values_list("pk", flat=True))
    return (
        Part(
            Sort(
                "complaint", Lived("complaint"), own=(("complaints_complaint", "matter_id"),), changes=partial(_complaint, places),
                title=titles.complaint,
            ), 60, 4,
        ),
        Part(
            Sort(
                "problem", Lived("problem", ("rectifying",)), roles=("holder", "supervisor", "copy"), entries=4,
                own=(("inspections_problem", "matter_id"), ("inspections_rectification", "problem_id")),
                changes=partial(_problem, places), title=titles.problem,
            ), 20, 10,
        ),
        Part(
            Sort(
                "task", Lived("task", ("doing",)), roles=("holder", "supervisor", "supporter"), entries=5, changes=_task, title=titles.task,
                own=(
                    ("plans_task", "matter_id"), ("plans_task_part", "task_id"), ("plans_milestone", "task_id"),
                    ("plans_progress", "task_id"),
                ),
            ), 12, 12,
        ),
        # Whose report of this year is missing is asked by body and year: copies are of years before.
        Part(Sort("annual_report", Lived("annual_report"), changes=_report), 8, 0),
    )  # fmt: skip


def _complaint(places: tuple[int, ...], table: str, place: Place) -> dict[str, str]:
    """From every district, over the years; without the numbers under which its reporter or another system knows one."""
    if table != "complaints_complaint":
        return {}
    return {
        "district_id": str(places[place.number // 7 % len(places)]), "received_on": _day(place), "reference": "",
        "external_system": "", "external_number": "", "row": NULL, "row_name": "", "livelihood": _flag(place.number % 10 == 0),
    }  # fmt: skip


def _problem(places: tuple[int, ...], table: str, place: Place) -> dict[str, str]:
    """Found everywhere, each with the body that puts it right."""
    if table != "inspections_problem":
        return {}
    return {
        "responsible_id": str(place.holder), "limit_on": str(place.due_on), "found_on": _day(place),
        "district_id": str(places[place.number // 7 % len(places)]),
    }  # fmt: skip


def _task(table: str, place: Place) -> dict[str, str]:
    """Each with the lead that holds it; of no plan, project, listed responsibility or other task, which would count it among theirs."""
    if table != "plans_task":
        return {}
    return {
        "lead_id": str(place.holder), "limit_on": str(place.due_on), "livelihood": _flag(place.number % 10 == 0),
        "percent": str(place.number % 101), "plan_id": NULL, "parent_id": NULL, "continues_id": NULL, "project_id": NULL, "row": NULL,
        "row_name": "",
    }  # fmt: skip


def _report(table: str, place: Place) -> dict[str, str]:
    """Of a year before this one."""
    if table != "matters_matter":
        return {}
    return {"period": str(clock.today().year - 2 - place.number % _YEARS)}


def _day(place: Place) -> str:
    """A day within the last years."""
    return str(clock.today() - timedelta(days=1 + place.number % (365 * _YEARS)))


def _flag(value: bool) -> str:  # noqa: FBT001 -- as COPY writes it
    return "t" if value else "f"


__all__ = ["MODELS", "Lived", "Part", "wanted"]
