"""Notices as the desk shows them. They are written by casework.escalation; without it there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecoduty.interfaces.desk.visit import Visit


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as shown: linked to its matter."""

    id: int
    when: str
    text: str
    detail: str
    url: str
    unread: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices."""

    notices: Sequence[Notice]
    unread: int
    number: int
    pages: int


def unread_count(visit: Visit) -> int:  # noqa: ARG001 -- until notices land
    """How many notices the person has not read in this post."""
    return 0


def latest(visit: Visit, count: int) -> list[Notice]:  # noqa: ARG001 -- until notices land
    """The newest notices."""
    return []


def page(visit: Visit, number: str) -> NoticePage:  # noqa: ARG001 -- until notices land
    """A page of notices, newest first."""
    return NoticePage([], 0, 1, 1)


def mark_read(visit: Visit, ids: Sequence[str]) -> None:
    """Remember that the person has read these notices in this post."""
