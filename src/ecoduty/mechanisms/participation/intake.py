"""Opinions of the public come in: the portal only wrote them down, here they go through the gate."""

from __future__ import annotations

from uuid import UUID

from ecoduty.casework.intakes import taking, telling
from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.mechanisms.participation.flow import OPINION
from ecoduty.mechanisms.participation.models import Opinion

_ACTOR = "门户意见"


def _take(row: Intake) -> None:
    """One opinion from the portal, through the gate. Raises Refused as the act does."""
    content = dict(row.content)
    found = Opinion.objects.filter(public_id=content.pop("opinion")).values_list("pk", flat=True).first()
    if found is None:
        raise Refused("unknown_opinion", "没有这次征集。", status=404)
    given = {**content, "reference": row.reference}
    perform(OPINION, "take_comment", found, actor=Actor.system(_ACTOR), data=given, key=f"intake:{row.pk}")
    row.matter = found


def _opinion_of(row: Intake) -> UUID:
    return UUID(row.content["opinion"])


def install() -> None:
    """Take in what the public says; what comes too late is told to the sender, and waits for nobody."""
    taking.takes(IntakeKind.OPINION, telling.or_told(IntakeKind.OPINION, _take, _opinion_of))
