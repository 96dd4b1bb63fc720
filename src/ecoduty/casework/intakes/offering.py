"""By which numbers the public's door goes, cut out of the rulebook and published for every page that takes something in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import structlog

from ecoduty.casework.intakes import forms, limiting, texts
from ecoduty.casework.intakes.models import PublicForm
from ecoduty.kernel.clock import local_date, now
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.sealing import SealingError, boxes

log = structlog.get_logger()

_PROGRAMS = "programs-per-hour"
_NEEDED = "intake.puzzle-bits"  # a rulebook without it opens no door


def refresh() -> PublicForm | None:
    """Publish what holds now and forget what is no longer counted; None where the rulebook opens no door."""
    limiting.forget()
    book = rulebooks.current_or_none()
    return publish(book, now()) if book else None


def publish(book: Rulebook, moment: datetime) -> PublicForm | None:
    """Write the numbers if they differ from those shown; None where the rulebook opens no door or nothing can be sealed."""
    found = door(book, local_date(moment))
    return forms.publish(forms.DOOR, found, moment) if found else None


def door(book: Rulebook, on: date) -> dict[str, Any] | None:
    """Difficulty of the riddle, limits by address, the public key for what is sealed; None as for `publish`."""
    if _NEEDED not in book.values:
        return None
    try:
        key = boxes.public_key()
    except SealingError as error:
        log.warning("intake.no_key", error=str(error))
        return None
    return {
        "bits": number(book, "puzzle-bits", on),
        "quickest": number(book, "quickest-seconds", on),
        "most": {
            limiting.SEND: number(book, "per-hour", on),
            limiting.SEND_UNPROVED: number(book, "unproved-per-hour", on),
            limiting.GUESS: number(book, "guesses-per-hour", on),
            limiting.UPLOAD: number(book, "photos-per-hour", on),
            limiting.RECOVER: number(book, "lost-codes-per-day", on),
            # a rulebook without it opens no door to applications
            **({limiting.PROGRAM: number(book, _PROGRAMS, on)} if f"intake.{_PROGRAMS}" in book.values else {}),
        },
        "sms": texts.offered(),
        "sealing": key,
    }


def number(book: Rulebook, key: str, on: date) -> int:
    """A number of the door's."""
    return book.whole(f"intake.{key}", on=on)


def _after_adoption(attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        if attempt.table.kind == "rulebook" and attempt.act.code == "adopt":
            publish(attempt.data.book, attempt.occurred_at)


def install() -> None:
    """Follow every adoption."""
    registry.after_entry("intakes.door", _after_adoption, order=91)


__all__ = ["door", "install", "number", "publish", "refresh"]
