"""Numbers on pages and the lists they open: a figure's address, read by the list of matters and told as a filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from ecoduty.casework.figures import reading, registry
from ecoduty.casework.figures.reading import Reading
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.figures.standard import SHOWN
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.directory.models import Body

FIGURE = "figure"
NAMES = (FIGURE, "scope", "body", "region", "duty")
"""What of a figure's address the list keeps; kind, period and state are filters of its own with the same meaning."""
SCOPES = {
    Scope.OVERSIGHT.value: "各单位",
    Scope.OWN_BODY.value: "本单位",
    Scope.OWN_DISTRICT.value: "本区",
    Scope.PUBLIC.value: "公开的",
    Scope.PORTFOLIO.value: "分管的单位",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its list. `count` is the length of the list; None for a share, whose list is its whole. `figure` is its key,
    `scope` whose matters it counts.
    """

    label: str
    shown: str
    url: str
    count: int | None = None
    late: bool = False
    figure: str = ""
    scope: str = ""


def behind(given: Mapping[str, str], actor: Actor) -> QuerySet[Matter] | None:
    """The matters a figure's address means, at most what the actor may see; None where no figure is asked for.

    Raises Refused `no_such_figure` for an address that no number gave out, `figure_not_open` for another post's.
    """
    if not given.get(FIGURE):
        return None
    try:
        return reading.listing({name: given[name] for name in NAMES if given.get(name)}, actor)
    except (KeyError, ValueError) as error:
        raise no_such_figure() from error


def no_such_figure() -> Refused:
    """The refusal of an address that no number gave out."""
    return Refused(
        "no_such_figure", "没有这一统计：地址可能抄漏了，或者它已经停用。请从页面上的数字点进来。", status=404
    )


def chip(given: Mapping[str, str]) -> str:
    """The figure as the list's filter shows it: 年度专题报告：逾期（各单位，水务局）; empty without one."""
    known = registry.figures().get(given.get(FIGURE, ""))
    if known is None:
        return ""
    narrowed = [SCOPES.get(given.get("scope", ""), ""), *_bodies(given), _duty(given.get("duty", ""))]
    words = "，".join(word for word in narrowed if word)
    return f"{known.label}（{words}）" if words else known.label


def _bodies(given: Mapping[str, str]) -> list[str]:
    keys = [given[name] for name in ("body", "region") if given.get(name)]
    if not keys:
        return []
    return list(Body.objects.filter(key__in=keys).values_list("short_name", flat=True))


def _duty(key: str) -> str:
    book = store.current_or_none()
    return book.duties[key].label if book and key in book.duties else ""


def address(one: Reading) -> str:
    """The address of the list behind a figure."""
    return f"{reverse('desk:matters')}?{urlencode(one.url_params)}"


def numbers(kind: str, actor: Actor) -> tuple[Number, ...]:
    """What stands over the list of a kind: its figures for this actor in one statement; none where a kind has none."""
    rate = registry.rates().get(f"{kind}.on_time_rate")
    keys = [f"{kind}.{key}" for key in SHOWN]
    if rate is None or not all(key in registry.figures() for key in keys):
        return ()
    try:
        found = reading.values([*keys, rate.part, rate.whole], actor)
    except Refused:
        return ()
    rows = [_number(found[key], late=key.endswith(".overdue")) for key in keys]
    share = reading.RateReading(rate, found[rate.part], found[rate.whole])
    if share.share is not None:
        rows.append(Number(word(rate.label), share.percent, address(share.whole)))
    return tuple(rows)


def _number(one: Reading, *, late: bool = False) -> Number:
    return Number(
        word(one.figure.label), str(one.value), address(one), one.value, late and one.value > 0, one.figure.key,
        SCOPES.get(one.url_params.get("scope", ""), ""),
    )  # fmt: skip


def word(label: str) -> str:
    """Beside a heading that names the kind already, the rest of a label is enough."""
    return label.partition("：")[2] or label


__all__ = ["FIGURE", "NAMES", "Number", "address", "behind", "chip", "no_such_figure", "numbers", "word"]
