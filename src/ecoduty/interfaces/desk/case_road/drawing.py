"""The stations of a case as boxes in rows, joined in order, each with a bar of the time it used. Pixels; no colours here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from ecoduty.interfaces.desk.diagram.drawing import measure

if TYPE_CHECKING:
    from ecoduty.interfaces.desk.case_road.road import Station

_TYPE, _SMALL = 15, 13
_BOX = 36
_ROW = 138  # from one row of boxes to the next
_TOP = 22  # room for the office above a box
_GAP = 34  # between two boxes, for the arrow
_FULL = 100  # per cent
_EDGE = 16  # room at both sides for the arrows that turn to the next row


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing; `name` is its CSS class, which says on what width of page it is shown."""

    name: str
    svg: SafeString


def drawing(name: str, stations: Sequence[Station], width: int) -> Drawing:
    """All stations in as many rows as the width asks for. Read row by row, as text is."""
    needed = [
        max(measure(_label(one), _TYPE) + 24, *(measure(text, _SMALL) + 4 for text in _below(one)), 112)
        for one in stations
    ]
    box = max([*needed, 112.0])
    inner = width - 2 * _EDGE
    per_row = max(1, int((inner + _GAP) // (box + _GAP)))
    rows = -(-len(stations) // per_row) or 1
    per_row = -(-len(stations) // rows) or 1  # rows of about one length
    step = min((inner + _GAP) / per_row, box + _GAP + 60)
    box = min(step - _GAP, box + 28)
    places = [(_EDGE + (place % per_row) * step, (place // per_row) * _ROW + _TOP) for place in range(len(stations))]
    parts = [part for place, one in enumerate(stations) for part in _station(one, *places[place], box, f"late-{name}")]
    parts += [_arrow(stations[place], places[place], places[place + 1], box) for place in range(len(stations) - 1)]
    last = any(_below(one)[0] for one in stations[(rows - 1) * per_row :])
    height = (rows - 1) * _ROW + _TOP + _BOX + (64 if last else 8)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    hatch = (
        f'<defs><pattern id="late-{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hatch-ground" width="6" height="6"/><rect class="hatch" width="3" height="6"/></pattern></defs>'
    )
    return Drawing(name, SafeString(f'<svg class="{escape(name)}" {size}>{hatch}{"".join(parts)}</svg>'))


def _label(one: Station) -> str:
    rounds = f"（{one.round}轮）" if one.round > 1 else ""
    return f"{one.label}{rounds}{' ✓' if one.mark == 'past' else ''}"


def _below(one: Station) -> tuple[str, str]:
    """Two lines: what was used, with lateness; what was allowed, or when it was where there is no limit."""
    used = "，".join(part for part in (one.used and f"用{one.used}", one.late) if part)
    return used, f"限{one.allowed}" if one.allowed else one.when


def _station(one: Station, x: float, y: float, box: float, hatch: str) -> Iterator[str]:
    x, y = round(x) + 0.5, y + 0.5
    late = " late" if one.late else ""
    middle = x + box / 2
    yield f'<text class="side {one.mark}" x="{middle:g}" y="{y - 7:g}" text-anchor="middle">{escape(one.side)}</text>'
    yield f'<rect class="box {one.mark}{late}" x="{x:g}" y="{y:g}" width="{box:g}" height="{_BOX}" rx="3"/>'
    css = ' class="now-label"' if one.mark == "now" else ""
    yield f'<text{css} x="{middle:g}" y="{y + 24:g}" text-anchor="middle">{escape(_label(one))}</text>'
    if one.share is not None:
        yield from _bar(one, x, y + _BOX + 7, box, hatch)
    for number, text in enumerate(_below(one)):
        css = "aside late" if one.late and number == 0 else "aside"
        yield f'<text class="{css}" x="{middle:g}" y="{y + _BOX + 32 + 18 * number:g}" text-anchor="middle">{escape(text)}</text>'


def _bar(one: Station, x: float, y: float, box: float, hatch: str) -> Iterator[str]:
    """What was allowed is the whole width; the bar of one that is late is full and hatched."""
    share = min(one.share or 0, _FULL)
    used = box if one.late else max(2.0, box * share / _FULL)
    fill = f'fill="url(#{hatch})"' if one.late else 'class="used"'
    yield f'<rect class="allowed" x="{x:g}" y="{y:g}" width="{box:g}" height="7"/>'
    yield f'<rect {fill} x="{x:g}" y="{y:g}" width="{used:g}" height="7"/>'


def _arrow(one: Station, here: tuple[float, float], there: tuple[float, float], box: float) -> str:
    kind = "passed" if one.mark == "past" else "idle"
    (x, y), (to_x, to_y) = here, there
    start, middle = round(x) + 0.5 + box, y + 0.5 + _BOX / 2
    end = round(to_x) + 0.5
    if to_y == y:
        path = f"M{start + 4:g} {middle:g}H{end - 8:g}"
    else:  # down between the rows and back to the left
        turn, entry = to_y - 24.5, end - 10
        path = f"M{start + 4:g} {middle:g}h10V{turn:g}H{max(entry, 1):g}V{to_y + 0.5 + _BOX / 2:g}H{end - 8:g}"
    middle = to_y + 0.5 + _BOX / 2
    head = f"M{end - 2:g} {middle:g}l-8-4v8z"
    return f'<path class="{kind}" d="{path}"/><path class="head {kind}" d="{head}"/>'


__all__ = ["Drawing", "drawing"]
