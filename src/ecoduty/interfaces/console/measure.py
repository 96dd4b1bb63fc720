"""How far something long has come, said every few seconds to whoever waits."""

from __future__ import annotations

import time

from ecoduty.interfaces.console import output
from ecoduty.interfaces.console.stopping import STOP

EVERY = 3.0  # seconds between two lines


class Measure:
    """Counts bytes, and things where there are any, and prints a line now and then."""

    def __init__(self, what: str, total_bytes: int, things: int = 0) -> None:
        self.what, self.total, self.things = what, total_bytes, things
        self.done = self.count = 0
        self.next_line = time.monotonic() + EVERY
        self.said = False

    def tick(self, size: int, things: int = 0) -> None:
        """So much more is done."""
        self.done += size
        self.count += things
        if time.monotonic() >= self.next_line:
            self.next_line = time.monotonic() + EVERY
            self._say()

    def reach(self, size: int) -> None:
        """So much is done altogether. Raises Stopped when this process was asked to end."""
        STOP.check()
        self.tick(size - self.done)

    def end(self) -> None:
        """Say the last line, if any was said before."""
        if self.said:
            self._say()

    def _say(self) -> None:
        self.said = True
        share = f"{self.done * 100 // self.total}%" if self.total else "…"
        number = f"，{self.count}/{self.things} 个" if self.things else ""
        output.progress(f"{self.what}：{self.done // 1024**2} MB，{share}{number}")
