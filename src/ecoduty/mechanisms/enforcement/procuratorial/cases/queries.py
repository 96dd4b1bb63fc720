"""Questions about public interest cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.cases.models import PublicInterestCase

KIND = "public_interest_case"
NOTICE = "public-interest.civil-notice"


def words(key: str, on: date) -> Mapping[str, str]:
    """Code and word of one of the lists `public-interest.<key>`, in the rulebook's order."""
    return dict(rulebooks.current().pairs(f"public-interest.{key}", on=on))


def own_of(matter: Matter) -> PublicInterestCase:
    """The case of a matter with what pages show of it."""
    return PublicInterestCase.objects.select_related("matter__holder", "recorded_by", "court", "suit").get(pk=matter.pk)


def may_file(actor: Actor) -> bool:
    """Whether this post registers such a case: the procuratorate's own, or a body's that enters it with the scan."""
    return actor.person is not None and not actor.delegated_from and actor.post_kind in bodies.FILING
