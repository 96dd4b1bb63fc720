"""`make screenshots`: pictures from the simulated year (year.py). With words, `ARGS="matter worklist"`, the scenes whose name
contains one of them (pictures.py, run as a test, so that it has the tests' city, server and browser); `ARGS=scenes` takes all.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.screenshots import year

ALL = "scenes"

words = [word for word in sys.argv[1:] if word != "--fresh"]
if not words:
    year.take(fresh="--fresh" in sys.argv)
    sys.exit(0)
os.environ["SCREENSHOTS"] = "" if words == [ALL] else " ".join(words)
sys.exit(pytest.main([str(Path(__file__).with_name("pictures.py")), "-q", "-p", "no:cacheprovider"]))
