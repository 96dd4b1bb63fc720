"""Questions about the supervision of suits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.supervision.models import LitigationSupervision
from ecoduty.mechanisms.enforcement.procuratorial.supervision.states import Sort

KIND = "litigation_supervision"
ANSWER = "litigation-supervision.court-answer"
ALTERNATIVES = {Sort.RETRIAL: "retrial", Sort.EXECUTION: "execution"}
"""Sorts whose limit is another than that of a protest."""


def words(key: str, on: date) -> Mapping[str, str]:
    """Code and word of one of the lists `litigation-supervision.<key>`, in the rulebook's order."""
    return dict(rulebooks.current().pairs(f"litigation-supervision.{key}", on=on))


def answers(sort: str, on: date) -> Mapping[str, str]:
    """What the court may do with one of this sort."""
    return words(f"answers-{sort}", on)


def own_of(matter: Matter) -> LitigationSupervision:
    """The supervision of a matter with what pages show of it."""
    return LitigationSupervision.objects.select_related("matter__holder", "recorded_by", "court").get(pk=matter.pk)


def may_register(actor: Actor) -> bool:
    """Whether this post registers one: the procuratorate's own, or a body's that enters it with the scan."""
    return actor.person is not None and not actor.delegated_from and actor.post_kind in bodies.FILING
