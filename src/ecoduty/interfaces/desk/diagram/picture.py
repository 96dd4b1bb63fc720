"""A road drawn for three widths of page; the style sheet shows the one that fits."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from ecoduty.interfaces.desk.diagram.drawing import Drawing, across, down
from ecoduty.interfaces.desk.diagram.markup import drawn
from ecoduty.interfaces.desk.diagram.road import Byway, Road

WIDE, MID, NARROW = 1192, 720, 326
_FEW = 2  # byways that are read at a glance


@dataclass(frozen=True, slots=True)
class Plan:
    """One drawing; `name` is its CSS class."""

    name: str
    plan: Drawing

    @property
    def svg(self) -> SafeString:
        """As the page shows it."""
        return drawn(self.name, self.plan)


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template shows: the drawings, the byways in words, one sentence for who cannot see them."""

    drawings: tuple[Plan, ...]
    byways: tuple[Byway, ...]
    sentence: str

    @property
    def folded(self) -> bool:
        """True where the byways are many and the matter stands on none of them: then they are read on demand."""
        return len(self.byways) > _FEW and all(way.mark != "now" for way in self.byways)


def picture(road: Road) -> Picture:
    """Draw a road for every width."""
    plans = (Plan("across", across(road, WIDE)), Plan("mid", across(road, MID)), Plan("down", down(road, NARROW)))
    return Picture(plans, road.byways, road.sentence)
