"""Who answers which question. Exactly one: nobody and two are both mistakes, and both are said clearly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer", bound=Callable[..., Any])

_ports: dict[str, Port[Any]] = {}


class PortError(Exception):
    """A question that nobody answers, or that two want to answer; the message names the port and who they are."""


class Port(Generic[Answer]):
    """A question with a name; `Answer` is the Protocol of how it is asked. ValueError for a name taken already."""

    def __init__(self, name: str) -> None:
        if name in _ports:
            raise ValueError(f"two ports are called {name}")
        self.name = name
        self.answers: list[Answer] = []
        _ports[name] = self


def answers(port: Port[Answer], answer: Answer) -> None:
    """Register who answers a port; the same twice is once. A second answer makes the port useless, and `ask` says so."""
    if answer not in port.answers:
        port.answers.append(answer)


def withdraw(port: Port[Answer], answer: Answer) -> None:
    """Take back an answer; for tests and for replacing the one of another city."""
    if answer in port.answers:
        port.answers.remove(answer)


def ask(port: Port[Answer]) -> Answer:
    """Whoever answers this port, to be called. Raises PortError when nobody does, or more than one."""
    if not port.answers:
        raise PortError(f"nobody answers the port {port.name}: is the mechanism that does installed?")
    if len(port.answers) > 1:
        raise PortError(f"two answer the port {port.name}: {' and '.join(sorted(map(_name, port.answers)))}")
    return port.answers[0]


def asked(port: Port[Any]) -> bool:
    """True when exactly one answers, so that a page may leave out what nobody knows yet."""
    return len(port.answers) == 1


def ports() -> Mapping[str, Port[Any]]:
    """All ports by name."""
    return dict(sorted(_ports.items()))


def _name(answer: Callable[..., Any]) -> str:
    return f"{answer.__module__}.{getattr(answer, '__qualname__', type(answer).__name__)}"
