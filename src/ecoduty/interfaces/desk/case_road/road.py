"""What the road of a case says: each leg with the time it used of what it was allowed, and what the next step waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.urls import reverse

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN, DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import lights, rows, words
from ecoduty.interfaces.desk.case_road.drawing import Drawing, drawing
from ecoduty.interfaces.desk.case_road.family import family
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import local_date, spoken_range
from ecoduty.kernel.flow import tables
from ecoduty.kernel.rulebook import schema
from ecoduty.mechanisms.enforcement.pieces import queries as pieces
from ecoduty.mechanisms.enforcement.statistics import legs, queries
from ecoduty.mechanisms.enforcement.statistics.models import LegRow

Mark = Literal["past", "now", "next"]
_HOURS = 48  # up to so many, a leg is told in hours


@dataclass(frozen=True, slots=True)
class Station:
    """One leg as shown. `share` is the time used of what was allowed, in per cent (more than 100 where late); None without a limit."""

    label: str
    side: str
    mark: Mark
    used: str = ""
    allowed: str = ""
    late: str = ""
    share: int | None = None
    when: str = ""
    round: int = 1
    url: str = ""
    waits: str = ""

    @property
    def word(self) -> str:
        """Where it stands, for who cannot see the picture."""
        return {"past": "已过", "now": "现在", "next": "其后"}[self.mark]

    @property
    def time(self) -> str:
        """用2天，限3日."""
        return "，".join(
            part for part in (self.used and f"用{self.used}", self.allowed and f"限{self.allowed}") if part
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is in one of the matters, in which state; `url` is empty for the matter whose page this is."""

    kind: str
    waits_for: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A running clock."""

    label: str
    due: str
    left: str
    late: bool
    suspended: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """Papers that are still missing before the next step of a leg."""

    label: str
    papers: Sequence[str]


@dataclass(frozen=True, slots=True)
class CaseRoad:
    """What the page shows: the stations in order, their drawing, and what the next step waits for."""

    stations: Sequence[Station]
    drawings: Sequence[Drawing]
    turns: Sequence[Turn]
    clocks: Sequence[Clock]
    missing: Sequence[Missing]
    late: int

    @property
    def sentence(self) -> str:
        """One sentence for who cannot see the picture; the list says the rest."""
        now = [one.label for one in self.stations if one.mark == "now"]
        past = sum(one.mark == "past" for one in self.stations)
        here = f"现在在{'、'.join(now)}" if now else "全程已走完" if past else "还没有开始"
        return f"办案全程：已走{past}个环节，{here}" + (f"，{self.late}个环节逾期" if self.late else "")


def case_road(visit: Visit, matter: Matter) -> CaseRoad | None:
    """The road of the case that a matter belongs to, as far as the visitor may see; None for kinds that go no such road."""
    map_ = legs.current()
    if matter.kind not in map_.kinds:
        return None
    matters = family(matter, visit.actor, map_.kinds)
    gone = queries.road([one.pk for one in matters])
    stations = [*_gone(map_, matters, gone, matter, visit), *_ahead(map_, matters, gone)]
    stations.sort(key=lambda pair: (pair[0], pair[1].mark == "next"))
    shown = [station for _, station in stations]
    open_ = [one for one in matters if one.open]
    return CaseRoad(
        stations=shown,
        drawings=[drawing(name, shown, width) for name, width in (("across", 1192), ("mid", 720))],
        turns=[turn for one in open_ if (turn := _turn(one, matter))],
        clocks=_clocks(open_, visit.now),
        missing=_missing(map_, open_),
        late=sum(bool(one.late) for one in shown),
    )


def _gone(
    map_: legs.Map, matters: Sequence[Matter], rows_: Sequence[LegRow], here: Matter, visit: Visit
) -> list[tuple[tuple[int, int], Station]]:
    """The legs gone and present: one station for each leg of each matter, its last round shown, the rounds counted."""
    by_leg: dict[tuple[int, str], list[LegRow]] = {}
    for row in rows_:
        by_leg.setdefault((row.matter_id, row.leg), []).append(row)
    places = {one.pk: place for place, one in enumerate(matters)}
    by_pk = {one.pk: one for one in matters}
    return [
        ((map_.legs[leg].order, places[pk]), _station(map_.legs[leg], found, by_pk[pk], here, visit))
        for (pk, leg), found in by_leg.items()
        if leg in map_.legs
    ]


def _station(leg: schema.Leg, found: Sequence[LegRow], matter: Matter, here: Matter, visit: Visit) -> Station:
    last = found[-1]
    is_open = last.ended is None
    used = queries.hours(last, visit.now)
    state = tables()[matter.kind].by_state.get(matter.state)
    return Station(
        label=leg.label,
        side=legs.SIDES[leg.side],
        mark="now" if is_open else "past",
        used=_length(used),
        allowed=last.deadline.unit_text if last.deadline else "",
        late=_late(last, visit.now),
        share=_share(last, visit.now),
        when=_span(last, visit),
        round=len(found),
        url=reverse("desk:matter", args=[matter.public_id]) if matter.pk != here.pk else "",
        waits=state.waits_for if is_open and state else "",
    )


def _late(row: LegRow, now: datetime) -> str:
    """逾期2天, also for one that is late since a moment ago and not noted yet."""
    if row.due_at is None or not (row.late or (row.ended is None and _runs(row.deadline) and row.due_at < now)):
        return ""
    over = (row.ended or now) - row.due_at
    if over >= timedelta(hours=_HOURS):
        return f"逾期{-(-over // timedelta(days=1))}天"
    hours = over // timedelta(hours=1)
    return f"逾期{hours}小时" if hours >= 1 else "逾期"


def _runs(deadline: Deadline | None) -> bool:
    return deadline is not None and deadline.state in (DeadlineState.RUNNING, DeadlineState.MISSED)


def _share(row: LegRow, now: datetime) -> int | None:
    """Of the time between the clock's start and its end so much is gone, in per cent."""
    if row.due_at is None or row.deadline is None:
        return None
    allowed = row.due_at - row.deadline.started_at
    used = (row.ended or now) - row.deadline.started_at
    return max(0, round(100 * (used / allowed))) if allowed else None


def _span(row: LegRow, visit: Visit) -> str:
    """11月20日至23日, 2026年11月20日至12月3日; from when it has begun."""
    if not row.ended:
        return f"{words.short_day(row.began, visit.today)}起"
    return spoken_range(local_date(row.began), local_date(row.ended), visit.today.year)


def _length(hours: float) -> str:
    if hours < 1:
        return "不到1小时"
    return f"{int(hours)}小时" if hours < _HOURS else f"{int(hours / 24)}天"


def _ahead(map_: legs.Map, matters: Sequence[Matter], gone: Sequence[LegRow]) -> list[tuple[tuple[int, int], Station]]:
    """The main legs that open matters have still before them."""
    found = []
    for place, one in enumerate(matters):
        if not one.open:
            continue
        reached = max(
            (map_.legs[row.leg].order for row in gone if row.matter_id == one.pk and row.leg in map_.legs), default=0
        )
        for leg in map_.legs.values():
            on_it = any(stretch.kind == one.kind for stretch in leg.stretches)
            if on_it and leg.main and leg.order > reached:
                found.append(((leg.order, place), Station(leg.label, legs.SIDES[leg.side], "next")))
    return found


def _turn(matter: Matter, here: Matter) -> Turn | None:
    table = tables()[matter.kind]
    state = table.by_state.get(matter.state)
    if state is None or not state.waits_for:
        return None
    url = reverse("desk:matter", args=[matter.public_id]) if matter.pk != here.pk else ""
    return Turn(table.label, state.waits_for, state.label, url)


def _clocks(matters: Sequence[Matter], now: datetime) -> list[Clock]:
    """What runs, what is due first in front."""
    found = Deadline.objects.filter(matter__in=[one.pk for one in matters], state__in=OPEN).order_by("due_at", "pk")
    return [
        Clock(
            one.label,
            rows.due_words(one.due_at, now),
            "计时中止" if one.state == DeadlineState.SUSPENDED else lights.left(one.due_at, now),
            late=one.state != DeadlineState.SUSPENDED and one.due_at <= now,
            suspended=one.state == DeadlineState.SUSPENDED,
        )
        for one in found
    ]


def _missing(map_: legs.Map, matters: Sequence[Matter]) -> list[Missing]:
    """Papers that the leg a matter is on asks for before its next step."""
    found = []
    for one in matters:
        leg = map_.leg(one.kind, one.state)
        if leg is None or leg.papers is None:
            continue
        papers = pieces.missing(one, leg.papers)
        if papers:
            found.append(Missing(leg.label, papers))
    return found


__all__ = ["CaseRoad", "Clock", "Missing", "Station", "Turn", "case_road"]
