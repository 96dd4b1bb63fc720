"""A second start of an installation: nothing is migrated or collected again, so pages answer within seconds."""

from __future__ import annotations

import shutil
from statistics import median

from tests.processes.platform import Platform

from bench.measure import Result
from bench.server import HOME

AIM = 5_000.0  # milliseconds, promised by the README's `make run`


def second_start(runs: int) -> Result:
    """`ecoduty serve` on a home that was started before, until it says ready. There is no floor: the aim is absolute."""
    home = HOME / "start"
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    times = []
    with Platform(home) as platform:
        for number in range(runs + 1):
            seconds = platform.start().seconds_to_ready
            assert platform.end() == 0
            if number:
                times.append(seconds * 1000)
    return Result(
        case="第二次启动", rows=0, runs=runs, ours=median(times), floor=0.0, aim="< 5 s", limit=AIM, statements=0,
        ours_p95=max(times),
    )  # fmt: skip
