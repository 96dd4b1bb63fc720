"""Installations beside the real one (a rehearsal, a simulated year): each has a note in its home that says what it is."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from ecoduty.config import environment
from ecoduty.interfaces.console import installation, running
from ecoduty.interfaces.console.installation import Installation
from ecoduty.interfaces.console.language import ProblemError

_OUTSIDE = (*installation.VARIABLES.values(), "ECODUTY_SECRET_KEY", environment.REHEARSAL)


def surroundings(there: Installation, *more: str) -> None:
    """From here on this process and those it starts work there; `more` are variables that would lead back, too."""
    for name in (*_OUTSIDE, *more):
        os.environ.pop(name, None)
    os.environ["ECODUTY_HOME"] = str(there.home)
    os.environ["ECODUTY_PORT"] = str(there.env.port)


def noted(home: Path, name: str) -> dict[str, Any]:
    """What the note of that name says; empty where there is none that can be read."""
    try:
        found: dict[str, Any] = json.loads((home / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def remove(there: Installation, name: str, *, none: ProblemError, runs: ProblemError) -> None:
    """Delete it, and nothing without its note. Raises `none` where there is no note, `runs` while it is running."""
    if not there.home.exists():
        return
    if not noted(there.home, name):
        raise none
    if running.process_of(there.home) is not None:
        raise runs
    there.cluster.wait_until_stopped()
    with installation.sentences_for_system_errors(there.home):
        shutil.rmtree(there.home)


__all__ = ["noted", "remove", "surroundings"]
