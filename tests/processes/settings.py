"""The product's settings with jobs that tests can watch; the database comes from the environment."""

from __future__ import annotations

from ecoduty.config.settings import *  # noqa: F403
from ecoduty.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.processes.jobs"]
