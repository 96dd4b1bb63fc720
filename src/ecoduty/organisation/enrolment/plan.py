"""What an import would do: acts in their order, counted and told in words; or everything that is wrong with the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ecoduty.kernel.flow import ActData
from ecoduty.organisation.directory.enrolling import Leaving, Reaching, Taking
from ecoduty.organisation.enrolment.reading import Fault

TOLD = 500  # changes told one by one; the rest is counted


@dataclass(slots=True)
class Enrolling:
    """What happens to the people of one body. A newcomer is known by a number of the file until he has one."""

    leaving: list[Leaving] = field(default_factory=list)
    taking: list[tuple[Taking, int | None]] = field(default_factory=list)
    reaching: list[Reaching] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """The whole import. `faults` not empty: nothing will be done."""

    lines: int = 0
    faults: list[Fault] = field(default_factory=list)
    hints: list[Fault] = field(default_factory=list)
    before: list[tuple[str, str, ActData]] = field(default_factory=list)  # act, body, data: before people
    people: dict[str, Enrolling] = field(default_factory=dict)
    after: list[tuple[str, str, ActData]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """True when the directory is already what the file says."""
        return not self.counts

    def tell(self, kind: str, words: str) -> None:
        """Count a change and say what it is."""
        self.counts[kind] += 1
        if len(self.told) < TOLD:
            self.told.append(f"{kind}：{words}")

    def of(self, body: str) -> Enrolling:
        """The people of a body."""
        return self.people.setdefault(body, Enrolling())

    def summary(self) -> str:
        """新设机构1、任职20、免职3."""
        return "、".join(f"{kind}{number}" for kind, number in self.counts.items())


def sorted_faults(faults: Sequence[Fault], order: Sequence[str]) -> list[Fault]:
    """By sheet in its order, then by row, then by column."""

    def place(fault: Fault) -> tuple[int, int, int, str]:
        letters = fault.cell.rstrip("0123456789")
        row = fault.cell[len(letters) :]
        return order.index(fault.sheet) if fault.sheet in order else -1, int(row or 0), len(letters), letters

    return sorted(faults, key=place)
