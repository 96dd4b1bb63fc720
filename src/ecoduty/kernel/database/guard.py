"""Keeps one PostgreSQL server alive exactly as long as somebody uses it. Started as a program of its own.

Every process that needs the server holds a shared lock on one file. This program waits for the exclusive lock on that
file; it gets it when the last user has gone, be it by its own will or by kill -9, and then shuts the server down.
Nobody has to remember to stop anything, and nobody can stop the server under another one's feet.

Only the standard library, so that it starts in a few milliseconds.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading
from typing import IO

FAST_SHUTDOWN = signal.SIGINT
IMMEDIATE_SHUTDOWN = signal.SIGQUIT
SHUTDOWN_SECONDS = 30
PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel to send this process `number` when its parent dies; for use as `preexec_fn`. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(FAST_SHUTDOWN)
    try:
        server.wait(SHUTDOWN_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(IMMEDIATE_SHUTDOWN)


def _stop_after_last_user(users: IO[bytes], server: subprocess.Popen[bytes]) -> None:
    fcntl.flock(users, fcntl.LOCK_EX)
    _stop(server)


def main(arguments: list[str]) -> int:
    """`guard.py USERS_LOCK GUARD_LOCK COMMAND…`: run the server; returns its exit code, or 75 if a guard is there."""
    users_path, held_path, *command = arguments
    held = os.open(held_path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.EX_TEMPFAIL
    for number in (signal.SIGINT, signal.SIGHUP):  # a Ctrl-C at the terminal is for the users, not for the server
        signal.signal(number, signal.SIG_IGN)
    with open(users_path, "ab") as users:  # noqa: PTH123 -- pathlib costs a third of the start-up time
        server = subprocess.Popen(  # noqa: S603 -- the command is built by embedded.py
            command,
            preexec_fn=lambda: die_with_parent(FAST_SHUTDOWN),  # noqa: PLW1509 -- no threads yet
            restore_signals=True,
            cwd="/",
        )
        signal.signal(signal.SIGTERM, lambda *_: server.send_signal(FAST_SHUTDOWN))
        threading.Thread(target=_stop_after_last_user, args=(users, server), daemon=True).start()
        return server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
