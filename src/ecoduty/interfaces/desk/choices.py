"""Choices that an act's data asks for by name (`"choices_from": "open_deadlines"`): what there is to choose on this subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ecoduty.casework.duties.queries import open_deadlines
from ecoduty.casework.escalation.queries import undecided_rungs
from ecoduty.interfaces.desk.forms import Choices

Source = Callable[[Any], Choices]  # the subject acted on → value and label


def _numbers(found: list[tuple[int, str]]) -> Choices:
    return [(str(number), label) for number, label in found]


_sources: dict[str, Source] = {
    "open_deadlines": lambda matter: _numbers(open_deadlines(matter.pk)),
    "undecided_rungs": lambda matter: _numbers(undecided_rungs(matter.pk)),
}


def register(name: str, source: Source) -> None:
    """Make a list of choices known under the name that data models use."""
    _sources[name] = source


def named(name: str, subject: Any) -> Choices:
    """The choices of that name for a subject; none for an unknown name or where there is no subject yet."""
    source = _sources.get(name)
    return source(subject) if source is not None and subject is not None else []
