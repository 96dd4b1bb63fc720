"""What a state diagram says: stations passed, present and to come, the ways between them, the ways aside. No geometry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ecoduty.kernel.flow import Act, ActTable, State
from ecoduty.kernel.flow.table import START

Mark = Literal["past", "now", "next"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One step already taken: from a state to another, by whom and when (both as they are shown)."""

    from_state: str
    to_state: str
    act: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Station:
    """A state on the main road; `who` and `when` stand below its box."""

    code: str
    label: str
    mark: Mark
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One or more acts of the same name that lead to one station. Numbers are places on the main road.

    `forward` ways join neighbours; the others are drawn as arcs. `open` means the reader may go it now.
    """

    sources: tuple[int, ...]
    target: int
    label: str
    passed: bool = False
    open: bool = False

    @property
    def forward(self) -> bool:
        """True when it joins a station with the next."""
        return self.sources == (self.target - 1,)


@dataclass(frozen=True, slots=True)
class Byway:
    """A state off the main road: from where one gets there by which act, and where one goes from it."""

    code: str
    label: str
    mark: Mark
    entries: tuple[tuple[str, str], ...]
    exits: tuple[tuple[str, str], ...]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Road:
    """A diagram's content: main road, ways, byways, and the whole as one sentence for who cannot see it."""

    stations: tuple[Station, ...]
    ways: tuple[Way, ...]
    byways: tuple[Byway, ...]
    sentence: str


@dataclass(slots=True)
class _Trail:
    """The stations between the start and the present; going back drops what lay behind."""

    order: list[str] = field(default_factory=list)
    left: dict[str, Passage] = field(default_factory=dict)
    arrived: dict[str, Passage] = field(default_factory=dict)

    def follow(self, passages: Iterable[Passage]) -> None:
        for step in passages:
            if step.to_state == step.from_state:
                continue
            self.left[step.from_state] = step
            if step.to_state in self.order:
                del self.order[self.order.index(step.to_state) + 1 :]
            else:
                self.order.append(step.to_state)
            self.arrived[step.to_state] = step


def road(
    table: ActTable,
    state: str,
    passages: Sequence[Passage] = (),
    *,
    open_acts: Collection[str] = (),
    expected: Mapping[str, str] | None = None,
) -> Road:
    """The diagram of a subject in `state` that came there by `passages` (oldest first).

    `open_acts` are the codes of acts the reader may do now; `expected` says beside a future state when it is due.
    """
    trail = _Trail()
    trail.follow(passages)
    main = [item for item in table.states if item.main]
    stations = tuple(_station(item, state, trail, expected or {}) for item in main)
    places = {item.code: place for place, item in enumerate(main)}
    ways = tuple(_ways(table, places, state, trail, frozenset(open_acts)))
    byways = tuple(_byway(table, item, state, trail) for item in table.states if not item.main)
    return Road(stations, ways, byways, _sentence(table, state, stations))


def _station(item: State, state: str, trail: _Trail, expected: Mapping[str, str]) -> Station:
    if item.code == state:
        arrived = trail.arrived.get(item.code)
        if item.open:
            return Station(item.code, item.label, "now", item.waits_for, "待办")
        return Station(item.code, item.label, "now", arrived.who if arrived else "", arrived.when if arrived else "")
    if item.code in trail.order:
        left = trail.left.get(item.code)
        return Station(item.code, item.label, "past", left.who if left else "", left.when if left else "")
    return Station(item.code, item.label, "next", item.waits_for, expected.get(item.code, ""))


def _ways(
    table: ActTable, places: Mapping[str, int], state: str, trail: _Trail, open_acts: frozenset[str]
) -> Iterable[Way]:
    forward: dict[int, list[Act]] = {}
    arcs: dict[tuple[str, int], tuple[list[int], list[Act]]] = {}
    for act in table.acts:
        ways = (
            (places[code], places[there])
            for code in act.from_
            if code in places
            for there in act.targets_from(code)
            if there in places
        )
        for source, target in ways:
            if source == target:
                continue
            if source == target - 1:
                forward.setdefault(source, []).append(act)
            else:
                sources, acts = arcs.setdefault((act.label, target), ([], []))
                sources.append(source)
                acts.append(act)
    codes = list(places)
    for source, acts in sorted(forward.items()):
        yield _forward(source, acts, codes, state, trail, open_acts)
    for (label, target), (sources, acts) in arcs.items():
        can = any(act.code in open_acts and state in act.from_ for act in acts)
        yield Way(tuple(sorted(set(sources))), target, label, open=can)


def _forward(
    source: int, acts: Sequence[Act], codes: Sequence[str], state: str, trail: _Trail, open_acts: frozenset[str]
) -> Way:
    """Where the step was taken its own act is named, otherwise the main act, otherwise what there is (two at most)."""
    here, there = codes[source], codes[source + 1]
    step = trail.left.get(here)
    reached = there == state or there in trail.order
    passed = reached and here in trail.order and step is not None and step.to_state == there
    mains = [act for act in acts if act.main] or list(acts)
    labels = list(dict.fromkeys(act.label for act in mains))[:2]
    if passed and step is not None:
        labels = [act.label for act in acts if act.code == step.act] or labels
    can = any(act.code in open_acts and state == here for act in acts)
    return Way((source,), source + 1, "／".join(labels), passed=passed, open=can)


def _byway(table: ActTable, item: State, state: str, trail: _Trail) -> Byway:
    def names(codes: Iterable[str]) -> str:
        known = [code for code in codes if code != START]
        whole = {other.code for other in table.states if other.open and other.code != item.code}
        if len(known) > 3 and whole <= set(known):
            return "任一在办状态"
        return "、".join(table.state(code).label for code in known)

    entries = [
        (names(code for code in act.from_ if item.code in act.targets_from(code)), act.label)
        for act in table.acts
        if item.code in act.targets
    ]
    exits = [
        (act.label, table.state(there).label)
        for act in table.acts
        if item.code in act.from_
        for there in act.targets_from(item.code)
        if there != item.code
    ]
    mark: Mark = "now" if item.code == state else "past" if item.code in trail.order else "next"
    arrived = trail.arrived.get(item.code)
    return Byway(
        item.code, item.label, mark, tuple(entries), tuple(exits), arrived.when if arrived and mark != "next" else ""
    )


def _sentence(table: ActTable, state: str, stations: Sequence[Station]) -> str:
    past = [item.label for item in stations if item.mark == "past"]
    future = [item.label for item in stations if item.mark == "next"]
    known = table.by_state.get(state)
    parts = [f"{'、'.join(past)}已过" if past else "", f"现在是{known.label if known else state}"]
    if known is not None and known.open and future:
        parts.append(f"其后{'、'.join(future)}")
    return "状态图：" + "，".join(part for part in parts if part)
