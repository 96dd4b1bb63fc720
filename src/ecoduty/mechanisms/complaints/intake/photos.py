"""Photos of what waits for a person: uploads that nobody claims go after a week, and a held report may wait longer."""

from __future__ import annotations

from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeState
from ecoduty.kernel.files import storage

UPLOADER = "portal"
_WAITING = (IntakeState.HELD, IntakeState.STUCK, IntakeState.WAITING)


def keep() -> int:
    """Make the photos of everything that waits belong to it; how many did not yet."""
    waiting = Intake.objects.filter(state__in=_WAITING, content__has_key="files").order_by("pk")
    return sum(
        storage.pass_on(_of(one), of=storage.upload_owner(UPLOADER), to=one.stream)
        for one in waiting.iterator()
        if _of(one)
    )


def let_go(intake: Intake) -> None:
    """Make them anybody's again: for the complaint to claim, or to be removed with what is abandoned."""
    if _of(intake):
        storage.pass_on(_of(intake), of=intake.stream, to=storage.upload_owner(UPLOADER))


def _of(intake: Intake) -> list[str]:
    return list(intake.content.get("files", ()))
