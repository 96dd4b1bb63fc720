"""What a load will cost, how far it is, what it cost."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from ecoduty.interfaces.console import output
from ecoduty.interfaces.console.language import ProblemError

BYTES = 9_500  # of disk for a matter with its entries, search row and indexes, as measured
SPARE = 1.3  # for the write-ahead log, and because it is an estimate
SECONDS = 1 / 2_000  # for one matter on two cores, as measured
_WIDTH = 30
_LINES = 10  # told where nobody looks at a terminal


def beforehand(matters: int, each: int = BYTES) -> str:
    """Disk and time as they are estimated, with so many bytes for each."""
    return f"将装载{matters:,}件，约占磁盘{matters * each / 1e9:.1f} GB，约需{_spoken(matters * SECONDS)}。"


def check_room(matters: int, home: Path) -> None:
    """Raises ProblemError `no_room` where the disk would not hold them."""
    needed, free = matters * BYTES * SPARE, shutil.disk_usage(home).free
    if needed > free:
        raise ProblemError(
            "no_room",
            f"装载{matters:,}件须有{needed / 1e9:.1f} GB空闲磁盘，{home} 所在的盘只剩{free / 1e9:.1f} GB。"
            "请减少件数，或者用 --at 把模拟库建在别的盘上。",
        )


class Bar:
    """How far the load is, on standard error: a bar on a terminal, else a line now and then."""

    def __init__(self, matters: int) -> None:
        self.matters, self.there, self.told = matters, 0, 0
        self.began = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def __call__(self, more: int) -> None:
        """So many more are there."""
        self.there += more
        share = self.there / self.matters
        left = (time.monotonic() - self.began) * (1 - share) / share
        if self.terminal:
            full = int(_WIDTH * share)
            end = "\n" if share >= 1 else ""
            sys.stderr.write(
                f"\r{'█' * full}{'░' * (_WIDTH - full)} {self.there:,}/{self.matters:,}件，约剩{_spoken(left)}    {end}"
            )
            sys.stderr.flush()
        elif int(share * _LINES) > self.told:
            self.told = int(share * _LINES)
            output.progress(f"已装载{self.there:,}件，共{self.matters:,}件，约剩{_spoken(left)}")


def _spoken(seconds: float) -> str:
    return f"{seconds / 60:.0f}分钟" if seconds >= 100 else f"{seconds:.0f}秒"


__all__ = ["BYTES", "SPARE", "Bar", "beforehand", "check_room"]
