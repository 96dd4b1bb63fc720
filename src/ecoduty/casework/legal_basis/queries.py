"""Reading the library: all of it at once, which is small, in two statements."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Max, QuerySet, Window

from ecoduty.casework.legal_basis.library import Library, Target
from ecoduty.casework.legal_basis.models import Citing, Instrument, Mapping
from ecoduty.casework.legal_basis.references import Reference
from ecoduty.kernel.flow import Refused

_PLACE = ("instrument", "article", "inserted", "paragraph", "item", "subitem", "part")


def library() -> Library:
    """The whole library as it stands: two statements. Take it once for whatever is read or checked together."""
    rows = list(Instrument.objects.all())
    keys = {row.pk: row.key for row in rows}
    mapped: dict[Target, tuple[Target, ...]] = {}
    for row in mappings():
        place = (keys[row.instrument_id], row.provision)
        before = mapped.get(place, ())
        target = keys.get(row.target_id or 0)
        mapped[place] = (*before, (target, row.new_provision)) if target else before
    return Library.of((row.known(keys.get(row.repealed_by_id or 0, "")) for row in rows), mapped)


def mappings() -> QuerySet[Mapping]:
    """The mappings in force, in the order they were written: of each provision its last revision."""
    last = Window(Max("revision"), partition_by=[F(name) for name in _PLACE])
    return Mapping.objects.annotate(last=last).filter(revision=F("last")).order_by("pk")


def instrument(key: str) -> Instrument:
    """One instrument with what repealed it. Raises Refused `not_found`."""
    found = Instrument.objects.select_related("repealed_by").filter(key=key).first()
    if found is None:
        raise Refused("no_instrument", "依据库里没有这个文件。", status=404)
    return found


def numbers_of(references: Iterable[Reference]) -> dict[str, int]:
    """Primary keys of the cited instruments by their keys: one statement, for storing references."""
    wanted = {reference.key for reference in references if reference.key}
    return dict(Instrument.objects.filter(key__in=wanted).values_list("key", "pk")) if wanted else {}


def columns_of(reference: Reference, numbers: dict[str, int]) -> dict[str, object]:
    """The columns of models.Citing for a reference; `numbers` as `numbers_of` gave them."""
    at = reference.provision
    return {
        "instrument_id": numbers.get(reference.key), "title": reference.title, "edition": reference.edition,
        "article": at.article, "inserted": at.inserted, "paragraph": at.paragraph, "item": at.item,
        "subitem": at.subitem, "part": at.part,
    }  # fmt: skip


def reference_of(row: Citing, known: Library) -> Reference:
    """The reference that a row holds; fetch its instrument along (`select_related`)."""
    found = known.instruments.get(row.instrument.key) if row.instrument else None
    return Reference(found, found.title if found else row.title, row.provision, row.edition)


__all__ = [
    "columns_of", "instrument", "library", "mappings", "numbers_of", "reference_of",
]  # fmt: skip
