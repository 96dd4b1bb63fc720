"""Ports: questions that one mechanism asks and another answers, without either knowing the other.

A port is declared here, beside the others: a Protocol that says how it is asked, and its name.

    class Responsible(Protocol):
        def __call__(self, text: str, region: str, on: date) -> Sequence[Candidate]: ...

    WHO_IS_RESPONSIBLE = Port[Responsible]("who_is_responsible")

The mechanism that knows registers `answers(WHO_IS_RESPONSIBLE, responsibilities.find)`; the one that wants to know
calls `ask(WHO_IS_RESPONSIBLE)("污水直排", "350203", on=today())`. Types are checked on both sides.
"""

from ecoduty.casework.ports.registry import Port, PortError, answers, ask, asked, ports, withdraw

__all__ = ["Port", "PortError", "answers", "ask", "asked", "ports", "withdraw"]
