"""Figures that stand in a text: where each came from, for whom it was asked and when it was true, kept as data.

Inserting a figure offers its reading; saving binds what then stands in the section to the version. A number that somebody
wrote over is bound no longer. A source that changed later is pointed out and taken over by a person, never by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecoduty.casework.documents.models import CitedFigure, Document, OfferedFigure
from ecoduty.casework.figures import reading
from ecoduty.casework.figures.reading import Reading
from ecoduty.casework.figures.registry import Scope
from ecoduty.kernel.flow import Actor, Refused


@dataclass(frozen=True, slots=True)
class Standing:
    """A cited figure and its source now; None where the reader may not ask, or the figure exists no longer."""

    cited: CitedFigure
    now: Reading | None

    @property
    def moved(self) -> bool:
        """Whether the source says another number now."""
        return self.now is not None and self.now.value != self.cited.value


def readings(keys: Sequence[str], actor: Actor) -> dict[str, Reading]:
    """Figures of the actor's own body as they are now, those that exist and are open to him; one statement."""
    found = {}
    try:
        found = reading.values(list(dict.fromkeys(keys)), actor, scope=Scope.OWN_BODY) if keys else {}
    except (Refused, KeyError):
        for key in keys:  # one that is none of ours does not take the others with it
            try:
                found[key] = reading.value(key, actor, scope=Scope.OWN_BODY)
            except (Refused, KeyError):
                continue
    return found


def words_of(value: int, unit: str) -> str:
    """A number as it stands in a text: 12件."""
    return f"{value}{unit}"


def offer(document: Document, account: int, section: str, read: Reading) -> OfferedFigure:
    """Note that somebody took a figure into a section he is writing."""
    return OfferedFigure.objects.create(
        document=document,
        account=account,
        section=section,
        key=read.figure.key,
        label=read.figure.label,
        scope=read.scope.value,
        narrowed=dict(read.narrowed),
        value=read.value,
        unit=read.figure.unit,
        source_time=read.source_time,
    )


def bind(document: Document, before: int, account: int | None, sections: Mapping[str, str]) -> None:
    """Bind to the document's version what stands in it of version `before` and of what this account took in since."""
    rows: dict[tuple[str, str], CitedFigure | OfferedFigure] = {}
    taken = OfferedFigure.objects.filter(document=document, account=account) if account is not None else None
    for row in (
        *CitedFigure.objects.filter(document=document, version=before),
        *(taken.order_by("pk") if taken else ()),
    ):
        if stands(row, sections.get(row.section, "")):
            rows[row.section, row.key] = row
    CitedFigure.objects.bulk_create(
        CitedFigure(
            document=document,
            version=document.version,
            **{
                name: getattr(row, name)
                for name in ("section", "key", "label", "scope", "narrowed", "value", "unit", "source_time")
            },
        )
        for row in rows.values()
    )
    if taken is not None:
        taken.delete()


def stands(row: CitedFigure | OfferedFigure, text: str) -> bool:
    """Whether the number stands in the text, as a number of its own."""
    return bool(_form(row).search(text))


def taken_over(cited: CitedFigure, value: int, text: str) -> str | None:
    """The text with the new number in place of the old; None where the old stands there several times or not at all."""
    new, count = _form(cited).subn(words_of(value, cited.unit), text)
    return new if count == 1 else None


def standing(document: Document, actor: Actor) -> list[Standing]:
    """The figures cited in the version in force, each with its source now; for readers of the issuing body only."""
    rows = list(CitedFigure.objects.filter(document=document, version=document.version).order_by("pk"))
    own = actor.body_id == document.issuer.pk
    now = readings([row.key for row in rows], actor) if own and rows else {}
    return [Standing(row, now.get(row.key)) for row in rows]


def cited(document: Document, number: int) -> CitedFigure | None:
    """One cited figure of the version in force."""
    return CitedFigure.objects.filter(document=document, version=document.version, pk=number).first()


def _form(row: CitedFigure | OfferedFigure) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.,]){re.escape(words_of(row.value, row.unit))}")
