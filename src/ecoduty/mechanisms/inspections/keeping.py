"""What acts of a problem share: its own row, and a line in the story of its rectification."""

from __future__ import annotations

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.inspections.models import Problem, Rectification


def own_of(attempt: Attempt) -> Problem:
    """The problem's own row."""
    matter: Matter = attempt.subject
    own: Problem = matter.problem
    return own


def file_of(attempt: Attempt, public_id: str) -> StoredFile | None:
    """The file that came with the act. Raises Refused as `claim_file`."""
    return claim_file(attempt, attempt.subject, public_id) if public_id else None


def keep(attempt: Attempt, text: str, evidence: str = "", file: StoredFile | None = None) -> None:
    """A line of the story."""
    Rectification.objects.create(
        problem=own_of(attempt), act=attempt.act.code, text=text, evidence=evidence, file=file, by=attempt.actor.title,
        at=attempt.occurred_at,
    )  # fmt: skip


__all__ = ["file_of", "keep", "own_of"]
