"""Questions about clues: what stands in one, for other rooms and for pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.clues.models import Clue, ClueEvidence, ClueObjection, ClueReport, ClueReturn

KIND = "clue"
CASE = "administrative_case"
OTHER_PAPER = "other"
RECEIPT, ACCEPTANCE, RESENDING = "clue.receipt", "clue.acceptance", "clue.resending"
CHECK = "clue.check"
REPORTING, OBJECTION, ANSWER, REPLY = (
    "clue.report-back", "clue.objection", "clue.objection-answer", "clue.letter-reply",
)  # fmt: skip


def clue_of(matter: Matter) -> Clue:
    """The clue of a matter with the bodies it names."""
    return Clue.objects.select_related("sender", "district", "outcome_to", "matter__holder").get(pk=matter.pk)


def conducts() -> dict[str, str]:
    """Kinds of conduct in the rulebook's order, by key."""
    return {key: row.label for key, row in rulebooks.current().powers.items()}


def evidence(matter: Matter) -> Sequence[ClueEvidence]:
    """The pieces in the order they came, with their files."""
    return list(ClueEvidence.objects.filter(clue=matter.pk).select_related("file"))


def returns(matter: Matter) -> Sequence[ClueReturn]:
    """Every return in order."""
    return list(ClueReturn.objects.filter(clue=matter.pk).select_related("body", "belongs_to"))


def reports(matter: Matter) -> Sequence[ClueReport]:
    """Everything the sender was told, in order."""
    return list(ClueReport.objects.filter(clue=matter.pk).select_related("file"))


def objection(matter: Matter) -> ClueObjection | None:
    """What the sender held against the outcome, if anything."""
    return ClueObjection.objects.filter(clue=matter.pk).select_related("file").first()


def reported_at(matter: Matter) -> datetime | None:
    """When the sender was last told."""
    return ClueReport.objects.filter(clue=matter.pk).order_by("-pk").values_list("given_at", flat=True).first()
