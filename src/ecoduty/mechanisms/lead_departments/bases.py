"""On which provisions a department rests its position: read against the library, kept as data (clause 5.3).

Whoever cites is no source of `legal_basis.citations`: a position is read by those who take part, and by nobody else.
"""

from __future__ import annotations

from datetime import date

from ecoduty.casework.legal_basis.queries import columns_of, library, numbers_of
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.casework.legal_basis.references import Reference, Standing, replacement
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.mechanisms.lead_departments.models import Position, PositionBasis
from ecoduty.organisation.directory.models import Body

_FAILS = {Standing.REPEALED, Standing.NOT_YET, Standing.BEYOND}  # what the library does not know is nobody's mistake


def read(text: str, body: Body, on: date, *, own: bool) -> tuple[Reference, ...]:
    """The provisions that a position cites. Words outside any title, and titles the library does not know, stay words.

    `own` words have to hold on the day: raises Refused `position_basis_invalid` naming each that does not, and what is
    proposed in its place. A letter that was received says what it says: what fails in it is shown beside it.
    """
    known = library()
    found = parse(text, known, on=on, body=body.key).references
    if not own:
        return found
    wrong = []
    for reference in found:
        validity = reference.valid_on(on)
        if validity.standing in _FAILS:
            proposal = replacement(known, reference, on)
            wrong.append(f"{reference.text}：{validity.sentence}{f'；{proposal.sentence}' if proposal else ''}")
    if wrong:
        sentence = f"依据不能用：{'。'.join(wrong)}。请改写依据"
        problem = Problem("basis", "position_basis_invalid", sentence)
        raise Refused("position_basis_invalid", f"{sentence}。", status=422, clause="5.3", problems=(problem,))
    return found


def keep(position: Position, references: tuple[Reference, ...]) -> None:
    """Store them with the position: two statements, none where nothing is cited."""
    if not references:
        return
    numbers = numbers_of(references)
    PositionBasis.objects.bulk_create(
        PositionBasis(position=position, order=place, **columns_of(reference, numbers))
        for place, reference in enumerate(references, 1)
    )


def failing(references: list[Reference], on: date) -> list[str]:
    """Sentences on those that do not hold on a day, for whoever reads the position."""
    found = [reference.valid_on(on) for reference in references]
    return [validity.sentence for validity in found if validity.standing in _FAILS]


__all__ = ["failing", "keep", "read"]
