"""Conditions of the acts of supervision orders."""

from __future__ import annotations

from ecoduty.kernel.flow import Guard

ALL_DONE = Guard(
    "works_open",
    "还有承办单位没有办结，请先逐家核查通过，或撤销不再要求的。",
    lambda attempt: not attempt.subject.supervision_order.works.filter(matter__open=True).exists(),
    clause="12.1",
)
