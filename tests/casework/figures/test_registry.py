"""A figure is registered once, and only if cells can answer what it asks."""

from __future__ import annotations

import pytest
from django.db.models import F, Q

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.registry import Figure, Rate, Scope, accountable, due_between, on_time, overdue, register

KEY = "block.open"


@pytest.fixture(autouse=True)
def _forget():
    yield
    registry.unregister(KEY, "block.rate")


def figure(condition, scopes=(Scope.OVERSIGHT,)):
    return Figure(KEY, "在办积木", scopes, lambda _: condition)


@pytest.mark.parametrize(
    "condition",
    [
        Q(open=True),
        Q(kind="block", holder__kind="department", region__isnull=True),
        Q(open=True, next_due_at__lte=registry._MOMENT),
        Q(open=True) & (Q(next_due_at__isnull=True) | Q(next_due_at__gt=registry._MOMENT)),
        Q(missed=True) | Q(kind="block", open=True) & ~Q(next_due_at__gt=registry._MOMENT),
        overdue(registry._MOMENT),
        due_between(registry._MOMENT, registry._MOMENT),
        on_time(registry._MOMENT),
        accountable(registry._MOMENT),
    ],
)
def test_what_cells_know_can_be_asked(condition):
    register(figure(condition))
    assert registry.figures()[KEY].predicate(registry._MOMENT) == condition


@pytest.mark.parametrize(
    "condition",
    [
        Q(title="x"),
        Q(first_missed_at__isnull=True),
        Q(kind="block") & ~Q(parties__body=1),
        Q(next_due_at__lte=registry._MOMENT),
        Q(open=True) | Q(next_due_at__lte=registry._MOMENT),
        ~Q(open=True, next_due_at__lte=registry._MOMENT),
        Q(open=False, next_due_at__isnull=True),
    ],
)
def test_what_cells_do_not_know_is_refused(condition):
    with pytest.raises(ValueError):
        register(figure(condition))


def test_expressions_without_names_are_refused():
    with pytest.raises(TypeError):
        register(figure(Q(F("open"))))


def test_a_figure_without_anybody_to_read_it_is_refused():
    with pytest.raises(ValueError, match="somebody"):
        register(figure(Q(open=True), scopes=()))


def test_a_key_belongs_to_one_figure():
    one = figure(Q(open=True))
    register(one)
    register(one)
    with pytest.raises(ValueError, match="two figures"):
        register(Figure(KEY, "另一个", (Scope.PUBLIC,), lambda _: Q(open=True)))
    with pytest.raises(ValueError, match="two figures"):
        register(Rate(KEY, "率", "a", "b"))
