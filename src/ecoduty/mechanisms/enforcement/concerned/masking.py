"""An identity number typed into a title or a free text is masked before anything is kept, and whoever typed it is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.casework.escalation.states import NoticeKind
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.concerned.numbers import without_numbers

_TITLE = "身份证号码已遮住"
_TEXT = "您填的文字里有居民身份证号码，平台已把它遮住，没有保存。身份证号码请填在“登记当事人”里，那里加密保存。"


def masked(effect: Callable[[Attempt], None] | None = None) -> Callable[[Attempt], None]:
    """An effect that sees, and an entry that keeps, what was entered without identity numbers; fields that are `secrets` of the
    data, such as the number's own field, are left alone.
    """

    def done(attempt: Attempt) -> None:
        count = _mask(attempt)
        if effect is not None:
            effect(attempt)
        if count:
            attempt.record(masked_numbers=count)
            _warn(attempt)

    return wraps(effect)(done) if effect is not None else done


def _mask(attempt: Attempt) -> int:
    """Replace the data of the attempt where a number stands in it; how many there were."""
    data = attempt.data
    changed: dict[str, str | tuple[str, ...]] = {}
    total = 0
    for name in type(data).model_fields:
        value = getattr(data, name)
        lines = value if isinstance(value, tuple) else (value,)
        if name in data.secrets or not lines or not all(isinstance(line, str) for line in lines):
            continue
        kept = [without_numbers(line) for line in lines]
        count = sum(found for _, found in kept)
        if count:
            changed[name] = tuple(line for line, _ in kept) if isinstance(value, tuple) else kept[0][0]
            total += count
    if changed:
        attempt.data = data.model_copy(update=changed)
    return total


def _warn(attempt: Attempt) -> None:
    matter: Matter = attempt.subject
    if attempt.actor.person is not None:
        seat = Seat(0, attempt.actor.person)
        notices.write([Draft(seat, NoticeKind.OTHER, _TITLE, _TEXT, matter.pk)], attempt.recorded_at)


__all__ = ["masked"]
