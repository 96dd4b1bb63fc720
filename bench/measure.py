"""Paired runs: ours and the floor by turns, so that a noisy moment hits both; medians and their ratio."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from typing import Any


@dataclass
class Result:
    """One line of the table. Times are milliseconds; `ratio` is ours to floor; `limit` what the aim allows."""

    case: str
    rows: int
    runs: int
    ours: float
    floor: float
    aim: str
    limit: float
    statements: int
    ours_p95: float = 0.0
    floor_p95: float = 0.0
    note: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether the aim was met."""
        return self.ours <= self.limit

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else 0.0

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 2), "holds": self.holds}


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def paired(
    ours: Callable[[int], object], floor: Callable[[int], object], runs: int, warm: int
) -> tuple[list[float], list[float]]:
    """Time both by turns, each with the number of its run; the first `warm` of both are thrown away."""
    mine, bottom = [], []
    gc.collect()
    gc.freeze()
    for number in range(warm + runs):
        first = milliseconds(lambda number=number: ours(number))
        second = milliseconds(lambda number=number: floor(number))
        if number >= warm:
            mine.append(first)
            bottom.append(second)
    gc.unfreeze()
    return mine, bottom


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def result(
    case: str, rows: int, times: tuple[list[float], list[float]], aim: Aim, statements: int, note: str = ""
) -> Result:
    """A line from paired times."""
    ours, floor = times
    return Result(
        case=case, rows=rows, runs=len(ours), ours=median(ours), floor=median(floor), aim=aim.words,
        limit=aim.limit(median(floor)), statements=statements, ours_p95=p95(ours), floor_p95=p95(floor),
        note=note,
    )  # fmt: skip


@dataclass(frozen=True)
class Aim:
    """At most so many times the floor, plus so many milliseconds."""

    times: float
    plus: float = 0.0

    @property
    def words(self) -> str:
        return f"≤ {self.times:g}×" + (f" + {self.plus:g} ms" if self.plus else "")

    def limit(self, floor: float) -> float:
        return self.times * floor + self.plus
