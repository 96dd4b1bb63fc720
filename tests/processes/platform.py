"""A real platform started by the tests: its processes, its output, its end."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

SECONDS = 240  # when something hangs; a slow machine is waited for
CONSOLE = [sys.executable, "-m", "ecoduty.interfaces.console.main"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(home: Path, **extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ECODUTY_", "DJANGO_", "PYTEST"))}
    return {**kept, "ECODUTY_HOME": str(home), **extra}


def run(home: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CONSOLE, *arguments],
        env=environment(home, **extra),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = path.read_text().partition(" ")
        except OSError:
            continue
        found[int(number)] = int(rest.rpartition(")")[2].split()[1])
    return found


def below(number: int) -> set[int]:
    """Every process started by this one, directly or not."""
    children, known, found = parents(), {number}, set()
    while fresh := {child for child, parent in children.items() if parent in known and child not in found}:
        found |= fresh
        known = fresh
    return found


def command_line(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def wait_for(condition: Callable[[], object], seconds: float = 120) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@dataclass
class Platform:
    """`ecoduty serve` on one home."""

    home: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    seconds_to_ready: float = 0.0

    def start(self, *arguments: str, **extra: str) -> Platform:
        started = time.monotonic()
        with (self.home.parent / "serve.err").open("wb") as errors:
            self.process = subprocess.Popen(
                [*CONSOLE, "serve", *arguments],
                env=environment(self.home, ECODUTY_PORT=str(self.port), **extra),
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
            )
        line = self.process.stdout.readline()
        assert line == f"ready http://127.0.0.1:{self.port}\n", self.errors()
        self.seconds_to_ready = time.monotonic() - started
        return self

    def errors(self) -> str:
        return (self.home.parent / "serve.err").read_text(encoding="utf-8")

    def processes(self) -> set[int]:
        return below(self.process.pid)

    def find(self, words: str, without: str = "\0") -> int | None:
        """The first process (the parent before its children) with these words in its command line."""
        lines = {number: command_line(number) for number in self.processes()}
        return min((number for number, line in lines.items() if words in line and without not in line), default=None)

    def one(self, words: str, without: str = "\0") -> int:
        """The same, waited for."""
        assert wait_for(lambda: self.find(words, without)), f"no process {words}"
        found = self.find(words, without)
        assert found is not None
        return found

    def status(self, address: str = "/") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", address)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def page(self, address: str) -> str:
        """What stands at an address, whatever its status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", address)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send the signal and wait; the exit code."""
        self.process.send_signal(number)
        try:
            return self.process.wait(30)
        finally:
            self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process and self.process.poll() is None:
            self.end()
