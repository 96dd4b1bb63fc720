"""Figures about blocks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models import Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure, Rate, Scope

EVERY = (Scope.OWN_BODY, Scope.OWN_DISTRICT, Scope.OVERSIGHT, Scope.PUBLIC)
FIGURES = (
    Figure("block.all", "积木", EVERY, lambda _: Q(kind__in=["block", "block_restricted"])),
    Figure("block.open", "在办积木", EVERY, lambda _: Q(kind="block", open=True)),
    Figure("block.review", "待审积木", EVERY, lambda _: Q(kind="block", state="review")),
    Figure("block.late", "逾期积木", EVERY, lambda at: Q(kind="block") & registry.overdue(at)),
    Figure("block.missed", "曾逾期积木", EVERY, lambda _: Q(kind="block", missed=True)),
    Figure("block.departments", "部门积木", EVERY, lambda _: Q(kind="block", holder__kind="department")),
    Figure("block.on_time", "按期办结", EVERY, lambda at: Q(kind="block") & registry.on_time(at)),
    Figure("block.accountable", "应办结", EVERY, lambda at: Q(kind="block") & registry.accountable(at)),
    Figure("block.overseen", "办公室的数", (Scope.OVERSIGHT,), lambda _: Q(kind="block")),
)
RATE = Rate("block.on_time_rate", "按期办结率", "block.on_time", "block.accountable")


@pytest.fixture
def block_figures(blocks: None) -> Iterator[list[str]]:
    """Figures about blocks; yields their keys."""
    registry.register(*FIGURES, RATE)
    yield [figure.key for figure in FIGURES]
    registry.unregister(*[figure.key for figure in FIGURES], RATE.key)
