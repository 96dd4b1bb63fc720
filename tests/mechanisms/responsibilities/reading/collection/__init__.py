"""Lists as departments really publish them, each with what a careful clerk would enter of it.

A case is a file made by code and, line by line, what is to be understood of it (`said`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ecoduty.mechanisms.responsibilities.reading.data import Row, Understood
from ecoduty.mechanisms.responsibilities.reading.names import Bodies
from ecoduty.mechanisms.responsibilities.words import Role
from tests.mechanisms.responsibilities.reading.shelf import BODIES, bases, codes


@dataclass(frozen=True)
class Case:
    """A file, and its lines as `said` writes them."""

    name: str
    content: Callable[[], bytes]
    lines: str
    ending: str = "xlsx"
    bodies: Bodies = BODIES

    @property
    def expected(self) -> list[str]:
        """The lines without their indentation."""
        return [line.strip() for line in self.lines.strip().splitlines()]


def said(found: Understood, bodies: Bodies = BODIES) -> list[str]:
    """One line for each row and one for each problem.

    名称 | 角色 牵头 +会同 /配合 ?不认识的 | 科室 A角 B角 | 依据 | 描述, what is empty left out at the end; ! place code.
    """
    rows = [_row(row, bodies) for row in found.rows]
    return [*rows, *(f"! {place} {code}" for place, code in codes(found))]


def _row(row: Row, bodies: Bodies) -> str:
    def names(mark: str, keys: tuple[str, ...]) -> str:
        short = "、".join(bodies.by_key[key].short_name.removeprefix("市") for key in keys)
        return f"{mark}{short}" if short else ""

    who = (
        str(Role(row.role).label), names("", (row.lead,) if row.lead else ()) or "－", names("+", row.joint),
        names("/", row.supporters), f"?{'、'.join(row.unknown)}" if row.unknown else "",
    )  # fmt: skip
    unit = (row.unit or "－", row.person_a, row.person_b)
    cells = (
        row.name, " ".join(filter(None, who)), " ".join(filter(None, unit)), "；".join(bases(row)) or "－",
        row.description.replace("\n", "⏎"),
    )  # fmt: skip
    return " | ".join(cells).removesuffix(" | ")
