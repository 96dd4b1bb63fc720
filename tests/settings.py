"""The product's settings, with what tests change: their own home, a fast password hash, files served unhashed."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

for name in [name for name in os.environ if name.startswith("ECODUTY_") and not name.startswith("ECODUTY_TEST_")]:
    del os.environ[name]  # the tests bring their own database and never touch an installation's
os.environ["ECODUTY_HOME"] = str(Path(__file__).resolve().parents[1] / "var" / "test-home")

from ecoduty.config.settings import *  # noqa: E402, F403
from ecoduty.config.settings import INSTALLED_APPS, KEY_FILE, STATIC_ROOT, STORAGES  # noqa: E402
from ecoduty.kernel.sealing import keyring  # noqa: E402

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty: files are served from where they stand

with contextlib.suppress(FileExistsError):  # another worker was faster
    keyring.create(KEY_FILE, "tests")

INSTALLED_APPS = [*INSTALLED_APPS, "tests.toy"]  # a mechanism that lives only here

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
PORTAL_LOOK_SECONDS = 0.0  # what a test publishes is seen at once
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
