"""The words of the rulebook in force for lists: from its values, on a day."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities.reading.values import Vocabulary


def current(on: date) -> Vocabulary:
    """Of the rulebook in force; empty where none is adopted."""
    book = rulebooks.current_or_none()
    return vocabulary(book, on) if book else Vocabulary()


def vocabulary(book: Rulebook, on: date) -> Vocabulary:
    """Of a rulebook on a day; what it has no value for stays empty."""
    return Vocabulary(
        dict(book.pairs("responsibility.fields", on=on)),
        dict(book.pairs("responsibility.ways", on=on)),
        book.words("responsibility.vague-words", on=on),
        book.words("responsibility.catch-all-words", on=on),
    )


__all__ = ["current", "vocabulary"]
