"""A drawing and a ruler as SVG: three hundred coordinates on every page of a matter, written without a template's detours."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from ecoduty.interfaces.desk.diagram.drawing import Box, Drawing, Line, Words
    from ecoduty.interfaces.desk.ruler import Ruler


def drawn(name: str, plan: Drawing) -> SafeString:
    """A drawing; `name` is its CSS class."""
    size = f'width="{plan.width:g}" height="{plan.height:g}" viewBox="0 0 {plan.width:g} {plan.height:g}"'
    parts = [*map(_line, plan.lines), *map(_box, plan.boxes), *map(_words, plan.words)]
    return SafeString(f'<svg class="{escape(name)}" {size}>\n{"".join(parts)}\n</svg>')


def _line(line: Line) -> str:
    kind = escape(line.kind)
    return f'<path class="{kind}" d="{escape(line.path)}"/><path class="head {kind}" d="{escape(line.head)}"/>'


def _box(box: Box) -> str:
    place = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="35" rx="3"'
    now = ' class="now-label"' if box.mark == "now" else ""
    label = f'<text{now} x="{box.middle:g}" y="{box.baseline:g}" text-anchor="middle">{escape(box.label)}</text>'
    return f'<rect class="box {escape(box.mark)}" {place}/>{label}'


def _words(words: Words) -> str:
    plate = ""
    if words.plate:
        plate = f'<rect class="plate" x="{words.plate_x:g}" y="{words.plate_y:g}" width="{words.plate:g}" height="20"/>'
    return (
        f'{plate}<text class="{escape(words.css)}" x="{words.x:g}" y="{words.y:g}" '
        f'text-anchor="{words.anchor}">{escape(words.text)}</text>'
    )


def measured(ruler: Ruler) -> SafeString:
    """A calendar ruler, with its sentence for who cannot see it."""
    size = f'viewBox="0 0 {ruler.width} {ruler.height}" width="{ruler.width}" height="{ruler.height}"'
    inside = "".join(_ruler_parts(ruler))
    return SafeString(f'<svg class="rule" {size} role="img" aria-label="{escape(ruler.sentence)}">{inside}</svg>')


def _ruler_parts(ruler: Ruler) -> Iterator[str]:
    for bar in ruler.bars:
        place = f'x="{bar.x:g}" y="{bar.y:g}" width="{bar.width:g}" height="{bar.height:g}"'
        yield f'<rect class="{escape(bar.kind)}" {place}><title>{escape(bar.title)}</title></rect>'
    for mark in ruler.marks:
        yield f'<text x="{mark.x:g}" y="{mark.y:g}" text-anchor="{escape(mark.anchor)}">{escape(mark.text)}</text>'


__all__ = ["drawn", "measured"]
