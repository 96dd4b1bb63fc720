"""How a body's papers of a kind are numbered: by the rulebook, for bodies that came to the directory later, too."""

from __future__ import annotations

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.book import Placed
from ecoduty.kernel.rulebook.schema import Numbering
from ecoduty.organisation.directory.models import Body


def series_of(issuer: Body, kind: str) -> Numbering:
    """The rulebook's row for the issuer's papers of that kind. Raises UnknownRuleError where no row covers it."""
    book = rulebooks.current()
    if issuer.key in book.bodies:
        return book.numbering_for(issuer.key, kind)
    return book.numbering_for(
        Placed(issuer.key, issuer.kind, issuer.level, issuer.region_code, tuple(issuer.tags)), kind
    )
