"""A question has exactly one answer, and whoever asks does not know whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import pytest

from ecoduty.casework.ports import Port, PortError, answers, ask, asked, ports, registry, withdraw


class Neighbours(Protocol):
    def __call__(self, body: str, *, within: int) -> Sequence[str]: ...


def by_road(body: str, *, within: int) -> Sequence[str]:
    return [f"{body}+{number}" for number in range(within)]


def by_sea(body: str, *, within: int) -> Sequence[str]:
    return [body] * within


@pytest.fixture
def neighbours() -> Iterator[Port[Neighbours]]:
    yield Port[Neighbours]("test_neighbours")
    registry._ports.pop("test_neighbours")


def test_the_one_who_knows_answers(neighbours):
    answers(neighbours, by_road)
    answers(neighbours, by_road)
    assert ask(neighbours)("a", within=2) == ["a+0", "a+1"]
    assert asked(neighbours)
    assert ports()["test_neighbours"] is neighbours


def test_a_question_that_nobody_answers_is_an_error_that_names_it(neighbours):
    assert not asked(neighbours)
    with pytest.raises(PortError, match="nobody answers the port test_neighbours"):
        ask(neighbours)


def test_a_question_that_two_answer_is_an_error_that_names_both(neighbours):
    answers(neighbours, by_road)
    answers(neighbours, by_sea)
    with pytest.raises(PortError, match=r"test_ports\.by_road and .*test_ports\.by_sea"):
        ask(neighbours)
    assert not asked(neighbours)
    withdraw(neighbours, by_road)
    withdraw(neighbours, by_road)
    assert ask(neighbours)("a", within=1) == ["a"]


def test_a_name_belongs_to_one_port(neighbours):
    with pytest.raises(ValueError, match="two ports"):
        Port[Neighbours]("test_neighbours")
