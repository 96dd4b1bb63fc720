"""On which law a handling opinion rests: read against the library, kept as data, refused without (clause 9.3)."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.legal_basis.queries import columns_of, library, numbers_of, reference_of
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.casework.legal_basis.references import Reference, Standing, replacement
from ecoduty.mechanisms.inspections.hearing.models import Determination, HandlingBasis
from ecoduty.mechanisms.inspections.refusing import refuse

_FAILS = {Standing.REPEALED, Standing.NOT_YET, Standing.BEYOND}  # what the library does not know is nobody's mistake
_CLAUSE = "9.3"


def read(text: str, on: date, field: str, clause: str = _CLAUSE) -> tuple[Reference, ...]:
    """The provisions that a text cites, each in force on the day.

    Raises Refused `handling_basis_missing` where none is read, `handling_basis_invalid` naming each that does not hold.
    """
    known = library()
    found = parse(text, known, on=on).references
    if not found:
        sentence = "处置意见必须有依据：写到条，如《法规名称》第三十九条。"
        raise refuse("handling_basis_missing", sentence, field=field, clause=clause)
    wrong = []
    for reference in found:
        validity = reference.valid_on(on)
        if validity.standing in _FAILS:
            proposal = replacement(known, reference, on)
            wrong.append(f"{reference.text}：{validity.sentence}{f'；{proposal.sentence}' if proposal else ''}")
    if wrong:
        sentence = f"依据不能用：{'。'.join(wrong)}。请改写依据。"
        raise refuse("handling_basis_invalid", sentence, field=field, clause=clause)
    return found


def keep(determination: Determination, references: tuple[Reference, ...]) -> None:
    """Store them with the determination: two statements."""
    numbers = numbers_of(references)
    HandlingBasis.objects.bulk_create(
        HandlingBasis(determination=determination, order=place, **columns_of(reference, numbers))
        for place, reference in enumerate(references, 1)
    )


def kept(determination: Determination) -> list[Reference]:
    """The provisions in the order they were written."""
    known = library()
    return [reference_of(row, known) for row in determination.bases.select_related("instrument")]


__all__ = ["keep", "kept", "read"]
