"""Homes for process tests: migrated once per run and copied; what a test starts there it leaves stopped."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from ecoduty.config.environment import socket_folder
from ecoduty.kernel.database.embedded import Cluster
from tests.processes.platform import Platform, run


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory) -> Path:
    """A home as `ecoduty migrate` leaves it, stopped: to be copied, made by whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "migrated"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        home = place / "home"
        if not home.exists():
            building = place / "building"
            done = run(building, "migrate", LC_ALL="C")
            assert done.returncode == 0, done.stderr
            assert Cluster(building, socket_folder(building)).wait_until_stopped()
            building.rename(home)
    return home


@pytest.fixture(scope="session")
def installed_home(migrated_home, tmp_path_factory) -> Path:
    """One for all tests of a worker that leave it as they found it."""
    return Path(shutil.copytree(migrated_home, tmp_path_factory.mktemp("platform") / "家 home"))


@pytest.fixture
def platform(installed_home):
    with Platform(installed_home) as platform:
        yield platform
