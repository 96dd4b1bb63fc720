"""One installed home for all process tests of a worker: each of them leaves it as it found it, stopped."""

from __future__ import annotations

import pytest

from tests.processes.platform import Platform, run


@pytest.fixture(scope="session")
def installed_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("platform") / "家 home"
    done = run(home, "migrate", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def platform(installed_home):
    with Platform(installed_home) as platform:
        yield platform
