"""`make screenshots`: runs pictures.py as a test, so that it has the tests' city, server and browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

os.environ["SCREENSHOTS"] = " ".join(sys.argv[1:])
sys.exit(pytest.main([str(Path(__file__).with_name("pictures.py")), "-q", "-p", "no:cacheprovider"]))
