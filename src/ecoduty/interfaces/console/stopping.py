"""The wish to end: a signal notes it, and the places that wait look for it.

An exception out of a signal handler would be simpler, but Python may be in the middle of anything when it comes, also
where exceptions are swallowed; then the platform would run on and never hear of it again.
"""

from __future__ import annotations

import signal
import time
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK = 0.05  # seconds between two looks while waiting


class Stopped(Exception):  # noqa: N818 -- not an error: the wish to end
    """SIGTERM, SIGINT or SIGHUP arrived."""


class StopSign:
    """Whether this process was asked to end."""

    def __init__(self) -> None:
        self.raised = False

    def listen(self) -> None:
        """From now on signals raise the sign instead of ending the process."""
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # under nohup a hang-up is no wish to end
                signal.signal(number, self._raise)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.raised = True

    def check(self) -> None:
        """Raise Stopped when the sign is up."""
        if self.raised:
            raise Stopped

    def pause(self, seconds: float = LOOK) -> None:
        """Sleep, but not past the sign. Raises Stopped."""
        deadline = time.monotonic() + seconds
        self.check()
        while (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, LOOK))
            self.check()


STOP = StopSign()
