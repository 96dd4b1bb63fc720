"""Police, procuratorate and court may work wholly on paper: then what they did is entered on their behalf, with the scan."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from pydantic import Field

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import ActData, Attempt, Guard, Who
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.relations import LINKAGES, OFFICERS, entering

PAPER = "received-paper"
"""Code of a piece that came from another office on paper."""


def by(*sides: Who) -> tuple[Who, ...]:
    """Who does an act of these sides: they themselves, or the case's officers and linkage officers on their behalf."""
    return (*sides, *entering(OFFICERS, LINKAGES))


class OnPaper(ActData):
    """Base of what such an act asks for."""

    scan: str = Field(
        default="",
        title="文书扫描件",
        description="代对方机关登记的须附对方的文书，并写明代谁登记；本机关自己办的可不附",
        json_schema_extra={"widget": "file", "last": True},
    )


def on_behalf(attempt: Attempt) -> bool:
    """Whether it is entered by the body that holds the case and not by the side whose act it is."""
    relations = attempt.subject.relations_of(attempt.actor, local_date(attempt.recorded_at))
    sides = [who for who in attempt.act.who if not who.on_behalf]
    return not any(who.allows(attempt.actor, relations) for who in sides)


def _has_scan(attempt: Attempt) -> bool:
    return not on_behalf(attempt) or bool(attempt.data.scan and attempt.on_behalf_of)


ENTERED_WITH_SCAN = Guard(
    "entered_without_scan",
    "这一步由对方机关办。代为登记的，请填“代谁登记”（对方机关名称），并附上对方文书的扫描件。",
    _has_scan,
    asks_data=True,
)


def kept(effect: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
    """An effect that first keeps the scan among the materials of the case. Raises what `claim_file` raises."""

    @wraps(effect)
    def done(attempt: Attempt) -> None:
        keep_scan(attempt)
        effect(attempt)

    return done


def keep_scan(attempt: Attempt) -> None:
    """Keep the scan, where one came, among the materials; named after the act it proves."""
    scan: str = attempt.data.scan
    if scan:
        file = claim_file(attempt, attempt.subject, scan)
        Piece.objects.create(
            matter=attempt.subject,
            code=PAPER,
            title=attempt.act.label,
            file=file,
            original=False,
            added_at=attempt.recorded_at,
        )


__all__ = ["ENTERED_WITH_SCAN", "PAPER", "OnPaper", "by", "keep_scan", "kept", "on_behalf"]
