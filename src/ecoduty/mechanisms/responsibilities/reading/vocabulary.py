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
        _pairs(_list(book, "responsibility.fields", on)),
        _pairs(_list(book, "responsibility.ways", on)),
        _list(book, "responsibility.vague-words", on),
        _list(book, "responsibility.catch-all-words", on),
    )


def _list(book: Rulebook, key: str, on: date) -> tuple[str, ...]:
    if key not in book.values:
        return ()
    found = book.value(key, on=on)
    return tuple(map(str, found)) if isinstance(found, tuple | list) else (str(found),)


def _pairs(written: tuple[str, ...]) -> dict[str, str]:
    """Code=word."""
    return {code: word for code, _, word in (one.partition("=") for one in written)}


__all__ = ["current", "vocabulary"]
