"""What a proposed rulebook would move, as figures with the lists behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from ecoduty.casework.matters.models import Secrecy
from ecoduty.casework.rulebooks import foreseeing
from ecoduty.casework.rulebooks.foreseeing import DeadlineMove, DutyMove, Foreseen, Move, Seen
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.plan.rules import when
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.rulebook import Rulebook, wording
from ecoduty.kernel.rulebook.schema import Rung

_MOVES = (
    (Move.EARLIER, "会提前"),
    (Move.LATER, "会推后"),
    (Move.SAME, "日期相同"),
    (Move.DECIDED, "由人定日，不比较"),
    (Move.GONE, "新版没有对应的规则"),
)
_NEVER = "不开办"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list it is the length of."""

    label: str
    number: int
    url: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: its cells, the first leading to a matter where it is one."""

    cells: tuple[str, ...]
    matter: UUID | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A list behind a figure: its name, headings, every row."""

    label: str
    headings: tuple[str, ...]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Entry:
    """What moves as one row of a table on the page of the proposal."""

    label: str
    was: str
    will: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that moves, in figures."""

    kept: Figure
    deadlines: tuple[Figure, ...]
    duties: tuple[Entry, ...]
    duty_count: Figure
    ladders: tuple[Entry, ...]
    sights: tuple[Entry, ...]

    @property
    def seen_now(self) -> tuple[Entry, ...]:
        """Sights of which there are matters."""
        return tuple(one for one in self.sights if one.figure.number)

    @property
    def empty(self) -> tuple[Entry, ...]:
        """Sights of which there are none yet."""
        return tuple(one for one in self.sights if not one.figure.number)


def summary(found: Foreseen, digest: str, today: date) -> Summary:
    """The figures of a proposal."""

    def figure(label: str, number: int, *, late: bool = False, **query: str) -> Figure:
        return Figure(label, number, f"{reverse('desk:rulebook-moves', args=[digest])}?{urlencode(query)}", late)

    by_duty: dict[str, list[DutyMove]] = defaultdict(list)
    for one in found.duties:
        by_duty[one.duty].append(one)
    return Summary(
        kept=figure("规则有变的在办期限", len(found.deadlines), what="kept"),
        deadlines=(
            *(figure(label, len(found.moved(move)), what=move.value) for move, label in _MOVES),
            figure("按新规则已经逾期", len(found.late), late=True, what="late"),
        ),
        duties=tuple(
            Entry(
                f"{rows[0].label}（{len({row.body for row in rows})}个单位）",
                _days(rows[0], 0, today), _days(rows[0], 1, today),
                figure("件", len(rows), what="duty", duty=duty),
            )
            for duty, rows in by_duty.items()
        ),
        duty_count=figure("今后一年会变的定期义务", len(found.duties), what="duties"),
        ladders=tuple(
            Entry(one.label, _rungs(one.before, one.after), _rungs(one.after, one.before),
                  figure("项", one.running, what="ladder", ladder=one.ladder))
            for one in found.ladders
        ),
        sights=tuple(
            Entry(
                f"{one.label}·{wording.SECRECIES[one.secrecy]}·{wording.RELATIONS[one.relation]}{'（放开）' if one.opens else '（收紧）'}",
                wording.SIGHTS[one.before], wording.SIGHTS[one.after],
                figure("件", one.matters, what="sight", kind=one.kind, secrecy=one.secrecy),
            )
            for one in found.sights
        ),
    )  # fmt: skip


def behind(query: Mapping[str, str], new: Rulebook, moment: datetime, seen: Seen) -> Shown:
    """The list behind a figure. Raises Refused `not_found` for one that there is not."""
    what, today = query.get("what", ""), local_date(moment)
    if what == "ladder":
        return _on_ladder(new, query.get("ladder", ""), seen, today)
    if what == "sight":
        return _seen_of(query.get("kind", ""), query.get("secrecy", ""), seen)
    found = foreseeing.foresee(new, moment, seen)
    if what in {"duty", "duties"}:
        rows = [one for one in found.duties if what == "duties" or one.duty == query.get("duty")]
        lines = [Line((one.label, one.body, one.period, _days(one, 0, today), _days(one, 1, today))) for one in rows]
        return Shown("今后一年会变的定期义务", ("义务", "单位", "期别", "现在", "采用后"), lines)
    if what == "kept":
        return _deadlines("规则有变的在办期限", found.deadlines, today)
    if what == "late":
        return _deadlines("按新规则已经逾期", found.late, today)
    for move, label in _MOVES:
        if what == move.value:
            return _deadlines(f"在办期限：{label}", found.moved(move), today)
    raise refuse("not_found")


def _deadlines(label: str, found: Sequence[DeadlineMove], today: date) -> Shown:
    said = dict(_MOVES)
    lines = [
        Line(
            (
                f"{one.number} {one.title}", one.holder, one.label, words.short_day(one.old, today),
                words.short_day(one.new, today) if one.new else "—",
                f"{said[one.move]}{'，已逾期' if one.late else ''}",
            ),
            one.public_id,
        )
        for one in found
    ]  # fmt: skip
    return Shown(label, ("办件", "主办", "期限", "届满（不动）", "按新规则", "变化"), lines)


def _on_ladder(new: Rulebook, ladder: str, seen: Seen, today: date) -> Shown:
    rows = foreseeing.on_ladder(new, ladder, seen).select_related("matter", "holder").order_by("due_at", "pk")
    lines = [
        Line(
            (f"{one.matter.number} {one.matter.title}", one.holder.short_name, one.label,
             words.short_day(one.due_on or local_date(one.due_at), today)),
            one.matter.public_id,
        )
        for one in rows
    ]  # fmt: skip
    return Shown("仍按原梯级催办的在办期限", ("办件", "主办", "期限", "届满"), lines)


def _seen_of(kind: str, secrecy: str, seen: Seen) -> Shown:
    if kind not in flow.tables() or secrecy not in {Secrecy.PUBLIC, Secrecy.INTERNAL, Secrecy.RESTRICTED}:
        raise refuse("not_found")
    table = flow.table(kind)
    states = {state.code: state.label for state in table.states}
    rows = foreseeing.matters_of(seen).filter(kind=kind, secrecy=secrecy).select_related("holder").order_by("pk")
    lines = [
        Line((f"{one.number} {one.title}", one.holder.short_name, states.get(one.state, one.state)), one.public_id)
        for one in rows
    ]
    return Shown(f"{table.label}·{wording.SECRECIES[secrecy]}", ("办件", "主办", "状态"), lines)


def _rungs(rungs: Sequence[Rung], others: Sequence[Rung]) -> str:
    """The rungs that the other side has otherwise or not at all."""
    there = [rung.model_dump(exclude={"basis", "label"}) for rung in others]
    only = [rung for rung in rungs if rung.model_dump(exclude={"basis", "label"}) not in there]
    return "；".join(f"{rung.label}：{when(rung)}" for rung in only) or "没有"


def _days(one: DutyMove, side: int, today: date) -> str:
    opens, due = one.opens[side], one.due[side]
    if opens is None or due is None:
        return _NEVER
    return f"{words.short_day(opens, today)}开办，{words.short_day(due, today)}届满"


__all__ = ["Entry", "Figure", "Line", "Shown", "Summary", "behind", "summary"]
