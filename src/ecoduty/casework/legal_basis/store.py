"""Where instruments are kept, as the gate wants it: by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError

from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.kernel.flow import Refused, Subject

_COLUMNS = (
    "kind", "title", "edition", "number", "issuer", "aliases", "issued", "in_force", "repealed", "repealed_by", "articles",
    "note", "state", "version", "last_occurred_at",
)  # fmt: skip
# Guards say the same before; these answer when two acts meet.
_CLASHES = {
    "legal_basis_title_once": ("instrument_title_taken", "依据库里已有同名同版本的文件；另一个版本请在“版本”里写明。"),
    "legal_basis_instrument_key_key": ("instrument_key_taken", "这个文件代码已经有了，请换一个。"),
}


class InstrumentStore:
    """Instruments by key; each method one statement however many there are."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by key."""
        known = Instrument.objects.filter(key__in=refs).values_list("key", flat=True)
        return {key: f"instrument:{key}" for key in known}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """The instruments with what repealed them."""
        found = Instrument.objects.filter(key__in=refs).select_related("repealed_by")
        return {one.key: one for one in found}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement for new ones, one for the others. Raises Refused where two clash."""
        known = [one for one in subjects if one.pk is not None]
        try:
            if known:
                Instrument.objects.bulk_update(known, _COLUMNS)
            Instrument.objects.bulk_create([one for one in subjects if one.pk is None])
        except IntegrityError as error:
            diagnosis = getattr(error.__cause__, "diag", None)
            clash = _CLASHES.get(getattr(diagnosis, "constraint_name", None) or "")
            if clash is None:
                raise
            raise Refused(*clash) from error
