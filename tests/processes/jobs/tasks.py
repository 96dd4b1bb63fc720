"""A job that takes its time and leaves a trace of its beginning and its end."""

from __future__ import annotations

import time
from pathlib import Path

from procrastinate.contrib.django import app


@app.task
def slow(trace: str, seconds: float) -> None:
    with Path(trace).open("a") as file:
        file.write("begun\n")
    time.sleep(seconds)
    with Path(trace).open("a") as file:
        file.write("done\n")
