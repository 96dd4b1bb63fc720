"""What a visitor sees of the inspections planned in a year: by body and month, line by line, with caps and overlaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.inspections.inspecting import states
from ecoduty.mechanisms.inspections.inspecting.flow import INSPECTIONS
from ecoduty.mechanisms.inspections.inspecting.models import Inspection
from ecoduty.mechanisms.inspections.planning import objects, overlaps, queries, standing
from ecoduty.mechanisms.inspections.planning.flow import INSPECTION_PLANS
from ecoduty.mechanisms.inspections.planning.models import PlanLine
from ecoduty.mechanisms.inspections.planning.queries import INSPECTION_PLAN
from ecoduty.mechanisms.inspections.planning.states import IN_FORCE
from ecoduty.organisation.access import oversight_of, portfolio_of
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

MOST_ROWS = 400  # of the lines on one page; Excel has them all
OVER, MEETING, WITHOUT, UNDONE = "over", "meeting", "without_self_check", "undone"
NARROWINGS = {
    UNDONE: "月份已过还没有检查",
    OVER: "对象超过年度上限",
    MEETING: "与别的单位重叠",
    WITHOUT: "还没有自查计划",
}
HEADINGS = ("单位", "对象", "所在区", "种类", "时间", "方式", "依据", "目的", "本年次数", "超上限理由", "情况")
WIDTHS = (16, 30, 12, 12, 12, 24, 40, 40, 10, 30, 24)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty words narrow nothing."""

    year: int
    only: str = ""
    body: str = ""
    kind: str = ""
    month: int = 0

    @property
    def address(self) -> str:
        """The page that shows this."""
        said = {"year": self.year, "only": self.only, "body": self.body, "kind": self.kind, "month": self.month or ""}
        return f"{reverse('desk:inspection-plans')}?{urlencode({name: word for name, word in said.items() if word})}"


def asked(visit: Visit) -> Asked:
    """What the address says. Raises Refused `not_found` for a year, kind, month or narrowing that nobody gave out."""
    said = visit.request.GET
    years = {"": visit.today.year, **{str(year): year for year in range(visit.today.year - 1, visit.today.year + 2)}}
    months = {"": 0, **{str(month): month for month in range(1, 13)}}
    year, month, kind = said.get("year", ""), said.get("month", ""), said.get("kind", "")
    only = said.get("only", "")
    if (
        year not in years
        or month not in months
        or only not in {"", *NARROWINGS}
        or kind not in {"", *queries.kinds(visit.today)}
    ):
        raise refuse("not_found")
    return Asked(years[year], only, said.get("body", ""), kind, months[month])


def watched(actor: Actor, on: date) -> list[Body]:
    """The bodies that check themselves which this actor may look at: all for who oversees the city, a district's for its
    committee office, a leader's portfolio, else one's own.
    """
    every = queries.self_checking_bodies(on)
    if oversight_of(actor):
        return every
    answering = portfolio_of(actor, on)
    office = actor.level == Level.DISTRICT and COMMITTEE_OFFICE in actor.capacities
    return [
        body
        for body in every
        if body.pk in actor.bodies or body.pk in answering or (office and body.region_id == actor.region_id)
    ]


def seen_lines(visit: Visit, year: int) -> QuerySet[PlanLine]:
    """Lines of the plans that the visitor sees whole, without covert ones against his own body."""
    plans = Matter.objects.filter(visible_to(visit.actor, Sight.FULL), kind=INSPECTION_PLAN, period=str(year))
    found = PlanLine.objects.filter(plan__in=plans.values("pk"), plan__year=year)
    found = found.exclude(queries.hidden_from(visit.actor, visit.today))
    rows = found.select_related(
        "plan__body", "plan__matter", "object__region", "object__body", "joint_with__plan__body"
    )
    return rows.order_by("first_month", "plan__body__order", "pk")


@dataclass(frozen=True, slots=True)
class Year:
    """The lines of a year that a visitor sees, and what stands beside them."""

    lines: Sequence[PlanLine]
    counts: Mapping[int, int]
    met: Mapping[int, Sequence[PlanLine]]
    done: Mapping[int, str]
    kinds: Mapping[str, str]
    cap: int
    year: int
    on: date

    def undone(self, line: PlanLine) -> bool:
        """Whether the months of a line of a plan in force are over and no inspection carries it out."""
        return (
            _stands(line)
            and line.plan.matter.state == IN_FORCE.code
            and line.pk not in self.done
            and queries.is_past(self.year, line.last_month, self.on)
        )

    def over(self, line: PlanLine) -> bool:
        """Whether the object of a line has more inspections than the cap."""
        return self.counts.get(line.object_id, 0) > self.cap

    def others(self, line: PlanLine) -> list[PlanLine]:
        """The lines of other bodies that a line meets, as far as they stand."""
        near = [other for other in self.met.get(line.object_id, ()) if other.plan_id != line.plan_id]
        return near if line in self.met.get(line.object_id, ()) else []


def year_of(visit: Visit, year: int) -> Year:
    """Five queries, however many lines there are."""
    on = visit.today
    lines = list(seen_lines(visit, year))
    return Year(
        lines, objects.shown_counts(year, on, visit.actor.bodies),
        _met(visit, year), _carried_out(lines), queries.kinds(on), queries.cap(on), year, on,
    )  # fmt: skip


def _carried_out(lines: Sequence[PlanLine]) -> dict[int, str]:
    """By line the state of the inspection that carries it out. One query."""
    rows = Inspection.objects.filter(line__in=[line.pk for line in lines], called_off="")
    return {line: state for line, state in rows.values_list("line", "matter__state") if line is not None}


def _met(visit: Visit, year: int) -> dict[int, list[PlanLine]]:
    """Overlaps, without covert lines against the visitor's own body: neither they nor what they alone meet."""
    covert = queries.covert_kinds(visit.today)
    mine = visit.actor.bodies
    found = {}
    for number, lines in overlaps.objects_met(year, visit.today).items():
        told = [
            line
            for line in lines
            if line.kind not in covert or line.object.body_id not in mine or line.plan.body_id in mine
        ]
        if len({line.plan_id for line in told}) > 1:
            found[number] = told
    return found


def narrowed(found: Year, asked_: Asked) -> list[PlanLine]:
    """The lines that the address asks for."""
    return [
        line
        for line in found.lines
        if (not asked_.body or line.plan.body.key == asked_.body)
        and (not asked_.kind or line.kind == asked_.kind)
        and (not asked_.month or line.first_month <= asked_.month <= line.last_month)
        and (asked_.only != OVER or (found.over(line) and _stands(line)))
        and (asked_.only != UNDONE or found.undone(line))
        and (asked_.only != MEETING or bool(_stands(line) and found.others(line)))
    ]


def overview(visit: Visit, asked_: Asked) -> Mapping[str, Any]:
    """The page: numbers with their lists, the matrix of bodies and months, the lines."""
    on = visit.today
    found = year_of(visit, asked_.year)
    lines = narrowed(found, asked_)
    bodies = watched(visit.actor, on)
    silent = standing.bodies_without_self_check(asked_.year, on, bodies)
    counted = {
        UNDONE: sum(1 for line in found.lines if found.undone(line)),
        OVER: len({line.object_id for line in found.lines if _stands(line) and found.over(line)}),
        MEETING: sum(1 for line in found.lines if _stands(line) and found.others(line)),
        WITHOUT: len(silent),
    }
    chips = [
        *([(NARROWINGS[asked_.only], replace(asked_, only=""))] if asked_.only else []),
        *([(found.kinds[asked_.kind], replace(asked_, kind=""))] if asked_.kind else []),
        *([(f"{asked_.month}月", replace(asked_, month=0))] if asked_.month else []),
        *([(lines[0].plan.body.short_name if lines else "所选单位", replace(asked_, body=""))] if asked_.body else []),
    ]
    return {
        "asked": asked_,
        "years": [(year, Asked(year).address) for year in range(on.year - 1, on.year + 2)],
        "totals": [
            {"label": NARROWINGS[code], "count": count, "url": Asked(asked_.year, only=code).address, "current": code == asked_.only}
            for code, count in counted.items()
        ],
        "chips": [(label, to.address) for label, to in chips],
        "kinds": [(label, replace(asked_, kind=code).address, code == asked_.kind) for code, label in found.kinds.items()],
        "months": range(1, 13),
        "matrix": _matrix(found, asked_),
        "rows": [] if asked_.only == WITHOUT else [_row(line, found) for line in lines[:MOST_ROWS]],
        "count": len(lines),
        "more": max(0, len(lines) - MOST_ROWS),
        "planned": sum(1 for line in found.lines if _stands(line)),
        "done": sum(1 for state in found.done.values() if state != states.PREPARED.code),
        "silent": silent if asked_.only == WITHOUT else [],
        "cap": found.cap,
        "from_day": standing.queries.visible_from(asked_.year, on),
        "early": on < queries.visible_from(asked_.year, on),
        "export": f"{reverse('desk:inspection-plans-export')}?{asked_.address.partition('?')[2]}",
    }  # fmt: skip


def _matrix(found: Year, asked_: Asked) -> list[dict[str, Any]]:
    """A row for each body: how many inspections in which month. One over several months stands in each of them."""
    cells: dict[str, Counter[int]] = defaultdict(Counter)
    names: dict[str, tuple[int, str]] = {}
    for line in found.lines:
        if _stands(line) and (not asked_.kind or line.kind == asked_.kind):
            body = line.plan.body
            names[body.key] = (body.order, body.short_name)
            cells[body.key].update(range(line.first_month, line.last_month + 1))
    rows = []
    for key, (_, name) in sorted(names.items(), key=lambda item: item[1]):
        months = [
            {"month": month, "n": cells[key][month], "url": Asked(asked_.year, body=key, month=month, kind=asked_.kind).address,
             "deep": min(cells[key][month], 4)}
            for month in range(1, 13)
        ]  # fmt: skip
        rows.append({"body": name, "url": Asked(asked_.year, body=key, kind=asked_.kind).address, "months": months})
    return rows


def _stands(line: PlanLine) -> bool:
    return not line.withdrawn and line.joint_with_id is None


def _row(line: PlanLine, found: Year) -> dict[str, Any]:
    others = found.others(line) if _stands(line) else []
    return {
        "line": line,
        "url": reverse("desk:matter", args=[line.plan.matter.public_id]),
        "state": INSPECTION_PLANS.state(line.plan.matter.state).label,
        "kind": found.kinds.get(line.kind, line.kind),
        "region": line.object.region.short_name if line.object.region else "",
        "count": found.counts.get(line.object_id, 0),
        "over": _stands(line) and found.over(line),
        "said": _said(line, found),
        "undone": found.undone(line),
        "others": [f"{other.plan.body.short_name}{other.when}" for other in others],
    }


def _said(line: PlanLine, found: Year) -> str:
    if line.withdrawn:
        return f"取消：{line.withdrawn}"
    if line.joint_with is not None:
        return f"并入{line.joint_with.plan.body.short_name}的检查"
    if line.pk in found.done:
        return f"检查{INSPECTIONS.state(found.done[line.pk]).label}"
    if line.over_reason:
        return "超上限已批准" if line.over_granted_at else "超上限待批准"
    return ""


def export_lines(visit: Visit, asked_: Asked) -> list[list[str]]:
    """The same lines as the page's, for Excel."""
    found = year_of(visit, asked_.year)
    rows = [_row(line, found) for line in narrowed(found, asked_)]
    return [
        [
            row["line"].plan.body.short_name, row["line"].object.name, row["region"], row["kind"], row["line"].when, row["line"].method,
            row["line"].basis, row["line"].purpose, str(row["count"]), row["line"].over_reason,
            "；".join([*([row["said"]] if row["said"] else []), *([NARROWINGS[UNDONE]] if row["undone"] else []), *[f"与{other}重叠" for other in row["others"]]]),
        ]
        for row in rows
    ]  # fmt: skip


__all__ = ["HEADINGS", "WIDTHS", "Asked", "asked", "export_lines", "overview", "watched"]
