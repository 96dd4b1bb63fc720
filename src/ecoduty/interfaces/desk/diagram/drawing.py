"""Where a state diagram is drawn: boxes, lines and words with coordinates in pixels, across a wide page or down a phone."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from ecoduty.interfaces.desk.diagram.road import Road, Station, Way

BOX_HEIGHT = 35
LABEL, SMALL = 15, 13  # pixels of type
LANE = 24  # pixels between two arcs
EDGE = 0.5  # half a pixel, so that one-pixel lines are sharp
_PORT = 14  # pixels between two arcs that meet a box


@dataclass(frozen=True, slots=True)
class Box:
    """A station: `mark` is its CSS class."""

    x: float
    y: float
    width: float
    label: str
    mark: str

    @property
    def middle(self) -> float:
        """Centre of the label."""
        return self.x + self.width / 2

    @property
    def baseline(self) -> float:
        """Baseline of the label."""
        return self.y + 23


@dataclass(frozen=True, slots=True)
class Line:
    """A way as an SVG path, with the path of its arrowhead."""

    path: str
    head: str
    kind: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text: `anchor` as SVG says it; `plate` is the width of the ground behind it, 0 for none."""

    x: float
    y: float
    text: str
    kind: str
    anchor: Literal["start", "middle", "end"] = "middle"
    plate: float = 0

    @property
    def css(self) -> str:
        """Its CSS classes: captions stand aside, the names of ways are words."""
        return self.kind if self.kind.startswith("aside") else f"word {self.kind}"

    @property
    def plate_x(self) -> float:
        """Left end of the ground."""
        return {"start": self.x - 4, "middle": self.x - self.plate / 2, "end": self.x - self.plate + 4}[self.anchor]

    @property
    def plate_y(self) -> float:
        """Top of the ground."""
        return self.y - 15


@dataclass(slots=True)
class Drawing:
    """Everything to draw, in the order of drawing: lines, boxes, words."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


def measure(text: str, size: int) -> float:
    """About how wide a text is, in pixels: Chinese letters are square, others a little over half."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return size * (wide + 0.58 * (len(text) - wide))


def across(road: Road, width: float) -> Drawing:
    """The road from left to right, at least `width` pixels wide; wider where the words need it."""
    stations = road.stations
    forward = {way.sources[0]: way for way in road.ways if way.forward}
    arcs = [way for way in road.ways if not way.forward]
    lanes = _lanes(arcs)
    box = max([*(measure(_label(item), LABEL) + 28 for item in stations), 88])
    gaps = [
        max(measure(forward[place].label, SMALL) + 36 if place in forward else 40, 64)
        for place in range(len(stations) - 1)
    ]
    captions = [max(measure(item.who, SMALL), measure(item.when, SMALL)) for item in stations]
    gaps = [max(gap, (captions[place] + captions[place + 1]) / 2 + 12 - box) for place, gap in enumerate(gaps)]
    needed = box * len(stations) + sum(gaps)
    # The outer captions may be wider than their boxes.
    margin = max(0, (captions[0] - box) / 2, (captions[-1] - box) / 2) if stations else 0
    spare = max(0.0, width - needed - 2 * margin)
    grow = min(spare * 0.25 / max(len(stations), 1), 40)
    box += grow
    rest = max(0.0, spare - grow * len(stations))
    gaps = [gap + rest / max(len(gaps), 1) for gap in gaps]
    top = 4 + LANE * (max(lanes, default=-1) + 1) + (12 if arcs else 20)
    drawing = Drawing(max(width, needed + 2 * margin), top + BOX_HEIGHT + 44)
    x = margin
    for place, item in enumerate(stations):
        drawing.boxes.append(Box(round(x) + EDGE, top + EDGE, round(box) - 1, _label(item), item.mark))
        x += box + (gaps[place] if place < len(gaps) else 0)
    _captions_below(drawing, stations)
    for way in forward.values():
        _forward_across(drawing, way)
    _arcs_above(drawing, arcs, lanes, top)
    return drawing


def _captions_below(drawing: Drawing, stations: Sequence[Station]) -> None:
    for box, item in zip(drawing.boxes, stations, strict=True):
        lines = [text for text in (item.who, item.when) if text]
        for number, text in enumerate(lines):
            drawing.words.append(Words(box.middle, box.y + BOX_HEIGHT + 20 + 18 * number, text, f"aside {item.mark}"))


def _forward_across(drawing: Drawing, way: Way) -> None:
    left, right = drawing.boxes[way.sources[0]], drawing.boxes[way.target]
    start, end, y = left.x + left.width + 5, right.x - 4, left.y + BOX_HEIGHT / 2
    drawing.lines.append(Line(f"M{start:g} {y:g}H{end - 6:g}", _head(end, y, "right"), _kind(way)))
    drawing.words.append(Words((start + end) / 2, y - 7, way.label, _kind(way)))


def _arcs_above(drawing: Drawing, arcs: Sequence[Way], lanes: Sequence[int], top: float) -> None:
    ports = _Ports(arcs)
    for number, (way, lane) in enumerate(zip(arcs, lanes, strict=True)):
        y = top - 14 - LANE * lane + EDGE
        ends = [drawing.boxes[place].middle + ports.offset(number, place) for place in way.sources]
        target = drawing.boxes[way.target].middle + ports.offset(number, way.target)
        paths = [f"M{end:g} {top - 2:g}V{y:g}H{target:g}" for end in ends]
        drawing.lines.append(Line("".join(paths) + f"V{top - 7:g}", _head(target, top - 2, "down"), _kind(way)))
        drawing.words.append(
            Words(_clear(ends, target), y + 4.5, way.label, _kind(way), plate=measure(way.label, SMALL) + 16)
        )


def _clear(ends: Sequence[float], target: float) -> float:
    """The middle of the longest stretch of an arc that no riser cuts: there its name stands."""
    places = sorted([*ends, target])
    _, middle = max((right - left, (left + right) / 2) for left, right in pairwise(places))
    return middle


def down(road: Road, width: float = 358) -> Drawing:
    """The road from top to bottom, for a page of `width` pixels; arcs run on the right. Those that would run through words
    are said below instead.
    """
    stations = road.stations
    forward = {way.sources[0]: way for way in road.ways if way.forward}
    pitch = 66
    box = max([*(measure(_label(item), LABEL) + 24 for item in stations), 104])
    drawing = Drawing(width, pitch * max(len(stations), 1) - (pitch - BOX_HEIGHT) + 6)
    captions = [0.0]
    for place, item in enumerate(stations):
        y = 2 + pitch * place + EDGE
        drawing.boxes.append(Box(EDGE, y, round(box), _label(item), item.mark))
        aside = [text for text in (item.who, item.when) if text]
        first = y + (14 if len(aside) > 1 else 23)
        captions += [measure(text, SMALL) for text in aside]
        for number, text in enumerate(aside):
            drawing.words.append(Words(box + 16, first + 18 * number, text, f"aside {item.mark}", "start"))
    for way in forward.values():
        start = drawing.boxes[way.sources[0]]
        top, bottom = start.y + BOX_HEIGHT + 4, drawing.boxes[way.target].y - 3
        drawing.lines.append(
            Line(f"M{start.middle:g} {top:g}V{bottom - 6:g}", _head(start.middle, bottom, "down"), _kind(way))
        )
        drawing.words.append(Words(start.middle + 10, (top + bottom) / 2 + 5, way.label, _kind(way), "start"))
    names = {place: box / 2 + 10 + measure(way.label, SMALL) for place, way in forward.items()}
    arcs = [way for way in road.ways if not way.forward]
    beside = _with_room(arcs, width, box + 16 + max(captions), names)
    _arcs_beside(drawing, beside, pitch)
    _said_below(drawing, [way for way in arcs if way not in beside], stations)
    return drawing


def _with_room(arcs: Sequence[Way], width: float, captions: float, names: Mapping[int, float]) -> list[Way]:
    """The arcs that run clear of the captions, which end at `captions`, and whose own names stand clear of the names of the
    steps, which end at `names` in each row.
    """
    kept = list(arcs)
    while kept:
        lanes = _lanes(kept)
        if _begin(width, lanes) < captions + 4:
            kept.pop(lanes.index(max(lanes)))
            continue
        rows = _rows(kept)
        crowded = [
            place
            for place, (way, lane) in enumerate(zip(kept, lanes, strict=True))
            if rows.count(rows[place]) > 1
            or _lane_x(width, lane, lanes) - 8 - measure(way.label, SMALL) - 8 < names.get(rows[place], 0)
        ]
        if not crowded:
            break
        kept.pop(crowded[-1])
    return kept


def _begin(width: float, lanes: Sequence[int]) -> float:
    """Where the arcs leave the captions' side."""
    return width - 10 - LANE * (max(lanes) + 1) - 12


def _lane_x(width: float, lane: int, lanes: Sequence[int]) -> float:
    return width - 10 - LANE * (max(lanes) - lane) + EDGE


def _rows(arcs: Sequence[Way]) -> list[int]:
    """The row between two stations where the name of each arc stands."""
    taken: set[int] = set()
    found = []
    for way in arcs:
        found.append(_free_gap(way, taken))
        taken.add(found[-1])
    return found


def _arcs_beside(drawing: Drawing, arcs: Sequence[Way], pitch: float) -> None:
    ports, lanes, rows = _Ports(arcs), _lanes(arcs), _rows(arcs)
    for number, (way, lane) in enumerate(zip(arcs, lanes, strict=True)):
        x, begin = _lane_x(drawing.width, lane, lanes), _begin(drawing.width, lanes)
        ends = [drawing.boxes[place].y + BOX_HEIGHT / 2 + ports.offset(number, place) * 0.6 for place in way.sources]
        target = drawing.boxes[way.target].y + BOX_HEIGHT / 2 + ports.offset(number, way.target) * 0.6
        path = "".join(f"M{begin:g} {end:g}H{x:g}V{target:g}" for end in ends) + f"H{begin + 6:g}"
        drawing.lines.append(Line(path, _head(begin, target, "left"), _kind(way)))
        y = 2 + pitch * rows[number] + BOX_HEIGHT + (pitch - BOX_HEIGHT) / 2 + 5
        drawing.words.append(Words(x - 8, y, way.label, _kind(way), "end", plate=measure(way.label, SMALL) + 8))


def _said_below(drawing: Drawing, arcs: Sequence[Way], stations: Sequence[Station]) -> None:
    """One line for each way that was not drawn: its name, from where, to where; only to where in a narrow place."""
    for way in arcs:
        to = stations[way.target].label
        said = f"{way.label}：{'、'.join(stations[place].label for place in way.sources)} → {to}"
        if measure(said, SMALL) > drawing.width:
            said = f"{way.label} → {to}"
        drawing.height += 20
        drawing.words.append(Words(0, drawing.height - 6, said, _kind(way), "start"))


def _free_gap(way: Way, taken: Collection[int]) -> int:
    """The row between two stations where the arc's name stands: as near its middle as is free."""
    low, high = min(*way.sources, way.target), max(*way.sources, way.target)
    middle = (low + high - 1) / 2
    gaps = sorted(range(low, high), key=lambda gap: abs(gap - middle))
    return next((gap for gap in gaps if gap not in taken), gaps[0])


def _lanes(arcs: Sequence[Way]) -> list[int]:
    """A lane for each arc: short arcs near the road, none crossing another in its own lane."""
    spans = [(min(*way.sources, way.target), max(*way.sources, way.target)) for way in arcs]
    lanes = [0] * len(arcs)
    placed: list[int] = []
    for number in sorted(range(len(arcs)), key=lambda place: spans[place][1] - spans[place][0]):
        low, high = spans[number]
        used = {lanes[other] for other in placed if spans[other][0] < high and low < spans[other][1]}
        lanes[number] = next(lane for lane in range(len(arcs) + 1) if lane not in used)
        placed.append(number)
    return lanes


class _Ports:
    """Where on a box each arc starts or ends, so that two arcs never touch it at one point."""

    def __init__(self, arcs: Sequence[Way]) -> None:
        self.at: dict[int, list[int]] = {}
        for number, way in enumerate(arcs):
            for place in {*way.sources, way.target}:
                self.at.setdefault(place, []).append(number)

    def offset(self, arc: int, place: int) -> float:
        """Pixels from the middle of the box."""
        here = self.at[place]
        return (here.index(arc) - (len(here) - 1) / 2) * _PORT


def _label(item: Station) -> str:
    return f"{item.label} ✓" if item.mark == "past" else item.label


def _kind(way: Way) -> str:
    return "passed" if way.passed else "open" if way.open else "idle"


def _head(x: float, y: float, towards: Literal["right", "down", "left"]) -> str:
    """An arrowhead with its point at (x, y)."""
    moves = {"right": "l-8-4v8z", "down": "l-4-8h8z", "left": "l8-4v8z"}
    return f"M{x:g} {y:g}{moves[towards]}"
