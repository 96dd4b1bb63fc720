"""`python -m tests.migrations_in_step`: the migrations say exactly what the models say, and each has a name.

Compares without a database: the consistency check that would ask one is of no use here.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from pathlib import Path

import django
from django.core.management import call_command

SOURCE = Path(__file__).resolve().parents[1] / "src"
UNNAMED = re.compile(r"\d{4}_(auto_|alter_|.*_and_more)")


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    nameless = [path for path in SOURCE.rglob("migrations/[0-9]*.py") if UNNAMED.match(path.name)]
    for path in nameless:
        sys.stderr.write(f"{path.relative_to(SOURCE)}: a migration needs a name that says what it does (-n)\n")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Got an error checking a consistent migration history", RuntimeWarning)
        call_command("makemigrations", check_changes=True, dry_run=True, interactive=False)
    return 1 if nameless else 0


if __name__ == "__main__":
    sys.exit(main())
