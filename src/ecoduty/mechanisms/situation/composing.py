"""How a paper of the situation begins, by its rhythm or by hand, and how numbers become its first draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from ecoduty.casework.documents import texts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.situation import numbers, papers
from ecoduty.organisation.directory.models import Body


class Numbered(Protocol):
    """A row that keeps the numbers of its paper."""

    as_of: date | None
    numbers: list[dict[str, Any]]


def open_by_hand(attempt: Attempt) -> Matter:
    """A paper out of the rhythm, in the name of the actor's body."""
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    return open_matter(attempt, title=attempt.data.title, holder=body, state=papers.DRAFTING.code)


def begin_text(attempt: Attempt, matter: Matter, titles: Sequence[str]) -> None:
    """Its document, every section empty."""
    document = texts.start(matter, matter.kind, attempt.data.title)
    texts.save(document, [(one, "") for one in titles], attempt.actor, attempt.recorded_at)


def take_numbers(attempt: Attempt, own: Numbered, figures: str, titles: Sequence[str]) -> None:
    """Take the figures that the rulebook names under `figures` as of the day that was entered, and write a first sentence
    where a section is empty. Raises Refused `day_in_future`. The row is not saved here.
    """
    as_of: date = attempt.data.as_of
    today = local_date(attempt.recorded_at)
    if as_of > today:
        raise wrong("as_of", "day_in_future", "取数截止日还没有到，请核对。")
    wanted = numbers.wanted(figures, today)
    taken = numbers.take(wanted, attempt.actor, as_of=as_of if as_of < today else None, parts=True)
    own.as_of, own.numbers = as_of, [one.as_data() for one in taken]
    document = papers.document_of(attempt)
    written = texts.text_of(texts.current(document))
    drafted = {
        title: text for title, text in numbers.sentences(taken, as_of).items() if not written.get(title, "").strip()
    }
    papers.keep(attempt, document, titles, drafted)


__all__ = ["Numbered", "begin_text", "open_by_hand", "take_numbers"]
