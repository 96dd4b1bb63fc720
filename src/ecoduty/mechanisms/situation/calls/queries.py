"""Questions about progress calls: whom a body may ask, which figures are known, the merged result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.casework.figures import reading, registry
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.situation.calls import columns
from ecoduty.mechanisms.situation.calls.columns import Column
from ecoduty.mechanisms.situation.calls.models import CallAnswer, ProgressCall
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Line
from ecoduty.organisation.directory.states import LineKind

CALL, ANSWER = "progress_call", "call_answer"
LIMIT = "progress-call.answer"


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One body in the merged result; `cells` in the order of the columns, empty where it did not answer."""

    body: Body
    matter: Matter
    cells: Sequence[str]
    remark: str
    late: bool
    columns: Sequence[Column] = ()

    @property
    def labelled(self) -> list[tuple[str, bool, str]]:
        """Of every cell the label of its column, whether it is a number, and its text."""
        return [(one.label, one.sort == "number", cell) for one, cell in zip(self.columns, self.cells, strict=True)]


@dataclass(frozen=True, slots=True)
class Merged:
    """The whole table: columns, lines in official order, sums, and how many answered."""

    columns: Sequence[Column]
    lines: Sequence[BodyLine]
    totals: Sequence[str]
    answered: int

    @property
    def labelled_totals(self) -> list[tuple[str, bool, str]]:
        """As `labelled` of a line."""
        return [(one.label, one.sort == "number", text) for one, text in zip(self.columns, self.totals, strict=True)]


def callable_bodies(issuer: Body, on: date) -> list[Body]:
    """Whom a body may ask: a committee office everybody of its level and below, any other body those of its line of work."""
    book = rulebooks.current()
    kinds = book.words("progress-call.answering-kinds", on=on)
    found = directory.bodies(on=on).filter(kind__in=kinds).exclude(pk=issuer.pk)
    if issuer.kind in book.words("progress-call.wide-kinds", on=on):
        return list(found if issuer.level == "city" else found.filter(region=issuer.region_id))
    below = Line.objects.filter(holding(on), above=issuer, kind=LineKind.SUPERIOR).values("body")
    return list(found.filter(pk__in=below))


def figures() -> Mapping[str, str]:
    """Figures that a column may name: those that exist for a body itself, with their labels."""
    return {key: one.label for key, one in registry.figures().items() if Scope.OWN_BODY in one.scopes}


def known(found: Iterable[Column], actor: Actor) -> dict[str, tuple[str, str]]:
    """What the platform knows for the body of the actor: value and source by column. One statement."""
    asked = [one for one in found if one.figure in figures()]
    if not asked or actor.body_id is None:
        return {}
    values = reading.values(sorted({one.figure for one in asked}), actor, scope=Scope.OWN_BODY)
    return {one.key: (str(values[one.figure].value), f"平台数据“{values[one.figure].figure.label}”") for one in asked}


def merged(call: ProgressCall) -> Merged:
    """The answers as one table: two statements."""
    found = columns.kept(call.columns)
    rows = list(
        CallAnswer.objects.filter(call=call)
        .exclude(matter__state="withdrawn")
        .select_related("matter__holder")
        .order_by("matter__holder__order", "matter__holder__key")
    )
    lines = [
        BodyLine(
            row.matter.holder, row.matter, [row.values.get(one.key, "") for one in found], row.remark,
            late=row.matter.first_missed_at is not None, columns=found,
        )
        for row in rows
    ]  # fmt: skip
    totals = [columns.total(one, [row.values for row in rows]) for one in found]
    return Merged(found, lines, totals, sum(row.answered_at is not None for row in rows))


__all__ = ["ANSWER", "CALL", "LIMIT", "BodyLine", "Merged", "callable_bodies", "figures", "known", "merged"]
