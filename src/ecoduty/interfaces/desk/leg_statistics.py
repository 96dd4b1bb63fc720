"""What the page of legs shows of their numbers: words, pictures, and the address of the list behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.duties.reckoning import unit_words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.rulebook import Rulebook, schema
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.statistics import legs, queries
from ecoduty.mechanisms.enforcement.statistics.models import WHOLE
from ecoduty.mechanisms.enforcement.statistics.queries import Count
from ecoduty.organisation.directory.models import Body

SPANS = {"3": "近三个月", "12": "近十二个月", "36": "近三年"}
_DEFAULT = "12"
_FULL = 100.0  # per cent of the width of a picture


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar, in per cent of the width; `kind` is its CSS class."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One leg as a line of the table. `sticks` marks the one where most lie late."""

    label: str
    side: str
    limit: str
    count: Count
    median: str
    parts: Sequence[Part]
    urls: Mapping[str, str]
    sticks: bool

    @property
    def sentence(self) -> str:
        """What the picture says."""
        one = self.count
        said = f"走完{one.over}件，其中逾期{one.over_late}件；在办{one.open}件，其中逾期{one.open_late}件"
        return f"{said}；走完的中位用时{self.median}" if self.median else said


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks for: how far back, of which body."""

    span: str
    body: Body | None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Question:
        """From the address. Raises Refused `not_found` for a body or a span there is not."""
        span, key = asked.get("span", _DEFAULT) or _DEFAULT, asked.get("body", "")
        body = Body.objects.filter(key=key).first() if key else None
        if span not in SPANS or (key and body is None):
            raise refuse("not_found")
        return cls(span, body)

    def since(self, on: date) -> date:
        """The first day of the first month that is looked at."""
        months = on.year * 12 + on.month - int(self.span)
        return date(months // 12, months % 12 + 1, 1)

    def address(self, route: str, **more: str) -> str:
        """An address that asks the same, and more."""
        said = {"span": self.span, "body": self.body.key if self.body else "", **more}
        return f"{reverse(route)}?{urlencode({name: value for name, value in said.items() if value})}"


def may_see(actor: Actor) -> bool:
    """Whether this post looks at legs: heads, legal reviewers, officers and linkage officers where cases are handled."""
    book = rulebooks.current_or_none()
    if book is None or actor.person is None or actor.delegated_from or not book.legs:
        return False
    posts, bodies = _sides(book)
    return actor.post_kind in posts and actor.body in bodies


_known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}


def _sides(book: Rulebook) -> tuple[frozenset[str], frozenset[str]]:
    """Posts and bodies of an edition, worked out once: the rail asks for them on every page."""
    found = _known.get(book.digest)
    if found is None:
        on = today()
        posts = frozenset(
            kind
            for of in ("head", "legal", "linkage", "officer")
            for kind in book.words(f"enforcement.{of}-posts", on=on)
        )
        bodies = frozenset(book.select(schema.Selector(tags=("enforcing_bodies", "linkage_bodies"))))
        found = posts, bodies
        _known.clear()
        _known[book.digest] = found
    return found


def person_of(visit: Visit) -> int:
    """Who looks. Raises Refused `not_permitted` for who does not handle cases, or only stands in for somebody."""
    if not may_see(visit.actor) or visit.actor.person is None:
        raise refuse(
            "not_permitted",
            act="分段统计",
            who="办理案件单位的负责人、法制审核人员、执法人员、两法衔接联络员本人",
            title=visit.actor.title,
        )
    return visit.actor.person


def lines(standing: queries.Standing, question: Question, on: date) -> list[Line]:
    """Every leg that somebody went or goes, in the order of the road; the whole road at the end."""
    book, map_ = rulebooks.current(), legs.current()
    shown = [leg for leg in map_.legs.values() if leg.key in standing.by_leg]
    most = max((standing.by_leg[leg.key].all for leg in shown), default=0)
    stuck = _stuck(standing, [leg.key for leg in shown])
    found = [
        _line(leg.key, leg.label, legs.SIDES[leg.side], _limit(book, leg, on), standing.by_leg[leg.key], most, question, sticks=leg.key == stuck)
        for leg in shown
    ]  # fmt: skip
    if WHOLE in standing.by_leg:
        whole = standing.by_leg[WHOLE]
        found.append(_line(WHOLE, "全程", "", "", whole, max(most, whole.all), question, sticks=False))
    return found


def _stuck(standing: queries.Standing, keys: Sequence[str]) -> str | None:
    """Where most lie late now; of equals the one that was late most often. None where nothing is late."""
    late = [(standing.by_leg[key].open_late, standing.by_leg[key].late, key) for key in keys]
    most = max(late, default=(0, 0, ""))
    return most[2] if most[1] else None


def _line(
    leg: str, label: str, side: str, limit: str, count: Count, most: int, question: Question, *, sticks: bool
) -> Line:
    stands = {"over": "over", "late": "late", "open": "open", "open_late": "open-late"}
    urls = {name: question.address("desk:leg-list", leg=leg or "whole", stands=word) for name, word in stands.items()}
    return Line(label, side, limit, count, span_words(count.median), _parts(count, most), urls, sticks)


def _parts(count: Count, most: int) -> list[Part]:
    """Ended in time, ended late, under way in time, under way late: beside each other, the longest line is full."""
    amounts = (
        ("over", count.over - count.over_late), ("over late", count.over_late),
        ("open", count.open - count.open_late), ("open late", count.open_late),
    )  # fmt: skip
    parts, x = [], 0.0
    for kind, amount in amounts:
        width = round(_FULL * amount / most, 2) if most else 0.0
        if width:
            parts.append(Part(kind, round(x, 2), width))
        x += width
    return parts


def _limit(book: Rulebook, leg: schema.Leg, on: date) -> str:
    """The leg's first limit in words, as it is in force."""
    if not leg.limits:
        return ""
    limit = book.limit(leg.limits[0], on=on)
    return unit_words(limit)


def span_words(hours: float | None) -> str:
    """约26小时, 约3.5天; empty for none."""
    if hours is None:
        return ""
    if hours < 48:
        return f"约{max(hours, 0.5):.0f}小时" if hours >= 1 else "不到1小时"
    days = hours / 24
    return f"约{days:.1f}天" if days < 10 else f"约{days:.0f}天"


__all__ = ["SPANS", "Line", "Part", "Question", "lines", "may_see", "person_of", "span_words"]
