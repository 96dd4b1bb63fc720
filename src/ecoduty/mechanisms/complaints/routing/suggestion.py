"""What routing answers."""

from __future__ import annotations

from dataclasses import dataclass

from ecoduty.casework.ports.responsible import Responsible


@dataclass(frozen=True, slots=True)
class Suggestion:
    """To whom a complaint should go, for a person to confirm.

    `body_key` and `body_short_name` are empty where nobody is suggested: `out_of_scope` tells matters that belong elsewhere
    (`go_to` says where) from those that no list covers. `row` is the row it goes by; None where a rule of the city names a
    district's body instead. `rows` are all rows that answer, the likeliest first, the suggested one before them; `reason` is
    for whoever confirms and sees the row beside it.
    """

    reason: str
    body_key: str = ""
    body_short_name: str = ""
    out_of_scope: bool = False
    go_to: str = ""
    row: Responsible | None = None
    rows: tuple[Responsible, ...] = ()

    @property
    def why(self) -> str:
        """The reason, and by which row of which list."""
        return f"{self.reason}；{self.row.list_title}“{self.row.name}”" if self.row else self.reason

    @property
    def alternatives(self) -> tuple[Responsible, ...]:
        """Rows of other bodies."""
        return tuple(row for row in self.rows if row.body_key != self.body_key)


__all__ = ["Suggestion"]
