"""Each part of the platform runs once on a home: the locks that say so, and to whom they belong."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from ecoduty.config.environment import DOORS
from ecoduty.interfaces.console import installation, language
from ecoduty.interfaces.console.installation import Installation
from ecoduty.interfaces.console.stopping import STOP

WORKER = "worker"
PARTS = (*DOORS, WORKER)
ENDING = "正在停止"
ENDING_SECONDS = 60  # how long a platform may take to end
SIGNAL_SECONDS = 1  # how long one whose parent was killed may take to notice


@contextlib.contextmanager
def only_one(here: Installation, parts: Sequence[str] = PARTS) -> Iterator[Lock]:
    """Hold the locks of these parts of the home, always in the same order.

    Raises ProblemError when one of them runs already; one that is ending is waited for.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(installation.sentences_for_system_errors(here.home))
        files = [
            stack.enter_context((here.home / "run" / f"serve-{part}.lock").open("a+", encoding="utf-8"))
            for part in sorted(parts)
        ]
        lock = Lock(files)
        started = time.monotonic()
        while not lock.take():
            waited = time.monotonic() - started
            if waited > (ENDING_SECONDS if lock.holder() == ENDING else SIGNAL_SECONDS):
                raise language.ProblemError(
                    "already_running",
                    f"{here.home} 已有一个平台在运行（{lock.holder()}）。请先停止它，或用 ECODUTY_HOME 另指定目录。",
                )
            STOP.pause()
        lock.after_a_crash = lock.holder() not in {"", ENDING}
        lock.write(f"进程 {os.getpid()}，端口 {here.env.port}")
        yield lock
        lock.write("")


def others(here: Installation, parts: Sequence[str]) -> bool:
    """Whether another part of this home runs, apart from these: then the database of the home goes on, too."""
    for part in set(PARTS) - set(parts):
        path = here.home / "run" / f"serve-{part}.lock"
        if path.exists():
            with path.open("a+", encoding="utf-8") as file:
                if not Lock([file]).take():
                    return True
    return False


class Lock:
    """Files that only one at a time holds; their text tells others who, and whether it is ending."""

    def __init__(self, files: Sequence[TextIO]) -> None:
        self.files = files
        self.taken = 0
        self.after_a_crash = False

    def take(self) -> bool:
        """Try to take what is not taken yet; True when all are."""
        try:
            for file in self.files[self.taken :]:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.taken += 1
        except BlockingIOError:
            return False
        return True

    def holder(self) -> str:
        """What stands in the first file that could not be taken, or in the last of all."""
        file = self.files[min(self.taken, len(self.files) - 1)]
        file.seek(0)
        return file.read()

    def write(self, text: str) -> None:
        """Say it in every file."""
        for file in self.files:
            file.truncate(0)
            file.write(text)
            file.flush()


def process_of(home: Path) -> int | None:
    """The process that serves this home or any part of it; 0 for one that is ending, None when nothing runs."""
    for part in PARTS:
        try:
            file = (home / "run" / f"serve-{part}.lock").open(encoding="utf-8")
        except OSError:
            continue
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                found = re.search(r"\d+", file.read())
                return int(found[0]) if found else 0
    return None
