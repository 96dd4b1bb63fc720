"""Keeps the processes of one installation running: starts them, restarts what dies, ends all together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ecoduty.interfaces.console import output
from ecoduty.interfaces.console.language import ProblemError
from ecoduty.interfaces.console.stopping import STOP
from ecoduty.kernel.database.guard import die_with_parent

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between two restarts of the same child
STEADY = 60.0  # seconds after which a child counts as healthy again
GRACE = 12.0  # seconds between SIGTERM and SIGKILL
LOOK = 0.1  # seconds between two looks at the children
LOG_LIMIT = 10 * 1024 * 1024
TAIL = 1500


@dataclass
class Child:
    """One process to keep running; its output goes to `log`, or where this process' own goes."""

    title: str
    command: list[str]
    log: Path | None
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    due_at: float = 0.0

    def start(self) -> None:
        """Start it as a child that the kernel ends when this process ends, however that happens."""
        if self.log and self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") if self.log else os.fdopen(os.dup(2), "ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,  # noqa: PLW1509 -- this process has no threads
            )
        self.started_at = time.monotonic()

    def has_died(self) -> bool:
        """True once the process has ended."""
        return self.process is not None and self.process.poll() is not None

    def tail(self) -> str:
        """The end of its log."""
        if self.log is None or not self.log.exists():
            return ""
        return self.log.read_text(encoding="utf-8", errors="replace")[-TAIL:].strip()

    @property
    def place(self) -> str:
        """Where its log is, in words."""
        return str(self.log) if self.log else "系统日志"


@dataclass
class Supervisor:
    """The children and the watch over them."""

    children: list[Child]
    look_after: list[Callable[[], None]] = field(default_factory=list)  # called between two looks: the database, say

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait for the first success of `ready`. Raises ProblemError when a child dies first, or time runs out."""
        deadline = time.monotonic() + seconds
        while not ready():
            for child in self.children:
                if child.has_died():
                    raise ProblemError(
                        "start_failed", f"{child.title}未能启动，日志 {child.place} 的末尾是：\n{child.tail()}"
                    )
            if time.monotonic() > deadline:
                logs = "、".join(child.place for child in self.children)
                raise ProblemError("start_timeout", f"{seconds:.0f} 秒内未能就绪，请查看日志 {logs}。")
            STOP.pause()

    def watch(self) -> None:
        """Start what does not run and restart what dies, until Stopped is raised."""
        while True:
            for look in self.look_after:
                look()
            for child in self.children:
                self._tend(child)
            STOP.pause(LOOK)

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.has_died():
            if now - child.started_at > STEADY:
                child.pause = FIRST_PAUSE
            code = child.process.returncode
            reason = f"被信号 {-code} 终止" if code < 0 else f"以代码 {code} 退出"
            output.progress(f"{child.title}{reason}，{child.pause:.0f} 秒后重新启动；日志在 {child.place}。")
            child.process, child.due_at = None, now + child.pause
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
        elif child.process is None and now >= child.due_at:
            child.start()

    def stop(self) -> None:
        """End every child: politely, and after a while not."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
