"""For whoever works on the code: what is edited is taken over at once. No part of an installation."""

from __future__ import annotations

import time
from pathlib import Path

from ecoduty.interfaces.console import fingerprint, installation, output
from ecoduty.interfaces.console.supervisor import Child

LOOK = 0.5  # seconds between two looks at the files
RESTART = frozenset({".py", ".sql"})  # templates, styles and scripts are read anew by themselves while debugging


class SourceWatch:
    """Ends the children when a source file changed; the supervisor starts them again with what it says now."""

    def __init__(self, children: list[Child], root: Path = fingerprint.PACKAGE) -> None:
        self.children, self.root = children, root
        self.seen = self._look()
        self.next_look = 0.0

    def __call__(self) -> None:
        if time.monotonic() < self.next_look:
            return
        self.next_look = time.monotonic() + LOOK
        now = self._look()
        changed = sorted(path for path, _ in now ^ self.seen)
        self.seen = now
        if not changed:
            return
        output.progress(f"{Path(changed[0]).name} 改过，正在重新启动……")
        if any("/migrations/" in path for path in changed):
            installation.run_console("migrate")
        for child in self.children:
            if child.process is not None and not child.has_died():
                child.process.terminate()

    def _look(self) -> set[tuple[str, int]]:
        return {
            (str(path), path.stat().st_mtime_ns)
            for path in self.root.rglob("*")
            if path.suffix in RESTART and path.is_file()
        }
