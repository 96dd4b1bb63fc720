"""Asking figures: one statement however many, a value with its source time, and the list behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Manager, Model, Q, QuerySet, Sum

from ecoduty.casework.figures import registry, scopes
from ecoduty.casework.figures.models import Present, PublicPresent, Snapshot, SnapshotNight
from ecoduty.casework.figures.registry import Figure, Rate, Scope
from ecoduty.casework.matters.conditions import seen_by
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import end_of_day, now
from ecoduty.kernel.flow import Actor
from ecoduty.organisation.directory.models import Body

NARROWED_BY = ("body", "region", "kind", "duty", "period", "state")
_COLUMNS = {"body": "holder__key", "region": "region__key"}


class NoSnapshotError(Exception):
    """Nothing was recorded at the close of that day or before; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure's value for somebody. `source_time` is the moment it was true at; `on` the day asked about, if any."""

    figure: Figure
    scope: Scope
    value: int
    source_time: datetime
    on: date | None = None
    narrowed: Mapping[str, str] = field(default_factory=dict)
    condition: Q = field(default_factory=Q, compare=False, repr=False)

    @property
    def matters(self) -> QuerySet[Matter]:
        """The matters counted, by the very condition that counted them. Raises ValueError as of a past day: see `lookback`."""
        if self.on is not None:
            raise ValueError("a past day's matters stand differently now")
        return _matters(self.condition)

    @property
    def url_params(self) -> dict[str, str]:
        """What the address of the list behind this figure carries; `listing()` reads it back, of a day `lookback.look_back()`."""
        return {"figure": self.figure.key, "scope": self.scope.value, **self.narrowed}


@dataclass(frozen=True, slots=True)
class RateReading:
    """A share: both numbers and, unless the whole is nothing, their quotient."""

    rate: Rate
    part: Reading
    whole: Reading

    @property
    def share(self) -> Fraction | None:
        """Between 0 and 1; None when there is nothing to be a share of."""
        return Fraction(self.part.value, self.whole.value) if self.whole.value else None

    @property
    def percent(self) -> str:
        """In words of a page: 97.5%, or a dash."""
        return "—" if self.share is None else f"{float(self.share * 100):.1f}".removesuffix(".0") + "%"


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a breakdown: the dimension's value, its label, the number, and the address of the list behind it."""

    key: str
    label: str
    value: int
    url_params: dict[str, str]


def value(
    key: str,
    actor: Actor | None = None,
    *,
    scope: Scope | None = None,
    on: date | None = None,
    using: str = "default",
    **narrow: str,
) -> Reading:
    """One figure for an actor, or for the public when there is none. See `values`. Raises KeyError."""
    return values([key], actor, scope=scope, on=on, using=using, **narrow)[key]


def values(
    keys: Sequence[str],
    actor: Actor | None = None,
    *,
    scope: Scope | None = None,
    on: date | None = None,
    using: str = "default",
    **narrow: str,
) -> dict[str, Reading]:
    """Several figures in one statement. `narrow` by body, region (keys), kind, duty, period or state.

    `on` asks how it stood at the close of that day, as recorded at night. Raises KeyError for an unknown figure,
    Refused `figure_not_open`, NoSnapshotError, ValueError for a dimension that does not exist.
    """
    rows, source_time, at = source(scope, actor, on, using)
    narrowed = narrowing(narrow)
    chosen = {key: scopes.choose(registry.figure(key), actor, scope) for key in keys}
    wanted = {key: registry.figure(key).predicate(at) & narrowed for key in keys}
    conditions = {key: scopes.condition(chosen[key], actor, one) & one for key, one in wanted.items()}
    told_apart = conditions
    shared = {(chosen[key], scopes.kind_of(one)) for key, one in wanted.items()}
    if len(shared) == 1:  # what every one of them demands is said once
        rows, told_apart = rows.filter(scopes.condition(chosen[keys[0]], actor, wanted[keys[0]])), wanted
    counted = rows.aggregate(**{f"n{place}": Sum("amount", filter=told_apart[key]) for place, key in enumerate(keys)})
    return {
        key: Reading(
            registry.figure(key), chosen[key], counted[f"n{place}"] or 0, source_time, on, dict(narrow), conditions[key]
        )
        for place, key in enumerate(keys)
    }


def rate(
    key: str,
    actor: Actor | None = None,
    *,
    scope: Scope | None = None,
    on: date | None = None,
    using: str = "default",
    **narrow: str,
) -> RateReading:
    """A rate: both its figures, read at the same moment in one statement. Raises as `values` does."""
    wanted = registry.rate(key)
    found = values([wanted.part, wanted.whole], actor, scope=scope, on=on, using=using, **narrow)
    return RateReading(wanted, found[wanted.part], found[wanted.whole])


def breakdown(
    key: str,
    by: str,
    actor: Actor | None = None,
    *,
    scope: Scope | None = None,
    on: date | None = None,
    using: str = "default",
    **narrow: str,
) -> list[Part]:
    """A figure in its parts by one dimension: bodies and regions in official order, states in that of their table.

    Parts that are nothing are left out; the parts add up to the figure. Two statements. Raises as `values` does.
    """
    if by not in NARROWED_BY:
        raise ValueError(f"figures are not broken down by {by}")
    figure = registry.figure(key)
    chosen = scopes.choose(figure, actor, scope)
    rows, _, at = source(scope, actor, on, using)
    wanted = figure.predicate(at) & narrowing(narrow)
    condition = scopes.condition(chosen, actor, wanted) & wanted
    column = _COLUMNS.get(by, by)
    grouped = (
        ("kind", column) if by == "state" else (column,)
    )  # a state is called otherwise in one kind than in another
    counted: dict[str, int] = {}
    kinds: set[str] = set()
    for found in rows.filter(condition).values(*grouped).annotate(counted=Sum("amount")).exclude(counted=0):
        name = str(found[column] or "")
        counted[name] = counted.get(name, 0) + found["counted"]
        kinds.add(found.get("kind", ""))
    labels = _labels(by, list(counted), using, kinds)
    params = {"figure": key, "scope": chosen.value, **narrow}
    return [Part(name, label, counted[name], {**params, by: name}) for name, label in labels.items()]


def listing(params: Mapping[str, str], actor: Actor) -> QuerySet[Matter]:
    """The matters behind a figure's address, for an actor: as many as the figure says, at most what he may see.

    Raises Refused `figure_not_open`, KeyError and ValueError for an address that no figure gave out.
    """
    figure = registry.figure(params["figure"])
    chosen = scopes.choose(figure, actor, Scope(params["scope"]) if params.get("scope") else None)
    narrowed = narrowing({name: params[name] for name in NARROWED_BY if params.get(name)})
    wanted = figure.predicate(now()) & narrowed
    return _matters(scopes.condition(chosen, actor, wanted) & wanted).filter(seen_by(actor))


def list_url_params(reading: Reading | Part) -> dict[str, str]:
    """The query of the address of the list behind a number."""
    return reading.url_params


def _matters(condition: Q) -> QuerySet[Matter]:
    return Matter.objects.alias(missed=Q(first_missed_at__isnull=False)).filter(condition)


def source(
    scope: Scope | None, actor: Actor | None, on: date | None, using: str = "default"
) -> tuple[QuerySet[Any], datetime, datetime]:
    """The rows to add up, the moment they were true at, and the moment that conditions speak of. Raises NoSnapshotError."""
    if on is None:
        public = scope is Scope.PUBLIC or actor is None
        model: type[Model] = PublicPresent if public else Present
        moment = now()
        return _rows(model, using), moment, moment
    night = night_of(on, using)
    return _rows(Snapshot, using).filter(held(night)), night.taken_at, end_of_day(night.on)


def night_of(on: date, using: str = "default") -> SnapshotNight:
    """The night that tells of that day: its own, else the last one recorded before. Raises NoSnapshotError."""
    night = SnapshotNight.objects.using(using).filter(on__lte=on).order_by("-on").first()
    if night is None:
        raise NoSnapshotError(f"{on.year}年{on.month}月{on.day}日及以前没有统计快照，无法回看。")
    return night


def held(night: SnapshotNight) -> Q:
    """Of rows with a span, those that held at that night."""
    return Q(since__lte=night.on) & (Q(until=None) | Q(until__gt=night.on))


def _rows(model: type[Model], using: str) -> QuerySet[Any]:
    manager: Manager[Any] = model._default_manager  # noqa: SLF001 -- Django's name for it
    return manager.using(using).all()


def narrowing(narrow: Mapping[str, str]) -> Q:
    """The condition of a body, region (keys), kind, duty, period, state. Raises ValueError for another dimension."""
    unknown = set(narrow) - set(NARROWED_BY)
    if unknown:
        raise ValueError(f"figures are not narrowed by {', '.join(sorted(unknown))}")
    return Q(**{_COLUMNS.get(name, name): value for name, value in narrow.items()})


def _labels(by: str, keys: Sequence[str], using: str, kinds: Collection[str]) -> dict[str, str]:
    """Labels by key, in the order in which a page shows them; of states what they are called in these kinds."""
    if by in {"body", "region"}:
        bodies = Body.objects.using(using).filter(key__in=keys).values_list("key", "short_name")
        known = dict(bodies)
    elif by == "state":
        called: dict[str, dict[str, None]] = {}
        for state in (state for kind, table in flow.tables().items() if kind in kinds for state in table.states):
            called.setdefault(state.code, {})[state.label] = None
        known = {code: "、".join(labels) for code, labels in called.items()}
    elif by == "kind":
        known = {kind: table.label for kind, table in flow.tables().items()}
    else:
        known = {}
    ordered = [key for key in known if key in keys] + sorted(key for key in keys if key not in known)
    return {key: known.get(key, key) for key in ordered}
