"""What target letters add to the generic pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from ecoduty.casework.figures import lookback as figures
from ecoduty.casework.figures import reading, registry
from ecoduty.casework.figures.reading import NoSnapshotError
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import lookback, words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.appraisals import queries
from ecoduty.mechanisms.appraisals.formulas import FormulaError, read, spoken
from ecoduty.mechanisms.appraisals.models import Entered, FigureTaken, Indicator, Score, TargetLetter
from ecoduty.mechanisms.appraisals.states import HITS, Stage
from ecoduty.organisation.access import oversight_of

_OPEN_VALUES = ("self_scoring", "checking", "reviewing")


@dataclass(frozen=True, slots=True)
class Source:
    """A figure that points come from: its label, how much counted, and the list behind it. Where some of it stood already when
    the year began, `value` is the difference of `until` and `before`, which have the lists.
    """

    label: str
    value: int | None
    url: str
    until: int = 0
    before: int = 0
    before_url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as the page shows it: points by stage in the order of the stages, empty where there are none."""

    indicator: Indicator
    formula: str
    weight: str
    entered: Entered | None
    hit: str
    sources: Sequence[Source]
    points: Sequence[str]


def _own(matter: Matter) -> TargetLetter:
    own: TargetLetter = matter.target_letter  # kept on the matter: read once a page
    return own


def _table(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    entered, scored = queries.values(own), queries.scores(own)
    taken = {row.key: row for row in own.figures.all()}
    scope = Scope.OVERSIGHT if oversight_of(actor) else Scope.OWN_BODY
    every = queries.indicators(own)
    labels = {one.code: one.label for one in every}
    nights = Nights.of(own, taken)
    rows = [_row(one, labels, entered, scored, taken, own, scope, nights) for one in every]
    names = queries.grade_names(on)
    grouped = [(group, list(some)) for group, some in groupby(rows, key=lambda row: row.indicator.group)]
    return {
        "own": own, "matter": matter, "groups": grouped, "stages": [stage.label for stage in Stage],
        "grade": names.get(own.grade, own.grade), "may_enter": matter.state in _OPEN_VALUES,
        "enter": "enter_value" if matter.state == "self_scoring" else "correct_value",
        "as_of": words.day(own.as_of, on) if own.as_of else "", "signed": "、".join(own.signed_by),
        "may_write": matter.state == "drafting",
    }  # fmt: skip


def _row(
    one: Indicator, labels: Mapping[str, str], entered: Mapping[int, Entered], scored: Mapping[int, Mapping[str, Score]], taken: Mapping[str, FigureTaken],
    own: TargetLetter, scope: Scope, nights: Nights,
) -> Row:  # fmt: skip
    given = entered.get(one.pk)
    hit = ("有" if given.value else "没有") if given and one.sort in HITS else ""
    points = [scored.get(one.pk, {}).get(stage.value) for stage in Stage]
    return Row(
        one, _spoken(one, labels), f"{one.weight.normalize():f}", given, hit, [_source(key, taken, own, scope, nights) for key in _keys(one)],
        [f"{row.points.normalize():f}" if row else "" for row in points],
    )  # fmt: skip


def _spoken(one: Indicator, labels: Mapping[str, str]) -> str:
    known = registry.figures()
    return spoken(
        one.formula,
        lambda key: known[key].label.replace("：", "") if key in known else key,
        lambda code: labels.get(code, code),
    )


def _keys(one: Indicator) -> Sequence[str]:
    try:
        return sorted(read(one.formula).figures) if one.formula else ()
    except FormulaError:  # written while drafting; it does not leave the draft so
        return ()


@dataclass(frozen=True, slots=True)
class Nights:
    """Where a letter's figures were read: the night of each by its source time, and the close of the year before, as far as
    these have lists.
    """

    until: Mapping[datetime, date]
    before: date | None

    @classmethod
    def of(cls, own: TargetLetter, taken: Mapping[str, FigureTaken]) -> Nights:
        """Of the figures taken for a letter. Two statements, none before they are taken."""
        if own.as_of is None or not taken:
            return cls({}, None)
        until = figures.nights_read({row.source_time for row in taken.values()}, own.as_of)
        try:
            night = reading.night_of(date(own.year - 1, 12, 31))
        except NoSnapshotError:
            return cls(until, None)
        return cls(until, night.on if night.listed else None)


def _source(key: str, taken: Mapping[str, FigureTaken], own: TargetLetter, scope: Scope, nights: Nights) -> Source:
    known, row = registry.figures().get(key), taken.get(key)
    label = known.label if known else key
    asked = {"figure": key, "scope": scope.value} | ({"body": own.body.key} if scope is Scope.OVERSIGHT else {})
    present = f"{reverse('desk:matters')}?{urlencode(asked)}"
    if row is None:
        return Source(label, None, present)
    night = nights.until.get(row.source_time)
    return Source(
        label, row.value, lookback.address(asked, night) if night else present, row.until, row.before,
        lookback.address(asked, nights.before) if nights.before else "",
    )  # fmt: skip


def _uses(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it
    own, on = _own(matter), today()
    sorts = dict(queries.use_sorts(on))
    return {
        "own": own, "published": words.day(own.published_on, on) if own.published_on else "",
        "approved": words.day(own.approved_on, on) if own.approved_on else "",
        "rows": [
            {"row": row, "sort": sorts.get(row.sort, row.sort), "day": words.day(row.on, on)}
            for row in own.uses.select_related("body")
        ],
    }  # fmt: skip


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    names = queries.grade_names(today())
    result = (
        [Fact("得分", f"{own.total}"), Fact("等次", names.get(own.grade, own.grade))] if own.total is not None else []
    )
    return [Fact("年度", str(own.year)), *result]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the shape of every prefill
    on = today()
    if act.code == "draft_letter":
        bodies = [(body.key, body.short_name) for body in queries.appraised(on)]
        return Prefill(choices={"body": bodies}, values={"year": on.year})
    if subject is None:
        return Prefill()
    own = _own(subject)
    asked = [one for one in queries.indicators(own) if one.asks]
    listed: dict[str, Callable[[], dict[str, Choices]]] = {
        "take_out_indicator": lambda: {"code": [(one.code, one.label) for one in queries.indicators(own)]},
        "enter_value": lambda: {"code": [(one.code, f"{one.label}（{one.asks}）") for one in asked]},
        "correct_value": lambda: {"code": [(one.code, f"{one.label}（{one.asks}）") for one in asked]},
        "register_use": lambda: {"sort": list(queries.use_sorts(on))},
    }
    values: dict[str, Any] = {"as_of": on.isoformat()} if act.code == "open_scoring" else {}
    return Prefill(choices=listed[act.code]() if act.code in listed else {}, values=values)


def _about(act: Act, subject: Any, said: Mapping[str, str]) -> Mapping[str, Any]:
    """The indicator whose line was clicked, as it stands."""
    if act.code != "set_indicator" or subject is None or not said.get("code"):
        return dict(said)
    one = next((row for row in queries.indicators(_own(subject)) if row.code == said["code"]), None)
    if one is None:
        return {}
    return {
        "code": one.code, "label": one.label, "group": one.group, "sort": one.sort, "weight": f"{one.weight.normalize():f}",
        "formula": one.formula, "asks": one.asks,
    }  # fmt: skip


def may_draft(actor: Actor) -> bool:
    """Whether this post draws up letters."""
    office = queries.office(today())
    return office is not None and actor.body_id == office.pk and actor.post_kind in ("clerk", "director")


register(
    queries.KIND,
    Parts(
        tabs=(
            Tab("indicators", "指标和得分", "desk/appraisals/indicators.html", _table),
            Tab("uses", "审定、公布和运用", "desk/appraisals/uses.html", _uses, lambda matter: _own(matter).uses.count()),
        ),
        facts=_facts,
        prefill=_prefill,
        about=_about,
        inline=frozenset({"take_out_indicator", "correct_value"}),
        pages=(
            PageLink("履职画像", "desk:portraits"),
            PageLink("拟定责任书", "desk:new-target-letter", may_draft, begins=True),
        ),
        filters=(
            Filter(
                "year", "年度",
                lambda: [(str(year), str(year)) for year in TargetLetter.objects.order_by("-year").values_list("year", flat=True).distinct()],
                lambda value: Q(target_letter__year=int(value) if value.isdecimal() else 0),
            ),
            Filter("grade", "等次", lambda: list(queries.grade_names(today()).items()), lambda value: Q(target_letter__grade=value)),
        ),
    ),
)  # fmt: skip
